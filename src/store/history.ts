/** The lines of the session as the console shows them, undone ones included. */
import type { SessionLine } from '../link/messages.ts';
import type { AtlasState } from './types.ts';

type History = AtlasState['history'];
type Entry = History[number];

/** The history of a session that was just loaded. */
export const historyOf = (lines: readonly SessionLine[]): History => lines.map((line) => ({ ...line, undone: false }));

/** Position of the line that stands at `index`; −1: none. */
function standing(history: History, index: number): number {
  return history.findLastIndex((entry) => !entry.undone && entry.index === index);
}

/** A line was carried out. One that already stands at its index is replaced (ticks in a row); redo brings an undone one back. */
export function withRan(history: History, line: SessionLine, redone: boolean): History {
  const entry: Entry = { ...line, undone: false };
  const at = standing(history, line.index);
  if (at >= 0) return history.with(at, entry);
  const back = redone
    ? history.findLastIndex(
        (old) => old.undone && old.index === line.index && JSON.stringify(old.line) === JSON.stringify(line.line),
      )
    : -1;
  return back >= 0 ? history.with(back, entry) : [...history, entry];
}

/** A waiting line ended. */
export function withEnded(history: History, line: SessionLine): History {
  const at = standing(history, line.index);
  return at < 0 ? history : history.with(at, { ...line, undone: false });
}

/** The session went back to `length` lines. */
export function withRewound(history: History, length: number): History {
  return history.map((entry) => (!entry.undone && entry.index >= length ? { ...entry, undone: true } : entry));
}

/** The session went to another branch; what it left is no longer told. */
export const withSwitched = (history: History, length: number, lines: readonly SessionLine[]): History => [
  ...history.filter((entry) => !entry.undone && entry.index < length),
  ...historyOf(lines),
];
