/**
 * A machine and its lines. Every moment of it is a checkpoint and the lines played since; undo, redo, looks into the past
 * and ghosts are that and nothing else.
 *
 *   log     [person][clock][person][person]|          undo: back to before the last gesture, ticks since included
 *   marks   ^boot         ^                            (checkpoints.ts)
 */
import { StopAtStep } from '../engine/kernel/trace.ts';
import type { TraceData } from '../engine/kernel/trace.ts';
import type { Line } from '../engine/lines.ts';
import type { Checkpoint } from '../engine/state/store.ts';
import { Checkpoints } from './checkpoints.ts';
import type { Place } from './checkpoints.ts';
import { branchViews, foldBranches, sharedLines, unfoldBranches } from './branches.ts';
import type { Path } from './branches.ts';
import { bytesBetween, costOf, gestureText, joined, passesCheckpoint, sessionLine, tickLine, ticksOf } from './log.ts';
import type { Entry } from './log.ts';
import { INTERRUPT, Player } from './player.ts';
import type { Era, Execute, Playable, Reboot, Saved } from './player.ts';
import { refusalText } from './refusal.ts';
import type {
  BranchView,
  LineSource,
  Moment,
  SavedSession,
  SentLine,
  SessionLine,
  SessionState,
  SessionTree,
} from './types.ts';

/** What running a line gave: the line, and lines that had waited and ended meanwhile. */
export interface Ran {
  readonly line: SessionLine;
  readonly group: number;
  readonly ended: readonly SessionLine[];
}

/** A gesture that was taken back. */
interface Undone<M> {
  readonly at: number;
  readonly entries: readonly Entry[];
  /** Log and state after it, where nothing was under way: redo then needs no replay. */
  readonly after: { readonly log: readonly Entry[]; readonly saved: Saved<M> } | undefined;
}

/** What undo or redo did. */
export interface Rewound {
  /** Lines that stood after going back. */
  readonly length: number;
  /** Lines carried out again. */
  readonly ran: readonly Ran[];
  /** Older lines whose reply is another now: they wait again, or no longer. */
  readonly changed: readonly SessionLine[];
}

/** Traces kept for the latest lines; older ones are found by playing the line again. */
const KEPT_TRACES = 32;
const KEPT_STEPS = 100_000;
/** Checkpoints of the branch under way; those of all others together hold at most `OTHERS_BYTES`. */
const CHECKPOINTS = 2048;
const CHECKPOINT_BYTES = 100 << 20;
const OTHERS_BYTES = 32 << 20;

/** A branch that is not under way. */
interface Branch<M> extends Path<Entry> {
  /** Undefined: it was kept elsewhere and nobody has played it yet. */
  readonly marks: Checkpoints<Saved<M>> | undefined;
}

/** One session. */
export class Session<M extends Playable<M>> {
  readonly #main: Player<M>;
  readonly #execute: Execute<M>;
  readonly #reboot: Reboot<M> | undefined;
  readonly #boot: Era<M>;
  #marks: Checkpoints<Saved<M>>;
  #log: Entry[] = [];
  #branch = 1;
  #branchName: string | undefined;
  #others: readonly Branch<M>[] = [];
  #views: readonly BranchView[] | undefined;
  #tree: SessionTree | undefined;
  #undone: Undone<M>[] = [];
  #groups = 0;
  /** The moment that the spare machine for the past stands at, and the log it was found in. */
  #looked: { readonly moment: string; readonly log: readonly Entry[]; readonly length: number } | undefined;
  /** Spare machines: one shows the past, one tries lines out. */
  readonly #spares = new Map<'past' | 'trial', Player<M>>();

