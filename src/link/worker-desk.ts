/**
 * What the worker does with requests, without the worker: one machine, its session, and the frames the page has seen.
 * Everything is answered in the order in which it came. A fault of the program leaves the desk unusable: the page then
 * starts another worker with the same lines.
 */
import * as wording from '#words/worker.ts';
import type { DeviceModule } from '../engine/devices/host.ts';
import type { Machine } from '../engine/machine.ts';
import { ghostOf } from '../session/ghost.ts';
import { languageSession } from '../session/language-session.ts';
import { wordsOfBoot } from '../session/player.ts';
import type { Ran, Rewound, Session } from '../session/session.ts';
import type { Line } from '../engine/lines.ts';
import { Frames } from './frames.ts';
import type { BootView, MachineInfo, Message, Moment, Request, SessionTree } from './messages.ts';
import { isLateTableQuestion } from './table-questions.ts';
import { parseRequest, problemsOf } from './validate.ts';
import { CELLS, infoOf } from './worker-cells.ts';
import { loadBooting, loadModules, loadTables, needsModules, openMachine, loadShell } from './worker-machine.ts';
import type { Booting, ShellLanguage, TableAnswers } from './worker-machine.ts';
import { answer } from './worker-questions.ts';

/** Sends a message; `transfer`: buffers that are handed over. */
export type Post = (message: Message, transfer: readonly ArrayBufferLike[]) => void;

/** Ms between two words about a long replay. */
const PROGRESS_EVERY = 100;

const reboots = (line: Line): boolean => (wordsOfBoot(line)?.length ?? 0) > 0;

/** Whether a request cannot be carried out without the code that makes machines. */
function needsBooting(request: Request): boolean {
  switch (request.type) {
    case 'load': {
      const { source, saved } = request;
      return (
        source.kind === 'preset' ||
        source.kind === 'qemu' ||
        [saved.lines, ...saved.undone.map((u) => u.lines)].flat().some((s) => reboots(s.line))
      );
    }
    case 'line':
      return reboots(request.line);
    case 'lines':
    case 'ghost':
      return request.lines.some(reboots);
    default:
      return false;
  }
}

/** Whether a request cannot be carried out without the guest shell or its completion. */
function needsShell(request: Request): boolean {
  const typed = (line: Line): boolean => line.channel === 'shell';
  switch (request.type) {
    case 'load':
      return [request.saved.lines, ...request.saved.undone.map((u) => u.lines)].flat().some((s) => typed(s.line));
    case 'line':
      return typed(request.line);
    case 'lines':
    case 'ghost':
      return request.lines.some(typed);
    case 'ask':
      return request.question === 'complete';
    default:
      return false;
  }
}

/** Whether a machine that is to be loaded has devices whose rooms are fetched when they are needed, or is started anew and may have. */
function hasDevices(request: Request): boolean {
  if (request.type !== 'load') return needsBooting(request);
  const { source, text } = request;
  if (source.kind === 'qemu' || needsBooting(request)) return true;
  return source.kind === 'bundled'
    ? text !== undefined && needsModules(text)
    : source.kind === 'file' && needsModules(source.text);
}

/** One worker's desk. */
export class Desk {
  readonly #post: Post;
  readonly #clock: () => number;
  readonly #frames = new Frames<Machine>(CELLS);
  #session: Session<Machine> | undefined;
  /** The moment looked at; undefined: now. */
  #moment: Moment | undefined;
  /** Number of the frame that the page has not shown yet. */
  #unseen: number | undefined;
  /** The code that makes machines, once something needed it. */
  #booting: Booting | undefined;
  /** Rooms of devices beyond DIMMs, once a machine had some. */
  #modules: readonly DeviceModule[] | undefined;
  /** The guest shell, once somebody typed. */
  #language: ShellLanguage | undefined;
  /** The answers to questions about page tables, once somebody asked one. */
  #tables: TableAnswers | undefined;
  /** What came while code was fetched. */
  #queue: unknown[] | undefined;
  /** Id of the request last worked on. */
  #working: number | undefined;
  #shown = false;
  /** The kernel whose machine the page was shown last: another one means that the session rebooted between. */
  #kernel: object | undefined;
  #boot: BootView | undefined;
  /** The branches as last told. */
  #tree: SessionTree | undefined;

  /** `clock`: ms, for the pace of progress words only. */
  constructor(post: Post, clock: () => number) {
    this.#post = post;
    this.#clock = clock;
  }

  /** Id of the request last worked on: the one to blame for a fault. */
  get working(): number | undefined {
    return this.#working;
  }

  /** Whether the page has shown a frame. */
  get shown(): boolean {
    return this.#shown;
  }

