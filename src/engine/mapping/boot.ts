/**
 * The page tables of a machine that has just booted, for machines that are generated rather than recorded.
 */
import type { PfnRange } from '../units.ts';
import { alignDown, alignUp, pfn } from '../units.ts';
import * as arm64 from './arm64.ts';
import type { MapContext } from './context.ts';
import { preallocateTops, leafParts as riscvParts } from './riscv.ts';
import { splitMemRange } from './x86.ts';

/** x86 maps the first 2 MiB with base pages: the first megabyte has holes and special pages. */
const X86_LOW_PAGES = 512;

/** Maps the ranges linearly and maps the struct pages of every section they touch. */
export function buildBoot(c: MapContext, ranges: readonly PfnRange[]): void {
  const last = c.tree.levels.length - 1;
  if (c.geometry.arch === 'riscv64')
    for (const region of ['direct-map', 'vmemmap'] as const) preallocateTops(c, region);
  else keepLastTop(c);
  for (const range of ranges) {
    mapLinear(c, range);
    const section = c.k.sizes.pagesPerSection;
    const { from, to } = c.vmemmapRange({
      start: pfn(alignDown(range.start, section)),
      end: pfn(alignUp(range.end, section)),
    });
    const base = c.geometry.arch === 'x86_64' ? !c.options.pse : c.geometry.pageShift !== 12;
    c.tree.map(from, to, base ? last : last - 1, c.leafAttribute('vmemmap', base));
  }
}

function mapLinear(c: MapContext, range: PfnRange): void {
  const last = c.tree.levels.length - 1;
  if (c.geometry.arch !== 'x86_64') {
    const parts =
      c.geometry.arch === 'arm64' ? arm64.leafParts(c, c.directRange(range)) : riscvParts(c, c.directRange(range));
    for (const { from, to, unit } of parts)
      c.tree.map(from, to, unit.level, c.leafAttribute('direct-map', unit.level === last, unit.contiguous));
    return;
  }
  const low = pfn(Math.min(range.end, Math.max(range.start, X86_LOW_PAGES)));
  const parts = splitMemRange(c, c.directRange({ start: low, end: range.end }));
  if (low > range.start) parts.unshift({ ...c.directRange({ start: range.start, end: low }), level: last });
  for (const part of parts) {
    c.tree.map(part.from, part.to, part.level, c.leafAttribute('direct-map', part.level === last));
    c.countDirectMap(part.level, (part.to - part.from) / c.tree.level(part.level).span);
  }
}

/** The last entry of the top table holds the kernel image or the fixed mappings: a table is always there. */
function keepLastTop(c: MapContext): void {
  const { span, entries } = c.tree.level(0);
  c.tree.map((entries - 1) * span, entries * span, 1, 0);
}
