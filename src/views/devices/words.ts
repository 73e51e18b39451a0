/** What the screen says of devices. */
import type { DaxView, LayoutSpan, NamespaceView, RegionView, VirtioMemView } from '../../engine/devices/view.ts';
import { formatBytes, formatBytesShort, formatPlural } from '../../ui/format.ts';

/** Parts of a device's range, in the kernel's and ndctl's words. */
export const LAYOUT_WORDS: Readonly<Record<LayoutSpan['kind'], { readonly name: string; readonly what: string }>> = {
  info: { name: 'info block', what: 'says how the range is used; the kernel reads it when the namespace is enabled' },
  pad: { name: 'align', what: 'pages that the altmap skips so that its first memmap page is aligned' },
  memmap: { name: 'memmap', what: 'struct pages of this range, handed out by the altmap' },
  spare: { name: 'reserve', what: 'kept for struct pages and not handed out' },
  tables: { name: 'map and log', what: 'where each sector lies, and the writes that are under way' },
  data: { name: 'data', what: 'what the namespace is for' },
  trunc: { name: 'cut off', what: 'behind the last whole alignment: nobody can use it' },
};

/** `fsdax · memmap in RAM · 2M` */
export function namespaceWords(n: NamespaceView): string {
  const map = n.map === 'dev' ? 'memmap on device' : n.map === 'mem' ? 'memmap in RAM' : 'no struct pages';
  return [n.mode, map, n.align === undefined ? '' : `${formatBytesShort(n.align)} aligned`]
    .filter((w) => w !== '')
    .join(' · ');
}

/** `system-ram · 7 of 9 blocks online · Movable` */
export function daxWords(d: DaxView): string {
  const { kmem } = d;
  if (kmem === undefined) return d.driver === 'device_dax' ? 'devdax' : (d.driver ?? 'no driver');
  const online = kmem.blocks.filter((b) => b.online);
  const zones = [...new Set(online.map((b) => b.zone).filter((z) => z !== undefined))];
  return [
    kmem.stuck ? 'no driver, memory stays' : 'system-ram',
    `${online.length} of ${formatPlural(kmem.blocks.length, 'block')} online`,
    ...(zones.length === 0 ? [] : [zones.join(' + ')]),
  ].join(' · ');
}

/** Where a region comes from. */
export const REGION_KINDS: Readonly<Record<RegionView['kind'], string>> = {
  nfit: 'ACPI NFIT',
  of: 'device tree',
  e820: 'memmap=…!…',
  virtio: 'virtio-pmem',
  cxl: 'CXL',
};

/** What a virtio-mem device has, wants and cannot. */
export function virtioMemWords(v: VirtioMemView): {
  readonly text: string;
  readonly tone: 'good' | 'caution' | undefined;
} {
  const { requested, plugged, driver } = v;
  if (driver === undefined) return { text: 'no driver is bound: nothing answers a request', tone: 'caution' };
  if (driver.broken) return { text: 'the driver marked the device broken', tone: 'caution' };
  const again = driver.retryMs === undefined ? '' : `; tries again in ${driver.retryMs / 1000} s`;
  if (plugged > requested)
    return { text: `${formatBytes(plugged - requested)} could not be unplugged${again}`, tone: 'caution' };
  if (plugged < requested) {
    const waits =
      driver.offlineSize > 0 && driver.retryMs === undefined
        ? `: ${formatBytes(driver.offlineSize)} of it is offline, and no more than ${formatBytes(driver.offlineThreshold)} may be`
        : '';
    return { text: `${formatBytes(requested - plugged)} more is wanted${waits}${again}`, tone: 'caution' };
  }
  return { text: 'as requested', tone: undefined };
}
