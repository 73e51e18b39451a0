/** ZONE_DEVICE: struct pages for a device's memory (mm/memremap.c). */
import { memHotplugBegin, memHotplugDone } from '../../blocks/online.ts';
import type { Errno } from '../../kernel/errno.ts';
import { call } from '../../kernel/scheduler.ts';
import type { Proc } from '../../kernel/scheduler.ts';
import type { Altmap } from '../../mapping/types.ts';
import type { Compound } from '../../sparse/activate.ts';
import { holds } from '../../kernel/version.ts';
import { SUBSECTIONS } from '../../sparse/predicates.ts';
import { alignDown, alignUp, pfn } from '../../units.ts';
import type { PfnRange } from '../../units.ts';
import type { DeviceHost } from '../host.ts';
import type { Pagemap, PagemapRequest } from '../pagemaps.ts';
import type { Span } from '../view.ts';

/** Struct pages that keep memory of their own when tails are shared (VMEMMAP_RESERVE_NR). */
const RESERVED_PAGES = 2;

/** vmemmap_can_optimize: the tails of compound pages share memory where the architecture can and no altmap is used. */
export function sharedTails({ k }: DeviceHost, p: PagemapRequest): Compound | undefined {
  const { arch, structPageBytes } = k.geometry;
  // compound device pages came with v5.17 (mm/memremap.c: vmemmap_shift)
  if (!holds(k.config, { since: 'v5.17' })) return undefined;
  if (arch === 'arm64' || p.altmap !== undefined || Math.log2(structPageBytes) % 1 !== 0) return undefined;
  if ((p.compound * structPageBytes) / k.sizes.pageBytes <= RESERVED_PAGES) return undefined;
  return { pages: p.compound, deviceStart: pfn(p.start / k.sizes.pageBytes) };
}

/** Makes device pages of the range (mm/memremap.c: memremap_pages). ENOMEM, ENXIO, EINVAL. */
export function memremapPages(host: DeviceHost, p: PagemapRequest): Proc<Pagemap | Errno> {
  return call('memremap_pages', call('pagemap_range', pagemapRange(host, p)));
}

/** A range rounded out to whole sections: all that devm_memremap_pages could map before there were subsections. */
function toSections({ k }: DeviceHost, p: PagemapRequest): Span {
  if (holds(k.config, SUBSECTIONS)) return { start: p.start, end: p.start + p.size };
  const { sectionBytes } = k.sizes;
  return { start: alignDown(p.start, sectionBytes), end: alignUp(p.start + p.size, sectionBytes) };
}

function* pagemapRange(host: DeviceHost, p: PagemapRequest): Proc<Pagemap | Errno> {
  const { k, zones, add, resources } = host;
  const asked = p.start + p.size;
  const { start, end } = toSections(host, p);
  const hex = (n: number): string => `0x${n.toString(16)}`;
  if (host.pagemaps.live.some((l) => l.start < end && start < l.start + l.size)) {
    k.printk('Conflicting mapping in same section');
    return 'ENOMEM';
  }
  if (resources.holdsSystemRam(start, end - 1)) {
    const kind = resources.isAllSystemRam(start, end - 1) ? 'ram' : 'mixed';
    if (holds(k.config, SUBSECTIONS)) k.printk(`attempted on ${kind} region ${hex(p.start)}-${hex(asked - 1)}`);
    else
      k.printk(
        `devm_memremap_pages attempted on ${kind} region [mem ${hex(p.start)}-${hex(asked - 1)} flags 0x200]`,
        'WARNING: CPU: 0 PID: 1 at kernel/memremap.c:300 devm_memremap_pages',
      );
    return 'ENXIO';
  }
  if (!resources.rangeAllowed(start, end - 1, k.geometry.maxPhysmemBits)) return 'EINVAL';
  const range: PfnRange = { start: pfn(start / k.sizes.pageBytes), end: pfn(end / k.sizes.pageBytes) };
  const altmap: Altmap | undefined =
    p.altmap === undefined ? undefined : { basePfn: pfn(p.start / k.sizes.pageBytes), ...p.altmap, align: 0, alloc: 0 };
  const compound = sharedTails(host, p);
  yield* memHotplugBegin(k);
  // what was added before an error stays: nobody takes it back (mm/memremap.c: err_add_memory)
  const errno = yield* add.addDeviceMemory(range, p.nid, altmap, compound);
  if (errno !== undefined) {
    yield* memHotplugDone(k);
    return errno;
  }
  zones.movePfnRangeToZone({ nid: p.nid, zone: 'Device' }, range);
  yield* memHotplugDone(k);
  k.trace.enter('memmap_init_zone_device');
  const pages = p.size / k.sizes.pageBytes;
  // of compound pages that share tails only the struct pages with memory of their own are made
  const own = (RESERVED_PAGES * k.sizes.pageBytes) / k.geometry.structPageBytes;
  k.trace.many('__init_zone_device_page', compound === undefined ? pages : (pages / p.compound) * own);
  k.trace.leave('memmap_init_zone_device');
  return { ...p, mapped: { start, end }, alloc: altmap?.alloc ?? 0, align: altmap?.align ?? 0 };
}

/** Takes device pages away; an altmap gets back what it handed out (mm/memremap.c: memunmap_pages, as devres calls it). */
export function devmMemremapPagesRelease(host: DeviceHost, p: Pagemap): Proc {
  return call('devm_memremap_pages_release', call('memunmap_pages', call('pageunmap_range', pageunmapRange(host, p))));
}

function* pageunmapRange(host: DeviceHost, p: Pagemap): Proc {
  const { k, zones, remove } = host;
  const { pageBytes } = k.sizes;
  const range: PfnRange = { start: pfn(p.mapped.start / pageBytes), end: pfn(p.mapped.end / pageBytes) };
  const altmap: Altmap | undefined =
    p.altmap === undefined
      ? undefined
      : { basePfn: pfn(p.start / pageBytes), ...p.altmap, align: p.align, alloc: p.alloc };
  yield* memHotplugBegin(k);
  zones.removePfnRangeFromZone({ nid: p.nid, zone: 'Device' }, range);
  yield* remove.removeDeviceMemory(range, altmap);
  yield* memHotplugDone(k);
  if (altmap !== undefined && altmap.alloc !== 0) k.printk('failed to free all reserved pages');
}
