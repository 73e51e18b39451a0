/** The lines of a session as carried out, and how ticks in a row become one. */
import * as words from '#words/session.ts';
import type { TraceData } from '../engine/kernel/trace.ts';
import type { Line } from '../engine/lines.ts';
import type { Checkpoint } from '../engine/state/store.ts';
import type { LineSource, SentLine, SessionLine } from './types.ts';

/** One line of the log. */
export interface Entry extends SentLine {
  readonly result: Pick<SessionLine, 'reply' | 'steps' | 'dmesg'>;
  /** What it costs to play all lines up to this one, itself included (costOf). */
  readonly cost: number;
  /** Events, kept for the latest lines only. */
  trace: TraceData | undefined;
}

/** An entry as it is told to others. */
export function sessionLine(entry: Entry, index: number): SessionLine {
  return { index, line: entry.line, source: entry.source, ...entry.result };
}

/** More ticks than this begin a line of their own, so that looking into one stays cheap. */
export const MOST_TICKS = 1000;

/** How many ticks a line is; undefined: it is something else. */
export function ticksOf(line: Line): number | undefined {
  if (line.channel !== 'world') return undefined;
  const m = /^tick(?:\s+([1-9]\d{0,5}))?$/.exec(line.line.trim());
  return m === null ? undefined : Number(m[1] ?? 1);
}
export const tickLine = (n: number): Line => ({ channel: 'world', line: `tick ${n}` });

/** Ticks of the clock after ticks of the clock go into one line; answers how many that line then has. */
export function joined(
  last: SentLine | undefined,
  line: Line,
  source: LineSource,
): { readonly before: number; readonly added: number } | undefined {
  if (last?.source !== 'clock' || source !== 'clock') return undefined;
  const before = ticksOf(last.line);
  const added = ticksOf(line);
  return before === undefined || added === undefined || before + added > MOST_TICKS ? undefined : { before, added };
}

/** What it costs to play a line, in kernel steps: ticks and shells work outside of them. */
export function costOf(line: Line, steps: number): number {
  const ticks = ticksOf(line);
  if (ticks !== undefined) return 1 + steps + ticks * 60;
  return 30 + steps + (line.channel === 'shell' ? 120 : 0);
}

/** Whether a row of ticks that grows by some passes a place where a checkpoint belongs. */
export const passesCheckpoint = (before: number, added: number): boolean =>
  Math.floor(before / TICKS_A_CHECKPOINT) < Math.floor((before + added) / TICKS_A_CHECKPOINT);
const TICKS_A_CHECKPOINT = 32;

/** A gesture as text: its first line, and how many follow. */
export function gestureText(entries: readonly SentLine[]): string {
  const lines = entries
    .filter((e) => e.source === 'person')
    .map((e) => (e.line.channel === 'write' ? `echo ${e.line.value} > ${e.line.path}` : e.line.line));
  const [first = '', ...rest] = lines;
  return rest.length === 0 ? first : words.andMore(first, rest.length);
}

/** Bytes of chunks that a checkpoint holds and the one before it does not, and of the lists that refer to them. */
export function bytesBetween(mark: Checkpoint, before: Checkpoint): number {
  let bytes = 2048;
  for (const [name, { chunks }] of mark.arrays) {
    const old = before.arrays.get(name)?.chunks;
    if (chunks === old) continue;
    bytes += chunks.length * 8;
    for (let i = 0; i < chunks.length; i++) {
      const data = chunks[i]?.data;
      if (data !== undefined && data !== old?.[i]?.data) bytes += data.byteLength;
    }
  }
  return bytes;
}