  /** `reboot`: carries out `boot` with words; without it the machine's own console answers those. */
  constructor(machine: M, execute: Execute<M>, reboot?: Reboot<M>) {
    this.#execute = execute;
    this.#reboot = reboot;
    this.#boot = { machine, boot: machine.k.store.checkpoint() };
    this.#main = new Player(this.#boot, machine, execute, reboot);
    this.#marks = new Checkpoints(this.#main.saved(), {
      count: CHECKPOINTS,
      bytes: CHECKPOINT_BYTES,
      weigh: (mark, before) => bytesBetween(mark.checkpoint, before.checkpoint),
    });
  }

  get machine(): M {
    return this.#main.machine;
  }
  get length(): number {
    return this.#log.length;
  }
  /** All lines, oldest first. */
  lines(): SessionLine[] {
    return this.#log.map(sessionLine);
  }
  /** One line as carried out. */
  line(index: number): SessionLine | undefined {
    const entry = this.#log[index];
    return entry && sessionLine(entry, index);
  }
  /** Checkpoints held, for measurements. */
  get checkpoints(): { readonly count: number; readonly bytes: number } {
    const all = [this.#marks, ...this.#others.flatMap((b) => b.marks ?? [])];
    return { count: all.reduce((n, m) => n + m.count, 0), bytes: all.reduce((n, m) => n + m.bytes, 0) };
  }

  get state(): SessionState {
    const from = this.#gesture();
    const again = this.#undone.at(-1);
    return {
      length: this.#log.length,
      canUndo: from >= 0,
      canRedo: again !== undefined,
      undoText: from < 0 ? undefined : gestureText(this.#log.slice(from)),
      redoText: again && gestureText(again.entries),
      pending: this.#main.pending,
      branches: this.#branchViews(),
    };
  }

  /** All branches, whole; another object whenever they changed otherwise than by lines of the one under way. */
  get tree(): SessionTree {
    return (this.#tree ??= {
      branch: this.#branch,
      name: this.#branchName,
      others: foldBranches(this.#others),
    });
  }

  /** A group that no line has yet: the lines of one gesture share it. */
  newGroup(): number {
    return ++this.#groups;
  }

  /** Carries out a line. What has waited and can go on goes on. */
  run(line: Line, source: LineSource, group = this.newGroup()): Ran {
    this.#groups = Math.max(this.#groups, group);
    // what redo could have done stays as a branch
    if (source === 'person' && this.#undone.length > 0) this.#fork(this.#log.length);
    const last = this.#log.at(-1);
    // a line that redo goes back to must stay as it is
    const open = this.#log.length > (this.#undone.at(-1)?.at ?? 0);
    const row = open && this.#main.idle ? joined(last, line, source) : undefined;
    if (row !== undefined && last !== undefined) return this.#tickOn(last, row.before, row.added);
    this.#mark({ lines: this.#log.length, ticks: 0 });
    return this.#append({ line, source, group });
  }

  /** Carries out the lines of one gesture, up to the first that is refused. */
  runAll(lines: readonly Line[], source: LineSource): Ran[] {
    const group = this.newGroup();
    const out: Ran[] = [];
    for (const line of lines) {
      const ran = this.run(line, source, group);
      out.push(ran);
      if (refusalText(ran.line) !== undefined) break;
    }
    return out;
  }

  /** Sends a signal to the oldest line that waits; itself a line, so that a replay knows it. Undefined: nothing waits. */
  interrupt(): Ran | undefined {
    return this.#main.pending.length === 0 ? undefined : this.run(INTERRUPT, 'person');
  }

  /** Replays a session that was kept elsewhere; `progress` hears how many lines are done. */
  restore(saved: SavedSession, progress?: (done: number, of: number) => void): void {
    const others = unfoldBranches(saved.others ?? [], { of: saved.branch ?? 1, lines: saved.lines });
    const elsewhere = [...others.map((o) => o.lines), ...saved.undone.map((u) => u.lines)];
    this.#groups = elsewhere.flat().reduce((most, sent) => Math.max(most, sent.group), this.#groups);
    this.#branch = saved.branch ?? 1;
    this.#branchName = saved.branchName;
    this.#others = others.map((o) => ({ ...o, lines: o.lines.map(unplayed), marks: undefined }));
    this.#treeChanged();
    for (const [i, line] of saved.lines.entries()) {
      this.#groups = Math.max(this.#groups, line.group);
      this.#mark({ lines: this.#log.length, ticks: 0 });
      this.#append(line);
      progress?.(i + 1, saved.lines.length);
    }
    this.#undone = saved.undone.map((u) => ({ at: u.at, entries: u.lines.map(unplayed), after: undefined }));
  }

  /** The session as kept elsewhere. */
  saved(): SavedSession {
    const lines = this.#log.map(sent);
    return {
      lines,
      undone: this.#undone.map((u) => ({ at: u.at, lines: u.entries.map(sent) })),
      ...(this.#branch !== 1 && { branch: this.#branch }),
      ...(this.#branchName !== undefined && { branchName: this.#branchName }),
      ...(this.#others.length > 0 && { others: foldBranches(this.#others, { of: this.#branch, lines }) }),
    };
  }

  /* ---- branches ---- */

  /**
   * Goes on from a moment of the past: the lines after it stay as a branch of their own, what comes next is a new one. A
   * line under way at that moment is carried to its end first. Undefined: nothing comes after the moment.
   */
  forkAt(moment: Moment): Rewound | undefined {
    const length = Math.max(0, Math.min(moment.line + 1, this.#log.length));
    return length === this.#log.length ? undefined : this.#fork(length);
  }

  /** Goes to the end of another branch. Undefined: there is no such branch. */
  switchTo(id: number): Rewound | undefined {
    const target = this.#others.find((b) => b.id === id);
    if (target === undefined) return undefined;
    const log = this.#log;
    const common = sharedLines(log, target.lines);
    this.#leave(target);
    this.#branch = id;
    this.#branchName = target.name;
    if (target.marks === undefined || target.lines.some(isUnplayed)) {
      this.#marks = this.#marks.upTo({ lines: common, ticks: 0 });
      this.#rewind(common);
      const ran = target.lines.slice(common).map((entry) => {
        this.#mark({ lines: this.#log.length, ticks: 0 });
        return this.#append(entry);
      });
      return { length: common, ran, changed: this.#changes(log, common) };
    }
    this.#log = [...target.lines];
    this.#marks = target.marks;
    this.#looked = undefined;
    this.#bring(this.#main, { lines: this.#log.length, ticks: 0 });
    const ran = this.#log.slice(common).map((entry, i) => ({
      line: sessionLine(entry, common + i),
      group: entry.group,
      ended: [],
    }));
    return { length: common, ran, changed: this.#changes(log, common) };
  }

  /** Names a branch; undefined takes its name away. */
  nameBranch(id: number, name: string | undefined): void {
    if (id === this.#branch) this.#branchName = name;
    else this.#others = this.#others.map((b) => (b.id === id ? { ...b, name } : b));
    this.#treeChanged();
  }

  /** Forgets a branch; the one under way stays. */
  dropBranch(id: number): void {
    this.#others = this.#others.filter((b) => b.id !== id);
    this.#treeChanged();
  }

  #branchViews(): readonly BranchView[] {
    const known = this.#views;
    const path = this.#path();
    // a branch that had no line of its own may have one now
    if (known?.every((view) => !view.current || view.text !== undefined) === true)
      return known.map((view) => (view.current ? { ...view, length: path.lines.length } : view));
    return (this.#views = branchViews([...this.#others, path], this.#branch));
  }

  /** The branch under way with what redo would do. */
  #path(): Path<Entry> {
    const lines = this.#undone.reduceRight<readonly Entry[]>(
      (path, u) => [...path.slice(0, u.at), ...u.entries],
      this.#log,
    );
    return { id: this.#branch, name: this.#branchName, lines };
  }

  /** Leaves the branch under way, which stays as it is; `to`: a branch that is gone to. */
  #leave(to?: Branch<M>): void {
    const path = this.#path();
    // what was played since undo is no part of what undo took back
    const marks = this.#marks.upTo(end(this.#undone.at(-1)?.at ?? this.#log.length));
    const tip = this.#undone[0]?.after ?? (this.#main.idle ? { log: this.#log, saved: this.#main.saved() } : undefined);
    if (tip?.log.length === path.lines.length) marks.add(end(path.lines.length), costAt(tip.log), tip.saved);
    this.#others = [...this.#others.filter((b) => b !== to), { ...path, marks }];
    this.#undone = [];
    this.#looked = undefined;
    for (;;) {
      const held = this.#others.flatMap((b) => b.marks ?? []);
      const most = held.reduce((a, b) => (b.bytes > a.bytes ? b : a));
      if (held.reduce((sum, m) => sum + m.bytes, 0) <= OTHERS_BYTES || most.count <= 3) break;
      most.halve();
    }
    this.#treeChanged();
  }

  #fork(length: number): Rewound {
    const log = this.#log;
    this.#leave();
    this.#branch = Math.max(this.#branch, ...this.#others.map((b) => b.id)) + 1;
    this.#branchName = undefined;
    if (length < log.length) this.#rewind(length);
    return { length, ran: [], changed: this.#changes(log, length) };
  }

  #treeChanged(): void {
    this.#views = undefined;
    this.#tree = undefined;
  }

  /** Back to the state before the last gesture of a person, ticks since included. Undefined: there is none. */
  undo(): Rewound | undefined {
    const at = this.#gesture();
    if (at < 0) return undefined;
    const log = this.#log;
    const after = this.#main.idle ? { log, saved: this.#main.saved() } : undefined;
    this.#undone.push({ at, entries: log.slice(at), after });
    this.#rewind(at);
    return { length: at, ran: [], changed: this.#changes(log, at) };
  }

  /** Does again what undo took back, from the very state it was taken back to. Undefined: there is nothing. */
  redo(): Rewound | undefined {
    const again = this.#undone.pop();
    if (again === undefined) return undefined;
    const { at, after, entries } = again;
    const log = this.#log;
    this.#rewind(at);
    if (after === undefined)
      return { length: at, ran: entries.map((entry) => this.#append(entry)), changed: this.#changes(log, at) };
    this.#mark({ lines: at, ticks: 0 });
    this.#main.reset(after.saved);
    this.#log = [...after.log];
    const ran = entries.map((entry, i) => ({ line: sessionLine(entry, at + i), group: entry.group, ended: [] }));
    return { length: at, ran, changed: this.#changes(log, at) };
  }

  /** The machine at a moment: the live one for the present, a fork for the past. A step beyond the line's last is its end. */
  at(moment: Moment | undefined): M {
    const line = Math.min(moment?.line ?? this.#log.length - 1, this.#log.length - 1);
    if (moment === undefined || (moment.step === undefined && line === this.#log.length - 1)) return this.machine;
    const player = this.#spare('past');
    const key = `${line} ${moment.step ?? ''}`;
    if (this.#looked?.moment === key && this.#looked.log === this.#log && this.#looked.length === this.#log.length)
      return player.machine;
    this.#looked = undefined;
    const entry = moment.step === undefined ? undefined : this.#log[line];
    this.#bring(player, { lines: entry === undefined ? Math.max(line + 1, 0) : line, ticks: 0 });
    if (entry !== undefined && moment.step !== undefined) {
      player.machine.k.trace.stopAt = moment.step;
      try {
        player.play(line, entry.line, this.#history(line));
      } catch (error) {
        if (!(error instanceof StopAtStep)) throw error;
      }
      player.machine.k.trace.stopAt = Number.POSITIVE_INFINITY;
    }
    this.#looked = { moment: key, log: this.#log, length: this.#log.length };
    return player.machine;
  }

  /** The events of a line. Undefined: there is no such line. */
  trace(index: number): TraceData | undefined {
    const entry = this.#log[index];
    if (entry === undefined) return undefined;
    if (entry.trace === undefined) {
      const player = this.#spare('trial');
      this.#bring(player, { lines: index, ticks: 0 });
      player.play(index, entry.line, this.#history(index));
      return player.machine.k.trace.data();
    }
    return entry.trace;
  }

  /**
   * The machine as it stood before line `index`: a spare one, good until the session is asked for anything else.
   */
  before(index: number): M {
    const player = this.#spare('trial');
    this.#bring(player, { lines: Math.min(index, this.#log.length), ticks: 0 });
    return player.machine;
  }

  /** The last gesture of a person within the first `length` lines: its first line, and it as text. */
  gestureWithin(length: number): { readonly from: number; readonly text: string } | undefined {
    const from = this.#gesture(length);
    if (from < 0) return undefined;
    const { group } = this.#log[from] ?? {};
    let end = from;
    while (end < length && this.#log[end]?.group === group) end++;
    return { from, text: gestureText(this.#log.slice(from, end)) };
  }

  /** Lines [from, to) as one text. */
  textOf(from: number, to: number): string {
    return gestureText(this.#log.slice(from, to));
  }

  /** A fork for lines to be tried on, and the state it starts from: of the present, or of after the line of a moment. */
  trial(moment?: Moment): { readonly player: Player<M>; readonly before: Checkpoint; readonly length: number } {
    const player = this.#spare('trial');
    const length = Math.max(0, Math.min((moment?.line ?? this.#log.length) + 1, this.#log.length));
    if (length === this.#log.length && this.#main.idle) player.reset(this.#main.saved());
    else this.#bring(player, { lines: length, ticks: 0 });
    return { player, length, before: player.machine.k.store.checkpoint() };
  }

  /** The shell's lines before a line of the shell. */
  #history(index: number): readonly string[] {
    if (this.#log[index] !== undefined && this.#log[index]?.line.channel !== 'shell') return [];
    return this.#log.slice(0, index).flatMap(({ line }) => (line.channel === 'shell' ? [line.line] : []));
  }

  /** First line of the last gesture of a person, within the first `length` lines; −1: none. */
  #gesture(length = this.#log.length): number {
    const last = this.#log.findLastIndex((e, i) => i < length && e.source === 'person');
    const group = this.#log[last]?.group;
    let from = last;
    while (from > 0 && this.#log[from - 1]?.source === 'person' && this.#log[from - 1]?.group === group) from--;
    return from;
  }

  #spare(which: 'past' | 'trial'): Player<M> {
    let player = this.#spares.get(which);
    if (player === undefined)
      this.#spares.set(
        which,
        (player = new Player(this.#boot, this.#boot.machine.fork(this.#boot.boot), this.#execute, this.#reboot)),
      );
    return player;
  }

  /** Takes a checkpoint of the present, where nothing is under way. */
  #mark(place: Place): void {
    if (!this.#main.idle || this.#marks.has(place)) return;
    this.#marks.add(place, costAt(this.#log), this.#main.saved());
  }

  #append({ line, source, group }: SentLine): Ran {
    const index = this.#log.length;
    const { ended, ...result } = this.#main.play(index, line, line.channel === 'shell' ? this.#history(index) : []);
    const trace = result.steps <= KEPT_STEPS ? this.machine.k.trace.data() : undefined;
    const entry: Entry = {
      line,
      source,
      group,
      result,
      cost: costAt(this.#log) + costOf(line, result.steps),
      trace,
    };
    this.#log.push(entry);
    const old = this.#log[index - KEPT_TRACES];
    if (old !== undefined) old.trace = undefined;
    return { line: sessionLine(entry, index), group, ended: this.#settle(ended) };
  }

  #tickOn(last: Entry, before: number, added: number): Ran {
    const index = this.#log.length - 1;
    if (passesCheckpoint(before, added)) this.#mark({ lines: index, ticks: before });
    const { ended, ...result } = this.#main.play(index, tickLine(added));
    const was = last.result;
    const reply = { ...result.reply, events: [...was.reply.events, ...result.reply.events] };
    const entry: Entry = {
      ...last,
      line: tickLine(before + added),
      result: { reply, steps: was.steps + result.steps, dmesg: [...was.dmesg, ...result.dmesg] },
      cost: last.cost + costOf(tickLine(added), result.steps),
      trace: undefined,
    };
    this.#log[index] = entry;
    this.#looked = undefined;
    return { line: sessionLine(entry, index), group: last.group, ended: this.#settle(ended) };
  }

  /** Writes the final replies of lines that had waited into the log. */
  #settle(ended: readonly { readonly index: number; readonly reply: SessionLine['reply'] }[]): SessionLine[] {
    return ended.flatMap(({ index, reply }) => {
      const entry = this.#log[index];
      if (entry === undefined) return [];
      const settled = { ...entry, result: { ...entry.result, reply } };
      this.#log[index] = settled;
      return [sessionLine(settled, index)];
    });
  }

  /** Lines before `length` whose reply changed since the log was `before`. */
  #changes(before: readonly Entry[], length: number): SessionLine[] {
    const now = this.#log.slice(0, length);
    return now.flatMap((entry, i) => (entry.result === before[i]?.result ? [] : [sessionLine(entry, i)]));
  }

  /** Takes the session back to `length` lines. */
  #rewind(length: number): void {
    const kept = this.#log.slice(0, length);
    this.#log = kept;
    this.#marks.cut({ lines: length, ticks: 0 });
    this.#bring(this.#main, { lines: length, ticks: 0 });
    // a line that ended only later waits again
    for (const { index, why } of this.#main.pending) {
      const entry = kept[index];
      if (entry !== undefined)
        kept[index] = {
          ...entry,
          result: { ...entry.result, reply: { events: entry.result.reply.events, pending: why } },
        };
    }
  }

  /** Brings a player to a place between lines: nearest checkpoint, then the lines since. */
  #bring(player: Player<M>, place: Place): void {
    const from = this.#marks.before(place);
    player.reset(from.checkpoint);
    for (let i = from.place.lines; i < place.lines; i++) {
      const entry = this.#log[i];
      if (entry === undefined) return;
      const done = i === from.place.lines ? from.place.ticks : 0;
      player.play(i, done === 0 ? entry.line : tickLine((ticksOf(entry.line) ?? 0) - done), this.#history(i));
    }
    // whoever looked here once is likely to look here again
    if (player.idle) this.#marks.add(place, costAt(this.#log, place.lines), player.saved());
  }
}

const sent = ({ line, source, group }: SentLine): SentLine => ({ line, source, group });
const unplayed = (line: SentLine): Entry => ({
  ...sent(line),
  result: { reply: { events: [] }, steps: 0, dmesg: [] },
  cost: 0,
  trace: undefined,
});

const isUnplayed = (entry: Entry): boolean => entry.cost === 0;
const end = (lines: number): Place => ({ lines, ticks: 0 });
/** What it costs to play the first `length` entries. */
const costAt = (log: readonly Entry[], length = log.length): number => log[length - 1]?.cost ?? 0;
