/** Finding pages over the zonelist (mm/page_alloc.c: get_page_from_freelist). */
import { pfn } from '../units.ts';
import type { NodeId } from '../units.ts';
import { ZONE_NAMES } from '../zones/types.ts';
import type { ZoneName, ZoneRef } from '../zones/types.ts';
import { OPEN, zoneIndex } from './free-lists.ts';
import { untilMark, zoneBatchsize } from './batches.ts';
import type { Candidate } from './candidates.ts';
import type { Core } from './core.ts';
import { append } from './holdings.ts';
import { MOVABLE, RECLAIMABLE, UNMOVABLE } from './pageblocks.ts';
import type { Extent } from './types.ts';

/** What is wanted, without an owner. */
export interface Want {
  readonly pages: number;
  readonly order: number;
  /** Migrate type asked for. */
  readonly type: number;
  /** Whether what the pages will hold can be moved: long-term pins ask for unmovable memory, but their pages are on LRU lists. */
  readonly movable: boolean;
  readonly highest: ZoneName;
  /** Nodes to ask, in this order. */
  readonly nodes: readonly NodeId[];
  /** What the same task has taken just before. */
  readonly before?: readonly Extent[];
}

/** Pages of runs that lie in a zone. */
export const pagesIn = (runs: readonly Extent[], ref: ZoneRef): number =>
  runs.reduce((sum, r) => sum + (r.zone.nid === ref.nid && r.zone.zone === ref.zone ? r.pages : 0), 0);

export const TYPE_NUMBER = { movable: MOVABLE, unmovable: UNMOVABLE, reclaimable: RECLAIMABLE } as const;

/** Pages a request may take from a zone before the mark (plus what is kept for others) is reached. */
const room = (core: Core, c: Candidate, mark: 'low' | 'min'): number =>
  core.lists.get(c.ref.nid, c.index).free - (mark === 'low' ? c.keepLow : c.keepMin);

const batchOf = (core: Core, c: Candidate): number =>
  zoneBatchsize(core.zones.zone(c.ref).managed, core.k.sizes.pageBytes);

/** Pages that could be had at most. */
export function available(core: Core, want: Want): number {
  let sum = 0;
  for (const nid of want.nodes)
    for (const c of core.candidates.of(nid, want.highest)) sum += Math.max(0, room(core, c, 'min'));
  return sum;
}

/** Whether a node could give a whole free pageblock for movable memory. */
export function hasWholeBlock(core: Core, nid: NodeId): boolean {
  return core.candidates
    .of(nid, 'Movable')
    .some(
      (c) =>
        room(core, c, 'min') >= core.pageblocks.size &&
        core.lists.get(nid, c.index).lists.some((l, i) => i % 3 !== OPEN && l.size > 0),
    );
}

/** Takes what can be had, up to `want.pages`: above the low marks first, then down to min. Pieces of a pageblock or more come whole. */
export function take(core: Core, want: Want): Extent[] {
  const { size } = core.pageblocks;
  const blocks = 2 ** want.order >= size;
  const out: Extent[] = [];
  let left = want.pages;
  const untilLow = new Map<Candidate, number>();
  for (const mark of ['low', 'min'] as const) {
    for (const nid of want.nodes) {
      for (const fragment of blocks ? [true] : [false, true]) {
        for (const c of left > 0 ? core.candidates.of(nid, want.highest) : []) {
          let can = Math.min(left, room(core, c, mark));
          // single pages come by way of a CPU's list, and the min mark is tried once the low ones have failed everywhere
          if (mark === 'low' && want.order === 0) {
            if (!untilLow.has(c))
              untilLow.set(c, untilMark(room(core, c, mark), batchOf(core, c), pagesIn(want.before ?? [], c.ref)));
            can = Math.min(can, untilLow.get(c) ?? 0);
          }
          if (can <= 0) continue;
          const { ref } = c;
          const zone = core.lists.edit(nid, c.index);
          if (blocks) {
            for (; can >= size; can -= size) {
              const pb = zone.takeBlock(want.type, want.movable);
              if (pb === undefined) break;
              append(out, { pfn: pfn(pb * size), pages: size, zone: ref });
              left -= size;
            }
          } else {
            for (const t of zone.takePages(want.type, want.movable, can, fragment)) {
              append(out, { pfn: pfn(pb0(core, t.pb, t.pages)), pages: t.pages, zone: ref });
              left -= t.pages;
              untilLow.set(c, (untilLow.get(c) ?? 0) - t.pages);
            }
          }
          zone.commit();
        }
      }
      if (left === 0) return out;
    }
  }
  return out;
}

/** First page of what was just taken from a pageblock: used upward. */
function pb0(core: Core, pb: number, pages: number): number {
  return pb * core.pageblocks.size + core.pageblocks.used(pb) - pages;
}

/** Takes one free pageblock for the kernel, or answers undefined; the fast path of the memmap. */
export function takeKernelBlock(
  core: Core,
  type: number,
  highest: ZoneName,
  nodes: readonly NodeId[],
): number | undefined {
  const { size } = core.pageblocks;
  for (const mark of ['low', 'min'] as const) {
    for (const nid of nodes) {
      for (const c of core.candidates.of(nid, highest)) {
        if (room(core, c, mark) < size) continue;
        const zone = core.lists.edit(nid, c.index);
        const pb = zone.takeBlock(type, false);
        if (pb === undefined) continue;
        zone.commit();
        return pb;
      }
    }
  }
  return undefined;
}

/**
 * Gives back runs; `movable` says what they were used for, `first` whether they are used next or, as fresh memory, last.
 * Isolated pages do not become available.
 */
export function giveBack(core: Core, runs: readonly Extent[], movable: boolean, first = true): void {
  const { size } = core.pageblocks;
  for (const run of runs) {
    const zone = core.lists.edit(run.zone.nid, zoneIndex(run.zone.zone));
    for (let at = run.pfn as number; at < run.pfn + run.pages;) {
      const pb = Math.floor(at / size);
      const end = Math.min(run.pfn + run.pages, (pb + 1) * size);
      zone.release(pb, end - at, movable, first);
      at = end;
    }
    zone.commit();
    core.pageblocks.compact(Math.floor(run.pfn / size), Math.ceil((run.pfn + run.pages) / size));
  }
}

/** Gives back pages of one pageblock whose zone the page flags say. */
export function giveBackPiece(core: Core, pb: number, pages: number): void {
  const ref = core.zones.pageZone(pfn(pb * core.pageblocks.size));
  if (ref === undefined) throw new Error(`pageblock ${pb} is in no zone`);
  const zone = core.lists.edit(ref.nid, ZONE_NAMES.indexOf(ref.zone));
  zone.release(pb, pages, false);
  zone.commit();
}
