/**
 * What QEMU's board says about memory that can be plugged: where it may lie, how much, in how many slots.
 *
 *   x86    [0 … below 4G)  hole  [4G … above 4G)   ^round up to 1G [ device memory = maxmem − ram + 1G a slot )
 *   virt   hole  [ram base … ram base + ram)       ^round up to 1G [ device memory = maxmem − ram + 1G a slot )
 */
import type { Arch } from '../../arch/geometry.ts';
import { GiB, alignUp } from '../../units.ts';

/** The board of a machine, as its QEMU command line describes it. */
export interface Board {
  readonly arch: Arch;
  /** Machine type without its version: q35, pc (i440fx), virt, microvm … */
  readonly machine: string;
  /** -m size, in bytes. */
  readonly ramBytes: number;
  /** -m maxmem, in bytes; equal to `ramBytes` when not given. */
  readonly maxmemBytes: number;
  /** -m slots. */
  readonly slots: number;
  /** Number of -numa nodes; 0 when there is none. */
  readonly numaNodes: number;
  /** False with acpi=off and -no-acpi; on arm64's virt also without a firmware (-bios or a flash drive). */
  readonly acpi: boolean;
  /** Whether the machine has nvdimm=on. */
  readonly nvdimm: boolean;
  /** riscv64's virt with the patches that gave it DIMMs (x-pc-dimm=on); upstream's has none. */
  readonly pcDimm?: boolean;
  /** The machine is to be one of a QEMU after 7.2, which nothing here has seen. */
  readonly newer?: boolean;
  /** False: the guest does not see that it is one (-cpu …,-hypervisor). */
  readonly hypervisor?: boolean;
  /** HMAT: latency (ns) and bandwidth (bytes a second) from a node with CPUs to a node's memory. */
  readonly hmat?: readonly HmatEntry[];
  /** Memory the firmware marks for special purposes (EFI_MEMORY_SP). */
  readonly special?: readonly SpecialMemory[];
  /** Ids of the PCI Express root ports: what can be plugged goes there. */
  readonly ports?: readonly string[];
}

/** A range the firmware marks. `carried`: what the kernel before this one made of it, where this one took over its map (kexec). */
export interface SpecialMemory {
  readonly start: number;
  readonly end: number;
  readonly carried?: 'soft' | 'ram' | undefined;
}

/** One value of the firmware's heterogeneous memory table. */
export interface HmatEntry {
  readonly initiator: number;
  readonly target: number;
  readonly latency?: number;
  readonly bandwidth?: number;
}

/** Where plugged memory may lie: [base, base + size), in bytes of guest physical address. */
export interface DeviceMemory {
  readonly base: number;
  readonly size: number;
}

/** End of the part of RAM that lies above 4 GiB (hw/i386/pc_q35.c, pc_piix.c: the split of RAM around the PCI hole). */
function endAbove4G(board: Board): number {
  const [from, below] = board.machine === 'q35' ? [2.75 * GiB, 2 * GiB] : [3.5 * GiB, 3 * GiB];
  return 4 * GiB + (board.ramBytes >= from ? board.ramBytes - below : 0);
}

/** Whether the board takes DIMMs at all. */
export function takesDimms(board: Board): boolean {
  if (board.arch === 'x86_64') return board.machine === 'q35' || board.machine === 'pc';
  if (board.machine !== 'virt') return false;
  return board.arch === 'arm64' || (board.pcDimm === true && board.acpi);
}

/**
 * Where plugged memory may lie; undefined when the command line left no room for any
 * (hw/i386/pc.c: pc_get_device_memory_range, hw/arm/virt.c: virt_set_memmap).
 */
export function deviceMemory(board: Board): DeviceMemory | undefined {
  if (board.maxmemBytes <= board.ramBytes) return undefined;
  // QEMU 7.2 takes maxmem= and slots= on riscv64's virt and makes nothing of them
  if (board.arch === 'riscv64' && board.newer !== true && board.pcDimm !== true) return undefined;
  const ramEnd = board.arch === 'x86_64' ? endAbove4G(board) : (board.arch === 'arm64' ? 1 : 2) * GiB + board.ramBytes;
  // each slot may cost up to 1 GiB of alignment
  return { base: alignUp(ramEnd, GiB), size: board.maxmemBytes - board.ramBytes + board.slots * GiB };
}
