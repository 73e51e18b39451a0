/**
 * The page's end of the wire: requests with ids that become promises, frames handed on, and a worker that dies replaced
 * by a new one which replays the session's lines.
 */
import * as words from '#words/link.ts';
import type { Line } from '../engine/lines.ts';
import { takeWorker } from './ahead.ts';
import { Journal } from './journal.ts';
import type {
  Frame,
  Ghost,
  LineSource,
  MachineInfo,
  MachineSource,
  Message,
  Moment,
  QuestionKind,
  Questions,
  Request,
  SavedSession,
  SessionLine,
} from './messages.ts';
import { PROTOCOL } from './messages.ts';
import { parseMessage } from './validate.ts';

/** What a client needs of a worker; a test hands in its own. */
export interface Port {
  postMessage(message: unknown): void;
  terminate(): void;
  /** Called once: who gets the messages, and who hears that the worker died and why. */
  listen(message: (data: unknown) => void, died: (why: string) => void): void;
}

/** Who is told what the worker says without being asked. */
export interface Listener {
  frame(frame: Frame): void;
  /** A line was carried out; `redone`: by redo. */
  ran(line: SessionLine, redone: boolean): void;
  ended(line: SessionLine): void;
  /** The session now has `length` lines. */
  rewound(length: number): void;
  /** The session went to another branch: its lines from `length` on. */
  switched(length: number, lines: readonly SessionLine[]): void;
  progress(what: string, fraction: number): void;
  /** The worker died; a new one is replaying the session. */
  restoring(why: string): void;
  /** The new worker stands where the old one died; `lost`: lines that could not be replayed. */
  restored(history: readonly SessionLine[], info: MachineInfo, lost: readonly Line[]): void;
  /** No worker could be brought to life again. */
  gone(why: string): void;
}

/** A machine that cannot be loaded: which fields of its file are wrong, and why. */
export class LoadProblem extends Error {
  override name = 'LoadProblem';
  readonly problems: readonly { readonly field: string; readonly why: string }[];

  constructor(problems: readonly { readonly field: string; readonly why: string }[]) {
    super(problems.map((p) => (p.field === '' ? p.why : `${p.field}: ${p.why}`)).join('\n'));
    this.problems = problems;
  }
}
/** The worker died while it worked on this request. */
export class WorkerDied extends Error {
  override name = 'WorkerDied';
}

/** A request without its id. */
type Body = Request extends infer R ? (R extends Request ? Omit<R, 'id'> : never) : never;

interface Loaded {
  readonly info: MachineInfo;
  readonly history: readonly SessionLine[];
}

/** Hears how far something is. */
export type Progress = (what: string, fraction: number) => void;

interface Waiting {
  readonly request: Request;
  readonly lines: SessionLine[];
  /** Who hears of this request's progress; undefined: the listener. */
  readonly progress: Progress | undefined;
  resolve(value: unknown): void;
  reject(reason: Error): void;
}

/** Starts the real worker. */
function spawnWorker(): Port {
  const worker = takeWorker();
  return {
    postMessage: (message) => worker.postMessage(message),
    terminate: () => worker.terminate(),
    listen: (message, died) => {
      worker.addEventListener('message', (event) => message(event.data));
      worker.addEventListener('messageerror', () => died(words.itSentMessageThat));
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        died(event.message || words.itsScriptCould);
      });
    },
  };
}

/** Talks to one machine in one worker. */
export class Client {
  readonly #listener: Listener;
  readonly #spawn: () => Port;
  #port: Port | undefined;
  #nextId = 1;
  readonly #waiting = new Map<number, Waiting>();
  #loaded: { source: MachineSource; text: string | undefined } | undefined;
  #journal = new Journal();
  #restarts = 0;
  /** Id of the request that replays the session on a new worker, while it is under way. */
  #replay: number | undefined;

  /** Lines that a replay had to leave out. */
  #lost: Line[] = [];

  constructor(listener: Listener, spawn: () => Port = spawnWorker) {
    this.#listener = listener;
    this.#spawn = spawn;
  }

