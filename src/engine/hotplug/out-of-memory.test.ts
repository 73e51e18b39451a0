import { describe, expect, it } from 'vitest';
import { run } from '../../console/testing.ts';
import { loadMachine } from '../../snapshot/load.ts';
import { bundledSnapshot } from '../../snapshot/testing.ts';
import { blockId, nodeId } from '../units.ts';

describe('adding memory without memory for its struct pages', () => {
  it('fails with ENOMEM: no block comes, x86 keeps what it had mapped, the DIMM stays plugged', () => {
    const m = loadMachine(bundledSnapshot('x86_64-dimm-lifecycle'));
    const blocks = m.blocks.ids().length;
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
