/** The timeline as a table: one row a line. */
import * as words from '#words/share-dialogs.ts';
import type { SessionLine } from '../../link/messages.ts';
import { endsOf } from '../../store/moments.ts';
import { lineText } from '../../store/words.ts';

export type TableKind = 'csv' | 'tsv';

const HEAD = [...words.columns, words.head, words.kernelLog, words.qemuEvents];

/** RFC 4180: quotes around what holds a separator, doubled inside. */
const csvField = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
/** Tabs and line breaks have names: a field is always one field of one row. */
const tsvField = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r');

function resultOf({ reply }: SessionLine): string {
  if (reply.pending !== undefined) return words.waits(reply.pending);
  if (reply.errno !== undefined) return reply.errno;
  return reply.status === undefined || reply.status === 0 ? words.ok : words.status(reply.status);
}

/** The lines as rows; `number`: that of the moment after the line. */
export function timelineTable(lines: readonly SessionLine[], kind: TableKind): string {
  const ends = endsOf(lines);
  const rows = lines.map((line, i) => [
    String(ends[i + 1] ?? 0),
    String(line.index + 1),
    line.source,
    line.line.channel,
    lineText(line.line),
    resultOf(line),
    (line.reply.output ?? '').trimEnd(),
    String(line.steps),
    line.dmesg.join('\n'),
    line.reply.events.map((e) => e.event).join(' '),
  ]);
  const [separator, field, end] = kind === 'csv' ? [',', csvField, '\r\n'] : ['\t', tsvField, '\n'];
  return [HEAD, ...rows].map((row) => row.map(field).join(separator) + end).join('');
}
