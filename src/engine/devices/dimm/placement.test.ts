import { describe, expect, it } from 'vitest';
import { GiB, MiB } from '../../units.ts';
import { deviceMemory, highRamBase } from './board.ts';
import type { Board } from './board.ts';
import { assignAddress, assignSlot } from './placement.ts';
import type { Placed } from './placement.ts';

const board = (patch: Partial<Board> = {}): Board => ({
  arch: 'x86_64',
  machine: 'q35',
  ramBytes: 4 * GiB,
  maxmemBytes: 8 * GiB,
  slots: 6,
  numaNodes: 2,
  acpi: true,
  nvdimm: false,
  ...patch,
});
const at = (id: string, slot: number, addr: number, size: number): Placed => ({ id, slot, addr, size });
const align = 2 * MiB;

// base and size as QEMU 7.2 names them when it refuses an address outside
describe('where plugged memory may lie', () => {
  it.each([
    ['q35 4G', board(), 0x180000000, 0x280000000],
    ['q35 3G', board({ ramBytes: 3 * GiB, slots: 8 }), 0x140000000, 0x340000000],
    ['q35 2816M', board({ ramBytes: 2816 * MiB, slots: 8 }), 0x140000000, 0x350000000],
    ['q35 2700M', board({ ramBytes: 2700 * MiB, slots: 8 }), 0x100000000, 0x357400000],
    ['pc 3500M', board({ machine: 'pc', ramBytes: 3500 * MiB, slots: 8 }), 0x100000000, 0x325400000],
    ['pc 3600M', board({ machine: 'pc', ramBytes: 3600 * MiB, slots: 8 }), 0x140000000, 0x31f000000],
    ['arm64 virt 4G', board({ arch: 'arm64', machine: 'virt' }), 0x140000000, 0x280000000],
  ])('%s', (_, b, base, size) => expect(deviceMemory(b)).toEqual({ base, size }));
  it('is nowhere without maxmem', () => expect(deviceMemory(board({ maxmemBytes: 4 * GiB }))).toBeUndefined());
});

// 4 GiB of RAM under -cpu max,phys-bits=46 and Skylake-Server: what QEMU 7.2 lists as the address of a first DIMM
describe('RAM above the PCI hole, AMD', () => {
  const q35 = { machine: 'q35', ramBytes: 4 * GiB };
  it.each([
    [8, 900, 0x180000000],
    [8, 970, 0x180000000],
    [8, 972, 0x10080000000],
    [2, 1000, 0x10080000000],
    [8, 2048, 0x10080000000],
  ])('%i slots, maxmem=%iG', (slots, maxmem, first) => {
    const sizes = { ...q35, slots, maxmemBytes: maxmem * GiB };
    expect(deviceMemory(board({ ...sizes, highRam: highRamBase(sizes, true) }))?.base).toBe(first);
    expect(deviceMemory(board({ ...sizes, highRam: highRamBase(sizes, false) }))?.base).toBe(0x180000000);
  });
});

describe('assignSlot', () => {
  const placed = [at('a', 0, 0, 1), at('c', 2, 0, 1)];
  it('takes the lowest free slot', () => expect(assignSlot(board(), placed, undefined)).toEqual({ slot: 1 }));
  it('takes the wanted one', () => expect(assignSlot(board(), placed, 5)).toEqual({ slot: 5 }));
  it.each([
    [board(), 2, 'slot 2 is busy'],
    [board(), 99, 'invalid slot number 99, valid range is [0-5]'],
    [board(), -2, 'invalid slot number -2, valid range is [0-5]'],
    [board({ slots: 0 }), undefined, "no slots where allocated, please specify the 'slots' option"],
    [board({ slots: 0 }), 0, 'invalid slot number 0, valid range is [0-18446744073709551615]'],
    [board({ slots: 1 }), undefined, 'no free slots available'],
  ])('refuses (%#)', (b, wanted, error) => expect(assignSlot(b, placed, wanted)).toEqual({ error }));
});

describe('assignAddress', () => {
  const base = 0x180000000;
  it('takes the lowest gap that is large enough, whatever the order of plugging', () => {
    const placed = [at('b', 1, base + 2 * GiB, GiB), at('a', 0, base, 64 * MiB)];
    expect(assignAddress(board(), placed, GiB, align, undefined)).toEqual({ addr: base + 64 * MiB });
    expect(assignAddress(board({ maxmemBytes: 16 * GiB }), placed, 2 * GiB, align, undefined)).toEqual({
      addr: base + 3 * GiB,
    });
  });
  it.each<[string, bigint | undefined, number, string]>([
    [
      'beyond maxmem',
      undefined,
      4 * GiB,
      'not enough space, currently 0x40000000 in use of total space for memory devices 0x100000000',
    ],
    ['unaligned', 0x180000001n, GiB, 'address must be aligned to 0x200000 bytes'],
    ['unaligned and negative', 2n ** 64n - 4096n, GiB, 'address must be aligned to 0x200000 bytes'],
    ['an odd size', undefined, 1000, 'backend memory size must be multiple of 0x200000'],
    [
      'below',
      0x100000000n,
      64 * MiB,
      "can't add memory device [0x100000000:0x4000000], usable range for memory devices [0x180000000:0x280000000]",
    ],
    [
      'above',
      0x10000000000n,
      64 * MiB,
      "can't add memory device [0x10000000000:0x4000000], usable range for memory devices [0x180000000:0x280000000]",
    ],
    ['taken', 0x190000000n, GiB, "address range conflicts with memory device id='a'"],
  ])('refuses what lies %s', (_, wanted, size, error) => {
    expect(assignAddress(board(), [at('a', 0, base, GiB)], size, align, wanted)).toEqual({ error });
  });
  it('says when the gaps are too small', () => {
    const b = board({ maxmemBytes: 6 * GiB, slots: 1 });
    const placed = [at('a', 0, base + GiB - MiB * 2, 4 * MiB)];
    expect(assignAddress(b, placed, 2 * GiB - 4 * MiB, align, undefined)).toEqual({ addr: base + GiB + 2 * MiB });
    const more = [...placed, at('b', 1, base + 2 * GiB, 4 * MiB)];
    expect(assignAddress(b, more, 2 * GiB - 8 * MiB, align, undefined)).toEqual({
      error: 'could not find position in guest address space for memory device - memory fragmented due to alignments',
    });
  });
  it('has no room without maxmem', () => {
    expect(assignAddress(board({ maxmemBytes: 4 * GiB }), [], GiB, align, undefined)).toEqual({
      error: 'memory devices (e.g. for memory hotplug) are not enabled, please specify the maxmem option',
    });
  });
});
