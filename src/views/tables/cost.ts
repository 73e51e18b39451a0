/** The calculator beside what the engine did: the last change of this machine, where it is the addition that was computed. */
import * as wording from '#words/tables.ts';
import type { LeafPolicy, MemoryCost, RegionCost } from '../../engine/arch/cost.ts';
import type { TableChanges } from '../../engine/mapping/table-views.ts';
import type { MapRegion } from '../../engine/mapping/types.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { optionOf } from '../knobs/commandLine.ts';
import { mappedAt } from './cursor.ts';
import { pfn } from '../../engine/units.ts';
import type { PfnRange } from '../../engine/units.ts';

/** What a command line says about leaves; what it leaves out is as usual. */
export function optionsOf(cmdline: string): Partial<LeafPolicy> {
  const out: { -readonly [K in keyof LeafPolicy]?: boolean } = {};
  const words = cmdline.split(/\s+/);
  if (words.includes('nogbpages')) out.gbpages = false;
  if (optionOf(cmdline, { kind: 'option', name: 'debug_pagealloc' }) === 'on') out.debugPagealloc = true;
  const rodata = optionOf(cmdline, { kind: 'option', name: 'rodata' });
  if (rodata !== undefined) out.rodataFull = rodata === 'full';
  return out;
}

/** Whether the engine's counts agree, in a sentence; undefined: the last change is another one. */
export function compared(
  info: MachineInfo,
  cost: MemoryCost,
  base: number,
  bytes: number,
  changes: TableChanges | undefined,
): { readonly same: boolean; readonly words: string } | undefined {
  if (changes === undefined) return undefined;
  const { pageBytes } = info.sizes;
  const range = { start: pfn(base / pageBytes), end: pfn((base + bytes) / pageBytes) };
  const parts: string[] = [];
  let same = true;
  for (const [region, own] of [
    ['direct-map', cost.direct],
    ['vmemmap', cost.vmemmap],
  ] as const) {
    const found = addedIn(info, region, range, changes);
    if (found === undefined) return undefined;
    if (found !== own.leaves.reduce((sum, leaf) => sum + leaf.count, 0)) same = false;
    parts.push(wording.foundInRegion(found, region));
  }
  const tables = cost.direct.tablePages + cost.vmemmap.tablePages;
  const edges = edgesOf(cost.direct) + edgesOf(cost.vmemmap);
  const { allocated } = changes.counts;
  if (allocated > tables || allocated < tables - edges) same = false;
  const took = wording.partsAndAllocated(parts.join(', '), allocated);
  const shared = allocated === tables ? '' : wording.atEdgesWereThere(tables - allocated);
  return {
    same,
    words: same
      ? wording.engineAgreesPlugging(bytes, base.toString(16), took, shared)
      : wording.engineCountedOtherwise(took),
  };
}

const edgesOf = (cost: RegionCost): number => cost.tables.reduce((sum, table) => sum + table.edges, 0);

/** Leaves that a change added for exactly these page frames; undefined: it added something else. */
function addedIn(info: MachineInfo, region: MapRegion, range: PfnRange, changes: TableChanges): number | undefined {
  const { va, bytes } = mappedAt(info.geometry, range, region);
  const own = changes.entries.filter((change) => change.region === region && change.mark === 'added');
  const from = own[0]?.start;
  const to = own.at(-1)?.end;
  if (from === undefined || to === undefined) return undefined;
  // struct pages may fill a leaf only in part
  const fits = region === 'direct-map' ? from === va && to === va + bytes : from <= va && to >= va + bytes;
  return fits ? own.reduce((sum, change) => sum + change.entries, 0) : undefined;
}