  /**
   * Takes whatever arrived. Throws, or rejects where it had to wait for code, only for a fault of the program.
   * What arrives during a wait is answered after it, in its turn.
   */
  receive(data: unknown): Promise<void> | undefined {
    if (this.#queue !== undefined) {
      this.#queue.push(data);
      return undefined;
    }
    const parsed = parseRequest(data);
    if ('bad' in parsed) {
      const { id, problems } = parsed.bad;
      if (id !== undefined) this.#say({ type: 'refused', id, problems });
      return undefined;
    }
    const { request } = parsed;
    const missing = this.#missing(request);
    if (missing.length > 0) return this.#fetch(request, missing);
    this.#working = request.id;
    this.#handle(request);
    return undefined;
  }

  /** What fetches the code that a request needs and that nothing has fetched. */
  #missing(request: Request): readonly (() => Promise<void>)[] {
    return [
      this.#booting === undefined && needsBooting(request) && this.#fetchBooting,
      this.#modules === undefined && hasDevices(request) && this.#fetchModules,
      this.#language === undefined && needsShell(request) && this.#fetchShell,
      this.#tables === undefined &&
        request.type === 'ask' &&
        isLateTableQuestion(request.question) &&
        this.#fetchTables,
    ].filter((load) => load !== false);
  }

  readonly #fetchBooting = async (): Promise<void> => {
    this.#booting ??= await loadBooting();
  };
  readonly #fetchModules = async (): Promise<void> => {
    this.#modules ??= await loadModules();
  };
  readonly #fetchShell = async (): Promise<void> => {
    this.#language ??= await loadShell();
  };
  readonly #fetchTables = async (): Promise<void> => {
    this.#tables ??= await loadTables();
  };

  /** Fetches code that a request needs, then takes what has come. */
  async #fetch(request: Request, missing: readonly (() => Promise<void>)[]): Promise<void> {
    this.#queue = [];
    let why: string | undefined;
    try {
      await Promise.all(missing.map((load) => load()));
    } catch (error) {
      why = wording.codeThatThisNeeds(error instanceof Error ? error.message : String(error));
    }
    const queue = this.#queue;
    this.#queue = undefined;
    if (why !== undefined) this.#say({ type: 'refused', id: request.id, problems: [{ field: '', why }] });
    else queue.unshift(request);
    // all at once, in their turn: the first that needs more code queues those behind it
    await Promise.all(queue.map((data) => this.receive(data)).filter((wait) => wait !== undefined));
  }

  /** Fetches the rooms of devices, which nearly every machine needs, while the machine is still on its way here. */
  expectDevices(): void {
    // whoever needs them asks again and hears why
    this.#fetchModules().catch(() => undefined);
  }

  /** Fetches what may be needed later, so that the page goes on without a network; what fails is tried again when needed. */
  async prefetch(): Promise<void> {
    try {
      await this.#fetchShell();
      await this.#fetchBooting();
      await this.#fetchModules();
      await this.#fetchTables();
    } catch {
      // whoever needs it asks again and hears why
    }
  }

  #say(message: Message): void {
    this.#post(message, []);
  }

  #handle(request: Request): void {
    if (request.type === 'load') return this.#load(request);
    if (request.type === 'ack') {
      this.#shown = true;
      if (request.frame === this.#unseen) this.#unseen = undefined;
      return this.#show();
    }
    if (request.type === 'crash') throw new Error('the page asked for a crash');
    const session = this.#session;
    const { id } = request;
    if (session === undefined)
      return this.#say({ type: 'refused', id, problems: [{ field: '', why: wording.noMachineIsLoaded }] });
    switch (request.type) {
      case 'line':
        if (request.source === 'person') this.#forkHere(id, session);
        this.#ran(id, [session.run(request.line, request.source)]);
        break;
      case 'lines':
        if (request.source === 'person') this.#forkHere(id, session);
        this.#ran(id, session.runAll(request.lines, request.source));
        break;
      case 'interrupt': {
        const ran = session.interrupt();
        this.#ran(id, ran === undefined ? [] : [ran]);
        break;
      }
      case 'undo':
        this.#rewound(id, session.undo(), 'undo');
        break;
      case 'redo':
        this.#rewound(id, session.redo(), 'redo');
        break;
      case 'switch':
        this.#switched(id, session.switchTo(request.branch));
        break;
      case 'name':
        session.nameBranch(request.branch, request.name);
        break;
      case 'drop':
        session.dropBranch(request.branch);
        break;
      case 'moment':
        this.#moment = request.moment;
        break;
      case 'ghost':
        return this.#say({ type: 'ghost', id, ghost: ghostOf(session, request.lines, this.#moment) });
      case 'ask': {
        const found = answer(
          request.question,
          request.about,
          session.at(this.#moment),
          session,
          { language: this.#language, tables: this.#tables, moment: this.#moment },
          (what, fraction) => this.#say({ type: 'progress', id, what, fraction }),
        );
        return this.#say(
          'issues' in found
            ? { type: 'refused', id, problems: problemsOf(found.issues) }
            : { type: 'answer', id, answer: found.answer },
        );
      }
    }
    this.#sayTree(session);
    this.#show();
    this.#say({ type: 'done', id });
  }

  /** Whoever acts while a moment of the past is on screen goes on from there. */
  #forkHere(id: number, session: Session<Machine>): void {
    const forked = this.#moment && session.forkAt(this.#moment);
    this.#rewound(id, forked, 'branch');
  }

  #switched(id: number, switched: Rewound | undefined): void {
    if (switched === undefined) return;
    this.#moment = undefined;
    const lines = switched.ran.map(({ line, group }) => ({ line, group }));
    this.#say({ type: 'switched', id, length: switched.length, lines });
    for (const line of switched.changed) this.#say({ type: 'ended', line });
  }

  /** Tells the branches where they changed; they are to be known before lines of another branch arrive. */
  #sayTree(session: Session<Machine>): void {
    if (session.tree === this.#tree) return;
    this.#tree = session.tree;
    this.#say({ type: 'tree', tree: session.tree });
  }

  #load({ id, source, text, saved }: Extract<Request, { type: 'load' }>): void {
    const opened = openMachine(source, text, this.#booting, this.#modules ?? [], (what, fraction) =>
      this.#say({ type: 'progress', id, what, fraction }),
    );
    if ('problems' in opened) return this.#say({ type: 'refused', id, problems: opened.problems });
    const { machine, head, boot } = opened;
    const shellOf = (): ShellLanguage['shell'] => {
      // every request whose lines need it waited for it; the others never get this far
      if (this.#language === undefined) throw new Error('a shell line runs and nothing has fetched the shell');
      return this.#language.shell;
    };
    const session = languageSession(machine, shellOf, (current, words) => {
      if (this.#booting === undefined)
        throw new Error('a line boots a machine and nothing has fetched the code for it');
      return this.#booting.reboot(head(this.#booting), current, words, this.#modules ?? []);
    });
    let said = this.#clock();
    session.restore(saved, (done, of) => {
      const now = this.#clock();
      if (now - said < PROGRESS_EVERY) return;
      said = now;
      this.#say({ type: 'progress', id, what: wording.replayingLine(done, of), fraction: done / of });
    });
    this.#session = session;
    this.#tree = session.tree;
    this.#moment = undefined;
    this.#boot = boot;
    this.#kernel = session.machine.k.config;
    this.#frames.reset();
    this.#unseen = undefined;
    // the page is to have the machine's frame when it hears that it is loaded
    this.#show();
    this.#say({ type: 'loaded', id, info: this.#info(session.machine), history: session.lines() });
  }

  #info(machine: Machine): MachineInfo {
    return { ...infoOf(machine), ...(this.#boot === undefined ? {} : { boot: this.#boot }) };
  }

  /** Lines were carried out; that ends a look into the past. */
  #ran(id: number, ran: readonly Ran[]): void {
    // the clock's last tick may arrive when somebody already looks at the past
    if (ran.some((r) => r.line.source === 'person')) this.#moment = undefined;
    for (const { line, group, ended } of ran) {
      this.#say({ type: 'ran', id, line, group });
      for (const old of ended) this.#say({ type: 'ended', line: old });
    }
  }

  #rewound(id: number, rewound: Rewound | undefined, how: 'undo' | 'redo' | 'branch'): void {
    if (rewound === undefined) return;
    this.#moment = undefined;
    this.#say({ type: 'rewound', id, length: rewound.length, how });
    for (const line of rewound.changed) this.#say({ type: 'ended', line });
    this.#ran(id, rewound.ran);
  }

  /** Sends what changed, once the page has shown the frame before. */
  #show(): void {
    const session = this.#session;
    if (session === undefined || this.#unseen !== undefined) return;
    const { state } = session;
    const machine = session.at(this.#moment);
    const other = machine.k.config !== this.#kernel;
    if (other) this.#frames.reset();
    const built = this.#frames.build(machine, this.#moment ?? { line: state.length - 1, step: undefined }, state);
    if (built === undefined) return;
    this.#unseen = built.frame.number;
    this.#kernel = machine.k.config;
    const frame = other ? { ...built.frame, info: this.#info(machine) } : built.frame;
    this.#post({ type: 'frame', frame }, built.transfer);
  }
}
