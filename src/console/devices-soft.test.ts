/** Boot to bash: memory the firmware marked special, and each policy that changes its course. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { logLines } from '../engine/kernel/kernel.ts';
import type { Machine } from '../engine/machine.ts';
import { NO_DEVICES } from '../engine/devices/view.ts';
import { bootPasted } from '../snapshot/boot/pasted.ts';
import { headOf, reboot } from '../snapshot/boot/reboot.ts';
import { DEVICE_MODULES } from './device-modules.ts';
import { run } from './testing.ts';

const base = headOf(readFileSync('public/machines/x86_64-softreserved-cxl-node.json', 'utf8'));
const LINE = `qemu-system-x86_64 -machine q35,hmat=on -m 4G,slots=8,maxmem=32G -object memory-backend-ram,id=m0,size=2G \\
  -object memory-backend-ram,id=m1,size=2G -numa node,nodeid=0,cpus=0,memdev=m0 -numa node,nodeid=1,memdev=m1,initiator=0 \\
  -numa hmat-lb,initiator=0,target=0,hierarchy=memory,data-type=access-latency,latency=10 \\
  -numa hmat-lb,initiator=0,target=0,hierarchy=memory,data-type=access-bandwidth,bandwidth=40G \\
  -numa hmat-lb,initiator=0,target=1,hierarchy=memory,data-type=access-latency,latency=60 \\
  -numa hmat-lb,initiator=0,target=1,hierarchy=memory,data-type=access-bandwidth,bandwidth=10G`;
function start(words: string, line = LINE): Machine {
  const p = bootPasted(line, '', base, DEVICE_MODULES);
  if ('wrong' in p) throw new Error(p.wrong.map((w) => w.why).join());
  return again(p.boot.machine, words);
}
function again(m: Machine, words: string): Machine {
  if (base === undefined) throw new Error('no kernel');
  const head = { ...base, qemu: { ...base.qemu, argv: [...m.files.baseline.value.qemu.argv] } };
  const { machine, output } = reboot(head, m, words.split(' '), DEVICE_MODULES);
  if (machine === undefined) throw new Error(output);
  return machine;
}
const sh = (m: Machine, line: string): string => run(m, { channel: 'shell', line }).output ?? '';
const iomem = (m: Machine): string => sh(m, 'cat /proc/iomem');
const SOFT =
  '100000000-17fffffff : Soft Reserved\n  100000000-17fffffff : dax0.0\n    100000000-17fffffff : System RAM (kmem)';
const RAM = '100000000-17fffffff : System RAM\n';

describe('special-purpose memory', () => {
  it('is soft reserved, a dax device, System RAM of its own node; offline until somebody onlines it', () => {
    const m = start('sp=2G@4G');
    expect(iomem(m)).toContain(SOFT);
    expect(sh(m, 'cat /sys/devices/system/node/has_memory')).toBe('0\n');
    expect(sh(m, 'daxctl online-memory dax0.0')).toBe('onlined memory for 1 device\n');
    expect(sh(m, 'cat /sys/devices/system/node/has_memory')).toBe('0-1\n');
    expect(sh(m, 'cat /sys/devices/system/memory/memory32/valid_zones')).toBe('Movable\n');
  });
  it('counts the block that reaches beyond its end with its own, and cannot take that one offline', () => {
    const m = start('sp=600M@4300M');
    expect(sh(m, 'daxctl list -D')).toContain('"online_memblocks":1,\n    "total_memblocks":5\n');
    expect(sh(m, 'daxctl online-memory dax0.0')).toContain('dax0.0: 1 memory section already online\n');
    expect(sh(m, 'daxctl offline-memory dax0.0')).toBe(
      'libdaxctl: offline_one_memblock: dax0.0: Failed to offline /sys/devices/system/node/node1/memory38/state: Invalid argument\n' +
        'dax0.0: failed to offline memory: Invalid argument\nerror offlining memory: Invalid argument\nofflined memory for 0 devices\n',
    );
    // -f takes the blocks offline the same way, and no line of its own says that they would not go
    expect(sh(m, 'daxctl reconfigure-device -f -m devdax dax0.0')).toMatch(
      /dax0\.0: failed to offline memory: Invalid argument\nerror reconfiguring devices: Invalid argument\nreconfigured 0 devices\n$/u,
    );
  });
  it('goes where each of the four policies says', () => {
    expect(
      sh(start('sp=2G@4G memhp_default_state=online_movable'), 'cat /sys/devices/system/memory/memory32/valid_zones'),
    ).toBe('Movable\n');
    expect(
      sh(
        start('sp=2G@4G CONFIG_MHP_DEFAULT_ONLINE_TYPE_ONLINE_KERNEL=y'),
        'cat /sys/devices/system/memory/memory32/valid_zones',
      ),
    ).toBe('Normal\n');
    const m = start('sp=2G@4G');
    expect(
      run(m, { channel: 'write', path: '/sys/devices/system/memory/memory32/state', value: 'online_kernel' }).errno,
    ).toBeUndefined();
    expect(sh(m, 'cat /sys/devices/system/memory/memory32/valid_zones')).toBe('Normal\n');
    // the rule of user space
    const rule = start('sp=2G@4G');
    run(rule, { channel: 'world', line: 'policy add=online_movable' });
    sh(rule, 'daxctl reconfigure-device -m devdax -f dax0.0');
    sh(rule, 'daxctl reconfigure-device -m system-ram --no-online dax0.0');
    expect(sh(rule, 'cat /sys/devices/system/memory/memory32/valid_zones')).toBe('Movable\n');
  });
  it.each(['sp=2G@4G nosoftreserve', 'sp=2G@4G CONFIG_EFI_SOFT_RESERVE=n'])(
    'is System RAM from the start with %s',
    (words) => {
      const m = start(words);
      expect(iomem(m)).toContain(RAM);
      expect(sh(m, 'cat /sys/devices/system/memory/memory40/valid_zones')).toBe('Normal\n');
      expect(m.pagemaps.live).toEqual([]);
    },
  );
  it('without kmem it stays a dax device with device pages', () => {
    const m = start('sp=2G@4G CONFIG_DEV_DAX_KMEM=n');
    expect(sh(m, 'daxctl list')).toContain('"mode":"devdax"');
    expect([...m.pagemaps.all.value.keys()]).toEqual(['dax0.0']);
    expect(sh(m, 'ls /sys/bus/dax/drivers')).toBe('device_dax\n');
    expect(sh(m, 'daxctl reconfigure-device -m system-ram dax0.0')).not.toContain('"mode":"system-ram"');
    expect(iomem(m)).not.toContain('System RAM (kmem)');
    // and without a driver that takes soft-reserved ranges it is nobody's
    const none = start('sp=2G@4G CONFIG_DEV_DAX_HMEM=n');
    expect(iomem(none)).toContain('100000000-17fffffff : Soft Reserved\n');
    expect(iomem(none)).not.toContain('dax0.0');
  });
  it('kexec hands on what the kernel before made of it; a boot of the firmware does not', () => {
    const ram = start('sp=2G@4G nosoftreserve');
    const next = again(ram, 'kexec nosoftreserve=');
    expect(iomem(next)).toContain(RAM);
    expect(iomem(again(next, 'quiet='.replace('quiet', 'mem')))).toContain(SOFT);
    const soft = again(start('sp=2G@4G'), 'kexec nosoftreserve');
    expect(iomem(soft)).toContain(SOFT);
    // what kmem had online is not part of the map
    expect(sh(soft, 'cat /sys/devices/system/node/has_memory')).toBe('0\n');
    expect(iomem(again(soft, 'mem='))).toContain(RAM);
  });
  it('lies in a slower tier, by what the firmware says or by what dax is taken for', () => {
    const m = start('sp=2G@4G memhp_default_state=online_movable');
    const tiers = (on: Machine): readonly string[] =>
      on.devices
        .reduce((all, d) => ({ ...all, ...d.view?.read() }), NO_DEVICES)
        .tiers.map((t) => `${t.name} ${t.nodes.join()} ${t.adistance}`);
    expect(tiers(m)).toEqual(['memory_tier4 0 512', 'memory_tier108 1 13824']);
    expect(sh(m, 'cat /sys/devices/virtual/memory_tiering/memory_tier108/nodelist')).toBe('1\n');
    expect(logLines(m.k.log.value).slice(-2)).toEqual([
      'Demotion targets for Node 0: preferred: 1, fallback: 1',
      'Demotion targets for Node 1: null',
    ]);
    expect(tiers(start('sp=2G@4G memhp_default_state=online_movable', LINE.replace('hmat=on', 'hmat=off')))).toEqual([
      'memory_tier4 0 512',
      'memory_tier22 1 2816',
    ]);
  });
});
