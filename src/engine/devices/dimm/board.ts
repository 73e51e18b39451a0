/**
 * What QEMU's board says about memory that can be plugged: where it may lie, how much, in how many slots.
 *
 *   x86    [0 … below 4G)  hole  [4G … above 4G)   ^round up to 1G [ device memory = maxmem − ram + 1G a slot )
 *          where that and the 64-bit PCI window behind it do not fit below AMD's hole, 4G becomes 1T
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
  /** Where a PC's RAM that does not fit below the PCI hole begins, in bytes; undefined: at 4 GiB. */
  readonly highRam?: number;
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
  /** Nodes by proximity domain; undefined: they are the same. A domain that is missing has no node of its own. */
  readonly domains?: readonly (number | undefined)[];
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

/** Bytes of a PC's RAM that lie above the PCI hole (hw/i386/pc_q35.c, pc_piix.c: the split of RAM around it). */
function bytesAboveHole(board: Pick<Board, 'machine' | 'ramBytes'>): number {
  const [from, below] = board.machine === 'q35' ? [2.75 * GiB, 2 * GiB] : [3.5 * GiB, 3 * GiB];
  return board.ramBytes >= from ? board.ramBytes - below : 0;
}

/** Just below 1 TiB AMD's processors keep 12 GiB for HyperTransport. */
const AMD_HOLE = { start: 0xfd00000000, end: 0x10000000000 };
/** Bytes of the 64-bit PCI window (hw/pci-host/q35.c, i440fx.c). */
export const pciWindowBytes = (machine: string): number => (machine === 'q35' ? 32 : 2) * GiB;

/**
 * Where a PC's RAM above the PCI hole begins, in bytes. On a processor of AMD's (`amd`) all of it moves above 1 TiB as
 * soon as device memory and the 64-bit PCI window would reach the hole there (hw/i386/pc.c: pc_memory_init,
 * pc_max_used_gpa).
 */
export function highRamBase(
  board: Pick<Board, 'machine' | 'ramBytes' | 'maxmemBytes' | 'slots'>,
  amd: boolean,
): number {
  const base = 4 * GiB;
  const ramEnd = base + bytesAboveHole(board);
  const devices = board.maxmemBytes > board.ramBytes ? board.maxmemBytes - board.ramBytes + board.slots * GiB : 0;
  const end = alignUp(devices > 0 ? alignUp(ramEnd, GiB) + devices : ramEnd, GiB) + pciWindowBytes(board.machine);
  return amd && end > AMD_HOLE.start ? AMD_HOLE.end : base;
}

/** Where a PC's RAM ends, in bytes: above the PCI hole, or below it when all of it fits there. */
export const ramEndAboveHole = (board: Board): number => (board.highRam ?? 4 * GiB) + bytesAboveHole(board);

/**
 * The kernel's node for memory of a proximity domain (a DIMM's or a device's node=). Memory of a domain without a node goes
 * to the node of the lowest RAM: the kernel asks by address, and no range at boot covers memory that comes later
 * (drivers/acpi/acpi_memhotplug.c: acpi_memory_enable_device, mm/numa_memblks.c: memory_add_physaddr_to_nid).
 */
export const nodeOfDomain = ({ domains }: Board, domain: number): number =>
  domains === undefined ? domain : (domains[domain] ?? 0);

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
  const ramEnd =
    board.arch === 'x86_64' ? ramEndAboveHole(board) : (board.arch === 'arm64' ? 1 : 2) * GiB + board.ramBytes;
  // each slot may cost up to 1 GiB of alignment
  return { base: alignUp(ramEnd, GiB), size: board.maxmemBytes - board.ramBytes + board.slots * GiB };
}
