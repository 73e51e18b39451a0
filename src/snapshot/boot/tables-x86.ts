/** x86: leaves of the direct map after boot, and what DirectMap of /proc/meminfo counts (arch/x86/mm/init.c, init_64.c). */
import { leafAttributes, readOnly } from '../../engine/mapping/attributes.ts';
import type { DirectMapBytes, MappingOptions } from '../../engine/mapping/types.ts';
import { GiB, KiB, MiB, alignDown, alignUp } from '../../engine/units.ts';
import { X86_IDT_PAGE, X86_IMAGE, X86_TRAMPOLINE } from './image.ts';
import { cutByUnits, joined, overlay } from './leaves.ts';
import type { LeafRun } from './leaves.ts';
import { common } from './platform.ts';
import type { Span } from './platform.ts';

const PAGE = 4 * KiB;
const PMD = 2 * MiB;
/** Memory below it is mapped whatever it is (ISA_END_ADDRESS). */
const ISA_END = MiB;
/** get_new_step_size. */
const STEP_GROWTH = 256;

interface Unit {
  readonly bytes: number;
  readonly level: string;
}

/** Splits of the kernel's own high mapping, which are counted as if they were the direct map's: at the ends of text, rodata and data. */
const HIGH_SPLITS = 3;
/**
 * A traced kernel has a page of the tracer's in free memory, read-only: a large leaf is split for it. Which one is chance,
 * so the split is counted (as one of 2 MiB), but no place is made up for it in the tables.
 */
const TRACE_SPLITS = 1;

/** What else decides how a boot maps: a tracer in the kernel; movable_node, with the end of the kernel image from which mapping then goes upward. */
export interface BootMapping {
  readonly traced: boolean;
  readonly bottomUp: number | undefined;
}

/** Leaves and counters. `ram`: memblock's regions. */
export function x86DirectMap(
  ram: readonly Span[],
  options: MappingOptions,
  { traced, bottomUp }: BootMapping,
): { readonly runs: readonly LeafRun[]; readonly bytes: DirectMapBytes } {
  const units: Unit[] = [{ bytes: PAGE, level: 'PTE' }];
  if (options.pse && !options.debugPagealloc) {
    units.unshift({ bytes: PMD, level: 'PMD' });
    if (options.gbpages) units.unshift({ bytes: GiB, level: 'PUD' });
  }
  const usual = (level: string): string => leafAttributes('x86_64', 'direct-map', level === 'PTE', false, options);
  const run = (s: Span, level: string, attributes = usual(level)): LeafRun => ({ ...s, level, attributes });
  const regions = ram.filter((r) => r.end > ISA_END).map((r) => ({ start: Math.max(r.start, ISA_END), end: r.end }));
  let runs = joined([
    run({ start: 0, end: ISA_END }, 'PTE'),
    ...regions.flatMap((r) => cutByUnits(r, units).map((c) => run(c, c.unit.level))),
  ]);
  const counted = countPasses(regions, units, bottomUp);
  const split = (start: number): void => {
    const area = { start: alignDown(start, PMD), end: alignDown(start, PMD) + PMD };
    if (!runs.some((r) => r.level === 'PMD' && r.start <= area.start && area.end <= r.end)) return;
    runs = overlay(runs, run(area, 'PTE'));
    counted.m2 -= PMD;
    counted.k4 += PMD;
  };
  const inRam = (s: Span): boolean => regions.some((r) => r.start <= s.start && s.end <= r.end);
  const protect = (s: Span, attributes: string): void => {
    for (const r of runs) {
      const part = common(r, s);
      if (part !== undefined)
        runs = overlay(runs, {
          ...part,
          level: r.level,
          attributes: attributes === '' ? readOnly('x86_64', r.attributes) : attributes,
        });
    }
  };
  protect({ start: X86_TRAMPOLINE, end: X86_TRAMPOLINE + PAGE }, '');
  protect(
    { start: X86_TRAMPOLINE + PAGE, end: X86_TRAMPOLINE + 2 * PAGE },
    readOnly('x86_64', usual('PTE')).replace('NX ', 'x  '),
  );
  const { code, rodata, all } = X86_IMAGE;
  if (inRam(all)) {
    if (rodata !== undefined && rodata.end % PMD !== 0) split(rodata.end);
    split(X86_IDT_PAGE);
    protect(code, '');
    if (rodata !== undefined) protect(rodata, '');
    protect({ start: X86_IDT_PAGE, end: X86_IDT_PAGE + PAGE }, '');
    if (units.length > 1) {
      counted.m2 -= HIGH_SPLITS * PMD;
      counted.k4 += HIGH_SPLITS * PMD;
    }
  }
  if (traced && units.length > 1) {
    counted.m2 -= TRACE_SPLITS * PMD;
    counted.k4 += TRACE_SPLITS * PMD;
  }
  return { runs: joined(runs), bytes: counted };
}

interface Counted {
  k4: number;
  m2: number;
  g1: number;
}

/**
 * The boot maps in growing steps, from the top of memory down (with movable_node from the end of the kernel up); a leaf that
 * an earlier step has made already is counted again (init_mem_mapping, phys_pud_init).
 */
function countPasses(regions: readonly Span[], units: readonly Unit[], bottomUp: number | undefined): Counted {
  const counted: Counted = { k4: ISA_END, m2: 0, g1: 0 };
  const areas = regions.flatMap((r) => cutByUnits(r, units));
  const pass = (from: number, to: number): number => {
    for (const a of areas) {
      const part = common(a, { start: from, end: to });
      if (part === undefined) continue;
      const bytes = alignUp(part.end - a.start, a.unit.bytes) - alignDown(part.start - a.start, a.unit.bytes);
      counted[a.unit.level === 'PTE' ? 'k4' : a.unit.level === 'PMD' ? 'm2' : 'g1'] += bytes;
    }
    return regions.reduce((sum, r) => {
      const part = common(r, { start: from, end: to });
      return part === undefined ? sum : sum + part.end - part.start;
    }, 0);
  };
  const end = regions.at(-1)?.end ?? ISA_END;
  if (bottomUp !== undefined && bottomUp < end) {
    upward(bottomUp, end, pass);
    upward(ISA_END, bottomUp, pass);
  } else downward(regions, end, pass);
  return counted;
}

/** memory_map_top_down. */
function downward(regions: readonly Span[], end: number, pass: (from: number, to: number) => number): void {
  // the first tables lie in the highest whole 2 MiB
  const last = regions.findLast((r) => alignDown(r.end, PMD) - PMD >= r.start);
  let at = last === undefined ? end : alignDown(last.end, PMD);
  if (at < end) pass(at, end);
  let step = PMD;
  let mapped = 0;
  while (at > ISA_END) {
    const start = Math.max(ISA_END, alignDown(at - 1, step));
    mapped += pass(start, at);
    at = start;
    if (mapped >= step) step *= STEP_GROWTH;
  }
}

/** memory_map_bottom_up. */
function upward(from: number, end: number, pass: (from: number, to: number) => number): void {
  let step = PMD;
  let mapped = 0;
  for (let at = from; at < end;) {
    const next = end - at > step ? Math.min(end, alignUp(at + 1, step)) : end;
    mapped += pass(at, next);
    at = next;
    if (mapped >= step) step *= STEP_GROWTH;
  }
}
