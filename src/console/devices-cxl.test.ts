/** CXL expanders from window to System RAM. Unverified: no recording has CXL; addresses are those of QEMU 7.2. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hpaOf } from '../engine/devices/cxl/types.ts';
import { invariants } from '../engine/invariants.ts';
import { logLines } from '../engine/kernel/kernel.ts';
import type { Machine } from '../engine/machine.ts';
import { hashStore } from '../engine/state/hash.ts';
import { bootPasted } from '../snapshot/boot/pasted.ts';
import type { Pasted } from '../snapshot/boot/pasted.ts';
import { headOf } from '../snapshot/boot/reboot.ts';
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
const CREATE = 'cxl create-region -m -d decoder0.0 -w 2 -g 1024 mem0 mem1';

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
    } as const;
    expect([0, 1].map((p) => hpaOf(region, p, 0))).toEqual([0x950000000, 0x950000400]);
    expect(hpaOf(region, 1, 1024 + 5)).toBe(0x950000000 + 3 * 1024 + 5);
    const m = start();
    sh(m, CREATE);
    sh(m, 'daxctl online-memory dax0.0');
    expect(run(m, { channel: 'world', line: 'cxl poison mem1 0x100000' }).output).toBe('hpa 0x950200400\n');
    expect(logLines(m.k.log.value).join('\n')).toContain(
      'Memory failure: 0x950200: recovery action for free buddy page: Recovered',
    );
    expect(sh(m, 'cxl list -ML').output).toContain('"dpa":1048576');
    // the poisoned page goes with its block, and that block comes online no more
    expect(sh(m, 'daxctl offline-memory dax0.0').status).toBe(0);
    expect(
      run(m, { channel: 'write', path: '/sys/devices/system/memory/memory298/state', value: 'online_movable' }).errno,
    ).toBe('EHWPOISON');
  });

  it('goes back the way it came; while its memory is online it stays', () => {
    const m = start();
    sh(m, CREATE);
    sh(m, 'daxctl online-memory dax0.0');
    expect(sh(m, 'cxl disable-region region0').status).toBe(240);
    sh(m, 'daxctl offline-memory dax0.0');
    expect(sh(m, 'cxl destroy-region -f region0').output).toContain('destroyed 1 region');
    expect(sh(m, 'cat /proc/iomem').output).not.toContain('region0');
    expect(sh(m, 'cat /sys/devices/system/node/has_memory').output).toBe('0\n');
    expect(sh(m, CREATE).output).toContain('"region":"region0"');
  });

  it.each([
    ['cxl create-region -m -d decoder0.0 mem1 mem0', 'mem1 is behind cxl.2, not behind cxl.1', 250],
    ['cxl create-region -m -d decoder0.0 mem0', 'must be a multiple of the 2 host bridges', 234],
    ['cxl create-region -m -d decoder0.0 -s 768M mem0 mem1', 'is no multiple of 256M', 234],
    ['cxl create-region -m -d decoder0.0 -s 4G mem0 mem1', 'not enough ram capacity', 228],
    ['cxl create-region -m -d decoder0.0 -g 300 mem0 mem1', 'Invalid interleave granularity', 234],
    ['cxl create-region -m -d decoder0.7 mem0 mem1', 'decoder decoder0.7 not found', 250],
    ['cxl create-region -m -d decoder0.0 mem0 mem7', 'memdev mem7 not found', 250],
  ])('%s is refused and changes nothing', (line, why, status) => {
    const m = start();
    const before = hashStore(m.k.store);
    const got = sh(m, line);
    expect(got.output).toContain(why);
    expect(got.status).toBe(status);
    expect(hashStore(m.k.store)).toBe(before);
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
