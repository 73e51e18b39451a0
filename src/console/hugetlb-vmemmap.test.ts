import { expect, it } from 'vitest';
import { nodeId } from '../engine/units.ts';
import { loadMachine } from '../snapshot/load.ts';
import { bundledSnapshot } from '../snapshot/testing.ts';
import { run } from './testing.ts';

it('boot memmap that huge pages save becomes memory of the zone that it was reserved in', () => {
  const m = loadMachine(bundledSnapshot('x86_64-dimm-lifecycle'));
  const managed = (): number => m.zones.zone({ nid: nodeId(1), zone: 'Normal' }).managed;
  const before = managed();
  const write = (path: string, value: string) => run(m, { channel: 'write', path, value }).errno;
  expect(write('/proc/sys/vm/hugetlb_optimize_vmemmap', '1')).toBeUndefined();
  expect(write('/sys/devices/system/node/node1/hugepages/hugepages-2048kB/nr_hugepages', '10')).toBeUndefined();
  // eight pages of struct pages each, of which one is made anew elsewhere
  expect(managed()).toBe(before + 80);
});
