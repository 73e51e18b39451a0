/**
 * Every line that the five threads print, typed where they print it. What QEMU says was taken from QEMU 7.2.22 itself, for
 * each of its three programs; what the kernel says from recordings and sources.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { logLines } from '../engine/kernel/kernel.ts';
import type { Machine } from '../engine/machine.ts';
import { bootPasted } from '../snapshot/boot/pasted.ts';
import type { Pasted } from '../snapshot/boot/pasted.ts';
import { headOf } from '../snapshot/boot/reboot.ts';
import { DEVICE_MODULES } from './device-modules.ts';
import { run } from './testing.ts';

const KERNELS: Readonly<Record<string, string>> = {
  x86_64: 'x86_64-dimm-lifecycle',
  aarch64: 'arm64-dimm-lifecycle',
  riscv64: 'riscv64-kmem',
};
function start(line: string): Pasted {
  const arch = /qemu-system-(\w+)/.exec(line)?.[1] ?? '';
  const base = headOf(readFileSync(`public/machines/${KERNELS[arch] ?? ''}.json`, 'utf8'));
  return bootPasted(line, undefined, base, DEVICE_MODULES);
}
function booted(line: string): Machine {
  const p = start(line);
  if ('wrong' in p) throw new Error(p.wrong.map((w) => w.why).join('\n'));
  return p.boot.machine;
}
const refused = (line: string): string => {
  const p = start(line);
  return 'wrong' in p ? p.wrong.map((w) => `${w.field} ${w.why}`.trim()).join('\n') : 'started';
};
const monitor = (m: Machine, line: string): string => run(m, { channel: 'monitor', line }).output ?? '';
const sh = (m: Machine, line: string): { readonly output: string; readonly status: number } => {
  const { output, status } = run(m, { channel: 'shell', line });
  return { output: output ?? '', status: status ?? -1 };
};

const RISCV = '-machine virt,aia=aplic-imsic -cpu rv64 -smp 8 -m 16G,slots=3,maxmem=32G';
const NODE = '-object memory-backend-ram,id=mem0,size=16G -numa node,nodeid=0,memdev=mem0';
const VIRTIO_MEM = '-object memory-backend-ram,id=vmem0,size=2G -device virtio-mem-pci,id=vm0,memdev=vmem0,node=0';
const VIRTIO_PMEM =
  '-object memory-backend-file,id=mem1,share=on,mem-path=virtio_pmem.img,size=4G -device virtio-pmem-pci,memdev=mem1,id=nv1';
const DIMM_1 =
  '-object memory-backend-file,id=mem-1,size=256M,mem-path=/pagesize-2MB -device pc-dimm,id=mem1,memdev=mem-1';
const DIMM_2 =
  '-object memory-backend-file,id=mem-2,size=1G,mem-path=/pagesize-1GB -device pc-dimm,id=mem2,memdev=mem-2';
const DIMM_3 =
  '-object memory-backend-file,id=mem-3,size=256M,mem-path=/pagesize-2MB -device pc-dimm,id=mem3,memdev=mem-3';
const X86 = 'qemu-system-x86_64 -machine q35 -smp 8 -m 16G,slots=3,maxmem=32G';
const invalid = (driver: string): string => `'${driver}' is not a valid device model name`;

describe('the board of the RISC-V thread, as QEMU 7.2 has it', () => {
  it('starts: aia=, slots= and maxmem= are taken, and there are no memory devices', () => {
    const m = booted(`qemu-system-riscv64 ${RISCV} ${NODE}`);
    expect(monitor(m, 'info memory-devices')).toBe('');
    // a QEMU without memory devices says nothing of plugged memory
    expect(monitor(m, 'info memory_size_summary')).toBe('base memory: 17179869184\n');
    expect(m.blocks.ids()).toHaveLength(128);
    expect(sh(m, 'lsmem').output).toContain('Total online memory:      16G');
  });
  it.each([
    [
      VIRTIO_MEM,
      `-device virtio-mem-pci,id=vm0,memdev=vmem0,node=0: ${invalid('virtio-mem-pci')} (QEMU 7.2; a newer one knows it, unverified: QEMU_VERSION=9 before the program's name)`,
    ],
    [
      VIRTIO_PMEM,
      `-device virtio-pmem-pci,memdev=mem1,id=nv1: ${invalid('virtio-pmem-pci')} (QEMU 7.2; a newer one knows it, unverified: QEMU_VERSION=9 before the program's name)`,
    ],
    [DIMM_1, `-device pc-dimm,id=mem1,memdev=mem-1: ${invalid('pc-dimm')}`],
  ])('refuses %s', (line, why) => expect(refused(`qemu-system-riscv64 ${RISCV} ${line}`)).toBe(why));
  it('does not know acpi=on, nor a misspelt aia=', () => {
    expect(refused('qemu-system-riscv64 -machine virt,acpi=on -m 1G')).toBe("Property 'virt-machine.acpi' not found");
    expect(refused('qemu-system-riscv64 -machine virt,aia=imsic -m 1G')).toContain(
      'Valid values are none, aplic, and aplic-imsic.',
    );
    expect(refused('qemu-system-x86_64 -machine q35,aia=aplic-imsic -m 1G')).toBe(
      "Property 'pc-q35-7.2-machine.aia' not found",
    );
  });
  it('answers the monitor lines', () => {
    const m = booted(`qemu-system-riscv64 ${RISCV} ${NODE}`);
    expect(monitor(m, 'object_add memory-backend-ram,id=mem1,size=1G')).toBe('');
    expect(monitor(m, 'device_add pc-dimm,id=dimm1,memdev=mem1')).toBe(`Error: ${invalid('pc-dimm')}\n`);
    expect(monitor(m, 'device_add nvdimm,id=nv1,memdev=mem1')).toBe(`Error: ${invalid('nvdimm')}\n`);
    expect(monitor(m, 'device_add virtio-mem-pci,id=vm0,memdev=mem1')).toBe(`Error: ${invalid('virtio-mem-pci')}\n`);
    expect(monitor(m, 'qom-set vm0 requested-size 1G')).toBe("Error: Device 'vm0' not found\n");
  });
  it('is another one with a newer QEMU, and says that nobody has seen it', () => {
    const p = start(
      `QEMU_VERSION=9 qemu-system-riscv64 ${RISCV} ${NODE} ${VIRTIO_MEM} ${VIRTIO_PMEM} -append memhp_default_state=online_movable`,
    );
    if ('wrong' in p) throw new Error(p.wrong.map((w) => w.why).join());
    expect(p.boot.problems.map((x) => x.why).join()).toMatch(/^unverified/);
    const m = p.boot.machine;
    expect(monitor(m, 'qom-set vm0 requested-size 1G')).toBe('');
    expect(monitor(m, 'info memory-devices')).toContain('requested-size: 1073741824\n  size: 1073741824');
    expect(sh(m, 'ndctl list').output).toContain('"blockdev":"pmem0"');
    expect(refused(`QEMU_VERSION=9 qemu-system-riscv64 ${RISCV} ${DIMM_1}`)).toContain(invalid('pc-dimm'));
  });
});

describe('the same devices where QEMU 7.2 has them', () => {
  it('virtio-mem grows to what is requested, and further only in whole device blocks', () => {
    const m = booted(`${X86} ${VIRTIO_MEM}`);
    const entry = (requested: number, size: number): string =>
      `Memory device [virtio-mem]: "vm0"\n  memaddr: 0x480000000\n  node: 0\n  requested-size: ${requested}\n  size: ${size}\n  max-size: 2147483648\n  block-size: 2097152\n  memdev: /objects/vmem0\n`;
    expect(monitor(m, 'info memory-devices')).toBe(entry(0, 0));
    expect(monitor(m, 'qom-set vm0 requested-size 1G')).toBe('');
    expect(monitor(m, 'info memory-devices')).toBe(entry(2 ** 30, 2 ** 30));
    expect(monitor(m, 'qom-set vm0 requested-size 1M')).toBe(
      "Error: 'requested-size' has to be multiples of 'block-size' (0x200000)\n",
    );
    expect(monitor(m, 'qom-set vm0 requested-size 3G')).toBe(
      "Error: 'requested-size' cannot exceed the memory backend size(0x80000000)\n",
    );
    expect(monitor(m, 'info memory_size_summary')).toBe('base memory: 17179869184\nplugged memory: 1073741824\n');
    expect(sh(m, 'lsmem').output).toContain('Total offline memory:      1G');
  });
  it('virtio-mem with requested-size= plugs while the kernel boots', () => {
    const m = booted(`${X86} ${VIRTIO_MEM},requested-size=512M -append memhp_default_state=online_movable`);
    expect(monitor(m, 'qom-get vm0 size')).toBe('536870912\n');
    expect(sh(m, 'cat /proc/iomem').output).toContain('  480000000-49fffffff : System RAM (virtio_mem)');
    expect(sh(m, 'cat /sys/devices/system/memory/memory144/valid_zones').output).toBe('Movable\n');
    expect(logLines(m.k.log.value)).toContain('virtio_mem virtio0: requested size: 0x20000000');
  });
  it('virtio-pmem is a region, then a dax device, then System RAM', () => {
    const m = booted(`${X86} ${VIRTIO_PMEM} -append memhp_default_state=offline`);
    expect(monitor(m, 'info memory-devices')).toBe(
      'Memory device [virtio-pmem]: "nv1"\n  memaddr: 0x480000000\n  size: 4294967296\n  memdev: /objects/mem1\n',
    );
    expect(sh(m, 'ndctl create-namespace -f -e namespace0.0 -m devdax').output).toContain('"chardev":"dax0.0"');
    expect(sh(m, 'daxctl reconfigure-device -m system-ram --no-online dax0.0')).toMatchObject({ status: 0 });
    expect(sh(m, 'daxctl online-memory dax0.0').output).toBe('onlined memory for 1 device\n');
    expect(sh(m, 'cat /proc/iomem').output).toContain('System RAM (kmem)');
  });
  it('three DIMMs on huge pages lie where the page size of each file allows', () => {
    const m = booted(`${X86} ${DIMM_1} ${DIMM_2} ${DIMM_3}`);
    const at = [...monitor(m, 'info memory-devices').matchAll(/"(mem\d)"\n {2}addr: (0x[0-9a-f]+)\n {2}slot: (\d)/g)];
    expect(at.map((x) => x.slice(1).join(' '))).toEqual([
      'mem1 0x480000000 0',
      'mem3 0x490000000 2',
      'mem2 0x4c0000000 1',
    ]);
    expect(sh(m, 'lsmem').output).toContain('Total offline memory:    1.5G');
  });
  it('a DIMM is plugged and its block onlined', () => {
    const m = booted(X86);
    expect(monitor(m, 'object_add memory-backend-ram,id=mem1,size=1G')).toBe('');
    expect(monitor(m, 'device_add pc-dimm,id=dimm1,memdev=mem1')).toBe('');
    expect(monitor(m, 'info memory-devices')).toContain('Memory device [dimm]: "dimm1"\n  addr: 0x480000000');
    expect(sh(m, 'cat /sys/bus/memory/devices/memory144/state').output).toBe('offline\n');
  });
  it.each([
    [
      '-object memory-backend-file,id=mem1,share=on,size=4G',
      "-object memory-backend-file,id=mem1,share=on,size=4G: Parameter 'mem-path' is missing",
    ],
    ['-device virtio-mem-pci,id=vm0,memdev=nope', "-device virtio-mem-pci,id=vm0,memdev=nope: Device 'nope' not found"],
    ['-device virtio-mem-pci,id=vm0', "-device virtio-mem-pci,id=vm0: 'memdev' property must be set"],
    [`${VIRTIO_MEM},requested-size=3M`, "'requested-size' property has to be multiples of 'block-size' (0x200000)"],
    [`${VIRTIO_MEM},block-size=3M`, "'block-size' property has to be a power of two"],
    [
      '-object memory-backend-ram,id=m,size=1G -device nvdimm,id=n,memdev=m',
      "nvdimm is not enabled: missing 'nvdimm' in '-M'",
    ],
    [
      `${VIRTIO_MEM} -device virtio-pmem-pci,memdev=vmem0`,
      "-device virtio-pmem-pci,memdev=vmem0: can't use already busy memdev: vmem0",
    ],
    ['-object memory-backend-ram,id=m,size=1G -object memory-backend-ram,id=m,size=1G', "Duplicate ID 'm' for object"],
  ])('%s is refused as QEMU does', (line, why) => expect(refused(`${X86} ${line}`)).toContain(why));
  it('refuses slots without maxmem, and device memory without room', () => {
    expect(refused('qemu-system-x86_64 -machine q35 -m 1G,slots=3')).toBe('slots specified but no max-size');
    expect(refused(`qemu-system-x86_64 -machine q35 -m 1G ${VIRTIO_MEM}`)).toContain(
      'memory devices (e.g. for memory hotplug) are not enabled, please specify the maxmem option',
    );
    expect(refused(`qemu-system-x86_64 -machine q35 -m 1G,maxmem=2G ${VIRTIO_MEM}`)).toContain(
      'not enough space, currently 0x0 in use of total space for memory devices 0x40000000',
    );
    expect(refused(`qemu-system-aarch64 -machine virt -m 1G,maxmem=8G ${VIRTIO_PMEM}`)).toContain(
      invalid('virtio-pmem-pci'),
    );
  });
  it('takes more virtio-mem devices where a bus takes them, and lets none go', () => {
    const q35 = booted(`${X86} ${VIRTIO_MEM}`);
    expect(monitor(q35, 'device_add virtio-mem-pci,id=vm1,memdev=x')).toBe(
      "Error: Bus 'pcie.0' does not support hotplugging\n",
    );
    expect(monitor(q35, 'device_del vm0')).toBe("Error: Bus 'pcie.0' does not support hotplugging\n");
    const pc = booted('qemu-system-x86_64 -machine pc -m 2G,slots=2,maxmem=8G');
    expect(monitor(pc, 'object_add memory-backend-ram,id=b,size=512M')).toBe('');
    expect(monitor(pc, 'device_add virtio-mem-pci,id=vm1,memdev=b,requested-size=128M')).toBe('');
    expect(monitor(pc, 'qom-get vm1 size')).toBe('134217728\n');
    expect(monitor(pc, 'device_del vm1')).toBe('Error: virtio based memory devices cannot be unplugged.\n');
    expect(monitor(pc, 'object_del b')).toBe("Error: object 'b' is in use, can not be deleted\n");
    // a DIMM goes beside it
    expect(monitor(pc, 'object_add memory-backend-ram,id=d,size=256M')).toBe('');
    expect(monitor(pc, 'device_add pc-dimm,id=dd,memdev=d')).toBe('');
    expect(monitor(pc, 'info memory-devices')).toContain('"dd"\n  addr: 0x120000000');
  });
});

describe('lines for the guest', () => {
  it('online_movable > …/online is no redirection of a word: there is no such command', () => {
    const m = booted(`${X86} ${DIMM_1} -append memhp_default_state=offline`);
    const file = '/sys/bus/memory/devices/memory144/online';
    expect(sh(m, `online_movable > ${file}`)).toEqual({ output: 'sh: online_movable: not found\n', status: 127 });
    expect(sh(m, `cat ${file}`).output).toBe('0\n');
    // and the word itself begins with “on”, which the file takes for 1: online, to the default zone
    expect(run(m, { channel: 'write', path: file, value: 'online_movable' }).errno).toBeUndefined();
    expect(sh(m, `cat ${file}`).output).toBe('1\n');
    expect(sh(m, 'cat /sys/bus/memory/devices/memory144/valid_zones').output).toBe('Normal\n');
  });
  it('memory_hotplug.memmap_on_memory=1 and memhp_default_state= decide about a DIMM at boot', () => {
    const m = booted(`${X86} ${DIMM_2} -append "memory_hotplug.memmap_on_memory=1 memhp_default_state=online_movable"`);
    expect(sh(m, 'cat /sys/module/memory_hotplug/parameters/memmap_on_memory').output).toBe('Y\n');
    expect(sh(m, 'cat /sys/bus/memory/devices/memory144/valid_zones').output).toBe('Movable\n');
    expect(m.blocks.altmap.get(144)).toBe(512);
  });
  it('nosoftreserve alone is no parameter of the kernel; efi=nosoftreserve is, and touches EFI’s memory map only', () => {
    const p = start(`${X86} -append "nosoftreserve memmap=2G%4G-1+0xefffffff"`);
    if ('wrong' in p) throw new Error('refused');
    expect(p.boot.ignored).toEqual(['nosoftreserve']);
    const soft = '100000000-17fffffff : Soft Reserved\n  100000000-17fffffff : dax0.0';
    expect(sh(p.boot.machine, 'cat /proc/iomem').output).toContain(soft);
    const efi = booted(`${X86} -append "efi=nosoftreserve memmap=2G%4G-1+0xefffffff"`);
    expect(sh(efi, 'cat /proc/iomem').output).toContain(soft);
  });
});
