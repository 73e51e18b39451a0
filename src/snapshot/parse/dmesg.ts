/** What the boot messages say about memory: exact ranges that no other file has. */
import * as words from '#words/snapshot.ts';
import type { Problems } from '../problems.ts';

/** Memory of one node as memblock knew it at boot; bytes, end exclusive. */
export interface MemblockRange {
  readonly node: number;
  readonly start: number;
  readonly end: number;
}

/** Early memory node ranges (mm/mm_init.c: free_area_init); empty when the log has lost them. */
export function parseEarlyRanges(lines: readonly string[], problems: Problems): readonly MemblockRange[] {
  const from = lines.findIndex((l) => l === 'Early memory node ranges');
  const out: MemblockRange[] = [];
  if (from === -1) return out;
  for (let n = from + 1; n < lines.length; n++) {
    const m = /^ {2}node +(\d+): \[mem 0x([0-9a-f]+)-0x([0-9a-f]+)\]$/.exec(lines[n] ?? '');
    if (m === null) break;
    const range = {
      node: Number(m[1]),
      start: Number.parseInt(m[2] ?? '', 16),
      end: Number.parseInt(m[3] ?? '', 16) + 1,
    };
    if (!Number.isSafeInteger(range.end) || range.end <= range.start)
      problems.addLine('dmesg', n, words.hasEarlyMemoryRange);
    else out.push(range);
  }
  return out;
}

/** Nodes with CPUs as the boot messages name them; undefined when they do not. */
export function parseCpuNodes(lines: readonly string[]): readonly number[] | undefined {
  const nodes = new Set<number>();
  for (const line of lines) {
    // arm64: "ACPI: NUMA: SRAT: PXM 0 -> MPIDR 0x0 -> Node 0", x86: ".... node  #1, CPUs:      #1" (the boot CPU's node is not printed)
    const m =
      /^ACPI: NUMA: SRAT: PXM \d+ -> MPIDR 0x[0-9a-f]+ -> Node (\d+)$/.exec(line) ??
      /^\.\.\.\. node\s+#(\d+), CPUs:/.exec(line);
    if (m !== null) nodes.add(Number(m[1]));
  }
  return nodes.size === 0 ? undefined : [...nodes].toSorted((a, b) => a - b);
}
