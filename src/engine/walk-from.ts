/** The walk of an address, or why there is none. */
import * as words from '#words/addresses.ts';
import { addressSpace, areaOf, whyNoWalk } from './arch/areas.ts';
import type { Mapping } from './mapping/mapping.ts';
import type { MapRegion, NotWalked, Walk } from './mapping/types.ts';
import type { Sections } from './sparse/sections.ts';
import { virtAddr } from './units.ts';
import type { Pfn } from './units.ts';

/** What a walk needs of a machine. */
export interface Walkable {
  readonly mapping: Mapping;
  readonly sections: Sections;
}

/** Walks from an address, or from where a region has a page frame. */
export function walkFrom(
  m: Walkable,
  about: { readonly va: bigint } | { readonly pfn: Pfn; readonly region: MapRegion },
): Walk | NotWalked {
  const { geometry, k } = m.mapping.context;
  let va: bigint;
  if ('va' in about) ({ va } = about);
  else {
    const frames = 2 ** (geometry.maxPhysmemBits - geometry.pageShift);
    if (about.pfn >= frames)
      return {
        outside: words.noSuchPageFrame(about.pfn.toString(16), geometry.maxPhysmemBits, (frames - 1).toString(16)),
        what: 'pfn',
        area: undefined,
      };
    va = about.region === 'direct-map' ? m.mapping.virtOf(about.pfn) : m.mapping.vmemmapOf(about.pfn);
  }
  const area = areaOf(addressSpace(geometry), va);
  if (area?.kind !== 'direct-map' && area?.kind !== 'vmemmap') {
    const below = !('va' in about) && about.pfn * k.sizes.pageBytes < geometry.directMapPhysBase;
    return {
      outside: below
        ? words.belowStartOfMemory(about.pfn.toString(16), geometry.directMapPhysBase.toString(16))
        : whyNoWalk(area, va),
      what: below ? 'pfn' : area === undefined || area.kind === 'kernel' ? 'va' : area.kind,
      area: area?.name,
    };
  }
  const walk = m.mapping.walk(virtAddr(va));
  const last = walk.levels.at(-1);
  if (last?.kind === 'leaf' && walk.leafBytes === undefined)
    return {
      ...walk,
      note: words.takenOutOfUse,
    };
  if (last === undefined || last.kind === 'leaf') return walk;
  return { ...walk, note: whyEmpty(m, walk) };
}

/** Why an address of a region is mapped by nothing. */
function whyEmpty(m: Walkable, walk: Walk): string {
  const { sections } = m;
  const { k } = m.mapping.context;
  const { geometry, sizes } = k;
  const last = walk.levels.at(-1);
  const empty = [last?.index ?? 0, last?.level ?? words.topTable] as const;
  const page =
    walk.region === 'direct-map'
      ? Math.floor((Number(walk.va - geometry.directMap.start) + geometry.directMapPhysBase) / sizes.pageBytes)
      : geometry.vmemmapPfnBase + Math.floor(Number(walk.va - geometry.vmemmap.start) / geometry.structPageBytes);
  const frame = page.toString(16);
  if (page >= 2 ** (geometry.maxPhysmemBits - geometry.pageShift))
    return words.emptyBeyondPhysical(...empty, frame, geometry.maxPhysmemBits);
  const nr = Math.floor(page / sizes.pagesPerSection);
  const present = nr < sections.highest.value && sections.flags.get(nr) !== 0;
  if (!present) return words.emptyWithoutSection(...empty, nr, frame);
  return walk.region === 'vmemmap'
    ? words.emptyWithoutStructPage(...empty, nr, frame)
    : words.emptyWithoutPageFrame(...empty, nr, frame);
}
