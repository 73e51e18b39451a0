/** Machines whose kernel was built otherwise: what they lack, and what they answer. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { invariants } from '../../engine/invariants.ts';
import type { Line } from '../../engine/lines.ts';
import { nodeId, sectionNr } from '../../engine/units.ts';
import { machineSession } from '../../session/machine-session.ts';
import { loadMachine } from '../load.ts';
import { parseSnapshotText } from '../check.ts';
import { headOf, reboot } from './reboot.ts';

const text = readFileSync('public/machines/x86_64-dimm-lifecycle.json', 'utf8');
const head = headOf(text);
const parsed = parseSnapshotText(text);
if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
const recorded = loadMachine(parsed.snapshot);

/** A session on the machine with two nodes after a reboot. */
function built(words: string) {
  const s = machineSession(recorded.fork(), (machine, knobs) => reboot(head, machine, knobs));
  const answer = (line: Line): string => {
    const { reply } = s.run(line, 'person').line;
    return reply.output ?? reply.errno ?? '';
  };
  const booted = answer({ channel: 'world', line: `boot ${words}` });
  expect(booted).toMatch(/^Linux /);
  return {
    booted,
    session: s,
    shell: (line: string) => answer({ channel: 'shell', line }),
    monitor: (line: string) => answer({ channel: 'monitor', line }),
    world: (line: string) => answer({ channel: 'world', line }),
    plug: () => {
      answer({ channel: 'monitor', line: 'object_add memory-backend-ram,id=k,size=256M' });
      return answer({ channel: 'monitor', line: 'device_add pc-dimm,id=e,memdev=k,node=1' });
    },
  };
}

describe('without MEMORY_HOTPLUG', () => {
  it('there are no memory blocks, and the guest never takes the DIMM that QEMU plugs', () => {
    const m = built('CONFIG_MEMORY_HOTPLUG=n memhp_default_state=online');
    expect(m.booted).toContain('# CONFIG_ACPI_HOTPLUG_MEMORY is not set');
    expect(m.booted).toContain('memhp_default_state=online changes nothing on this machine');
    expect(m.shell('lsmem')).toBe('lsmem: cannot open /sys/devices/system/memory: No such file or directory\n');
    expect(m.shell('lsmem --version')).toContain('util-linux');
    expect(m.shell('chmem -e 128M')).toBe(
      'chmem: Failed to read /sys/devices/system/memory: No such file or directory\n',
    );
    expect(m.shell('ls /sys/devices/system')).not.toContain('memory');
    expect(m.shell('ls /sys/devices/system/node/node0')).not.toMatch(/memory\d/);
    const iomem = m.shell('cat /proc/iomem');
    expect(m.plug()).toBe('');
    expect(m.monitor('info memory-devices')).toContain('hotplugged: true');
    expect(m.shell('cat /proc/iomem')).toBe(iomem);
    m.monitor('device_del e');
    expect(m.monitor('info memory-devices')).toBe('');
    expect(invariants(m.session.machine)).toEqual([]);
  });
  it('kmem and virtio-mem are gone, and come back with it as far as Kconfig brings them', () => {
    const m = built('CONFIG_MEMORY_HOTPLUG=n');
    const again = m.world('boot CONFIG_MEMORY_HOTPLUG=y');
    expect(again).toContain('CONFIG_DEV_DAX_KMEM=y');
    expect(again).toContain('CONFIG_MHP_MEMMAP_ON_MEMORY=y');
    expect(again).not.toContain('CONFIG_ACPI_HOTPLUG_MEMORY=y');
    expect(m.shell('lsmem')).toContain('0-15');
    expect(m.world('boot CONFIG_ACPI_HOTPLUG_MEMORY=y')).toMatch(/^Linux/);
    m.plug();
    expect(m.shell('lsmem')).toContain('48-49');
  });
});

