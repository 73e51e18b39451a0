/** Zones of boot memory: their borders, the movable part, spans and present pages (mm/mm_init.c: free_area_init). */
import { bootWords, memparse } from '../../engine/firmware/e820.ts';
import { GiB, MiB, alignUp } from '../../engine/units.ts';
import type { ZoneName } from '../../engine/zones/types.ts';
import { common } from './platform.ts';
import type { Affinity, Span } from './platform.ts';
import type { BootQuestion } from './question.ts';

/** A zone of a node; bytes. Memory of a zone lies inside its span. */
export interface BootZone extends Span {
  readonly node: number;
  readonly zone: ZoneName;
  /** Memory of the zone, ascending. */
  readonly memory: readonly Span[];
}

/** Zone types of a kernel, ascending. */
export function zoneTypesOf({ arch, kernel: { config } }: BootQuestion): readonly ZoneName[] {
  const on = (name: string): boolean => config[`CONFIG_${name}`] === 'y';
  const types: ZoneName[] = [];
  if (on('ZONE_DMA') && arch !== 'riscv64') types.push('DMA');
  if (on('ZONE_DMA32')) types.push('DMA32');
  types.push('Normal', 'Movable');
  if (on('ZONE_DEVICE')) types.push('Device');
  return types;
}

/** Upper borders of the kernel zones, bytes: arm64's DMA zone reaches to 4 GiB where no device needs less (zone_sizes_init). */
function upperBorder(q: BootQuestion, zone: ZoneName): number {
  if (zone === 'DMA') return q.arch === 'x86_64' ? 16 * MiB : 4 * GiB;
  return zone === 'DMA32' ? 4 * GiB : Number.MAX_SAFE_INTEGER;
}

/** All zones that span anything, by node, ascending. */
export function bootZones(q: BootQuestion, memory: readonly Affinity[], maxOrderBytes: number): readonly BootZone[] {
  const types = zoneTypesOf(q).filter((t) => t !== 'Movable' && t !== 'Device');
  const lowest = memory[0]?.start ?? 0;
  let from = lowest;
  const borders = types.map((zone) => {
    const start = from;
    from = Math.max(from, upperBorder(q, zone));
    return { zone, start, end: from };
  });
  const populated = borders.findLast((b) => memory.some((m) => common(m, b) !== undefined));
  const movable = movableStarts(q, memory, populated?.start ?? lowest, maxOrderBytes);
  const nodes = [...new Set(memory.map((m) => m.node))].sort((a, b) => a - b);
  const out: BootZone[] = [];
  for (const node of nodes) {
    const own = memory.filter((m) => m.node === node);
    const all = { start: own[0]?.start ?? 0, end: own.at(-1)?.end ?? 0 };
    const movableFrom = movable.get(node);
    const add = (zone: ZoneName, limits: Span | undefined): void => {
      const span = limits === undefined ? undefined : common(all, limits);
      if (span !== undefined) out.push({ node, zone, ...span, memory: own.flatMap((m) => common(m, span) ?? []) });
    };
    for (const b of borders)
      add(
        b.zone,
        movableFrom === undefined || b.zone !== populated?.zone ? b : common(b, { start: 0, end: movableFrom }),
      );
    if (movableFrom !== undefined) add('Movable', { start: movableFrom, end: all.end });
  }
  // a zone without any page in its span is empty
  return out.filter((z) => z.memory.length > 0);
}

/** kernelcore= and movablecore= in bytes; percentages are of all memory. */
function amountOf(words: ReturnType<typeof bootWords>, key: string, total: number): number {
  const text = words.findLast(([k, v]) => k === key && v !== undefined && v !== 'mirror')?.[1];
  const amount = text === undefined ? undefined : memparse(text);
  if (amount === undefined) return 0;
  return amount.rest.startsWith('%') ? Math.floor((total * Math.min(100, amount.value)) / 100) : amount.value;
}

/**
 * Where each node's movable memory begins (mm/mm_init.c: find_zone_movable_pfns_for_nodes): kernel memory is spread evenly
 * over the nodes, and what a node lacks the others give.
 */
function movableStarts(
  q: BootQuestion,
  memory: readonly Affinity[],
  usable: number,
  chunk: number,
): ReadonlyMap<number, number> {
  const out = new Map<number, number>();
  const page = q.kernel.page_size;
  const words = bootWords(q.cmdline ?? '');
  // no boot memory of these machines is hotpluggable: movable_node then leaves no movable zone and ignores the others
  if (words.some(([k, v]) => (k === 'movable_node' && v === undefined) || (k === 'kernelcore' && v === 'mirror')))
    return out;
  const total = memory.reduce((sum, m) => sum + m.end - m.start, 0);
  let required = Math.floor(amountOf(words, 'kernelcore', total) / page) * page;
  const movablecore = Math.min(total, alignUp(Math.floor(amountOf(words, 'movablecore', total) / page) * page, chunk));
  if (movablecore > 0) required = Math.max(required, total - movablecore);
  if (required === 0 || required >= total) return out;
  const nodes = [...new Set(memory.map((m) => m.node))].sort((a, b) => a - b);
  for (let left = nodes.length; left > 0 && required > left * page; left--) {
    const share = (): number => Math.floor(required / page / left) * page;
    let each = share();
    for (const node of nodes) {
      if (required < each) each = share();
      let remaining = each;
      for (const m of memory.filter((x) => x.node === node)) {
        let start = Math.max(m.start, out.get(node) ?? 0);
        if (start >= m.end) continue;
        if (start < usable) {
          const kernel = Math.min(m.end, usable) - start;
          remaining -= Math.min(kernel, remaining);
          required -= Math.min(kernel, required);
          if (m.end <= usable) {
            out.set(node, m.end);
            continue;
          }
          start = usable;
        }
        const size = Math.min(m.end - start, remaining);
        out.set(node, start + size);
        required -= Math.min(required, size);
        remaining -= size;
        if (remaining === 0) break;
      }
    }
  }
  for (const node of nodes) {
    const start = alignUp(out.get(node) ?? 0, chunk);
    const end = memory.findLast((m) => m.node === node)?.end ?? 0;
    if (start >= end || !out.has(node)) out.delete(node);
    else out.set(node, start);
  }
  return out;
}
