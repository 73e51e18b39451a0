import { describe, expect, it } from 'vitest';
import type { Reply } from '../../engine/lines.ts';
import { nodeId } from '../../engine/units.ts';
import type { DimmView } from '../../link/messages.ts';
import {
  freeSlots,
  isMove,
  linesForMove,
  linesForState,
  modelOfBackend,
  type Part,
  partOf,
  refusalOf,
  shelfSizes,
  type Target,
} from './moves.ts';

const GiB = 2 ** 30;
const dimm = (n: number, slot: number, node = 0): DimmView => ({
  id: `dimm${n}`,
  memdev: `mem${n}`,
  node: nodeId(node),
  addr: 0x1_8000_0000,
  size: GiB,
  slot,
  hotplugged: true,
});
const to = (node: number, slot?: number): Target => ({ kind: 'slot', node: nodeId(node), slot });
const shelf: Target = { kind: 'shelf' };
const text = (part: Part, target: Target, cells: Parameters<typeof linesForMove>[2] = {}): readonly string[] =>
  linesForMove(part, target, cells).map((line) =>
    line.channel === 'write' ? line.value : `${line.channel}: ${line.line}`,
  );

describe('parts that are no plain DIMM', () => {
  it('are plugged as what they are, under numbers of their own', () => {
    expect(text({ kind: 'new', model: 'nvdimm', size: GiB }, to(1, 2))).toEqual([
      'monitor: object_add memory-backend-ram,id=nv1,size=1G',
      'monitor: device_add nvdimm,id=nvdimm1,memdev=nv1,label-size=128K,node=1,slot=2',
    ]);
    expect(text({ kind: 'new', model: 'virtio-mem', size: GiB }, to(1, 2))[1]).toBe(
      'monitor: device_add virtio-mem-pci,id=vm1,memdev=vmem1,node=1,requested-size=0',
    );
    expect(text({ kind: 'new', model: 'virtio-pmem', size: GiB }, to(1))[1]).toBe(
      'monitor: device_add virtio-pmem-pci,id=vpm1,memdev=vp1',
    );
  });

  it('stand in a slot, on a node, or nowhere in particular', () => {
    const held = { kind: 'dimm', id: 'x', memdev: 'y', size: GiB, node: nodeId(1), slot: undefined } as const;
    expect(isMove({ ...held, model: 'virtio-mem' }, to(1, 3))).toBe(false);
    expect(isMove({ ...held, model: 'virtio-mem' }, to(0))).toBe(true);
    expect(isMove({ ...held, model: 'virtio-pmem' }, to(0))).toBe(false);
    expect(isMove({ ...held, model: 'nvdimm', slot: 2 }, to(1, 3))).toBe(true);
  });

  it('are known again by their backend on the shelf', () => {
    expect(['nv1', 'vmem2', 'vp3', 'mem4', 'ram-a'].map(modelOfBackend)).toEqual([
      'nvdimm',
      'virtio-mem',
      'virtio-pmem',
      'pc-dimm',
      'pc-dimm',
    ]);
  });
});

describe('linesForMove', () => {
  it('makes a backend and plugs it in: shelf to slot', () => {
    expect(text({ kind: 'new', size: GiB }, to(1, 2))).toEqual([
      'monitor: object_add memory-backend-ram,id=mem1,size=1G',
      'monitor: device_add pc-dimm,id=dimm1,memdev=mem1,node=1,slot=2',
    ]);
  });

  it('leaves the slot to the board where none was chosen', () => {
    expect(text({ kind: 'new', size: 1.5 * GiB }, to(0))).toEqual([
      'monitor: object_add memory-backend-ram,id=mem1,size=1536M',
      'monitor: device_add pc-dimm,id=dimm1,memdev=mem1,node=0',
    ]);
  });

  it('takes a number that neither a DIMM nor a backend has', () => {
    const cells = { dimms: [dimm(1, 0)], backends: [{ id: 'mem2', size: GiB, inUseBy: undefined }] };
    expect(text({ kind: 'new', size: GiB }, to(0, 1), cells)[1]).toContain('id=dimm3,memdev=mem3');
  });

  it('plugs a backend from the shelf back in under its own number', () => {
    const part: Part = { kind: 'backend', memdev: 'mem7', size: GiB };
    expect(text(part, to(0, 3))).toEqual(['monitor: device_add pc-dimm,id=dimm7,memdev=mem7,node=0,slot=3']);
    expect(text(part, to(0, 3), { dimms: [dimm(7, 0)] })[0]).toContain('id=dimm1,memdev=mem7');
    expect(text({ ...part, memdev: 'ram-a' }, to(0, 3))[0]).toContain('id=dimm1,memdev=ram-a');
  });

  it('ejects: slot to shelf', () => {
    expect(text(partOf(dimm(1, 0)), shelf)).toEqual(['monitor: device_del dimm1']);
  });

  it('ejects and plugs in the same memory again: slot to another slot or node', () => {
    expect(text(partOf(dimm(1, 0)), to(1, 5))).toEqual([
      'monitor: device_del dimm1',
      'monitor: device_add pc-dimm,id=dimm1,memdev=mem1,node=1,slot=5',
    ]);
  });

  it('is nothing where nothing moves', () => {
    const here = partOf(dimm(1, 4));
    expect(linesForMove(here, to(0, 4), {})).toEqual([]);
    expect(isMove(here, to(1, 4))).toBe(true);
    expect(linesForMove({ kind: 'new', size: GiB }, shelf, {})).toEqual([]);
  });
});

