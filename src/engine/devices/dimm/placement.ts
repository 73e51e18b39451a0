/** Where a DIMM goes: its slot and its address, and why not (hw/mem/pc-dimm.c, hw/mem/memory-device.c). */
import { alignUp, isAligned } from '../../units.ts';
import type { Board } from './board.ts';
import { deviceMemory } from './board.ts';
import type { Refusal } from './options.ts';

/** What placement must know of a DIMM that is already there. */
export interface Placed {
  /** Undefined for a device without an id. */
  readonly id: string | undefined;
  readonly slot: number;
  readonly addr: number;
  readonly size: number;
}

const hex = (n: number | bigint): string => `0x${n.toString(16)}`;

/** The slot of a new DIMM: the wanted one, or the lowest that is free (hw/mem/pc-dimm.c: pc_dimm_get_free_slot). */
export function assignSlot(
  board: Board,
  placed: readonly Placed[],
  wanted: number | undefined,
): { slot: number } | Refusal {
  // the board looks at the range before it looks whether there are slots at all; 2^64 − 1 is what it prints then
  if (wanted !== undefined && (wanted < 0 || wanted >= board.slots)) {
    const last = board.slots === 0 ? '18446744073709551615' : String(board.slots - 1);
    return { error: `invalid slot number ${wanted}, valid range is [0-${last}]` };
  }
  if (board.slots === 0) return { error: "no slots where allocated, please specify the 'slots' option" };
  const taken = new Set(placed.map((d) => d.slot));
  if (wanted !== undefined) return taken.has(wanted) ? { error: `slot ${wanted} is busy` } : { slot: wanted };
  for (let slot = 0; slot < board.slots; slot++) if (!taken.has(slot)) return { slot };
  return { error: 'no free slots available' };
}

/**
 * The address of a new memory device of `size` bytes: the wanted one, or the lowest aligned gap that is large enough
 * (hw/mem/memory-device.c: memory_device_get_free_addr). `align` is what the backend needs, not the guest's block size.
 */
export function assignAddress(
  board: Board,
  placed: readonly Placed[],
  size: number,
  align: number,
  wanted: bigint | undefined,
): { addr: number } | Refusal {
  const region = deviceMemory(board);
  if (region === undefined) {
    return {
      error:
        board.arch === 'x86_64'
          ? 'memory devices (e.g. for memory hotplug) are not enabled, please specify the maxmem option'
          : 'memory devices (e.g. for memory hotplug) are not supported by the machine',
    };
  }
  const total = board.maxmemBytes - board.ramBytes;
  const used = placed.reduce((sum, d) => sum + d.size, 0);
  if (used + size > total) {
    return { error: `not enough space, currently ${hex(used)} in use of total space for memory devices ${hex(total)}` };
  }
  if (wanted !== undefined && wanted % BigInt(align) !== 0n)
    return { error: `address must be aligned to ${hex(align)} bytes` };
  if (!isAligned(size, align)) return { error: `backend memory size must be multiple of ${hex(align)}` };
  const end = region.base + region.size;
  if (wanted !== undefined && (wanted < BigInt(region.base) || wanted + BigInt(size) > BigInt(end))) {
    const [device, usable] = [`[${hex(wanted)}:${hex(size)}]`, `[${hex(region.base)}:${hex(region.size)}]`];
    return { error: `can't add memory device ${device}, usable range for memory devices ${usable}` };
  }
  let addr = wanted === undefined ? alignUp(region.base, align) : Number(wanted);
  for (const d of [...placed].sort((a, b) => a.addr - b.addr)) {
    if (d.addr >= addr + size) break;
    if (d.addr + d.size <= addr) continue;
    if (wanted !== undefined)
      return { error: `address range conflicts with memory device id='${d.id ?? '(unnamed)'}'` };
    addr = alignUp(d.addr + d.size, align);
  }
  if (addr + size > end) {
    return {
      error: 'could not find position in guest address space for memory device - memory fragmented due to alignments',
    };
  }
  return { addr };
}
