/** What QEMU 7.2 refuses of a command line before the machine starts, in its words. */
import { backendOf } from '../../engine/devices/dimm/backends.ts';
import { parseOptions } from '../../engine/devices/dimm/options.ts';
import type { MachineDescription } from '../parse/argv.ts';

/** Name of the machine class by board, as QEMU 7.2 prints it. */
const CLASSES: Readonly<Record<string, string>> = {
  'x86_64 q35': 'pc-q35-7.2-machine',
  'x86_64 pc': 'pc-i440fx-7.2-machine',
  'arm64 virt': 'virt-7.2-machine',
  'riscv64 virt': 'virt-machine',
};
/** Options of -machine that only some boards have. */
const ONLY: Readonly<Record<string, readonly string[]>> = {
  acpi: ['x86_64 q35', 'x86_64 pc', 'arm64 virt'],
  aia: ['riscv64 virt'],
  'aia-guests': ['riscv64 virt'],
  aclint: ['riscv64 virt'],
  nvdimm: ['x86_64 q35', 'x86_64 pc', 'arm64 virt'],
  'nvdimm-persistence': ['x86_64 q35', 'x86_64 pc', 'arm64 virt'],
  cxl: ['x86_64 q35', 'x86_64 pc'],
  'gic-version': ['arm64 virt'],
  mte: ['arm64 virt'],
};
/** ACPI's memory hotplug has registers for this many slots (ACPI_MAX_RAM_SLOTS). */
const MOST_SLOTS = 256;

/** The nodes of -numa do not share out the RAM (hw/core/numa.c: numa_complete_configuration). */
export const nodesAreNotRam = (told: number, ram: number): string =>
  `total memory for NUMA nodes (0x${told.toString(16)}) should equal RAM size (0x${ram.toString(16)})`;

/** Refusals in the order in which QEMU would come to them; it stops at the first. */
export function refusals(d: MachineDescription): readonly string[] {
  const board = `${d.board.arch} ${d.board.machine === '' ? 'pc' : d.board.machine}`;
  const out: string[] = [];
  if (d.slotsAlone) out.push('slots specified but no max-size');
  for (const [name, value] of d.machineOptions) {
    const boards = ONLY[name];
    // a newer QEMU has ACPI on riscv64's virt
    if (
      boards !== undefined &&
      !boards.includes(board) &&
      !(name === 'acpi' && (d.board.newer === true || d.board.pcDimm === true))
    )
      out.push(`Property '${CLASSES[board] ?? 'machine'}.${name}' not found`);
    if (name === 'aia' && board === 'riscv64 virt' && !['none', 'aplic', 'aplic-imsic'].includes(value))
      out.push('Invalid AIA interrupt controller type\nValid values are none, aplic, and aplic-imsic.');
  }
  const ids = new Set<string>();
  for (const text of d.objects) {
    const made = backendOf(parseOptions(text, 'qom-type'), () => false);
    const id = 'error' in made ? undefined : made.id;
    if ('error' in made) out.push(`-object ${text}: ${made.error}`);
    else if (id !== undefined && ids.has(id)) out.push(`-object ${text}: Duplicate ID '${id}' for object`);
    if (id !== undefined) ids.add(id);
  }
  if (d.board.arch !== 'riscv64' && d.board.slots > MOST_SLOTS)
    out.push(`unsupported amount of memory slots: ${d.board.slots}`);
  return out;
}
