/** Who is in a pageblock or section: for the inspector, and to name what is in the way. */
import * as words from '#words/memory.ts';
import { pfn, sectionNr } from '../units.ts';
import type { Pfn } from '../units.ts';
import type { Core } from './core.ts';
import type { Holding } from './holdings.ts';
import { MIGRATE_TYPES } from './pageblocks.ts';
import type { OwnerKind, SectionUse } from './types.ts';

/** Pages of one owner in one pageblock. */
export interface Occupant {
  readonly kind: OwnerKind;
  /** Tag of what it holds; undefined: struct pages. */
  readonly tag?: string;
  readonly name: string;
  /** First page; inside a shared pageblock only an estimate. */
  readonly pfn: Pfn;
  readonly pages: number;
}

/** Everybody in a pageblock. */
export function ownersIn(core: Core, pb: number): Occupant[] {
  const { size, perSection } = core.pageblocks;
  if (core.pageblocks.used(pb) === 0) return [];
  const out: Occupant[] = [];
  const start = pb * size;
  const section = Math.floor(pb / perSection);
  const self = core.memmaps.selfHosted.get(section) - (start - section * perSection * size);
  if (self > 0)
    out.push({
      kind: 'self-hosted-memmap',
      name: words.owners['self-hosted-memmap'],
      pfn: pfn(start),
      pages: Math.min(self, size),
    });
  for (const [tag, h] of core.holdings.all) occupants(tag, h, start, start + size, out);
  for (const m of core.memmaps.in(pb))
    out.push({
      kind: 'memmap',
      name: words.memmapOf(core.nameSection(sectionNr(m.section))),
      pfn: pfn(start),
      pages: m.pages,
    });
  return out.length < 2 ? out : joined(out);
}

/** One entry an owner: batches of a workload, sections of a DIMM. */
function joined(occupants: readonly Occupant[]): Occupant[] {
  const byName = new Map<string, Occupant>();
  for (const o of occupants) {
    const had = byName.get(`${o.kind} ${o.name}`);
    byName.set(
      `${o.kind} ${o.name}`,
      had === undefined ? o : { ...had, pfn: pfn(Math.min(had.pfn, o.pfn)), pages: had.pages + o.pages },
    );
  }
  return [...byName.values()];
}

function occupants(tag: string, h: Holding, start: number, end: number, out: Occupant[]): void {
  let pages = 0;
  let first = Number.POSITIVE_INFINITY;
  for (const run of h.runs) {
    const from = Math.max(run.pfn, start);
    const to = Math.min(run.pfn + run.pages, end);
    if (from >= to) continue;
    pages += to - from;
    first = Math.min(first, from);
  }
  if (pages > 0) out.push({ kind: h.kind, tag, name: h.name, pfn: pfn(first), pages });
}

/** The pageblocks of a section with their owners. */
export function sectionUse(core: Core, section: number): SectionUse {
  const { pageblocks } = core;
  const first = section * pageblocks.perSection;
  return {
    pageblocks: Array.from({ length: pageblocks.perSection }, (_, i) => {
      const pb = first + i;
      return {
        type: MIGRATE_TYPES[pageblocks.type(pb)] ?? 'movable',
        used: pageblocks.used(pb),
        poisoned: core.poison.count(pb * pageblocks.size, pageblocks.size),
        owners: ownersIn(core, pb).map(({ kind, name, pages }) => ({ kind, name, pages })),
      };
    }),
  };
}

/** Who holds how much. */
export interface OwnerUse {
  readonly kind: OwnerKind;
  readonly tag: string;
  readonly name: string;
  readonly pages: number;
}

/** All owners with their pages, memmaps of hot-added memory by the name of what they describe. */
export function ownersSummary(core: Core): OwnerUse[] {
  const byTag = new Map<string, OwnerUse>();
  for (const [tag, h] of core.holdings.all) {
    // a workload's batches (load:web#17) are one owner
    const owner = tag.replace(/#\d+$/, '');
    byTag.set(owner, { kind: h.kind, tag: owner, name: h.name, pages: h.pages + (byTag.get(owner)?.pages ?? 0) });
  }
  const out = [...byTag.values()];
  const memmaps = new Map<string, number>();
  for (const section of core.memmaps.sections()) {
    const name = core.nameSection(sectionNr(section));
    for (const piece of core.memmaps.pieces(section)) memmaps.set(name, (memmaps.get(name) ?? 0) + piece.pages);
  }
  for (const [name, pages] of memmaps)
    out.push({ kind: 'memmap', tag: `memmap:${name}`, name: words.memmapOf(name), pages });
  return out;
}
