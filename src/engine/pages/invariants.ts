/** What must hold between two operations; for tests, the cost is that of everything touched. */
import { pfn, sectionNr } from '../units.ts';
import { ZONE_NAMES } from '../zones/types.ts';
import type { Core } from './core.ts';
import { runs } from './deque.ts';
import { CHUNKS, HALF, OPEN, zoneIndex } from './free-lists.ts';
import { ISOLATE } from './pageblocks.ts';

/** Violations as sentences; empty when all holds. */
export function pageFaults(core: Core): string[] {
  const faults: string[] = [];
  const { pageblocks, sections, zones, lists } = core;
  const expected = expectedUse(core);
  const free = new Map<string, number>();
  const listed = listedBlocks(core, faults);
  for (let s = 0; s < sections.highest.value; s++) {
    const nr = sectionNr(s);
    const whole = uniformFree(core, s);
    if (whole !== undefined && pageblocks.usedInSection.get(s) === 0) {
      // a wholly free section of one zone: one look at the list instead of one a pageblock
      const first = s * pageblocks.perSection;
      const run = listed.find(first);
      const where = `${whole} ${pageblocks.type(first)} ${CHUNKS}`;
      const isolated = pageblocks.type(first) === ISOLATE;
      if (
        isolated
          ? run === undefined
          : run !== undefined && run.where === where && run.to >= first + pageblocks.perSection
      ) {
        if (!isolated) free.set(whole, (free.get(whole) ?? 0) + pageblocks.size * pageblocks.perSection);
        continue;
      }
    }
    let used = 0;
    for (let i = 0; i < pageblocks.perSection; i++) {
      const pb = s * pageblocks.perSection + i;
      const n = pageblocks.used(pb);
      used += n;
      if (n > pageblocks.size) faults.push(`pageblock ${pb}: ${n} pages in use`);
      if (n !== (expected.get(pb) ?? 0))
        faults.push(`pageblock ${pb}: ${n} pages in use, owners hold ${expected.get(pb) ?? 0}`);
      const at = pfn(pb * pageblocks.size);
      const ref = sections.isOnline(nr) ? (zones.pageZone(at) ?? zones.pageZone(pfn(at + 1))) : undefined;
      if (ref === undefined) {
        if (n > 0 && !sections.isEarly(nr) && !sections.isPresent(nr))
          faults.push(`pageblock ${pb} is offline with ${n} pages in use`);
        if (listed.find(pb) !== undefined) faults.push(`pageblock ${pb} is offline but on a free list`);
        continue;
      }
      const name = `${ref.nid} ${ref.zone}`;
      const type = pageblocks.type(pb);
      if (type !== ISOLATE) free.set(name, (free.get(name) ?? 0) + pageblocks.size - n);
      const want =
        type === ISOLATE || n === pageblocks.size
          ? undefined
          : `${name} ${type} ${n > 0 ? OPEN : chunkFree(core, pb, type) ? CHUNKS : HALF}`;
      const where = listed.find(pb)?.where;
      if (where !== want) faults.push(`pageblock ${pb} is on list ${where}, not ${want}`);
      if (lists.mixed(pb) > n)
        faults.push(`pageblock ${pb}: ${lists.mixed(pb)} pages of the other mobility, ${n} in use`);
    }
    if (used !== pageblocks.usedInSection.get(s))
      faults.push(`section ${s}: ${used} pages in use, counted ${pageblocks.usedInSection.get(s)}`);
  }
  for (const node of zones.nodes.value) {
    for (const z of node.zones) {
      const counted = lists.get(node.id, zoneIndex(z.name)).free;
      const is = free.get(`${node.id} ${z.name}`) ?? 0;
      if (counted !== is) faults.push(`node ${node.id} ${z.name}: free ${counted}, pageblocks say ${is}`);
      if (counted > z.managed) faults.push(`node ${node.id} ${z.name}: free ${counted} > managed ${z.managed}`);
    }
  }
  return faults;
}

function chunkFree(core: Core, pb: number, type: number): boolean {
  if (core.lists.perChunk === 1) return true;
  const buddy = pb % 2 === 0 ? pb + 1 : pb - 1;
  return core.pageblocks.used(buddy) === 0 && core.pageblocks.type(buddy) === type;
}

/** Used pages per pageblock as the owners say. */
function expectedUse(core: Core): Map<number, number> {
  const { size, perSection } = core.pageblocks;
  const out = new Map<number, number>();
  const add = (start: number, pages: number): void => {
    for (let at = start; at < start + pages;) {
      const pb = Math.floor(at / size);
      const end = Math.min(start + pages, (pb + 1) * size);
      out.set(pb, (out.get(pb) ?? 0) + end - at);
      at = end;
    }
  };
  for (const h of core.holdings.all.values()) for (const run of h.runs) add(run.pfn, run.pages);
  for (const s of core.memmaps.sections())
    for (const p of core.memmaps.pieces(s)) out.set(p.pb, (out.get(p.pb) ?? 0) + p.pages);
  for (const { index, data } of core.memmaps.selfHosted.chunks()) {
    const base = index * core.memmaps.selfHosted.chunkElements;
    for (const [i, n] of data.entries()) if (n > 0) add((base + i) * perSection * size, n);
  }
  return out;
}

/** "node zone" of an online section that lies in one zone and has the same state throughout. */
function uniformFree(core: Core, s: number): string | undefined {
  const nr = sectionNr(s);
  const zone = ZONE_NAMES[core.sections.zoneIndex(nr)];
  if (zone === undefined || !core.sections.isOnline(nr) || core.pageblocks.uniform(s)?.used !== 0) return undefined;
  return `${core.sections.nodeOf(nr)} ${zone}`;
}

/** Pageblocks [from, to) on one list: "node zone type kind". */
interface Listed {
  readonly from: number;
  readonly to: number;
  readonly where: string;
}

/** All free lists as intervals, ascending. */
function listedBlocks(core: Core, faults: string[]): { find(pb: number): Listed | undefined } {
  const all: Listed[] = [];
  for (const node of core.zones.nodes.value) {
    for (const [z, zone] of ZONE_NAMES.entries()) {
      for (const [i, list] of core.lists.get(node.id, z).lists.entries()) {
        const per = i % 3 === CHUNKS ? core.lists.perChunk : 1;
        const where = `${node.id} ${zone} ${Math.floor(i / 3)} ${i % 3}`;
        let size = 0;
        for (const r of runs(list)) {
          all.push({ from: r.from * per, to: r.to * per, where });
          size += r.to - r.from;
        }
        if (size !== list.size) faults.push(`list ${where} holds ${size}, counted ${list.size}`);
      }
    }
  }
  all.sort((a, b) => a.from - b.from);
  // neighbours on the same list are one interval
  const joined: Listed[] = [];
  for (const l of all) {
    const last = joined.at(-1);
    if (last !== undefined && l.from < last.to)
      faults.push(`pageblock ${l.from} is listed twice: ${last.where} and ${l.where}`);
    if (last !== undefined && last.to === l.from && last.where === l.where)
      joined[joined.length - 1] = { ...last, to: l.to };
    else joined.push(l);
  }
  return {
    find(pb) {
      let lo = 0;
      let hi = joined.length;
      while (lo < hi) {
        const mid = (lo + hi) >>> 1;
        if ((joined[mid]?.to ?? 0) > pb) hi = mid;
        else lo = mid + 1;
      }
      const l = joined[lo];
      return l !== undefined && l.from <= pb ? l : undefined;
    },
  };
}