describe('linesForState', () => {
  it('writes each block', () => {
    expect(linesForState([48, 49], 'online_movable')).toEqual([
      { channel: 'write', path: '/sys/devices/system/memory/memory48/state', value: 'online_movable' },
      { channel: 'write', path: '/sys/devices/system/memory/memory49/state', value: 'online_movable' },
    ]);
  });

  it('is one chmem for very many, a run each', () => {
    const many = [...Array.from({ length: 100 }, (_, i) => 64 + i), 200];
    expect(linesForState(many, 'online_kernel')).toEqual([
      { channel: 'shell', line: 'chmem -e -b 64-163 -z Normal' },
      { channel: 'shell', line: 'chmem -e -b 200-200 -z Normal' },
    ]);
    expect(linesForState(many, 'offline')[0]).toEqual({ channel: 'shell', line: 'chmem -d -b 64-163' });
  });
});

it('numbers slots over the whole board', () => {
  expect(freeSlots(4, [dimm(1, 0), dimm(2, 2, 1)])).toEqual([1, 3]);
});

it('stocks the shelf by the machine', () => {
  expect(shelfSizes(2 ** 27, 28 * GiB).at(0)).toBe(2 ** 27);
  expect(shelfSizes(2 ** 27, 28 * GiB).at(-1)).toBe(4 * GiB);
  expect(shelfSizes(2 ** 31, 8 * GiB)).toEqual([2 * GiB, 4 * GiB, 8 * GiB]);
  expect(shelfSizes(2 ** 31, 2 ** 45)).toEqual([64, 128, 256, 512, 1024, 2048].map((n) => n * GiB));
});

describe('refusalOf', () => {
  const reply = (some: Partial<Reply>, dmesg: readonly string[] = []) => ({ reply: { events: [], ...some }, dmesg });
  const ost = (status: number) => ({
    event: 'ACPI_DEVICE_OST',
    data: { info: { device: 'dimm1', source: 3, status } },
  });

  it("gives QEMU's words", () => {
    expect(refusalOf(reply({ output: 'Error: slot 0 is busy\n' }))).toBe('slot 0 is busy');
  });
  it('gives the errno of a write and the output of a failed command', () => {
    expect(refusalOf(reply({ errno: 'EBUSY' }))).toBe('EBUSY');
    const dmesg = ['Offlined Pages 32768', 'memory offlining failed due to failure to isolate range'];
    expect(refusalOf(reply({ errno: 'EBUSY' }, dmesg))).toBe(`EBUSY\n${dmesg[1]}`);
    expect(refusalOf(reply({ status: 1, output: 'chmem: cannot\n' }))).toBe('chmem: cannot');
    expect(refusalOf(reply({ status: 64 }))).toBe('exit status 64');
  });
  it('reads the _OST of a refused eject, and no refusal in one under way', () => {
    expect(refusalOf(reply({ output: '', events: [ost(132), ost(0x82)] }))).toBe(
      'The guest refuses (_OST status 0x82).',
    );
    expect(refusalOf(reply({ output: '', events: [ost(132), ost(0)] }))).toBeUndefined();
  });
});
