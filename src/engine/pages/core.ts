import * as words from '#words/memory.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Sections } from '../sparse/sections.ts';
import type { ZoneRef } from '../zones/types.ts';
import type { Zones } from '../zones/zones.ts';
import { FreeLists } from './free-lists.ts';
import { HugetlbPool } from './hugetlb-pool.ts';
import { Holdings } from './holdings.ts';
import { Memmaps } from './memmaps.ts';
import { Pageblocks } from './pageblocks.ts';
import { Poison } from './poison.ts';
import { Candidates } from './candidates.ts';
import type { SectionNr } from '../units.ts';

/** What the parts of the page allocator share. */
export interface Core {
  readonly k: Kernel;
  readonly sections: Sections;
  readonly zones: Zones;
  readonly pageblocks: Pageblocks;
  readonly lists: FreeLists;
  readonly holdings: Holdings;
  readonly memmaps: Memmaps;
  readonly candidates: Candidates;
  readonly hugetlb: HugetlbPool;
  readonly poison: Poison;
  /** How the screen names the memory whose struct pages somebody holds. */
  nameSection: (nr: SectionNr) => string;
}

/** Builds the shared state on a machine's store. */
export function createCore(k: Kernel, sections: Sections, zones: Zones): Core {
  const pageblocks = new Pageblocks(k);
  return {
    k,
    sections,
    zones,
    pageblocks,
    lists: new FreeLists(k.store, pageblocks, k.sizes.pagesPerChunk / k.sizes.pagesPerPageblock),
    holdings: new Holdings(k.store),
    memmaps: new Memmaps(k.store),
    candidates: new Candidates(zones),
    hugetlb: new HugetlbPool(k),
    poison: new Poison(k.store),
    nameSection: (nr) => words.section(nr),
  };
}

export const sameZone = (a: ZoneRef, b: ZoneRef): boolean => a.nid === b.nid && a.zone === b.zone;
