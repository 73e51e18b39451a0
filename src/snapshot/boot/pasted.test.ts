/** Machines from pasted command lines. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bootPasted } from './pasted.ts';
import type { Pasted } from './pasted.ts';
import { headOf } from './reboot.ts';

const kernelOf = (id: string) => headOf(readFileSync(`public/machines/${id}.json`, 'utf8'));
const x86 = kernelOf('x86_64-dimm-lifecycle');
const TWO = `-m 4G,slots=8,maxmem=32G -object memory-backend-ram,id=m0,size=2G -object memory-backend-ram,id=m1,size=2G \\
  -numa node,nodeid=0,cpus=0,memdev=m0 -numa node,nodeid=1,cpus=1,memdev=m1`;
function started(p: Pasted) {
  if ('wrong' in p) throw new Error(p.wrong.map((w) => w.why).join('\n'));
  return p;
}
const why = (p: Pasted): string =>
  'wrong' in p ? p.wrong.map((w) => `${w.field} ${w.why}`.trim()).join('\n') : 'started';

describe('a pasted command line', () => {
  it('becomes a machine', () => {
    const line = `$ sudo /usr/bin/qemu-system-x86_64 -machine q35 -smp 2 ${TWO} -kernel bzImage -append "console=ttyS0 movable_node"`;
    const { boot, head } = started(bootPasted(line, undefined, x86));
    const { machine } = boot;
    expect(machine.options.title).toBe('q35, 4 GiB, 2 nodes');
    expect(machine.k.config.cmdline).toBe('console=ttyS0 movable_node');
    expect(machine.params.value.movableNode).toBe(true);
    expect(machine.zones.nodes.value.filter((n) => n.online)).toHaveLength(2);
    expect(machine.blocks.ids()).toHaveLength(32);
    expect(head.qemu.argv[0]).toBe('qemu-system-x86_64');
  });
  it('is a PC without -machine, is named by -name, and takes other words for -append', () => {
    const { boot } = started(
      bootPasted('qemu-system-x86_64 -m 1G -name guest=tiny,debug-threads=on -append a', 'mem=512M', x86),
    );
    expect(boot.machine.options.title).toBe('tiny');
    expect(boot.machine.options.board.machine).toBe('pc');
    expect(boot.machine.k.config.cmdline).toBe('mem=512M');
    expect(started(bootPasted('qemu-system-x86_64 -m 1G', undefined, x86)).boot.machine.options.title).toBe(
      'pc, 1 GiB',
    );
  });
  it('names what plays no part', () => {
    const line =
      'qemu-system-x86_64 -M q35 -m 2G -nographic -device virtio-net-pci,netdev=n -netdev user,id=n -append "quiet mem=1G"';
    expect(started(bootPasted(line, undefined, x86)).boot.ignored).toEqual([
      '-nographic',
      '-device virtio-net-pci,netdev=n',
      '-netdev user,id=n',
      'quiet',
    ]);
  });
  it.each([
    ['arm64-dimm-lifecycle', 'qemu-system-aarch64 -machine virt -cpu cortex-a57 -m 2G -bios QEMU_EFI.fd'],
    ['riscv64-kmem', 'qemu-system-riscv64 -machine virt -m 2G'],
  ])('boots with the kernel of %s', (id, line) => {
    const { boot } = started(bootPasted(line, undefined, kernelOf(id)));
    expect(boot.machine.blocks.ids().length).toBeGreaterThan(0);
  });
  it.each([
    ['', /^No QEMU was found/],
    ['ls -l', /^No QEMU was found/],
    ['qemu-system-ppc64 -m 1G', /^qemu-system-ppc64: machines of x86_64/],
    ['qemu-system-aarch64 -M virt -m 1G', /^qemu-system-aarch64 does not go with the kernel of/],
    ['qemu-system-x86_64 -m lots', /-m is not a size: .lots/],
    ['qemu-system-x86_64 -m', /-m has no value/],
    ['qemu-system-x86_64 -M microvm -m 1G', /^-machine microvm is not modelled; pc and q35 are/],
    ['qemu-system-x86_64 -m 4G,maxmem=2G', /-m maxmem is smaller than the RAM/],
    [`qemu-system-x86_64 ${TWO.replace('-m 4G', '-m 5G')}`, /total memory for NUMA nodes/],
    [
      `qemu-system-x86_64 -m 1G,slots=1,maxmem=4G -device pc-dimm,id=d,memdev=nope`,
      /^-device pc-dimm,id=d,memdev=nope: Device 'nope' not found/,
    ],
    ['qemu-system-x86_64 -smp two -m 1G', /-smp is not a number/],
  ])('refuses %j', (line, said) => expect(why(bootPasted(line, undefined, x86))).toMatch(said));
  it('says so when no kernel came with it', () => {
    expect(why(bootPasted('qemu-system-x86_64 -m 1G', undefined, undefined))).toMatch(/^there is no kernel/);
    expect(why(bootPasted('qemu-system-aarch64 -m 1G', undefined, kernelOf('arm64-dimm-lifecycle')))).toMatch(
      /^-machine is missing/,
    );
  });
});
