import { readFileSync, readdirSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Arch } from './geometry.ts';
import { geometryFor } from './layout.ts';

const hex = (n: bigint): string => n.toString(16);

describe('geometryFor', () => {
  it.each([
    ['x86_64', 4096, 4, 48, 'ffff888000000000', 'ffffea0000000000', 'ffffc90000000000'],
    ['x86_64', 4096, 5, 57, 'ff11000000000000', 'ffd4000000000000', 'ffa0000000000000'],
    ['arm64', 4096, 4, 48, 'ffff000000000000', 'fffffdffc0000000', 'ffff800080000000'],
    ['arm64', 4096, 5, 52, 'fff0000000000000', 'ffffc1ffc0000000', 'ffff800080000000'],
    ['arm64', 16384, 4, 48, 'ffff000000000000', 'ffffff7fc0000000', 'ffff800080000000'],
    ['arm64', 65536, 3, 48, 'ffff000000000000', 'ffffffdfc0000000', 'ffff800080000000'],
    ['arm64', 65536, 3, 52, 'fff0000000000000', 'fffffc1fc0000000', 'ffff800080000000'],
    ['riscv64', 4096, 3, 39, 'ffffffd600000000', 'ffffffc500000000', 'ffffffc600000000'],
    ['riscv64', 4096, 4, 48, 'ffffaf8000000000', 'ffff8d8000000000', 'ffff8f8000000000'],
    ['riscv64', 4096, 5, 57, 'ff60000000000000', 'ff1c000000000000', 'ff20000000000000'],
  ] as const)(
    '%s with pages of %i, %i levels and %i bits',
    (arch, pageSize, levels, vaBits, direct, vmemmap, vmalloc) => {
      const g = geometryFor({ arch, pageSize, levels, vaBits, maxPhysmemBits: 48 });
      expect([hex(g.directMap.start), hex(g.vmemmap.start), hex(g.vmalloc.start)]).toEqual([direct, vmemmap, vmalloc]);
      expect(g.levels).toHaveLength(levels);
      expect(g.levels[0]?.name).toBe('PGD');
      expect(g.levels.at(-1)).toMatchObject({ name: 'PTE', leaf: true });
    },
  );

  it('gives top tables their width', () => {
    const tops = [
      ['arm64', 4096, 5, 52, 16, 48],
      ['arm64', 16384, 4, 48, 2, 47],
      ['arm64', 16384, 4, 52, 32, 47],
      ['arm64', 65536, 3, 48, 64, 42],
      ['arm64', 65536, 3, 52, 1024, 42],
      ['x86_64', 4096, 4, 48, 512, 39],
    ] as const;
    for (const [arch, pageSize, levels, vaBits, entries, shift] of tops)
      expect(geometryFor({ arch, pageSize, levels, vaBits, maxPhysmemBits: 48 }).levels[0]).toMatchObject({
        entries,
        shift,
      });
  });

  it('rounds the base of memory as each architecture does', () => {
    const arm = (physBase: number, pageSize = 4096): number =>
      geometryFor({
        arch: 'arm64',
        pageSize,
        levels: pageSize === 4096 ? 4 : 3,
        vaBits: 48,
        maxPhysmemBits: 48,
        physBase,
      }).directMapPhysBase;
    expect([arm(0x4000000), arm(0x40000000), arm(0x78000000), arm(0x78000000, 65536)]).toEqual([
      0, 0x40000000, 0x40000000, 0x60000000,
    ]);
    const riscv = geometryFor({
      arch: 'riscv64',
      pageSize: 4096,
      levels: 4,
      vaBits: 48,
      maxPhysmemBits: 56,
      physBase: 0x80400000,
    });
    expect([riscv.directMapPhysBase, riscv.vmemmapPfnBase]).toEqual([0x80400000, 0x80000]);
  });

  it('refuses what does not exist', () => {
    expect(() => geometryFor({ arch: 'x86_64', pageSize: 65536, levels: 4, vaBits: 48, maxPhysmemBits: 46 })).toThrow(
      RangeError,
    );
    expect(() => geometryFor({ arch: 'x86_64', pageSize: 4096, levels: 5, vaBits: 48, maxPhysmemBits: 46 })).toThrow(
      RangeError,
    );
    expect(() => geometryFor({ arch: 'arm64', pageSize: 4096, levels: 3, vaBits: 48, maxPhysmemBits: 48 })).toThrow(
      RangeError,
    );
  });
});

describe('verified', () => {
  it('says of a combination whether a recording has it', () => {
    const recorded = new Set(
      readdirSync('test/recordings').map((file) => {
        const { arch, kernel } = JSON.parse(gunzipSync(readFileSync(`test/recordings/${file}`)).toString()) as {
          arch: string;
          kernel: { page_size: number; va_bits: number };
        };
        return `${arch} ${kernel.page_size} ${kernel.va_bits}`;
      }),
    );
    const all = [
      ['x86_64', 4096, 4, 48],
      ['x86_64', 4096, 5, 57],
      ['arm64', 4096, 3, 39],
      ['arm64', 4096, 4, 48],
      ['arm64', 4096, 5, 52],
      ['arm64', 16384, 4, 48],
      ['arm64', 16384, 4, 52],
      ['arm64', 65536, 3, 48],
      ['arm64', 65536, 3, 52],
      ['riscv64', 4096, 3, 39],
      ['riscv64', 4096, 4, 48],
      ['riscv64', 4096, 5, 57],
    ] as const;
    for (const [arch, pageSize, levels, vaBits] of all)
      expect(
        geometryFor({ arch, pageSize, levels, vaBits, maxPhysmemBits: 48 }).verified,
        `${arch} ${pageSize} ${vaBits}`,
      ).toBe(recorded.has(`${arch} ${pageSize} ${vaBits}`));
  });
  it('has the shadow of KASAN where each architecture puts it', () => {
    const shadow = (arch: Arch, pageSize: number, levels: number, vaBits: number): string[] => {
      const g = geometryFor({ arch, pageSize, levels, vaBits, maxPhysmemBits: 48, kasan: true });
      return [g.kasan?.start ?? 0n, g.kasan?.end ?? 0n, g.directMap.end].map((n) => n.toString(16));
    };
    expect(shadow('x86_64', 4096, 4, 48).slice(0, 2)).toEqual(['ffffec0000000000', 'fffffc0000000000']);
    expect(shadow('x86_64', 4096, 5, 57).slice(0, 2)).toEqual(['ffdf000000000000', 'fffffc0000000000']);
    // arm64's linear map ends where the shadow begins
    expect(shadow('arm64', 4096, 4, 48)).toEqual(['ffff600000000000', 'ffff800000000000', 'ffff600000000000']);
    expect(shadow('arm64', 4096, 5, 52)[0]).toBe('fffd800000000000');
    expect(shadow('arm64', 16384, 4, 52)[1]).toBe('ffffc00000000000');
    expect(shadow('riscv64', 4096, 3, 39)).toEqual(['fffffff700000000', 'ffffffff00000000', 'fffffff700000000']);
    expect(shadow('riscv64', 4096, 4, 48)[0]).toBe('ffffef8000000000');
    expect(shadow('riscv64', 4096, 5, 57)[0]).toBe('ffdf000000000000');
  });
});
