import { describe, expect, it } from 'vitest';
import { run } from '../../../console/testing.ts';
import { loadMachine } from '../../../snapshot/load.ts';
import { bundledSnapshot } from '../../../snapshot/testing.ts';
import { invariants } from '../../invariants.ts';
import { logLines } from '../../kernel/kernel.ts';
import type { Machine } from '../../machine.ts';
import { hashStore } from '../../state/hash.ts';
import { GiB, nodeId, pfn, sectionNr } from '../../units.ts';
import { accelerators } from './accelerator.ts';

const fresh = (): Machine => loadMachine(bundledSnapshot('x86_64-dimm-lifecycle'), [accelerators]);
const world = (m: Machine, line: string): string => run(m, { channel: 'world', line }).output ?? '<waits>';
const list = (m: Machine): string => world(m, 'accel list');
const calls = (m: Machine): readonly string[] => m.k.trace.data().names;
const T = 2 ** 40;

describe('an accelerator', () => {
  it('has its memory in ZONE_DEVICE, on its node, without memory blocks', () => {
    const m = fresh();
    const blocks = m.blocks.ids().length;
    expect(world(m, 'accel plug gpu0 4G node 1')).toBe('');
    expect(list(m)).toBe(`gpu0: ready, node 1, coherent, 0x10000000000-0x100ffffffff\n`);
    expect(m.zones.zone({ nid: nodeId(1), zone: 'Device' }).spanned).toBe((4 * GiB) / 4096);
    expect(m.sections.isOnline(sectionNr(T / 2 ** 27))).toBe(false);
    expect(m.pagemaps.ownerOf(pfn(T / 4096))).toBe('gpu0');
    expect(m.blocks.ids()).toHaveLength(blocks);
    expect(run(m, { channel: 'shell', line: 'cat /proc/iomem' }).output).toContain('10000000000-100ffffffff : gpu0');
    expect(invariants(m)).toEqual([]);
  });

  it('costs DRAM for its struct pages, and adds nothing that the kernel could hand out', () => {
    const m = fresh();
    const free = (): number =>
      Number(/MemFree: +(\d+)/.exec(run(m, { channel: 'shell', line: 'cat /proc/meminfo' }).output ?? '')?.[1]);
    const before = free();
    world(m, 'accel plug gpu0 1G node 1');
    expect(before - free()).toBeGreaterThanOrEqual(((GiB / 4096) * 64) / 1024);
    expect(m.zones.zone({ nid: nodeId(1), zone: 'Device' })).toMatchObject({
      present: 0,
      managed: 0,
      spanned: GiB / 4096,
    });
    expect(world(m, 'accel plug gpu1 1G at 0x10000200000')).toBe('accel: gpu1: EBUSY\n');
    expect(world(m, 'accel online gpu0')).toBe('accel: gpu0 is not initialised: it is ready\n');
  });

  it('goes offline for an error, comes back initialised, at another range; nothing is left of the first one', () => {
    const m = fresh();
    const tables = m.mapping.counters('vmemmap').inTree;
    world(m, 'accel plug gpu0 1G node 1');
    expect(world(m, 'accel fault gpu0 link down')).toBe('');
    expect(calls(m)).toEqual(expect.arrayContaining(['memunmap_pages', 'arch_remove_memory', 'section_deactivate']));
    expect(list(m)).toContain('gpu0: offline, node 1');
    expect(m.sections.isPresent(sectionNr(T / 2 ** 27))).toBe(false);
    expect(m.mapping.counters('vmemmap').inTree).toBe(tables);
    expect(world(m, 'accel online gpu0')).toBe('accel: gpu0 is not initialised: it is offline\n');
    expect(world(m, 'accel reset gpu0')).toBe('');
    expect(world(m, 'accel online gpu0 at elsewhere')).toBe('');
    expect(list(m)).toBe('gpu0: ready, node 1, coherent, 0x10040000000-0x1007fffffff\n');
    expect(logLines(m.k.log.value).slice(-3)).toEqual([
      'coherent-accel gpu0: link down: taking the memory offline',
      'coherent-accel gpu0: initialised',
      'coherent-accel gpu0: 1024 MiB of coherent memory at [mem 0x10040000000-0x1007fffffff]',
    ]);
    expect(invariants(m)).toEqual([]);
  });

  it('waits without limit for pages that somebody holds', () => {
    const m = fresh();
    world(m, 'accel plug gpu0 1G');
    world(m, 'accel pin gpu0 512');
    const waiting = run(m, { channel: 'world', line: 'accel fault gpu0' });
    expect(waiting.pending).toBe('512 pinned pages of gpu0');
    expect(list(m)).toContain('ready');
    expect(world(m, 'accel release gpu0')).toBe('');
    expect(list(m)).toContain('gpu0: offline');
  });

  it.each([
    ['accel plug gpu0 3M', "accel: '3M' is no multiple of 2 MiB\n"],
    ['accel plug gpu0 1G node 9', 'accel: no node 9\n'],
    ['accel plug gpu0 1G at 0x100000000', 'accel: gpu0: EBUSY\n'],
    ['accel plug gpu0 1G at 0x1000', "accel: '0x1000' is no address at a multiple of 2 MiB\n"],
    ['accel fault gpu7', 'accel: no accelerator gpu7\n'],
    ['accel plug', /^usage: accel plug ID SIZE/],
  ])('%s is refused and nothing changes', (line, why) => {
    const m = fresh();
    const before = hashStore(m.k.store);
    expect(world(m, line)).toMatch(why);
    expect(hashStore(m.k.store)).toBe(before);
  });

  it('a plug that cannot be mapped leaves nothing', () => {
    const m = fresh();
    expect(world(m, 'accel plug gpu0 1G at 0x100000000000000')).toMatch(/^accel: /);
    expect(list(m)).toBe('');
  });
});
