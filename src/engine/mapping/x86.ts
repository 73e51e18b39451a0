/**
 * x86_64: direct map and vmemmap (arch/x86/mm/init.c, init_64.c).
 */
import type { Status } from '../kernel/errno.ts';
import type { NodeId, PfnRange } from '../units.ts';
import { alignDown, alignUp } from '../units.ts';
import { isUsable } from './attributes.ts';
import type { MapContext } from './context.ts';
import type { RemoveHooks } from './tree.ts';
import { SHARED } from './tree.ts';
import type { Altmap, VpnRange } from './types.ts';
import { freeBlock, populateBasepages, populateHugepages } from './vmemmap.ts';

/** A part of a range that is mapped with leaves of one level. */
export interface MapPart extends VpnRange {
  readonly level: number;
}

/** Which leaves a range gets: 4K up to a 2M border, 2M up to a 1G border, 1G, and down again (split_mem_range). */
export function splitMemRange(c: MapContext, { from, to }: VpnRange): MapPart[] {
  const { tree, options } = c;
  const pte = tree.levels.length - 1;
  const m2 = options.pse && !options.debugPagealloc ? pte - 1 : pte;
  const g1 = m2 < pte && options.gbpages ? pte - 2 : m2;
  const pmd = tree.level(pte - 1).span;
  const pud = tree.level(pte - 2).span;
  const parts: MapPart[] = [];
  const save = (start: number, end: number, level: number): void => {
    const last = parts.at(-1);
    if (start >= end) return;
    if (last?.to === start && last.level === level) parts[parts.length - 1] = { from: last.from, to: end, level };
    else parts.push({ from: start, to: end, level });
  };
  let at = from;
  const upTo = (end: number, level: number): void => {
    save(at, end, level);
    at = Math.max(at, end);
  };
  upTo(Math.min(alignUp(at, pmd), to), pte);
  upTo(Math.min(alignUp(at, pud), alignDown(to, pmd)), m2);
  upTo(alignDown(to, pud), g1);
  upTo(alignDown(to, pmd), m2);
  upTo(to, pte);
  return parts;
}

const INIT_NAMES: Readonly<Record<string, string>> = {
  P4D: 'phys_p4d_init',
  PUD: 'phys_pud_init',
  PMD: 'phys_pmd_init',
  PTE: 'phys_pte_init',
};

/** arch/x86/mm/init.c: init_memory_mapping. */
export function addDirectMap(c: MapContext, range: PfnRange): void {
  const { trace } = c.k;
  const five = c.tree.levels.length === 5;
  trace.enter('init_memory_mapping', range.start);
  for (const part of splitMemRange(c, c.directRange(range))) {
    trace.enter('kernel_physical_mapping_init', c.directPfn(part.from));
    trace.enter('__kernel_physical_mapping_init');
    let newTop = false;
    c.tree.map(part.from, part.to, part.level, c.leafAttribute('direct-map', part.level === c.tree.levels.length - 1), {
      descend: true,
      table: (level, vpn) => {
        newTop ||= level === 1;
        trace.leaf('alloc_low_pages');
        c.takeDirectTable(level, vpn);
      },
      enter: (level, vpn) => {
        if (level === 1 && !five) trace.enter('phys_p4d_init');
        trace.enter(INIT_NAMES[c.tree.level(level).name] ?? '', c.directPfn(vpn));
      },
      leave: (level) => {
        trace.leave(INIT_NAMES[c.tree.level(level).name] ?? '');
        if (level === 1 && !five) trace.leave('phys_p4d_init');
      },
      leaves: (level, count) => c.countDirectMap(level, count),
    });
    if (newTop) trace.leaf('sync_global_pgds');
    c.processes.sync();
    trace.leave('__kernel_physical_mapping_init');
    trace.leave('kernel_physical_mapping_init');
  }
  trace.leave('init_memory_mapping');
}

/** arch/x86/mm/init_64.c: kernel_physical_mapping_remove. */
export function removeDirectMap(c: MapContext, range: PfnRange): void {
  const { from, to } = c.directRange(range);
  c.k.trace.enter('kernel_physical_mapping_remove', range.start);
  removePagetable(c, from, to, {
    ...tableHooks(c, 'direct-map'),
    keep: (attribute) => !isUsable('x86_64', c.tree.attributeText(attribute)),
    // a leaf that is covered in part only stays: memory goes away in the pieces in which it came
    leaf: (level, lo, hi) => {
      if (hi - lo !== c.tree.level(level).span) return false;
      c.countDirectMap(level, -1);
      return true;
    },
    leaves: (level, _vpn, count) => c.countDirectMap(level, -count),
  });
  c.k.trace.leave('kernel_physical_mapping_remove');
}

/** arch/x86/mm/init_64.c: vmemmap_populate. */
export function populateVmemmap(c: MapContext, range: PfnRange, nid: NodeId, altmap: Altmap | undefined): Status {
  const { trace } = c.k;
  const { from, to } = c.vmemmapRange(range);
  trace.enter('vmemmap_populate', range.start);
  let status: Status;
  // a part of a section always gets base pages from the system's memory
  if (range.end - range.start < c.k.sizes.pagesPerSection) status = populateBasepages(c, from, to, nid, undefined);
  else if (c.options.pse)
    status = populateHugepages(c, range, nid, altmap, (vpn, r, fresh) => usePart(c, vpn, r, fresh));
  else if (altmap !== undefined) status = 'ENOMEM';
  else status = populateBasepages(c, from, to, nid, undefined);
  if (status === undefined) {
    trace.leaf('sync_global_pgds');
    c.processes.sync();
  }
  trace.leave('vmemmap_populate');
  return status;
}

