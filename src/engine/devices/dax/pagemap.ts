/** ZONE_DEVICE: struct pages for a device's memory (mm/memremap.c). */
import { memHotplugBegin, memHotplugDone } from '../../blocks/online.ts';
import type { Errno } from '../../kernel/errno.ts';
import { call } from '../../kernel/scheduler.ts';
import type { Proc } from '../../kernel/scheduler.ts';
import type { Altmap } from '../../mapping/types.ts';
import type { Compound } from '../../sparse/activate.ts';
import { pfn } from '../../units.ts';
import type { PfnRange } from '../../units.ts';
import type { DeviceHost } from '../host.ts';
import type { Pagemap, PagemapRequest } from '../pagemaps.ts';

/** Struct pages that keep memory of their own when tails are shared (VMEMMAP_RESERVE_NR). */
const RESERVED_PAGES = 2;

const rangeOf = ({ k }: DeviceHost, p: PagemapRequest): PfnRange => ({
  start: pfn(p.start / k.sizes.pageBytes),
  end: pfn((p.start + p.size) / k.sizes.pageBytes),
});

/** vmemmap_can_optimize: the tails of compound pages share memory where the architecture can and no altmap is used. */
export function sharedTails({ k }: DeviceHost, p: PagemapRequest): Compound | undefined {
  const { arch, structPageBytes } = k.geometry;
  if (arch === 'arm64' || p.altmap !== undefined || Math.log2(structPageBytes) % 1 !== 0) return undefined;
  if ((p.compound * structPageBytes) / k.sizes.pageBytes <= RESERVED_PAGES) return undefined;
  return { pages: p.compound, deviceStart: pfn(p.start / k.sizes.pageBytes) };
}

/** Makes device pages of the range (mm/memremap.c: memremap_pages). ENOMEM, ENXIO, EINVAL. */
export function memremapPages(host: DeviceHost, p: PagemapRequest): Proc<Pagemap | Errno> {
  return call('memremap_pages', call('pagemap_range', pagemapRange(host, p)));
}

function* pagemapRange(host: DeviceHost, p: PagemapRequest): Proc<Pagemap | Errno> {
  const { k, zones, add, remove, resources } = host;
  const end = p.start + p.size;
  const hex = (n: number): string => `0x${n.toString(16)}`;
  if (host.pagemaps.live.some((l) => l.start < end && p.start < l.start + l.size)) {
    k.printk('Conflicting mapping in same section');
    return 'ENOMEM';
  }
  if (resources.holdsSystemRam(p.start, end - 1)) {
    k.printk(`devm_memremap_pages attempted on mixed region ${hex(p.start)}-${hex(end - 1)}`);
    return 'ENXIO';
  }
  if (!resources.rangeAllowed(p.start, end - 1, k.geometry.maxPhysmemBits)) return 'EINVAL';
  const range = rangeOf(host, p);
  const altmap: Altmap | undefined =
    p.altmap === undefined ? undefined : { basePfn: range.start, ...p.altmap, align: 0, alloc: 0 };
  const compound = sharedTails(host, p);
  yield* memHotplugBegin(k);
  const errno = yield* add.addDeviceMemory(range, p.nid, altmap, compound);
  if (errno !== undefined) {
    if (errno !== 'EEXIST') yield* remove.removeDeviceMemory(range, altmap);
    yield* memHotplugDone(k);
    return errno;
  }
  zones.movePfnRangeToZone({ nid: p.nid, zone: 'Device' }, range);
  yield* memHotplugDone(k);
  k.trace.enter('memmap_init_zone_device');
  const pages = range.end - range.start;
  // of compound pages that share tails only the struct pages with memory of their own are made
  const own = (RESERVED_PAGES * k.sizes.pageBytes) / k.geometry.structPageBytes;
  k.trace.many('__init_zone_device_page', compound === undefined ? pages : (pages / p.compound) * own);
  k.trace.leave('memmap_init_zone_device');
  return { ...p, alloc: altmap?.alloc ?? 0, align: altmap?.align ?? 0 };
}

/** Takes device pages away; an altmap gets back what it handed out (mm/memremap.c: memunmap_pages, as devres calls it). */
export function devmMemremapPagesRelease(host: DeviceHost, p: Pagemap): Proc {
  return call('devm_memremap_pages_release', call('memunmap_pages', call('pageunmap_range', pageunmapRange(host, p))));
}

function* pageunmapRange(host: DeviceHost, p: Pagemap): Proc {
  const { k, zones, remove } = host;
  const range = rangeOf(host, p);
  const altmap: Altmap | undefined =
    p.altmap === undefined ? undefined : { basePfn: range.start, ...p.altmap, align: p.align, alloc: p.alloc };
  yield* memHotplugBegin(k);
  zones.removePfnRangeFromZone({ nid: p.nid, zone: 'Device' }, range);
  yield* remove.removeDeviceMemory(range, altmap);
  yield* memHotplugDone(k);
  if (altmap !== undefined && altmap.alloc !== 0) k.printk('failed to free all reserved pages');
}
