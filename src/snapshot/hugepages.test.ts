/** A machine that has huge pages when its files are read: the pool is there again, can be dissolved, and shrinks. */
import { expect, it } from 'vitest';
import { boot } from './boot/boot.ts';
import { loadMachine } from './load.ts';
import { parseSnapshotText } from './check.ts';
import { bundledSnapshot } from './testing.ts';
import { writeSnapshot } from './write.ts';
import type { Machine } from '../engine/machine.ts';
import { pageFaults } from '../engine/pages/invariants.ts';

const head = bundledSnapshot('x86_64-dimm-lifecycle');
const booted = (more: string): Machine =>
  boot({ ...head, cmdline: `${head.cmdline} ${more}`, state: undefined, provenance: undefined }).machine;
function saved(m: Machine): Machine {
  const parsed = parseSnapshotText(JSON.stringify(writeSnapshot(m)));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return loadMachine(parsed.snapshot);
}
function write(m: Machine, path: string, value: string): unknown {
  const task = m.k.scheduler.spawn('write', m.files.write(path, value));
  expect(m.k.scheduler.run()).toBe(true);
  return task.result;
}
const pools = (m: Machine): readonly number[] => [0, 1].map((n) => m.pages.hugetlb.total(n));

it.each(['hugepages=100', 'hugepages=0:20,1:130', 'hugetlb_free_vmemmap=on hugepages=61'])('%s', (words) => {
  const m = booted(words);
  const twin = saved(m);
  expect(pools(twin)).toEqual(pools(m));
  for (const path of [
    '/proc/meminfo',
    '/sys/devices/system/node/node0/meminfo',
    '/sys/devices/system/node/node1/meminfo',
  ])
    expect(twin.files.read(path)).toEqual(m.files.read(path));
  for (const machine of [m, twin]) {
    const first = Math.min(...machine.pages.hugetlb.of(1).free);
    const block = Math.floor(first / machine.blocks.pagesPerBlock) + 1;
    expect(write(machine, `/sys/devices/system/memory/memory${block}/state`, 'offline')).toBeUndefined();
    expect(write(machine, '/proc/sys/vm/nr_hugepages', '0')).toBeUndefined();
    expect(pools(machine)).toEqual([0, 0]);
    expect(pageFaults(machine.pages.core)).toEqual([]);
  }
  expect(twin.files.read('ptdump/vmemmap')).toEqual(m.files.read('ptdump/vmemmap'));
});

it('of each batch the page is used first that was got first', () => {
  // four chunks of 15 over two nodes: 8 and 7
  const inChunks = booted('hugepages=60').pages.hugetlb.of(1).free;
  const oneByOne = booted('hugepages=1:28').pages.hugetlb.of(1).free;
  expect(inChunks).toHaveLength(28);
  expect(oneByOne).toEqual([0, 7, 14, 21].flatMap((at) => inChunks.slice(at, at + 7).toReversed()));
});

it('takes what there is where a command line asks for more than any node has', () => {
  const [, all = 0] = pools(booted('hugepages=1:1000'));
  const m = booted('hugepages=1:999999999999');
  expect(pools(m)).toEqual([0, all]);
  expect(pools(saved(m))).toEqual([0, all]);
});