  /** The session as it would be replayed; undefined before a machine was loaded. */
  get saved():
    { readonly source: MachineSource; readonly text: string | undefined; readonly session: SavedSession } | undefined {
    return this.#loaded && { ...this.#loaded, session: this.#journal.saved() };
  }

  /** Starts the worker ahead of the first request. */
  open(): void {
    this.#port ??= this.#connect();
  }

  /** Loads a machine and replays a session on it. Throws LoadProblem; the machine loaded before then stays. */
  async load(
    source: MachineSource,
    text: string | undefined,
    saved: SavedSession = { lines: [], undone: [] },
  ): Promise<Loaded> {
    const answer = (await this.#request({ type: 'load', source, text, saved })) as Loaded;
    this.#loaded = { source, text };
    return answer;
  }

  /** Carries out one line. */
  async line(line: Line, source: LineSource): Promise<SessionLine | undefined> {
    return ((await this.#request({ type: 'line', line, source })) as readonly SessionLine[])[0];
  }

  /** Carries out the lines of one gesture, up to the first that is refused. */
  async lines(lines: readonly Line[], source: LineSource): Promise<readonly SessionLine[]> {
    return (await this.#request({ type: 'lines', lines, source })) as readonly SessionLine[];
  }

  async undo(): Promise<void> {
    await this.#request({ type: 'undo' });
  }
  async redo(): Promise<void> {
    await this.#request({ type: 'redo' });
  }
  async interrupt(): Promise<void> {
    await this.#request({ type: 'interrupt' });
  }
  /** Goes to the end of another branch. */
  async switchTo(branch: number): Promise<void> {
    await this.#request({ type: 'switch', branch });
  }
  /** Names a branch; undefined takes its name away. */
  async nameBranch(branch: number, name: string | undefined): Promise<void> {
    await this.#request({ type: 'name', branch, name });
  }
  /** Forgets a branch that is not under way. */
  async dropBranch(branch: number): Promise<void> {
    await this.#request({ type: 'drop', branch });
  }
  /** Shows a moment of the past in the frames that follow; undefined = now. */
  async moment(moment: Moment | undefined): Promise<void> {
    await this.#request({ type: 'moment', moment });
  }
  /** What the lines would do, found on a fork. */
  async ghost(lines: readonly Line[]): Promise<Ghost> {
    return (await this.#request({ type: 'ghost', lines })) as Ghost;
  }
  /** Asks about the moment shown. `progress`: hears how far an answer is that takes long. */
  async ask<K extends QuestionKind>(
    question: K,
    about: Questions[K]['ask'],
    progress?: Progress,
  ): Promise<Questions[K]['answer']> {
    return (await this.#request({ type: 'ask', question, about } as Body, progress)) as Questions[K]['answer'];
  }
  /** Kills the worker from inside: for tests of the restart. */
  crash(): void {
    this.#request({ type: 'crash' }).catch(() => undefined);
  }
  /** The frame is on screen; the next may come. */
  acknowledge(frame: Frame): void {
    this.#port?.postMessage({ id: 0, type: 'ack', frame: frame.number } satisfies Request);
  }
  /** Ends the worker. */
  close(): void {
    this.#disconnect();
    for (const w of this.#waiting.values()) w.reject(new WorkerDied(words.sessionWasClosed));
    this.#waiting.clear();
  }

  #request(body: Body, progress?: Progress): Promise<unknown> {
    this.open();
    const request = { ...body, id: this.#nextId++ } as Request;
    return new Promise((resolve, reject) => {
      this.#waiting.set(request.id, { request, lines: [], progress, resolve, reject });
      // while a new worker replays the session, requests wait for it
      if (this.#replay === undefined) this.#port?.postMessage(request);
    });
  }

  #connect(): Port {
    const port = this.#spawn();
    port.listen(
      (data) => {
        if (port !== this.#port) return;
        const message = parseMessage(data);
        if (message === undefined) this.#died(words.itSentMessageNobody);
        else this.#receive(message);
      },
      (why) => {
        if (port === this.#port) this.#died(why);
      },
    );
    return port;
  }

  #disconnect(): void {
    const port = this.#port;
    this.#port = undefined;
    port?.terminate();
  }

  #settle(id: number): Waiting | undefined {
    const w = this.#waiting.get(id);
    this.#waiting.delete(id);
    return w;
  }

  #receive(message: Message): void {
    switch (message.type) {
      case 'ready':
        if (message.protocol !== PROTOCOL) this.#died(words.itSpeaksVersion(message.protocol, PROTOCOL));
        return;
      case 'frame':
        return this.#listener.frame(message.frame);
      case 'loaded': {
        const w = this.#settle(message.id);
        if (w?.request.type !== 'load') return;
        this.#journal = new Journal(w.request.saved);
        return w.resolve({ info: message.info, history: message.history });
      }
      case 'refused':
        return this.#settle(message.id)?.reject(new LoadProblem(message.problems));
      case 'ran': {
        const w = this.#waiting.get(message.id);
        const redone = w?.request.type === 'redo';
        this.#journal.ran(message.line, message.group, redone);
        w?.lines.push(message.line);
        return this.#listener.ran(message.line, redone);
      }
      case 'ended':
        return this.#listener.ended(message.line);
      case 'rewound':
        if (message.how === 'redo') this.#journal.redoing(message.length);
        else if (message.how === 'undo') this.#journal.undone(message.length);
        else this.#journal.branched(message.length);
        return this.#listener.rewound(message.length);
      case 'switched':
        this.#journal.switched(message.length, message.lines);
        return this.#listener.switched(
          message.length,
          message.lines.map((l) => l.line),
        );
      case 'tree':
        return this.#journal.tree(message.tree);
      case 'done': {
        const w = this.#settle(message.id);
        this.#restarts = 0;
        return w?.resolve(w.lines);
      }
      case 'ghost':
        return this.#settle(message.id)?.resolve(message.ghost);
      case 'answer':
        this.#restarts = 0;
        return this.#settle(message.id)?.resolve(message.answer);
      case 'progress': {
        const heard = this.#waiting.get(message.id)?.progress;
        if (heard === undefined) this.#listener.progress(message.what, message.fraction);
        else heard(message.what, message.fraction);
        return;
      }
      case 'failed':
        return this.#died(message.message, message.id);
    }
  }

  /** A worker died. The request it worked on fails, the others wait for the new worker. */
  #died(why: string, id?: number): void {
    this.#disconnect();
    const suspect = this.#settle(this.#replay ?? id ?? this.#waiting.keys().next().value ?? 0);
    suspect?.reject(new WorkerDied(why));
    // a load that kills its worker must not take the machine before it along
    void this.#restore(why);
  }

  async #restore(why: string): Promise<void> {
    this.#listener.restoring(why);
    // a load that was asked for meanwhile is over; everything else waits for the new worker
    for (const w of this.#waiting.values())
      if (w.request.type === 'load') this.#settle(w.request.id)?.reject(new WorkerDied(why));
    if (this.#loaded === undefined || ++this.#restarts > 3) return this.#giveUp(why);
    const lost = this.#restarts > 1 ? this.#journal.dropLast().map((s) => s.line) : [];
    this.#port = this.#connect();
    const id = (this.#replay = this.#nextId++);
    const request: Request = { id, type: 'load', ...this.#loaded, saved: this.#journal.saved() };
    try {
      const answer = await new Promise((resolve, reject) => {
        this.#waiting.set(id, { request, lines: [], progress: undefined, resolve, reject });
        this.#port?.postMessage(request);
      });
      this.#replay = undefined;
      const { info, history } = answer as Loaded;
      this.#listener.restored(history, info, [...this.#lost, ...lost]);
      this.#lost = [];
      // those that came during the replay too
      for (const w of this.#waiting.values()) this.#port?.postMessage(w.request);
    } catch (error) {
      this.#lost.push(...lost);
      // it died again: #died has already begun the next attempt
      if (error instanceof LoadProblem) this.#giveUp(error.message);
    }
  }

  #giveUp(why: string): void {
    this.#replay = undefined;
    this.#disconnect();
    for (const w of this.#waiting.values()) w.reject(new WorkerDied(why));
    this.#waiting.clear();
    this.#listener.gone(why);
  }
}
