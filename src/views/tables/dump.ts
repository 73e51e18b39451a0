/** Lines of the dump and the addresses they are about. */
import type { DumpLineView } from '../../engine/mapping/table-views.ts';

/** Whether a line is about any of the addresses [va, va + bytes). */
export const holds = (line: Extract<DumpLineView, { kind: 'run' }>, va: bigint, bytes: bigint): boolean =>
  line.start < va + bytes && va < line.end;

/** The first line about any of the addresses; −1: none is. Runs ascend, so half of them can be left out each time. */
export function firstLine(lines: readonly DumpLineView[], va: bigint, bytes: bigint): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    // a marker stands before the run it names
    let at = middle;
    let line = lines[at];
    while (line !== undefined && line.kind === 'marker' && at < high) line = lines[++at];
    if (line?.kind !== 'run' || at >= high || line.end > va) high = middle;
    else low = at + 1;
  }
  for (let at = low; at < lines.length; at++) {
    const line = lines[at];
    if (line?.kind !== 'run') continue;
    return holds(line, va, bytes) ? at : -1;
  }
  return -1;
}
