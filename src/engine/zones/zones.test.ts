import { describe, expect, it } from 'vitest';
import { logLines } from '../kernel/kernel.ts';
import { SECTION_HAS_MEM_MAP, SECTION_IS_ONLINE, SECTION_MARKED_PRESENT, Sections } from '../sparse/sections.ts';
import { nodeId, pfn, sectionNr } from '../units.ts';
import type { PfnRange } from '../units.ts';
import { testKernel, testNode, testZone, X86_ZONES } from './testing.ts';
import { ZONE_NAMES, ZONE_NONE } from './types.ts';
import type { MemoryGroup, OnlineType, ZoneName } from './types.ts';
import { Zones } from './zones.ts';
import type { ZonePolicy } from './zones.ts';
import { isqrt } from './watermarks.ts';
import { bitmapList } from './tiers.ts';

const BLOCK = 32768;
const block = (n: number): PfnRange => ({ start: pfn(n * BLOCK), end: pfn((n + 1) * BLOCK) });
const CONTIG: ZonePolicy = {
  onlinePolicy: 'contig-zones',
  autoMovableRatio: 301,
  autoMovableNumaAware: true,
  movableNode: false,
};
const AUTO: ZonePolicy = { ...CONTIG, onlinePolicy: 'auto-movable' };
const n0 = nodeId(0);

/** Normal = blocks 32–39 at boot, blocks 40–47 added and offline. */
function machine() {
  const k = testKernel();
  const sections = new Sections(k);
  const zones = new Zones(k, sections);
  const boot = { start: pfn(32 * BLOCK), end: pfn(40 * BLOCK) };
  sections.importEarly(boot, n0);
  for (let s = 32; s < 40; s++) sections.setZone(sectionNr(s), ZONE_NAMES.indexOf('Normal'));
  for (let s = 40; s < 48; s++) {
    sections.setFlags(sectionNr(s), SECTION_MARKED_PRESENT | SECTION_HAS_MEM_MAP);
    sections.setZone(sectionNr(s), ZONE_NONE);
    sections.setSubsections(sectionNr(s), block(s));
  }
  zones.importNodes(
    [testNode(0, [testZone('Normal', { startPfn: boot.start, spanned: 262144, present: 262144 })])],
    X86_ZONES,
    [{ ref: { nid: n0, zone: 'Normal' }, range: boot }],
  );
  const where = new Map<number, ZoneName>();
  const online = (n: number, type: OnlineType, policy = CONTIG): ZoneName => {
    const zone = zones.zoneForPfnRange(type, n0, undefined, block(n), policy, []);
    zones.movePfnRangeToZone({ nid: n0, zone }, block(n));
    sections.setFlags(sectionNr(n), SECTION_IS_ONLINE);
    zones.adjustPresentPageCount({ nid: n0, zone }, BLOCK, false, undefined);
    where.set(n, zone);
    return zone;
  };
  const offline = (n: number): void => {
    const ref = { nid: n0, zone: where.get(n) ?? 'Normal' };
    sections.setFlags(sectionNr(n), 0, SECTION_IS_ONLINE);
    zones.adjustPresentPageCount(ref, -BLOCK, false, undefined);
    zones.removePfnRangeFromZone(ref, block(n));
  };
  const span = (zone: ZoneName): number[] => {
    const z = zones.zone({ nid: n0, zone });
    return [z.startPfn, z.spanned, z.present];
  };
  const valid = (n: number, policy = CONTIG): string => zones.validZonesOffline(block(n), n0, undefined, policy, []);
  return { k, sections, zones, online, offline, span, valid };
}

describe('zone choice and spans over a history of blocks', () => {
  it('follows the worked example', () => {
    const m = machine();
    expect(m.valid(43)).toBe('Normal Movable');
    m.online(47, 'online_movable');
    expect(m.span('Normal')).toEqual([1048576, 262144, 262144]);
    expect(m.span('Movable')).toEqual([1540096, 32768, 32768]);
    expect([40, 43, 46].map((n) => m.valid(n))).toEqual(['Normal Movable', 'Normal Movable', 'Normal Movable']);
    expect(m.online(40, 'online')).toBe('Normal');
    expect(m.span('Normal')).toEqual([1048576, 294912, 294912]);
    m.online(46, 'online_kernel');
    expect(m.span('Normal')).toEqual([1048576, 491520, 327680]);
    expect(m.online(43, 'online')).toBe('Normal');
    m.online(45, 'online_movable');
    expect(m.span('Movable')).toEqual([1474560, 98304, 65536]);
    expect(m.online(44, 'online')).toBe('Normal');
    m.offline(46);
    expect(m.span('Normal')).toEqual([1048576, 425984, 360448]);
    expect(m.valid(46)).toBe('Movable Normal');
    m.offline(47);
    expect(m.span('Movable')).toEqual([1474560, 32768, 32768]);
    expect(m.valid(46)).toBe('Normal Movable');
    m.offline(45);
    expect(m.span('Movable')).toEqual([0, 0, 0]);
    m.offline(43);
    expect(m.span('Normal')).toEqual([1048576, 425984, 327680]);
    expect([m.zones.node(n0).startPfn, m.zones.node(n0).spanned]).toEqual([1048576, 425984]);
  });

  it('prefers Movable everywhere undecided with movable_node', () => {
    const m = machine();
    expect(m.valid(40, { ...CONTIG, movableNode: true })).toBe('Movable Normal');
    expect(m.online(40, 'online', { ...CONTIG, movableNode: true })).toBe('Movable');
  });
});

