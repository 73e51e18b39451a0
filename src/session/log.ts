/** The lines of a session as carried out, and how ticks in a row become one. */
import type { TraceData } from '../engine/kernel/trace.ts';
import type { Line } from '../engine/lines.ts';
import type { LineSource, SentLine, SessionLine } from './types.ts';

/** One line of the log. */
export interface Entry extends SentLine {
  readonly result: Pick<SessionLine, 'reply' | 'steps' | 'dmesg'>;
  /** Kernel steps of all lines before this one. */
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
