/** Which zone a block goes to (mm/memory_hotplug.c: zone_for_pfn_range and what it calls). */
import type { Trace } from '../kernel/trace.ts';
import type { NodeId, PfnRange } from '../units.ts';
import { intersects } from './spans.ts';
import { isKernelZone } from './zonelists.ts';
import type { MemoryGroup, NodeState, OnlineType, ZoneName } from './types.ts';

/** What `online` (without a zone) goes by: module parameters of memory_hotplug, and movable_node. */
export interface ZonePolicy {
  readonly onlinePolicy: 'contig-zones' | 'auto-movable';
  /** Movable memory allowed, in percent of boot kernel memory. */
  readonly autoMovableRatio: number;
  readonly autoMovableNumaAware: boolean;
  readonly movableNode: boolean;
}

/** What the decision looks at. */
export interface ZoneQuestion {
  readonly nid: NodeId;
  readonly range: PfnRange;
  readonly group: MemoryGroup | undefined;
  readonly groups: readonly MemoryGroup[];
  readonly policy: ZonePolicy;
  readonly nodes: readonly NodeState[];
  readonly pagesPerSection: number;
  /** Zone of a section that is online, by section number. */
  readonly onlineZone: (section: number) => ZoneName | undefined;
  /** Records the calls; undefined when somebody only reads (valid_zones). */
  readonly trace?: Trace | undefined;
}

function nodeOf(q: ZoneQuestion): NodeState {
  const node = q.nodes.find((n) => n.id === q.nid);
  if (node === undefined) throw new Error(`node ${q.nid} is not possible`);
  return node;
}

/** The first zone below Normal whose span the range touches, else Normal (default_kernel_zone_for_pfn). */
export function kernelZone(q: ZoneQuestion): ZoneName {
  for (const z of nodeOf(q).zones)
    if ((z.name === 'DMA' || z.name === 'DMA32') && intersects(z, q.range)) return z.name;
  return 'Normal';
}

/** contig-zones: the zone that surrounds the range (default_zone_for_pfn). */
function contiguousZone(q: ZoneQuestion): ZoneName {
  const node = nodeOf(q);
  const kernel = kernelZone(q);
  const within = (name: ZoneName): boolean => node.zones.some((z) => z.name === name && intersects(z, q.range));
  const inKernel = within(kernel);
  if (inKernel !== within('Movable')) return inKernel ? kernel : 'Movable';
  return q.policy.movableNode ? 'Movable' : kernel;
}

/** Picks the zone for onlining `q.range` to `type`. */
export function zoneFor(type: OnlineType, q: ZoneQuestion): ZoneName {
  switch (type) {
    case 'online_kernel':
      return kernelZone(q);
    case 'online_movable':
      return 'Movable';
    case 'online':
    case 'offline':
      return q.policy.onlinePolicy === 'auto-movable' ? autoMovableZone(q) : contiguousZone(q);
  }
}

/** auto_movable_zone_for_pfn: Movable as long as there is enough boot kernel memory for it. */
function autoMovableZone(q: ZoneQuestion): ZoneName {
  q.trace?.enter('auto_movable_zone_for_pfn');
  const movable = wantsMovable(q);
  q.trace?.leave('auto_movable_zone_for_pfn');
  return movable ? 'Movable' : kernelZone(q);
}

function wantsMovable(q: ZoneQuestion): boolean {
  if (q.policy.autoMovableRatio === 0) return false;
  const want = pagesWanted(q);
  if (want === undefined) return false;
  if (!canOnlineMovable(q, undefined, want)) return false;
  return !q.policy.autoMovableNumaAware || canOnlineMovable(q, q.nid, want);
}

/** Pages that must fit as movable; undefined when the group already has kernel memory, and so takes more of it. */
function pagesWanted(q: ZoneQuestion): number | undefined {
  const nr = q.range.end - q.range.start;
  const g = q.group;
  if (g === undefined) return nr;
  if (g.kind === 'static') return g.presentKernelPages > 0 ? undefined : g.pages - g.presentMovablePages;
  if (g.pages <= nr) return nr;
  const first = Math.floor(q.range.start / g.pages) * g.pages;
  let want = g.pages;
  for (let s = first / q.pagesPerSection; s < (first + g.pages) / q.pagesPerSection; s++) {
    const zone = q.onlineZone(s);
    if (zone === undefined) continue;
    if (zone !== 'Movable') return undefined;
    want -= q.pagesPerSection;
  }
  return want;
}

/** auto_movable_can_online_movable for one node, or for all of them. */
function canOnlineMovable(q: ZoneQuestion, nid: NodeId | undefined, want: number): boolean {
  q.trace?.enter('auto_movable_can_online_movable');
  const ratio = q.policy.autoMovableRatio;
  let kernelEarly = 0;
  let movable = 0;
  for (const node of q.nodes) {
    if (nid !== undefined && node.id !== nid) continue;
    for (const z of node.zones) {
      if (z.present === 0) continue;
      q.trace?.leaf('auto_movable_stats_account_zone');
      if (z.name === 'Movable') movable += z.present;
      else if (isKernelZone(z.name)) {
        kernelEarly += z.presentEarly - z.cma;
        // CMA counts as movable memory: the kernel cannot rely on it
        movable += z.cma;
      }
    }
  }
  let needed = 0;
  for (const g of q.groups) {
    if (g.kind !== 'dynamic' || (nid !== undefined && g.nid !== nid)) continue;
    q.trace?.leaf('auto_movable_stats_account_group');
    if (g.id === q.group?.id) continue;
    needed += Math.max(0, Math.floor((g.presentMovablePages * 100) / ratio) - g.presentKernelPages);
    movable -= g.presentMovablePages;
  }
  q.trace?.leave('auto_movable_can_online_movable');
  if (kernelEarly <= needed) return false;
  kernelEarly -= needed;
  if (q.group?.kind === 'dynamic') kernelEarly += q.group.presentKernelPages;
  return movable + want <= Math.floor((ratio * kernelEarly) / 100);
}

/** Text of valid_zones of an offline block (drivers/base/memory.c: valid_zones_show), without newline. */
export function validZones(q: ZoneQuestion): string {
  const first = zoneFor('online', q);
  const kernel = kernelZone(q);
  return [first, ...(kernel === first ? [] : [kernel]), ...(first === 'Movable' ? [] : ['Movable'])].join(' ');
}
