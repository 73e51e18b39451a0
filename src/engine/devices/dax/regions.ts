/**
 * Dax regions whose space is dealt out to devices while they live (drivers/dax/bus.c). Those of persistent memory are static:
 * nothing here works on them.
 *
 *   region │ dax0.0 │ dax0.1 │ free … │      device 0 stays for ever, if without space
 */
import type { Errno, Status } from '../../kernel/errno.ts';
import { kstrtoull } from '../../kernel/kstrtoull.ts';
import type { Proc } from '../../kernel/scheduler.ts';
import { GiB, KiB, MiB } from '../../units.ts';
import type { DaxBus } from './bus.ts';
import { rangesOf, sizeOfDax } from './types.ts';
import type { DaxDevice, DaxRange } from './types.ts';

type Region = DaxDevice['region'];

/** Pages that device mappings are made of (dax_align_valid). */
const ALIGNS: readonly number[] = [4 * KiB, 2 * MiB, GiB];
/** What any mapping starts and ends at (memremap_compat_align). */
const SUBSECTION = 2 * MiB;

const devicesIn = (bus: DaxBus, region: Region): readonly DaxDevice[] =>
  bus.devices.value.filter((d) => d.region.id === region.id);

/** Bytes of a region that no device has (dax_region_avail_size). */
export const availableIn = (bus: DaxBus, region: Region): number =>
  region.size - devicesIn(bus, region).reduce((sum, d) => sum + sizeOfDax(d), 0);

const isAligned = (dev: DaxDevice, size: number): boolean => size % Math.max(dev.align, SUBSECTION) === 0;

/** A file `size` of a device is written (size_store, dev_dax_resize). EINVAL misaligned, EBUSY while a driver has it, ENOSPC. */
export function setSize(bus: DaxBus, name: string, text: string): Status {
  const dev = bus.get(name);
  const size = kstrtoull(text);
  if (dev === undefined) return 'ENODEV';
  if (size === undefined || !isAligned(dev, size)) return 'EINVAL';
  if (dev.driver !== undefined) return 'EBUSY';
  const now = sizeOfDax(dev);
  if (size - now > availableIn(bus, dev.region)) return 'ENOSPC';
  const ranges = size < now ? shrunk(rangesOf(dev), now - size) : grown(bus, dev, size - now);
  const [first = { start: dev.region.start, size: 0 }, ...more] = ranges;
  bus.replace(name, { ...first, more });
  return undefined;
}

/** Takes bytes away from the end (dev_dax_shrink). */
function shrunk(ranges: readonly DaxRange[], bytes: number): readonly DaxRange[] {
  const out: DaxRange[] = [];
  let keep = ranges.reduce((sum, r) => sum + r.size, 0) - bytes;
  for (const r of ranges) {
    const size = Math.min(r.size, keep);
    if (size > 0) out.push({ start: r.start, size });
    keep -= size;
  }
  return out;
}

/** Adds bytes from the region's gaps, lowest first; a gap behind the last range makes that longer (dev_dax_resize). */
function grown(bus: DaxBus, dev: DaxDevice, bytes: number): readonly DaxRange[] {
  const ranges = [...rangesOf(dev)];
  const others = devicesIn(bus, dev.region).flatMap((d) => (d.name === dev.name ? [] : rangesOf(d)));
  for (let left = bytes; left > 0;) {
    const gap = firstGap(dev.region, [...others, ...ranges]);
    if (gap === undefined) break;
    const size = Math.min(gap.size, left);
    const last = ranges.at(-1);
    if (last !== undefined && last.start + last.size === gap.start)
      ranges[ranges.length - 1] = { start: last.start, size: last.size + size };
    else ranges.push({ start: gap.start, size });
    left -= size;
  }
  return ranges;
}

function firstGap(region: Region, used: readonly DaxRange[]): DaxRange | undefined {
  let at = region.start;
  for (const r of used.toSorted((a, b) => a.start - b.start)) {
    if (r.start > at) return { start: at, size: r.start - at };
    at = r.start + r.size;
  }
  const end = region.start + region.size;
  return end > at ? { start: at, size: end - at } : undefined;
}

/** A file `align` of a device is written (align_store). ENXIO no number, EINVAL no size of a page, EBUSY while a driver has it. */
export function setAlign(bus: DaxBus, name: string, text: string): Status {
  const dev = bus.get(name);
  const align = kstrtoull(text);
  if (dev === undefined) return 'ENODEV';
  if (align === undefined) return 'ENXIO';
  if (!ALIGNS.includes(align)) return 'EINVAL';
  if (dev.driver !== undefined) return 'EBUSY';
  const aligned = { ...dev, align };
  if (sizeOfDax(dev) > 0 && !rangesOf(dev).every((r) => isAligned(aligned, r.size))) return 'EINVAL';
  bus.replace(name, { align });
  return undefined;
}

/** A region's file `create` is written: a device without space, with the lowest free number (create_store). EINVAL, ENOSPC. */
export function* createDevice(bus: DaxBus, region: number, text: string): Proc<Status> {
  const own = bus.devices.value.filter((d) => d.region.id === region);
  const [first] = own;
  if (first?.region.dynamic !== true || kstrtoull(text) !== 1) return 'EINVAL';
  if (availableIn(bus, first.region) === 0) return 'ENOSPC';
  let id = 0;
  while (own.some((d) => d.name === `dax${region}.${id}`)) id++;
  const name = `dax${region}.${id}`;
  const empty = { start: first.region.start, size: 0, more: [], align: first.region.align };
  yield* bus.create({ ...first, ...empty, name, driver: undefined, memmapOnMemory: false, pagemapLeft: false });
  // of several that wait, the first one is the seed
  if (!bus.seeds.value.has(region)) bus.setSeed(region, name);
  return undefined;
}

/** A region's file `delete` is written (delete_store). EINVAL, ENXIO; EBUSY with a driver or space, and for device 0. */
export function deleteDevice(bus: DaxBus, region: number, text: string): Errno | undefined {
  const dev = bus.get(text.trim());
  if (!bus.devices.value.some((d) => d.region.id === region && d.region.dynamic)) return 'EINVAL';
  if (dev?.region.id !== region) return 'ENXIO';
  if (dev.driver !== undefined || dev.size > 0 || dev.name.endsWith('.0')) return 'EBUSY';
  bus.devices.update((l) => l.filter((d) => d.name !== dev.name));
  if (bus.seeds.value.get(region) === dev.name) bus.setSeed(region, undefined);
  return undefined;
}