describe('without MIGRATION', () => {
  it('nothing goes offline: removable 0, no valid_zones, EINVAL, and the platform hears busy', () => {
    const m = built('CONFIG_MIGRATION=n');
    expect(m.booted).toContain('# CONFIG_COMPACTION is not set');
    expect(m.booted).toContain('# CONFIG_MEMORY_HOTREMOVE is not set');
    m.plug();
    expect(m.shell('chmem -e 256M -z Movable')).toContain('zone ignored, no valid_zones sysfs attribute present');
    expect(m.shell('cat /sys/devices/system/memory/memory48/removable')).toBe('0\n');
    expect(m.shell('ls /sys/devices/system/memory/memory48')).not.toContain('valid_zones');
    expect(m.shell('echo offline > /sys/devices/system/memory/memory48/state')).toContain('Invalid argument');
    m.monitor('device_del e');
    expect(m.monitor('info memory-devices')).toContain('"e"');
    expect(m.shell('dmesg')).toContain('memory memory48: Offline failed.');
    expect(invariants(m.session.machine)).toEqual([]);
  });
});

describe('without SPARSEMEM_VMEMMAP', () => {
  it('a section has an array of struct pages of its own, and nothing maps a vmemmap', () => {
    const m = built('CONFIG_SPARSEMEM_VMEMMAP=n memory_hotplug.memmap_on_memory=y');
    expect(m.booted).toContain('# CONFIG_ZONE_DEVICE is not set');
    expect(m.booted).toContain('memory_hotplug.memmap_on_memory=y changes nothing on this machine');
    const { machine } = m.session;
    expect(machine.mapping.tablesInTree('vmemmap')).toBe(0);
    expect(m.shell('ls /sys/module/memory_hotplug/parameters')).not.toContain('memmap_on_memory');
    const free = (): number => Number(/MemFree: +(\d+)/.exec(m.shell('grep MemFree /proc/meminfo'))?.[1]);
    const before = free();
    m.plug();
    const plugged = m.session.machine;
    // two sections of 2 MiB each, and a table or two of the direct map
    expect(before - free()).toBeGreaterThanOrEqual(4096);
    expect(before - free()).toBeLessThan(4096 + 64);
    expect(plugged.mapping.tablesInTree('vmemmap')).toBe(0);
    expect(plugged.blocks.altmap.get(48)).toBe(0);
    expect(invariants(plugged)).toEqual([]);
    m.monitor('device_del e');
    expect(free()).toBe(before);
    expect(invariants(m.session.machine)).toEqual([]);
  });
  it('takes single pages where no block is free, and gives all of them back when they end', () => {
    const m = built('CONFIG_SPARSEMEM_VMEMMAP=n').session.machine.fork();
    const nid = nodeId(0);
    const alloc = (pages: number, tag: string): boolean =>
      m.pages.alloc({ owner: 'kernel', tag, pages, order: 0, highestZone: 'Normal', type: 'unmovable', nid }) !==
      undefined;
    for (const pages of [65536, 512, 1]) for (let n = 0; alloc(pages, `eater${pages}.${n}`); n++);
    const range = m.sections.range(sectionNr(m.sections.highest.value));
    expect(m.mapping.populateVmemmap(range, nid)).toBe('ENOMEM');
    // 600 pages in three pageblocks, none of which becomes free
    for (const from of [0, 1024, 2048]) m.pages.free('eater65536.0', 200, from);
    expect(m.mapping.populateVmemmap(range, nid)).toBeUndefined();
    expect(m.pages.memmapOf(sectionNr(m.sections.highest.value))).toBeDefined();
    m.mapping.freeVmemmap(range);
    expect(invariants(m)).toEqual([]);
  });
});

describe('without what memory devices need', () => {
  it('ZONE_DEVICE: zoneinfo has a zone less', () => {
    const m = built('CONFIG_ZONE_DEVICE=n');
    expect(m.shell('grep -c Device /proc/zoneinfo')).toBe('0\n');
    expect(m.shell('grep protection /proc/zoneinfo').split('\n')[0]).toMatch(/\((\d+, ){3}\d+\)$/);
  });
  it('X86_5LEVEL goes with SPARSEMEM_VMEMMAP and the other way round nothing happens', () => {
    expect(built('CONFIG_X86_5LEVEL=n').booted).not.toContain('SPARSEMEM_VMEMMAP');
  });
});
