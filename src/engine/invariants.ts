import { BLOCK_OFFLINE, BLOCK_ONLINE } from './blocks/blocks.ts';
import type { Resource } from './hotplug/resources.ts';
import type { Machine } from './machine.ts';
import type { Walk } from './mapping/types.ts';
import { isUsable } from './mapping/attributes.ts';
import { pfn, sectionNr, virtAddr } from './units.ts';
import type { Pfn, PfnRange, SectionNr, VirtAddr } from './units.ts';
import { ZONE_NAMES } from './zones/types.ts';
import type { ZoneRef } from './zones/types.ts';
import { pageFaults } from './pages/invariants.ts';

/**
 * What must hold for a machine between two lines, each violation as a sentence. Costs as much as the machine is large:
 * for tests and for the doubt of a reader, not for every frame.
 */
export function invariants(m: Machine): string[] {
  return [...zoneFaults(m), ...blockFaults(m), ...resourceFaults(m), ...mappingFaults(m), ...pageFaults(m.pages.core)];
}

/** First and one past the last page frame of a section's active subsections; the whole section where none is. */
function activeIn(m: Machine, nr: SectionNr): PfnRange {
  const range = m.sections.range(nr);
  const step = m.k.sizes.pagesPerSubsection;
  let { start, end } = range;
  while (start < end && !m.sections.pfnSectionValid(start)) start = pfn(start + step);
  while (end > start && !m.sections.pfnSectionValid(pfn(end - 1))) end = pfn(end - step);
  return start < end ? { start, end } : range;
}

const name = (r: ZoneRef): string => `node ${r.nid} ${r.zone}`;

/** present = pages of online memory in the zone; present ≥ managed; the span holds every online block of the zone. */
function zoneFaults(m: Machine): string[] {
  const faults: string[] = [];
  const hot = new Map<string, number>();
  for (const id of m.blocks.ids()) {
    const ref = m.blocks.zoneOf(id);
    if (ref === undefined || m.blocks.state.get(id) !== BLOCK_ONLINE) continue;
    const range = m.blocks.range(id);
    const z = m.zones.zone(ref);
    if (range.start < z.startPfn && !m.blocks.isEarly(id))
      faults.push(`memory${id} begins before the span of ${name(ref)}`);
    if (range.end > z.startPfn + z.spanned && !m.blocks.isEarly(id))
      faults.push(`memory${id} ends behind the span of ${name(ref)}`);
    if (!m.blocks.isEarly(id)) hot.set(name(ref), (hot.get(name(ref)) ?? 0) + m.blocks.pagesPerBlock);
  }
  for (const node of m.zones.nodes.value) {
    for (const z of node.zones) {
      const ref = { nid: node.id, zone: z.name };
      if (z.managed > z.present) faults.push(`${name(ref)}: managed ${z.managed} > present ${z.present}`);
      if (z.present > z.spanned) faults.push(`${name(ref)}: present ${z.present} > spanned ${z.spanned}`);
      const expected = z.presentEarly + (hot.get(name(ref)) ?? 0);
      if (z.name !== 'Device' && z.present !== expected)
        faults.push(`${name(ref)}: present ${z.present}, but its blocks hold ${expected}`);
      if (z.spanned > 0 && (z.startPfn < node.startPfn || z.startPfn + z.spanned > node.startPfn + node.spanned)) {
        faults.push(`${name(ref)} reaches out of its node's span`);
      }
    }
  }
  return faults;
}

/** A block device exists exactly where sections with other than device pages are present; online sections belong to online blocks. */
function blockFaults(m: Machine): string[] {
  const faults: string[] = [];
  const ids = new Set<number>(m.blocks.ids());
  for (let s = 0; s < m.sections.highest.value; s++) {
    const nr = sectionNr(s);
    const id = Math.floor(s / m.blocks.sectionsPerBlock);
    const present = m.sections.isPresent(nr);
    const { start, end } = m.sections.range(nr);
    const { pageBytes } = m.k.sizes;
    const device = m.pagemaps.live.some((p) => p.mapped.start < end * pageBytes && start * pageBytes < p.mapped.end);
    if (device && !m.sections.isEarly(nr)) {
      if (ids.has(id)) faults.push(`section ${s} has device pages and memory${id}`);
      if (m.sections.isOnline(nr)) faults.push(`section ${s} has device pages and is online`);
      continue;
    }
    if (present && !ids.has(id)) faults.push(`section ${s} is present without memory${id}`);
    if (present !== m.sections.hasMemmap(nr)) faults.push(`section ${s}: present and memmap disagree`);
    if (!present) continue;
    const offline = m.blocks.state.get(id) === BLOCK_OFFLINE;
    if (m.sections.isOnline(nr) === offline) faults.push(`section ${s} and memory${id} disagree about being online`);
    if (!m.sections.isEarly(nr) && m.sections.activeSubsections(nr) !== m.k.sizes.subsectionsPerSection)
      faults.push(`section ${s} is only partly active`);
    const zone = m.sections.zoneIndex(nr);
    if (offline && ZONE_NAMES[zone] !== undefined)
      faults.push(`section ${s} is offline but in zone ${ZONE_NAMES[zone]}`);
  }
  for (const id of ids) {
    const first = sectionNr(id * m.blocks.sectionsPerBlock);
    const any = Array.from({ length: m.blocks.sectionsPerBlock }, (_, i) =>
      m.sections.isPresent(sectionNr(first + i)),
    ).some(Boolean);
    if (!any) faults.push(`memory${id} exists without a present section`);
  }
  return faults;
}

