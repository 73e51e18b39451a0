/** Machines that are started rather than read from a file: what the picker and an address name. */
import * as words from '#words/link.ts';
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
  /** It is about a device, not about page tables. */
  readonly devices?: true;
}

const X86 = { arch: 'x86_64', base: 'x86_64-dimm-lifecycle' } as const;
const ARM = { arch: 'arm64', base: 'arm64-dimm-lifecycle' } as const;
const RISCV = { arch: 'riscv64', base: 'riscv64-kmem' } as const;

/** All of them, in the order of the picker. */
export const PRESETS = [
  {
    id: '64TiB',
    title: words.presets64tiBTitle,
    arch: 'x86_64',
    line: words.presets64tiBLine,
    base: undefined,
    verified: true,
  },
  {
    ...X86,
    id: 'x86_64-cxl',
    title: words.presetsX8664CxlTitle,
    line: words.presetsX8664CxlLine,
    verified: false,
    devices: true,
  },
  {
    ...X86,
    id: 'x86_64-4level',
    title: words.presetsX86644levelTitle,
    line: words.presetsX86644levelLine,
    verified: true,
  },
  {
    ...X86,
    id: 'x86_64-5level',
    title: words.presetsX86645levelTitle,
    line: words.presetsX86645levelLine,
    verified: true,
  },
  {
    ...X86,
    id: 'x86_64-no1g',
    title: words.presetsX8664No1gTitle,
    line: words.presetsX8664No1gLine,
    verified: true,
  },
  {
    ...ARM,
    id: 'arm64-4k-52',
    title: words.presetsArm644k52Title,
    line: words.presetsArm644k52Line,
    verified: false,
  },
  {
    ...ARM,
    id: 'arm64-16k',
    title: words.presetsArm6416kTitle,
    line: words.presetsArm6416kLine,
    verified: false,
  },
  {
    ...ARM,
    id: 'arm64-16k-52',
    title: words.presetsArm6416k52Title,
    line: words.presetsArm6416k52Line,
    verified: false,
  },
  {
    ...ARM,
    id: 'arm64-64k',
    title: words.presetsArm6464kTitle,
    line: words.presetsArm6464kLine,
    verified: true,
  },
  {
    ...ARM,
    id: 'arm64-64k-52',
    title: words.presetsArm6464k52Title,
    line: words.presetsArm6464k52Line,
    verified: false,
  },
  {
    ...RISCV,
    id: 'riscv64-sv39',
    title: words.presetsRiscv64Sv39Title,
    line: words.presetsRiscv64Sv39Line,
    verified: false,
  },
  {
    ...RISCV,
    id: 'riscv64-sv48',
    title: words.presetsRiscv64Sv48Title,
    line: words.presetsRiscv64Sv48Line,
    verified: true,
  },
  {
    ...RISCV,
    id: 'riscv64-sv57',
    title: words.presetsRiscv64Sv57Title,
    line: words.presetsRiscv64Sv57Line,
    verified: true,
  },
] as const satisfies readonly PresetEntry[];

export type PresetId = (typeof PRESETS)[number]['id'];
export const PRESET_IDS: readonly PresetId[] = PRESETS.map((p) => p.id);

/** The preset of an id. */
export const presetOf = (id: string): (typeof PRESETS)[number] | undefined => PRESETS.find((p) => p.id === id);
