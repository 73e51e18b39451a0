/** A session's line as the console writes it: prompt, command, output, what the kernel logged meanwhile. */
import * as words from '#words/console.ts';
import { ERRNO_TEXT } from '../../engine/kernel/errno.ts';
import type { Line } from '../../engine/lines.ts';
import type { SessionLine } from '../../link/messages.ts';
import { lineText, paneOf } from '../../store/words.ts';

export type Entry = SessionLine & { readonly undone: boolean };
export type Pane = 'shell' | 'monitor' | 'world';
export type RowKind = 'command' | 'output' | 'error' | 'kernel' | 'event' | 'pending' | 'aside';

/** One row of text. */
export interface Row {
  readonly kind: RowKind;
  /** `(qemu)`, `guest #`, `world`; only in front of commands. */
  readonly prompt?: string;
  readonly text: string;
}

export const PROMPTS: Readonly<Record<Line['channel'], string>> = {
  monitor: '(qemu)',
  shell: 'guest #',
  write: 'guest #',
  world: 'world',
};

/** The workloads' clock speaks only when the kernel logged something. */
const isTick = (entry: Entry): boolean => entry.source === 'clock';

/**
 * The rows of a line in a pane. In the pane of another channel only the command is seen, as an aside: what happened to
 * the machine is told in order everywhere.
 */
export function rowsOf(entry: Entry, pane: Pane, ticks: boolean): readonly Row[] {
  const { line, reply } = entry;
  const rows: Row[] = [];
  const own = paneOf(line) === pane;
  const quiet = isTick(entry) && !ticks;
  if (!quiet) rows.push({ kind: own ? 'command' : 'aside', prompt: PROMPTS[line.channel], text: lineText(line) });
  if (own && !quiet) {
    for (const text of lines(reply.output)) rows.push({ kind: COMPLAINT[pane].test(text) ? 'error' : 'output', text });
    if (reply.errno !== undefined)
      rows.push({ kind: 'error', text: words.shWriteError(ERRNO_TEXT[reply.errno], reply.errno) });
  }
  if (own && reply.pending !== undefined) rows.push({ kind: 'pending', text: reply.pending });
  // the guest's log belongs to the guest; QEMU's events to QEMU
  if (pane === 'shell') for (const text of entry.dmesg) rows.push({ kind: 'kernel', text });
  if (pane === 'monitor')
    for (const { event, data } of reply.events) rows.push({ kind: 'event', text: `${event} ${JSON.stringify(data)}` });
  return rows;
}

/** How QEMU's monitor and the guest's tools begin a complaint. Told by the text: a loop may fail in the middle and still end well. */
const COMPLAINT: Readonly<Record<Pane, RegExp>> = {
  monitor: /^(?:Error|error|unknown command)\b|: (?:expecting|extraneous|string expected|invalid)/,
  shell:
    /^(?:[a-z][\w.-]*): .*(?:error|can't|cannot|[Nn]o such|not found|[Ii]nvalid|denied|failed|busy|[Uu]nknown|[Uu]nexpected|missing|[Ii]s a directory|[Nn]ot a )/,
  world: /^(?:[a-z][\w.-]*): /,
};

/** Lines of a text; the last newline ends the last line. */
function lines(text: string | undefined): readonly string[] {
  if (text === undefined || text === '') return [];
  const all = text.split(/\r?\n/);
  if (all.at(-1) === '') all.pop();
  return all;
}

/** The last entries whose rows together are at most `limit`, in order, and how many earlier rows are left out. */
export function lastRows<E>(
  entries: readonly E[],
  rowsIn: (entry: E) => readonly Row[],
  limit: number,
): { readonly shown: readonly { readonly entry: E; readonly rows: readonly Row[] }[]; readonly earlier: number } {
  const shown: { entry: E; rows: readonly Row[] }[] = [];
  let [left, earlier] = [limit, 0];
  for (let i = entries.length - 1; i >= 0; i--) {
    const entry = entries[i];
    if (entry === undefined) continue;
    const rows = rowsIn(entry);
    if (rows.length === 0) continue;
    if (left <= 0) earlier += rows.length;
    else {
      const kept = rows.length > left ? rows.slice(rows.length - left) : rows;
      earlier += rows.length - kept.length;
      left -= kept.length;
      shown.push({ entry, rows: kept });
    }
  }
  return { shown: shown.reverse(), earlier };
}

/** The rows as text, for the clipboard. */
export function asText(rows: readonly Row[]): string {
  return rows.map((row) => (row.prompt === undefined ? row.text : `${row.prompt} ${row.text}`)).join('\n');
}

/** What a person typed in a pane, as a line; undefined: nothing to send. `world …` reaches the world from everywhere. */
export function typedLine(text: string, pane: Pane): Line | undefined {
  const line = text.trim();
  if (line === '') return undefined;
  const world = /^world\s+(.+)$/.exec(line)?.[1];
  if (world !== undefined) return { channel: 'world', line: world };
  return { channel: pane, line };
}

/** What a person typed into a pane before, oldest first, without repetitions in a row. */
export function typedBefore(history: readonly Entry[], pane: Pane): readonly string[] {
  const out: string[] = [];
  for (const entry of history) {
    if (entry.source !== 'person' || paneOf(entry.line) !== pane) continue;
    const text = lineText(entry.line);
    if (out.at(-1) !== text) out.push(text);
  }
  return out;
}
