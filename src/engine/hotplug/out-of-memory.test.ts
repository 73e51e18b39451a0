import { describe, expect, it } from 'vitest';
import { run } from '../../console/testing.ts';
import { loadMachine } from '../../snapshot/load.ts';
import { bundledSnapshot } from '../../snapshot/testing.ts';

describe('adding memory without memory for its struct pages', () => {
  it('fails with ENOMEM: no block comes, x86 keeps what it had mapped, the DIMM stays plugged', () => {
    const m = loadMachine(bundledSnapshot('x86_64-dimm-lifecycle'));
    const blocks = m.blocks.ids().length;
    for (let n = 0; n < 40; n++) {
      const free = m.zones.nodes.value.reduce((sum, node) => sum + m.pages.freeOfNode(node.id), 0);
      if (free < 512) break;
      m.pages.alloc({ owner: 'kernel', tag: `eater${n}`, pages: Math.max(1, Math.floor(free * 0.9)), order: 0, highestZone: 'Normal', type: 'unmovable', nid: m.zones.nodes.value[0]?.id ?? (0 as never) });
    }
    const iomem = m.files.read('/proc/iomem');
    run(m, { channel: 'monitor', line: 'object_add memory-backend-ram,id=mem,size=1G' });
    run(m, { channel: 'monitor', line: 'device_add pc-dimm,id=d,memdev=mem,node=1' });
    const log = m.files.read('dmesg');
    expect('text' in log ? log.text : '').toContain('add_memory failed');
    expect(m.blocks.ids()).toHaveLength(blocks);
    expect(m.files.read('/proc/iomem')).toEqual(iomem);
    expect(m.dimms.list.value).toHaveLength(1);
    expect(m.mapping.walk(m.mapping.virtOf(m.blocks.range(48 as never).start)).phys).toBeDefined();
    expect(m.resources.tree.value.length).toBeGreaterThan(0);
  });
});