/** arch/x86/mm/init_64.c: vmemmap_free. */
export function freeVmemmap(c: MapContext, range: PfnRange, altmap: Altmap | undefined): void {
  const { trace } = c.k;
  const { from, to } = c.vmemmapRange(range);
  const release = (vpn: number, pages: number, from: Altmap | undefined): void => {
    if (from === undefined) trace.leaf('free_pagetable');
    freeBlock(c, vpn, pages, from);
  };
  trace.enter('vmemmap_free', range.start);
  removePagetable(c, from, to, {
    ...tableHooks(c, 'vmemmap'),
    leaf: (level, lo, hi, attribute) => {
      const { span } = c.tree.level(level);
      const base = alignDown(lo, span);
      if (span === 1) {
        if ((attribute & SHARED) !== 0) trace.leaf('free_pagetable');
        // base pages come from the system's memory even where there is an altmap
        else release(base, 1, undefined);
        return true;
      }
      if (hi - lo !== span && !dropPart(c, base, range)) return false;
      if (c.partialLeaves.value.has(base)) setParts(c, base, undefined);
      trace.enter('free_hugepage_table');
      release(base, span, altmap);
      trace.leave('free_hugepage_table');
      return true;
    },
  });
  trace.leave('vmemmap_free');
}

const REMOVE_NAMES: Readonly<Record<string, string>> = {
  P4D: 'remove_p4d_table',
  PUD: 'remove_pud_table',
  PMD: 'remove_pmd_table',
  PTE: 'remove_pte_table',
};
const FREE_NAMES: Readonly<Record<string, string>> = {
  PUD: 'free_pud_table',
  PMD: 'free_pmd_table',
  PTE: 'free_pte_table',
};

function removePagetable(c: MapContext, from: number, to: number, hooks: RemoveHooks): void {
  c.k.trace.enter('remove_pagetable');
  c.tree.remove(from, to, hooks);
  c.k.trace.leave('remove_pagetable');
}

/** Names in the trace, and which empty tables go: PTE and PMD tables always, PUD tables with 5 levels, P4D tables never. */
function tableHooks(c: MapContext, region: 'direct-map' | 'vmemmap'): Pick<RemoveHooks, 'enter' | 'leave' | 'free'> {
  const { trace } = c.k;
  const five = c.tree.levels.length === 5;
  return {
    enter: (level) => {
      if (level === 1 && !five) trace.enter('remove_p4d_table');
      trace.enter(REMOVE_NAMES[c.tree.level(level).name] ?? '');
    },
    leave: (level) => {
      trace.leave(REMOVE_NAMES[c.tree.level(level).name] ?? '');
      if (level === 1 && !five) trace.leave('remove_p4d_table');
    },
    free: (level, vpn, empty) => {
      const name = FREE_NAMES[c.tree.level(level).name];
      if (name === undefined || level === 1 || c.keepsTables(region)) return false;
      trace.enter(name);
      if (empty) {
        trace.leaf('free_pagetable');
        c.freeTable(region, level, vpn);
      }
      trace.leave(name);
      return empty;
    },
  };
}

type Parts = readonly (readonly [number, number])[];

/** The bytes of a PMD leaf that the struct pages of a range take. */
function partOf(c: MapContext, vpn: number, range: PfnRange): readonly [number, number] {
  const whole = leafBytes(c);
  const offset = (vpn - c.vmemmapStart) * c.k.sizes.pageBytes;
  const at = (p: number): number => Math.min(whole, Math.max(0, p * c.geometry.structPageBytes - offset));
  return [at(range.start), at(range.end)];
}

function setParts(c: MapContext, vpn: number, parts: Parts | undefined): void {
  const next = new Map(c.partialLeaves.value);
  if (parts === undefined) next.delete(vpn);
  else next.set(vpn, parts);
  c.partialLeaves.value = next;
}

const leafBytes = (c: MapContext): number => c.tree.level(c.tree.levelOf('PMD')).span * c.k.sizes.pageBytes;

/** Part of a PMD leaf comes into use (vmemmap_use_sub_pmd, vmemmap_use_new_sub_pmd). */
function usePart(c: MapContext, vpn: number, range: PfnRange, fresh: boolean): void {
  const part = partOf(c, vpn, range);
  const was = c.partialLeaves.value.get(vpn);
  const whole = leafBytes(c);
  if (was === undefined && (!fresh || (part[0] === 0 && part[1] === whole))) return;
  const parts = [...(was ?? []), part].sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [start, end] of parts) {
    const last = merged.at(-1);
    if (last !== undefined && last[1] >= start) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  setParts(c, vpn, merged.length === 1 && merged[0]?.[0] === 0 && merged[0][1] === whole ? undefined : merged);
}

/** Part of a PMD leaf goes out of use; true when nothing of it is used any more (vmemmap_unuse_sub_pmd). */
function dropPart(c: MapContext, vpn: number, range: PfnRange): boolean {
  const [from, to] = partOf(c, vpn, range);
  const was: Parts = c.partialLeaves.value.get(vpn) ?? [[0, leafBytes(c)]];
  const left = was
    .flatMap(([start, end]): [number, number][] => [
      [start, Math.min(end, from)],
      [Math.max(start, to), end],
    ])
    .filter(([start, end]) => start < end);
  setParts(c, vpn, left.length === 0 ? undefined : left);
  return left.length === 0;
}
