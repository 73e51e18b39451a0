import { describe, expect, it } from 'vitest';
import { nodeId } from '../units.ts';
import { restOfBatches, untilMark, zoneBatchsize } from './batches.ts';
import { addSections, offline, online, ref, sectionsAt, testRooms } from './testing.ts';
import { Workloads } from './workloads.ts';
import { pageFaults } from './invariants.ts';

const MIB = 256;
function rooms() {
  const m = testRooms();
  const loads = new Workloads(m.k, m.pages);
  const ticks = (n: number): void => {
    for (let i = 0; i < n; i++) loads.tick();
  };
  return { ...m, loads, ticks };
}

describe('workloads', () => {
  it('live within their limit, the same way after the same lines', () => {
    const run = (before: number): unknown => {
      const m = rooms();
      if (before > 0) {
        m.loads.start('x', 'anon', before * MIB, nodeId(0));
        m.ticks(50);
        m.loads.stop('x');
      }
      m.loads.start('web', 'pagecache', 256 * MIB, nodeId(1));
      m.loads.start('db', 'anon', 128 * MIB, undefined);
      m.loads.start('slab', 'kernel', 16 * MIB, nodeId(0));
      m.loads.start('dma', 'pinned', 8 * MIB, nodeId(1));
      for (let i = 0; i < 200; i++) {
        m.loads.tick();
        const list = m.loads.list.value;
        expect(list.filter((w) => w.pages > w.limit || (i > 20 && w.pages < w.limit / 2))).toEqual([]);
      }
      expect(pageFaults(m.pages.core)).toEqual([]);
      return [m.loads.list.value, ['web', 'db', 'slab', 'dma'].map((id) => m.loads.extentsOf(id))];
    };
    expect(run(0)).toEqual(run(0));
    expect(run(8)).not.toEqual(run(0));
  });

  it('change with every tick, a little and in different places', () => {
    const m = rooms();
    m.loads.start('web', 'pagecache', 256 * MIB, nodeId(1));
    m.ticks(40);
    const touched = new Set<number>();
    for (let i = 0; i < 40; i++) {
      const before = m.loads.extentsOf('web');
      const held = m.loads.get('web')?.pages ?? 0;
      m.loads.tick();
      const after = m.loads.extentsOf('web');
      expect(after).not.toEqual(before);
      expect(after.reduce((n, e) => n + e.pages, 0)).toBe(m.loads.get('web')?.pages);
      expect(Math.abs((m.loads.get('web')?.pages ?? 0) - held)).toBeLessThanOrEqual(4 * MIB);
      for (const e of after) if (!before.some((b) => b.pfn === e.pfn && b.pages === e.pages)) touched.add(e.pfn);
    }
    expect(touched.size).toBeGreaterThan(20);
  });

  it('give everything back', () => {
    const m = rooms();
    const free = m.pages.freeOfNode(nodeId(1));
    m.loads.start('db', 'anon', 200 * MIB, nodeId(1));
    m.ticks(60);
    expect(m.loads.ticks.value).toBe(60);
    m.loads.stop('db');
    expect(m.pages.freeOfNode(nodeId(1))).toBe(free);
    expect(pageFaults(m.pages.core)).toEqual([]);
  });

  it('survive that their memory goes away, and that there is none', () => {
    const m = rooms();
    addSections(m, sectionsAt(48, 4), 1);
    for (let s = 48; s < 52; s++) online(m, sectionsAt(s), ref(1, 'Movable'));
    m.loads.start('web', 'pagecache', 400 * MIB, undefined);
    m.loads.start('all', 'anon', 8192 * MIB, undefined);
    m.ticks(60);
    expect(pageFaults(m.pages.core)).toEqual([]);
    m.loads.stop('all');
    for (let s = 48; s < 52; s++) expect(offline(m, sectionsAt(s), ref(1, 'Movable'))).toBeUndefined();
    m.ticks(60);
    expect(pageFaults(m.pages.core)).toEqual([]);
  });
});

describe('single pages by way of the CPUs lists', () => {
  it('come in batches that double five times', () => {
    expect(zoneBatchsize(32768, 4096)).toBe(7);
    expect(zoneBatchsize(512_000, 4096)).toBe(63);
    expect(restOfBatches(15360, 31)).toBe(481);
    expect(restOfBatches(0, 31)).toBe(0);
  });
  it('end with the batch that goes below the mark, of which one page is used', () => {
    expect(untilMark(6133, 7)).toBe(6042);
    expect(6042 + restOfBatches(6042, 7)).toBeGreaterThanOrEqual(6133);
    // a task that has taken some before goes on with full batches
    expect(untilMark(2556, 7, 13766)).toBe(2465);
    expect(restOfBatches(6714, 7, 8646)).toBe(6);
    expect(untilMark(1, 7)).toBe(1);
    expect(untilMark(7, 7)).toBe(1);
    expect(untilMark(8, 7)).toBe(8);
    expect(untilMark(100, 0)).toBe(100);
    expect(untilMark(-5, 7)).toBe(0);
  });
});

describe('held memory', () => {
  it('lies where its kind may lie', () => {
    const m = rooms();
    addSections(m, sectionsAt(48, 2), 2);
    online(m, sectionsAt(48, 2), ref(2, 'Movable'));
    const first = (kind: Parameters<typeof m.loads.hold>[1]) => m.loads.hold(kind, kind, 1024, nodeId(2))?.[0]?.zone;
    expect(first('anon')).toEqual(ref(2, 'Movable'));
    expect(first('thp')).toEqual(ref(2, 'Movable'));
    expect(first('vmsplice')).toEqual(ref(2, 'Movable'));
    expect(first('pin')?.zone).not.toBe('Movable');
    expect(first('pipe')?.zone).not.toBe('Movable');
    expect(m.loads.holds('pipe')).toBe(true);
    m.loads.drop('pipe');
    expect(m.loads.holds('pipe')).toBe(false);
    expect(offline(m, sectionsAt(48, 2), ref(2, 'Movable'))).toBe('stuck');
    m.loads.drop('vmsplice');
    expect(offline(m, sectionsAt(48, 2), ref(2, 'Movable'))).toBeUndefined();
    expect(pageFaults(m.pages.core)).toEqual([]);
  });
});
