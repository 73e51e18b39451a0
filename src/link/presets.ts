/** Machines that are started rather than read from a file: what the picker and an address name. */
import type { Arch } from '../engine/arch/geometry.ts';

/** One of them. */
export interface PresetEntry {
  readonly id: string;
  readonly title: string;
  readonly arch: Arch;
  /** One sentence about it. */
  readonly line: string;
  /** The bundled machine whose kernel it runs; undefined: it is made by rule. */
  readonly base: string | undefined;
  /** A recording of a real kernel confirms its page size and table depth. */
  readonly verified: boolean;
}

const X86 = { arch: 'x86_64', base: 'x86_64-dimm-lifecycle' } as const;
const ARM = { arch: 'arm64', base: 'arm64-dimm-lifecycle' } as const;
const RISCV = { arch: 'riscv64', base: 'riscv64-kmem' } as const;

/** All of them, in the order of the picker. */
export const PRESETS = [
  {
    id: '64TiB',
    title: '64 TiB over 8 nodes, x86_64',
    arch: 'x86_64',
    line: '5-level page tables, 2 GiB blocks. Generated, not recorded.',
    base: undefined,
    verified: true,
  },
  { ...X86, id: 'x86_64-4level', title: 'x86_64, 4 levels', line: 'Pages of 4K, leaves of 2M and 1G.', verified: true },
  { ...X86, id: 'x86_64-5level', title: 'x86_64, 5 levels', line: 'A CPU with 57-bit addresses.', verified: true },
  {
    ...X86,
    id: 'x86_64-no1g',
    title: 'x86_64 without 1G pages',
    line: 'nogbpages: the direct map takes a table for every GiB.',
    verified: true,
  },
  {
    ...ARM,
    id: 'arm64-4k-52',
    title: 'arm64, pages of 4K, 52 bits',
    line: '5 levels (LPA2): the top table has 16 entries.',
    verified: false,
  },
  {
    ...ARM,
    id: 'arm64-16k',
    title: 'arm64, pages of 16K, 48 bits',
    line: '4 levels of 2,048 entries; the top table has 2.',
    verified: false,
  },
  {
    ...ARM,
    id: 'arm64-16k-52',
    title: 'arm64, pages of 16K, 52 bits',
    line: '4 levels of 2,048 entries; the top table has 32.',
    verified: false,
  },
  {
    ...ARM,
    id: 'arm64-64k',
    title: 'arm64, pages of 64K, 48 bits',
    line: '3 levels of 8,192 entries; sections of 512 MiB.',
    verified: true,
  },
  {
    ...ARM,
    id: 'arm64-64k-52',
    title: 'arm64, pages of 64K, 52 bits',
    line: '3 levels; the top table has 1,024 entries.',
    verified: false,
  },
  { ...RISCV, id: 'riscv64-sv39', title: 'riscv64, Sv39', line: '3 levels; slots for DIMMs.', verified: false },
  { ...RISCV, id: 'riscv64-sv48', title: 'riscv64, Sv48', line: '4 levels; slots for DIMMs.', verified: true },
  { ...RISCV, id: 'riscv64-sv57', title: 'riscv64, Sv57', line: '5 levels; slots for DIMMs.', verified: true },
] as const satisfies readonly PresetEntry[];

export type PresetId = (typeof PRESETS)[number]['id'];
export const PRESET_IDS: readonly PresetId[] = PRESETS.map((p) => p.id);

/** The preset of an id. */
export const presetOf = (id: string): (typeof PRESETS)[number] | undefined => PRESETS.find((p) => p.id === id);
