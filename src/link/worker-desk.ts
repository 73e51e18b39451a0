/**
 * What the worker does with requests, without the worker: one machine, its session, and the frames the page has seen.
 * Everything is answered in the order in which it came. A fault of the program leaves the desk unusable: the page then
 * starts another worker with the same lines.
 */
import type { Machine } from '../engine/machine.ts';
import { ghostOf } from '../session/ghost.ts';
import { machineSession } from '../session/machine-session.ts';
import type { Ran, Rewound, Session } from '../session/session.ts';
import { Frames } from './frames.ts';
import type { Message, Moment, Request } from './messages.ts';
import { parseRequest, problemsOf } from './validate.ts';
import { CELLS, infoOf } from './worker-cells.ts';
import { openMachine } from './worker-machine.ts';
import { answer } from './worker-questions.ts';

/** Sends a message; `transfer`: buffers that are handed over. */
export type Post = (message: Message, transfer: readonly ArrayBufferLike[]) => void;

/** Ms between two words about a long replay. */
const PROGRESS_EVERY = 100;

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

  /** `clock`: ms, for the pace of progress words only. */
  constructor(post: Post, clock: () => number) {
    this.#post = post;
    this.#clock = clock;
  }

  /** Takes whatever arrived. Throws only for a fault of the program. */
  receive(data: unknown): void {
    const parsed = parseRequest(data);
    if ('request' in parsed) this.#handle(parsed.request);
    else if (parsed.bad.id !== undefined)
      this.#say({ type: 'refused', id: parsed.bad.id, problems: parsed.bad.problems });
  }

  #say(message: Message): void {
    this.#post(message, []);
  }

  #handle(request: Request): void {
    if (request.type === 'load') return this.#load(request);
    if (request.type === 'ack') {
      if (request.frame === this.#unseen) this.#unseen = undefined;
      return this.#show();
    }
    if (request.type === 'crash') throw new Error('the page asked for a crash');
    const session = this.#session;
    const { id } = request;
    if (session === undefined)
      return this.#say({ type: 'refused', id, problems: [{ field: '', why: 'no machine is loaded' }] });
    switch (request.type) {
      case 'line':
        this.#ran(id, [session.run(request.line, request.source)]);
        break;
      case 'lines':
        this.#ran(id, session.runAll(request.lines, request.source));
        break;
      case 'interrupt': {
        const ran = session.interrupt();
        this.#ran(id, ran === undefined ? [] : [ran]);
        break;
      }
      case 'undo':
        this.#rewound(id, session.undo());
        break;
      case 'redo':
        this.#rewound(id, session.redo());
        break;
      case 'moment':
        this.#moment = request.moment;
        break;
      case 'ghost':
        return this.#say({ type: 'ghost', id, ghost: ghostOf(session, request.lines) });
      case 'ask': {
        const found = answer(request.question, request.about, session.at(this.#moment), session);
        return this.#say(
          'issues' in found
            ? { type: 'refused', id, problems: problemsOf(found.issues) }
            : { type: 'answer', id, answer: found.answer },
        );
      }
    }
    this.#show();
    this.#say({ type: 'done', id });
  }

  #load({ id, source, text, saved }: Extract<Request, { type: 'load' }>): void {
    const opened = openMachine(source, text, (what, fraction) => this.#say({ type: 'progress', id, what, fraction }));
    if ('problems' in opened) return this.#say({ type: 'refused', id, problems: opened.problems });
    const session = machineSession(opened.machine);
    let said = this.#clock();
    session.restore(saved, (done, of) => {
      const now = this.#clock();
      if (now - said < PROGRESS_EVERY) return;
      said = now;
      this.#say({ type: 'progress', id, what: `Replaying line ${done} of ${of}`, fraction: done / of });
    });
    this.#session = session;
    this.#moment = undefined;
    this.#frames.reset();
    this.#unseen = undefined;
    // the page is to have the machine's frame when it hears that it is loaded
    this.#show();
    this.#say({ type: 'loaded', id, info: infoOf(session.machine), history: session.lines() });
  }

  /** Lines were carried out; that ends a look into the past. */
  #ran(id: number, ran: readonly Ran[]): void {
    if (ran.length > 0) this.#moment = undefined;
    for (const { line, group, ended } of ran) {
      this.#say({ type: 'ran', id, line, group });
      for (const old of ended) this.#say({ type: 'ended', line: old });
    }
  }

  #rewound(id: number, rewound: Rewound | undefined): void {
    if (rewound === undefined) return;
    this.#moment = undefined;
    this.#say({ type: 'rewound', id, length: rewound.length });
    for (const line of rewound.changed) this.#say({ type: 'ended', line });
    this.#ran(id, rewound.ran);
  }

  /** Sends what changed, once the page has shown the frame before. */
  #show(): void {
    const session = this.#session;
    if (session === undefined || this.#unseen !== undefined) return;
    const { state } = session;
    const machine = session.at(this.#moment);
    const built = this.#frames.build(machine, this.#moment ?? { line: state.length - 1, step: undefined }, state);
    if (built === undefined) return;
    this.#unseen = built.frame.number;
    this.#post({ type: 'frame', frame: built.frame }, built.transfer);
  }
}