describe('auto-movable', () => {
  const group = (patch: Partial<MemoryGroup> = {}): MemoryGroup => ({
    id: 1,
    nid: n0,
    kind: 'static',
    pages: 8 * BLOCK,
    presentKernelPages: 0,
    presentMovablePages: 0,
    ...patch,
  });
  const pick = (
    m: ReturnType<typeof machine>,
    g: MemoryGroup | undefined,
    policy = AUTO,
    groups: readonly MemoryGroup[] = [],
  ): ZoneName => m.zones.zoneForPfnRange('online', n0, g, block(40), policy, groups);

  it('weighs the whole DIMM against boot kernel memory', () => {
    const m = machine();
    // 262144 early pages × 301 % = 789053
    expect(pick(m, group())).toBe('Movable');
    expect(pick(m, group({ pages: 789053 }))).toBe('Movable');
    expect(pick(m, group({ pages: 789054 }))).toBe('Normal');
    expect(pick(m, group({ pages: 789054, presentMovablePages: 1 }))).toBe('Movable');
    expect(pick(m, group({ presentKernelPages: BLOCK }))).toBe('Normal');
    expect(pick(m, group(), { ...AUTO, autoMovableRatio: 0 })).toBe('Normal');
  });

  it('lets a dynamic group live on its own kernel memory, and not on that of others', () => {
    const m = machine();
    const mine = group({ kind: 'dynamic', pages: BLOCK });
    expect(pick(m, mine, AUTO, [mine])).toBe('Movable');
    const other = group({ id: 2, kind: 'dynamic', pages: BLOCK, presentMovablePages: 800_000 });
    expect(pick(m, mine, AUTO, [mine, other])).toBe('Normal');
    const paid = { ...other, presentKernelPages: 800_000 };
    expect(pick(m, mine, AUTO, [mine, paid])).toBe('Movable');
  });

  it('continues a partly onlined unit of a dynamic group in kernel memory', () => {
    const m = machine();
    const unit = group({ kind: 'dynamic', pages: 8 * BLOCK });
    expect(pick(m, unit, AUTO, [unit])).toBe('Movable');
    m.online(41, 'online_kernel');
    expect(pick(m, unit, AUTO, [unit])).toBe('Normal');
  });

  it('knows that a node without boot memory gives no kernel memory', () => {
    const m = machine();
    m.zones.importNodes([...m.zones.nodes.value, testNode(1, [])], X86_ZONES);
    const on1 = (policy: ZonePolicy) => m.zones.zoneForPfnRange('online', nodeId(1), undefined, block(44), policy, []);
    expect(on1(AUTO)).toBe('Normal');
    expect(on1({ ...AUTO, autoMovableNumaAware: false })).toBe('Movable');
  });
});

describe('zonelists', () => {
  it('puts near nodes first, those without CPUs before those with', () => {
    const k = testKernel();
    const zones = new Zones(k, new Sections(k));
    const z = testZone('Normal', { present: 1000, spanned: 1000 });
    zones.importNodes([testNode(0, [z]), testNode(1, [z]), testNode(2, [z], { hasCpu: false })], X86_ZONES);
    expect([0, 1, 2].map((n) => zones.fallbackOrder(nodeId(n)))).toEqual([
      [0, 2, 1],
      [1, 2, 0],
      [2, 0, 1],
    ]);
    zones.buildAllZonelists();
    expect(logLines(k.log.value)).toEqual([
      'Fallback order for Node 0: 0 2 1 ',
      'Fallback order for Node 1: 1 2 0 ',
      'Fallback order for Node 2: 2 0 1 ',
      'Built 3 zonelists, mobility grouping on.  Total pages: 3000',
      'Policy zone: Normal',
    ]);
  });

  it('names demotion targets once a node is slower', () => {
    const k = testKernel();
    const zones = new Zones(k, new Sections(k));
    const z = testZone('Normal', { present: 1000, spanned: 1000 });
    zones.importNodes([testNode(0, [z]), testNode(1, [z])], X86_ZONES);
    expect(zones.demotionTargets()).toEqual(['Demotion targets for Node 0: null', 'Demotion targets for Node 1: null']);
    zones.setAdistance(nodeId(1), 2880);
    expect(zones.demotionTargets()).toEqual([
      'Demotion targets for Node 0: preferred: 1, fallback: 1',
      'Demotion targets for Node 1: null',
    ]);
  });
});

describe('small arithmetic', () => {
  it('finds integer roots and writes lists', () => {
    for (const n of [0, 1, 15, 16, 17, 2 ** 40 - 1, 2 ** 40, 2 ** 52 - 1]) {
      const r = isqrt(n);
      expect(r * r <= n && (r + 1) ** 2 > n).toBe(true);
    }
    expect(bitmapList([3, 0, 1])).toBe('0-1,3');
  });
});
