import { describe, expect, it } from 'vitest';
import { run } from '../../console/testing.ts';
import { loadMachine } from '../../snapshot/load.ts';
import { bundledSnapshot } from '../../snapshot/testing.ts';
import type { Machine } from '../machine.ts';
import { invariants } from '../invariants.ts';
import { blockId, nodeId } from '../units.ts';
import { pageFaults } from '../pages/invariants.ts';

/** Takes every page that kernel objects can have. */
function eatKernelMemory(m: Machine): void {
  let tag = 0;
  for (const pages of [65536, 4096, 512, 64, 8, 1])
    while (
      m.pages.alloc({
        owner: 'kernel',
        tag: `eater${tag++}`,
        pages,
        order: 0,
        highestZone: 'Normal',
        type: 'unmovable',
        nid: nodeId(0),
      }) !== undefined
    );
}

describe('adding memory without memory for its struct pages', () => {
  it('fails with ENOMEM: no block comes, x86 keeps what it had mapped, the DIMM stays plugged', () => {
    const m = loadMachine(bundledSnapshot('x86_64-dimm-lifecycle'));
    const blocks = m.blocks.ids().length;
    eatKernelMemory(m);
    const iomem = m.files.read('/proc/iomem');
    run(m, { channel: 'monitor', line: 'object_add memory-backend-ram,id=mem,size=1G' });
    run(m, { channel: 'monitor', line: 'device_add pc-dimm,id=d,memdev=mem,node=1' });
    const log = m.files.read('dmesg');
    expect('text' in log ? log.text : '').toContain('add_memory failed');
    expect(m.blocks.ids()).toHaveLength(blocks);
    expect(m.files.read('/proc/iomem')).toEqual(iomem);
    expect(m.dimms.list.value).toHaveLength(1);
    expect(m.mapping.walk(m.mapping.virtOf(m.blocks.range(blockId(48)).start)).phys).toBeDefined();
    expect(m.resources.tree.value.length).toBeGreaterThan(0);
  });
});

describe('page cache in the way of struct pages', () => {
  /** What is added while page cache, or anonymous memory, fills the kernel's zones. */
  function add(kind: 'pagecache' | 'anon', size = '1G') {
    const m = loadMachine(bundledSnapshot('x86_64-dimm-lifecycle'));
    const blocks = m.blocks.ids().length;
    run(m, { channel: 'world', line: `load ${kind} ${size}` });
    run(m, { channel: 'world', line: 'tick 40' });
    eatKernelMemory(m);
    const held = m.pages.pagesUnder(`workload:${kind}1`);
    run(m, { channel: 'monitor', line: 'object_add memory-backend-ram,id=mem,size=16G' });
    run(m, { channel: 'monitor', line: 'device_add pc-dimm,id=d,memdev=mem,node=1' });
    return { m, held, now: m.pages.pagesUnder(`workload:${kind}1`), added: m.blocks.ids().length - blocks };
  }
  it('is reclaimed before anything fails, and as little of it as will do', () => {
    const { m, held, now, added } = add('pagecache');
    expect(added).toBe(128);
    // 16 GiB are described by 256 MiB
    expect(held - now).toBeGreaterThan(0);
    expect(held - now).toBeLessThan(3 * (2 ** 28 / 4096));
    expect(invariants(m)).toEqual([]);
    run(m, { channel: 'world', line: 'tick 5' });
    expect(m.workloads.get('pagecache1')?.pages).toBe(m.pages.pagesUnder('workload:pagecache1'));
    expect(invariants(m)).toEqual([]);
  });
  it('is all gone where it was not enough, and its workload knows', () => {
    const { m, held, now } = add('pagecache', '64M');
    expect([held > 0, now]).toEqual([true, 0]);
    eatKernelMemory(m);
    run(m, { channel: 'world', line: 'tick 3' });
    const left = m.workloads.get('pagecache1')?.pages;
    expect(left).toBe(m.pages.pagesUnder('workload:pagecache1'));
    expect(left).toBeGreaterThanOrEqual(0);
    // of the mapping x86 keeps what it had made, which is no fault of the pages
    expect(pageFaults(m.pages.core)).toEqual([]);
  });
  it('anonymous memory without swap is not', () => {
    const { added, held, now } = add('anon');
    expect(now).toBe(held);
    expect(added).toBe(0);
  });
});