/** Every hot-added block lies in busy System RAM. */
function resourceFaults(m: Machine): string[] {
  const faults: string[] = [];
  for (const id of m.blocks.ids()) {
    if (m.blocks.isEarly(id)) continue;
    const start = id * m.blocks.blockBytes;
    if (!m.resources.isAllSystemRam(start, start + m.blocks.blockBytes - 1))
      faults.push(`memory${id} is not in System RAM`);
  }
  const visit = (list: readonly Resource[], within: Resource | undefined): void => {
    let last = -1;
    for (const r of list) {
      if (r.end < r.start) faults.push(`resource ${r.name} ends before it begins`);
      if (r.start <= last) faults.push(`resource ${r.name} overlaps its neighbour`);
      if (within !== undefined && (r.start < within.start || r.end > within.end))
        faults.push(`resource ${r.name} reaches out of ${within.name}`);
      last = r.end;
      visit(r.children, r);
    }
  };
  visit(m.resources.tree.value, undefined);
  return faults;
}

/**
 * riscv64: a page that must not be used keeps its entry, and so the tables above it, when its memory is removed; a large
 * leaf that comes back finds a table in its place and is left out (arch/riscv/mm/init.c: create_pud_mapping).
 */
function shadowed(m: Machine, p: Pfn): boolean {
  const c = m.mapping.context;
  if (c.geometry.arch !== 'riscv64') return false;
  const { from } = c.directRange({ start: p, end: pfn(p + 1) });
  const gigabyte = 2 ** 30 / m.k.sizes.pageBytes;
  const large = Math.max(...c.tree.levels.map(({ span }) => (span <= gigabyte ? span : 1)));
  const base = from - (from % large);
  let found = false;
  c.tree.runs(base, base + large, (_level, attribute) => {
    if (attribute !== 0 && !isUsable('riscv64', c.tree.attributeText(attribute))) found = true;
  });
  return found;
}

/** The direct map and the vmemmap cover exactly the hot-added sections; table pages allocated − freed = in the tree. */
function mappingFaults(m: Machine): string[] {
  const faults: string[] = [];
  for (const region of ['direct-map', 'vmemmap'] as const) {
    const c = m.mapping.counters(region);
    const counted = m.mapping.tablesInTree(region);
    const [placed, held] = [m.mapping.context.tablePages.count(region), m.pages.pagesUnder(`pagetable:${region}`)];
    if (placed !== held) faults.push(`${region}: ${placed} tables have a page of the allocator, which gave ${held}`);
    if (c.inTree !== counted) faults.push(`${region}: ${c.inTree} table pages by the counters, ${counted} in the tree`);
  }
  // riscv64's direct map begins with RAM, not with address 0: page frames below it have no address
  const mappedAt = (va: VirtAddr): Walk | undefined => {
    try {
      return m.mapping.walk(va);
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  };
  const left = m.mapping.context.options.teardown === 'leave';
  const top = m.sections.highest.value + 8;
  for (let s = 0; s < top; s++) {
    const nr = sectionNr(s);
    const present = m.sections.isPresent(nr);
    if (present && m.sections.isEarly(nr)) continue;
    // of a section that is there in part, the subsections that are
    const { start, end } = present ? activeIn(m, nr) : m.sections.range(nr);
    for (const p of [start, end - 1]) {
      const walk = mappedAt(m.mapping.virtOf(pfn(p)));
      const mapped = walk?.phys !== undefined;
      // a page that must not be used keeps its entry, also beyond the life of its memory
      const entry = walk?.levels.at(-1)?.kind === 'leaf';
      // before a section above boot memory there may be reserved firmware ranges that boot mapped
      if (present && !entry && !shadowed(m, pfn(p))) faults.push(`section ${s}: pfn ${p} is not in the direct map`);
      if (!present && mapped && p === start && s * m.k.sizes.sectionBytes >= 2 ** 32)
        faults.push(`section ${s} is absent but pfn ${p} is in the direct map`);
    }
    if (!m.mapping.virtualMemmap) continue;
    const va = m.mapping.vmemmapOf(start);
    const described = mappedAt(virtAddr(va))?.leafBytes !== undefined;
    if (present && !described) faults.push(`section ${s} has no struct pages mapped`);
    if (!present && described && !left && m.k.sizes.memmapPagesPerSection * m.k.sizes.pageBytes >= 2 ** 21)
      faults.push(`section ${s} is absent but its struct pages are mapped`);
  }
  return faults;
}
