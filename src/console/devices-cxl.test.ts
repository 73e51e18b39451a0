/**
 * CXL expanders from window to System RAM or to namespaces. No recording has CXL; what is expected here is what Linux 6.12.107
 * with cxl of ndctl 81 answered in QEMU 10.0.2, and QEMU's own words those of 7.2.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hpaOf } from '../engine/devices/cxl/types.ts';
import { invariants } from '../engine/invariants.ts';
import { logLines } from '../engine/kernel/kernel.ts';
import type { Machine } from '../engine/machine.ts';
import { hashStore } from '../engine/state/hash.ts';
import { bootPasted } from '../snapshot/boot/pasted.ts';
import type { Pasted } from '../snapshot/boot/pasted.ts';
import { headOf, reboot } from '../snapshot/boot/reboot.ts';
import { DEVICE_MODULES } from './device-modules.ts';
import { run } from './testing.ts';

const base = headOf(readFileSync('public/machines/x86_64-dimm-lifecycle.json', 'utf8'));
const paste = (line: string): Pasted => bootPasted(line, undefined, base, DEVICE_MODULES);
const PORTS =
  '-device pxb-cxl,bus_nr=12,bus=pcie.0,id=cxl.1 -device pxb-cxl,bus_nr=222,bus=pcie.0,id=cxl.2 -device cxl-rp,port=0,bus=cxl.1,id=rp0,chassis=0,slot=2 -device cxl-rp,port=0,bus=cxl.2,id=rp1,chassis=0,slot=3';
const WINDOW =
  '-M cxl-fmw.0.targets.0=cxl.1,cxl-fmw.0.targets.1=cxl.2,cxl-fmw.0.size=4G,cxl-fmw.0.interleave-granularity=8k';
const BACK = '-object memory-backend-ram,id=c0,size=1G -object memory-backend-ram,id=c1,size=1G';
const TWO = `QEMU_VERSION=9 qemu-system-x86_64 -machine q35,cxl=on -m 4G,slots=3,maxmem=32G ${BACK} ${PORTS} -device cxl-type3,bus=rp0,volatile-memdev=c0,id=v0 -device cxl-type3,bus=rp1,volatile-memdev=c1,id=v1 ${WINDOW}`;
function start(line = TWO): Machine {
  const p = paste(line);
  if ('wrong' in p) throw new Error(p.wrong.map((w) => w.why).join('\n'));
  expect(p.boot.problems.map((x) => x.why).join()).toContain('unverified');
  return p.boot.machine;
}
const refused = (line: string): string => {
  const p = paste(line);
  return 'wrong' in p ? p.wrong.map((w) => w.why).join('\n') : 'started';
};
const sh = (m: Machine, line: string): { output: string; status: number } => {
  const { output, status } = run(m, { channel: 'shell', line });
  return { output: output ?? '', status: status ?? -1 };
};
const CREATE = 'cxl create-region -m -d decoder0.0 -w 2 -t ram mem0 mem1';

describe('help', () => {
  it('says of every command what it does, the tools of devices among them', () => {
    const said = sh(start(), 'help').output.trim().split('\n').slice(2);
    expect(said.map((row) => row.split(' ')[0])).toEqual(
      expect.arrayContaining(['cxl', 'daxctl', 'ndctl', 'hold', '[']),
    );
    for (const row of said) expect(row).toMatch(/\S  +\S+/);
  });
});

describe('CXL', () => {
  it('has its windows where QEMU puts them, each a node of its own', () => {
    const m = start();
    expect(sh(m, 'cat /proc/iomem').output).toContain('950000000-a4fffffff : CXL Window 0');
    expect(sh(m, 'cat /sys/devices/system/node/possible').output).toBe('0-1\n');
    expect(sh(m, 'cxl list -D').output).toContain('"interleave_granularity":8192');
  });

  it('becomes System RAM of its node by way of region, dax device and kmem; its memmap may lie on itself', () => {
    const m = start();
    expect(sh(m, CREATE)).toMatchObject({ status: 0 });
    expect(sh(m, 'cat /proc/iomem').output).toContain(
      '950000000-a4fffffff : CXL Window 0\n  950000000-9cfffffff : region0\n    950000000-9cfffffff : dax0.0\n      950000000-9cfffffff : System RAM (kmem)',
    );
    expect(sh(m, 'cat /sys/bus/dax/devices/dax0.0/memmap_on_memory').output).toBe('1\n');
    expect(sh(m, 'daxctl online-memory dax0.0').status).toBe(0);
    expect(sh(m, 'cat /sys/devices/system/node/has_memory').output).toBe('0-1\n');
    expect(invariants(m)).toEqual([]);
  });

  it('deals a region out to two expanders; poison in one is a page of the other’s neighbourhood', () => {
    const region = {
      id: 0,
      window: 0,
      mode: 'ram',
      start: 0x950000000,
      size: 2 ** 31,
      granularity: 1024,
      targets: ['mem0', 'mem1'],
      dpa: 0,
      committed: true,
      enabled: true,
    } as const;
    expect([0, 1].map((p) => hpaOf(region, p, 0))).toEqual([0x950000000, 0x950000400]);
    expect(hpaOf(region, 1, 1024 + 5)).toBe(0x950000000 + 3 * 1024 + 5);
    const m = start();
    sh(m, CREATE);
    sh(m, 'daxctl online-memory dax0.0');
    expect(run(m, { channel: 'world', line: 'cxl poison mem1 0x100000' }).output).toBe('hpa 0x950202000\n');
    expect(logLines(m.k.log.value).join('\n')).toContain(
      'Memory failure: 0x950202: recovery action for free buddy page: Recovered',
    );
    const lost = (offset: number): string =>
      `"media_errors":[\n      {\n        "offset":${offset},\n        "length":64,\n        "source":"Internal"\n      }\n    ]`;
    expect(sh(m, 'cxl list -ML').output).toContain(lost(1048576));
    expect(sh(m, 'cxl list -RL').output).toContain(lost(2105344));
    // the poisoned page goes with its block, and that block comes online no more
    expect(sh(m, 'daxctl offline-memory dax0.0').status).toBe(0);
    expect(
      run(m, { channel: 'write', path: '/sys/devices/system/memory/memory298/state', value: 'online_movable' }).errno,
    ).toBe('EHWPOISON');
  });

  it('goes back the way it came: the tool takes its memory offline first; what is held stays until the next boot', () => {
    const m = start();
    sh(m, CREATE);
    sh(m, 'daxctl online-memory dax0.0');
    expect(sh(m, 'cxl destroy-region region0')).toEqual({
      output:
        'cxl region: destroy_region: region0 active. Disable it or use --force\ncxl region: decoder_region_action: region0: failed: Device or resource busy\ncxl region: region_action: one or more failures, last failure: Device or resource busy\ncxl region: cmd_destroy_region: destroyed 0 regions\n',
      status: 1,
    });
    expect(sh(m, 'cxl disable-region region0').output).toBe('cxl region: cmd_disable_region: disabled 1 region\n');
    expect(sh(m, 'cat /sys/devices/system/node/has_memory').output).toBe('0\n');
    expect(sh(m, 'cxl list -Ri').output).toContain('"decode_state":"commit",\n    "state":"disabled"');
    expect(sh(m, 'cxl enable-region region0').output).toContain('enabled 1 region');
    expect(sh(m, 'daxctl list').output).toContain('"online_memblocks":0');
    expect(sh(m, 'cxl destroy-region -f region0').output).toBe('cxl region: cmd_destroy_region: destroyed 1 region\n');
    expect(sh(m, 'cat /proc/iomem').output).not.toContain('region0');
    expect(sh(m, CREATE).output).toContain('"region":"region0"');
    expect(invariants(m)).toEqual([]);
  });

  it.each([
    ['-m -d decoder0.0 -w 2 -t ram mem1 mem0', 'create_region: region0: failed to set target0 to mem1'],
    ['-m -d decoder0.0 -t ram mem0', 'create_region: region0: failed to set target0 to mem0'],
    ['-m -d decoder0.0 -w 2 -t ram -s 768M mem0 mem1', 'create_region: region0: set_size failed: Invalid argument'],
    [
      '-m -d decoder0.0 -w 2 -t ram -s 4G mem0 mem1',
      'create_region: decoder3.0: set_dpa_size failed: No space left on device',
    ],
    [
      '-m -d decoder0.0 -w 2 -t ram -g 1024 mem0 mem1',
      'cxl_region_determine_granularity: region0: For an x2 root, only root decoder granularity (8192) permitted',
    ],
    ['-m -d decoder0.7 mem0 mem1', 'collect_memdevs: no active memdevs found: decoder: decoder0.7 filter: mem0,mem1'],
    [
      '-m -d decoder0.0 -w 2 mem0 mem7',
      'validate_ways: Interleave ways 2 is greater than number of memdevs specified: 1',
    ],
    ['-m -d decoder0.0 -w 2 -t pmem mem0 mem1', 'create_region: unable to determine region size'],
    ['-m -d decoder0.0 -t nope mem0 mem1', 'parse_create_options: unsupported type: nope'],
    ['-m -d decoder0.0 -s abc mem0 mem1', 'parse_create_options: Invalid size: abc'],
    ['-d decoder0.0 mem0', 'parse_create_options: must specify option for target object types (-m)'],
  ])('create-region %s is refused and changes nothing', (options, why) => {
    const m = start();
    sh(m, 'cxl create-region -m -d decoder0.0 -t ram mem0');
    const before = hashStore(m.k.store);
    expect(sh(m, `cxl create-region ${options}`)).toEqual({
      output: `cxl region: ${why}\ncxl region: cmd_create_region: created 0 regions\n`,
      status: 1,
    });
    expect(hashStore(m.k.store)).toBe(before);
  });

  it('has no regions in a guest whose kernel is not built for tests: the caches of the range cannot be dropped', () => {
    const without = (line: string): Machine => {
      const p = paste(line);
      if ('wrong' in p) throw new Error('it does not start');
      const again = reboot(p.head, p.boot.machine, ['CONFIG_CXL_REGION_INVALIDATION_TEST=n'], DEVICE_MODULES).machine;
      if (again === undefined) throw new Error('it does not start again');
      return again;
    };
    const m = without(TWO);
    expect(sh(m, CREATE).output).toContain('region0: failed to commit decode: No such device or address');
    expect(logLines(m.k.log.value).at(-1)).toBe('cxl region0: Failed to synchronize CPU cache state');
    const hidden = without(TWO.replace('-m 4G', '-cpu max,-hypervisor -m 4G'));
    expect(sh(hidden, CREATE).status).toBe(0);
  });

  it.each([
    [`qemu-system-x86_64 -machine q35 -m 4G ${PORTS}`, 'CXL host bridges present, but cxl=off'],
    [
      `qemu-system-x86_64 -machine q35,cxl=on -m 4G ${PORTS} -M cxl-fmw.0.targets.0=cxl.1,cxl-fmw.0.size=4M`,
      'must my a multiple of 256MiB',
    ],
    [
      `qemu-system-x86_64 -machine q35,cxl=on -m 4G ${PORTS} -M cxl-fmw.0.targets.0=cxl.9,cxl-fmw.0.size=1G`,
      'Could not resolve CXLFM target cxl.9',
    ],
    [
      `qemu-system-x86_64 -machine q35,cxl=on -m 4G ${PORTS} -M cxl-fmw.0.targets.0=cxl.1,cxl-fmw.0.size=1G,cxl-fmw.0.interleave-granularity=5k`,
      'Interleave granularity: 5120 invalid',
    ],
    [
      `qemu-system-x86_64 -machine q35,cxl=on -m 4G ${PORTS} ${BACK} -device cxl-type3,bus=rp0,volatile-memdev=c0`,
      "Property 'cxl-type3.volatile-memdev' not found",
    ],
    [
      `qemu-system-x86_64 -machine q35,cxl=on -m 4G ${PORTS} ${BACK} -device cxl-type3,bus=rp0,memdev=c0`,
      'lsa property must be set',
    ],
    [`qemu-system-x86_64 -machine q35,cxl=on -m 4G ${PORTS} -device cxl-type3,bus=rp0`, 'memdev property must be set'],
  ])('QEMU 7.2 refuses %s', (line, why) => expect(refused(line)).toContain(why));
});

it('an expander is taken from its driver, but not from under a region unless forced', () => {
  const m = start();
  sh(m, CREATE);
  expect(sh(m, 'cxl disable-memdev mem0')).toEqual({
    output:
      'cxl memdev: action_disable: mem0 is part of an active region\ncxl memdev: cmd_disable_memdev: disabled 0 mem\n',
    status: 1,
  });
  expect(sh(m, 'cxl disable-memdev mem9')).toEqual({
    output: 'cxl memdev: memdev_action: no memdev matches mem9\ncxl memdev: cmd_disable_memdev: disabled 0 mem\n',
    status: 1,
  });
  expect(sh(m, 'cxl disable-memdev -f mem0').output).toBe('cxl memdev: cmd_disable_memdev: disabled 1 mem\n');
  expect(sh(m, 'daxctl list').output).toBe('');
  expect(sh(m, 'cxl list -M').output).not.toContain('mem0');
  expect(sh(m, 'cxl list -Mi').output).toMatch(
    /^\[\n {2}\{\n {4}"anon memdevs":\[[^\]]*"memdev":"mem0"[^\]]*"state":"disabled"/,
  );
  expect(sh(m, CREATE).output).toContain('validate_ways: Interleave ways 2 is greater');
  expect(sh(m, 'cxl enable-memdev mem0').output).toBe('cxl memdev: cmd_enable_memdev: enabled 1 mem\n');
  expect(sh(m, CREATE).status).toBe(0);
  expect(invariants(m)).toEqual([]);
});

describe('persistent memory of CXL expanders', () => {
  const PMEM = `QEMU_VERSION=10 qemu-system-x86_64 -machine q35,cxl=on -m 2G,slots=3,maxmem=8G ${BACK} -object memory-backend-ram,id=l0,size=1M -object memory-backend-ram,id=l1,size=1M ${PORTS} -device cxl-type3,bus=rp1,persistent-memdev=c1,lsa=l1,id=v1,sn=2 -device cxl-type3,bus=rp0,persistent-memdev=c0,lsa=l0,id=v0,sn=1 ${WINDOW},cxl-fmw.1.targets.0=cxl.1,cxl-fmw.1.size=4G`;
  const MAKE = 'cxl create-region -m -d decoder0.0 -w 2 -t pmem mem1 mem0';

  it('becomes a region of the nvdimm bus, with labels and the cookie of both serial numbers', () => {
    const m = start(PMEM);
    expect(sh(m, MAKE).output).toContain('"decoder":"decoder4.0"\n    }\n  ],\n  "qos_class_mismatch":true\n}\n');
    expect(sh(m, 'ndctl list -RNi').output).toBe(
      '{\n  "regions":[\n    {\n      "dev":"region0",\n      "size":2147483648,\n      "align":16777216,\n      "available_size":2147483648,\n      "max_available_extent":2147483648,\n      "type":"pmem",\n      "iset_id":42949672963,\n      "persistence_domain":"memory_controller",\n      "namespaces":[\n        {\n          "dev":"namespace0.0",\n          "mode":"raw",\n          "size":0,\n          "uuid":"00000000-0000-0000-0000-000000000000",\n          "sector_size":512,\n          "state":"disabled"\n        }\n      ]\n    }\n  ]\n}\n',
    );
    expect(sh(m, 'ndctl create-namespace -m devdax').output).toContain('"size":2111832064');
    expect(sh(m, 'cat /proc/iomem').output).toContain(
      '350000000-44fffffff : CXL Window 0\n  350000000-3cfffffff : Persistent Memory\n    350000000-3cfffffff : region0\n      350000000-3521fffff : namespace0.0\n      352200000-3cfffffff : dax0.0\n',
    );
    expect(sh(m, 'daxctl reconfigure-device -m system-ram -N dax0.0').output).toContain('"total_memblocks":15');
    expect(invariants(m)).toEqual([]);
  });

  it('keeps its labels while the region is disabled', () => {
    const m = start(PMEM);
    sh(m, MAKE);
    sh(m, 'ndctl create-namespace -m sector -s 64M');
    sh(m, 'cxl disable-region region0');
    expect(sh(m, 'ndctl list -RNi').output).toBe('');
    expect(sh(m, 'cat /proc/iomem').output).not.toContain('Persistent Memory');
    sh(m, 'cxl enable-region region0');
    expect(sh(m, 'ndctl list -N').output).toContain('"size":65961984');
    expect(invariants(m)).toEqual([]);
  });

  it('that is online as System RAM stays behind when its region goes', () => {
    const m = start(PMEM);
    sh(m, MAKE);
    sh(m, 'ndctl create-namespace -m devdax');
    sh(m, 'daxctl reconfigure-device -m system-ram dax0.0');
    expect(sh(m, 'cxl destroy-region -f region0').output).toContain('destroyed 1 region');
    expect(logLines(m.k.log.value).at(-1)).toBe(
      'kmem dax0.0: mapping0: 0x358000000-0x3cfffffff cannot be hotremoved until the next reboot',
    );
    expect(sh(m, 'cat /sys/devices/system/node/has_memory').output).toBe('0-1\n');
  });

  it('numbers its regions by window: each window has its next number reserved', () => {
    const m = start(PMEM);
    expect(sh(m, 'cxl create-region -t pmem -m mem1 -d decoder0.1 -w 1').output).toContain('"region":"region1"');
    sh(m, 'cxl destroy-region -f region1');
    expect(sh(m, MAKE).output).toContain('"region":"region0"');
  });
});

describe('an expander that is plugged in', () => {
  const hmp = (m: Machine, line: string): string => run(m, { channel: 'monitor', line }).output ?? '';
  const ROOM = PORTS + ' -device cxl-rp,port=1,bus=cxl.1,id=rp2,chassis=0,slot=4';
  const newer = (): Machine => start(TWO.replace(PORTS, ROOM));

  it('comes up as a memdev, and its region as memory; it goes with its region', () => {
    const m = newer();
    expect(hmp(m, 'object_add memory-backend-ram,id=c7,size=512M')).toBe('');
    expect(hmp(m, 'device_add cxl-type3,bus=rp2,volatile-memdev=c7,id=v7,sn=7')).toBe('');
    expect(logLines(m.k.log.value).slice(-4)).toEqual([
      'pcieport 0000:0c:01.0: pciehp: Slot(4): Button press: will power on in 5 sec',
      'pcieport 0000:0c:01.0: pciehp: Slot(4): Card present',
      'pcieport 0000:0c:01.0: pciehp: Slot(4): Link Up',
      'cxl_pci 0000:0e:00.0: enabling device (0000 -> 0002)',
    ]);
    expect(sh(m, 'cxl list -M').output).toContain(
      '"memdev":"mem2",\n    "ram_size":536870912,\n    "serial":7,\n    "host":"0000:0e:00.0"',
    );
    expect(sh(m, CREATE).status).toBe(0);
    const gone = run(m, { channel: 'monitor', line: 'device_del v1' });
    expect(gone.events?.map((e) => e.event)).toEqual(['DEVICE_DELETED']);
    expect(sh(m, 'cxl list -RM').output).not.toContain('region0');
    expect(sh(m, 'daxctl list').output).toBe('');
    expect(invariants(m)).toEqual([]);
  });

  it.each([
    ['bus=rp9,volatile-memdev=c0,id=x', "Bus 'rp9' not found"],
    ['bus=pcie.0,volatile-memdev=c0,id=x', "Bus 'pcie.0' does not support hotplugging"],
    ['volatile-memdev=c0,id=x', "Bus 'cxl.2' does not support hotplugging"],
    ['bus=rp2,id=x', 'at least one memdev property must be set'],
    ['bus=rp2,volatile-memdev=c0,id=x', "memory backend c0 can't be used multiple times."],
    ['bus=rp2,volatile-memdev=c99,id=x', "Device 'c99' not found"],
    ['bus=rp2,volatile-memdev=c0,id=v0', "Duplicate device ID 'v0'"],
  ])('device_add cxl-type3,%s is refused', (options, why) => {
    const m = newer();
    const before = hashStore(m.k.store);
    expect(hmp(m, `device_add cxl-type3,${options}`)).toBe(`Error: ${why}\n`);
    expect(hashStore(m.k.store)).toBe(before);
  });

  it('is not heard of in QEMU 7.2, and not taken at boot: Linux 6.12 wants event logs', () => {
    const m = start(
      `qemu-system-x86_64 -machine q35,cxl=on -m 4G,slots=3,maxmem=32G ${BACK} -object memory-backend-ram,id=l0,size=1M ${ROOM} -device cxl-type3,bus=rp0,memdev=c0,lsa=l0,id=v0 ${WINDOW}`,
    );
    expect(logLines(m.k.log.value).at(-1)).toBe('cxl_pci 0000:0d:00.0: Failed to get interrupt for event Info log');
    expect(sh(m, 'cxl list -M').output).toBe('  Warning: no matching devices found\n\n[]\n');
    hmp(m, 'object_add memory-backend-ram,id=l7,size=1M');
    expect(hmp(m, 'device_add cxl-type3,bus=rp2,id=v7')).toBe('Error: memdev property must be set\n');
    expect(hmp(m, 'device_add cxl-type3,bus=rp2,memdev=c1,id=v7')).toBe('Error: lsa property must be set\n');
    expect(hmp(m, 'device_add cxl-type3,bus=rp2,memdev=c1,lsa=l7,id=v7')).toBe('');
    expect(sh(m, 'cxl list -M').output).toContain('no matching devices');
    expect(hmp(m, 'object_del c1')).toBe("Error: object 'c1' is in use, can not be deleted\n");
    expect(hmp(m, 'device_del v99')).toBe("Error: Device 'v99' not found\n");
  });
});
