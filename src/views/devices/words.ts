/** What the screen says of devices. */
import * as words from '#words/devices.ts';
import type {
  AcceleratorView,
  DaxView,
  LayoutSpan,
  NamespaceView,
  RegionView,
  VirtioMemView,
} from '../../engine/devices/view.ts';

/** Parts of a device's range, in the kernel's and ndctl's words. */
export const LAYOUT_WORDS: Readonly<Record<LayoutSpan['kind'], { readonly name: string; readonly what: string }>> = {
  info: { name: words.layoutInfoName, what: words.layoutInfoWhat },
  pad: { name: words.align, what: words.layoutPadWhat },
  memmap: { name: 'memmap', what: words.layoutMemmapWhat },
  spare: { name: words.reserve, what: words.layoutSpareWhat },
  tables: { name: words.layoutTablesName, what: words.layoutTablesWhat },
  data: { name: words.layoutDataName, what: words.layoutDataWhat },
  trunc: { name: words.layoutTruncName, what: words.layoutTruncWhat },
};

/** `fsdax · memmap in RAM · 2M` */
export function namespaceWords(n: NamespaceView): string {
  if (n.sector !== undefined) return words.sectors(n.sector.bytes, n.sector.shown);
  const map = n.map === 'dev' ? words.memmapOnDevice : n.map === 'mem' ? words.memmapInRam : words.noStructPages;
  return [n.mode, map, n.align === undefined ? '' : words.aligned(n.align)].filter((w) => w !== '').join(' · ');
}

/** `system-ram · 7 of 9 blocks online · Movable` */
export function daxWords(d: DaxView): string {
  const { kmem } = d;
  if (kmem === undefined) return d.driver === 'device_dax' ? 'devdax' : (d.driver ?? words.noDriver);
  const online = kmem.blocks.filter((b) => b.online);
  const zones = [...new Set(online.map((b) => b.zone).filter((z) => z !== undefined))];
  return [
    kmem.stuck ? words.noDriverMemoryStays : 'system-ram',
    words.ofOnline(online.length, kmem.blocks.length),
    ...(zones.length === 0 ? [] : [zones.join(' + ')]),
  ].join(' · ');
}

/** Where a region comes from. */
export const REGION_KINDS: Readonly<Record<RegionView['kind'], string>> = {
  nfit: words.regionKindsNfit,
  of: words.regionKindsOf,
  e820: words.regionKindsE820,
  virtio: words.regionKindsVirtio,
  cxl: 'CXL',
};

/** What a virtio-mem device has, wants and cannot. */
export function virtioMemWords(v: VirtioMemView): {
  readonly text: string;
  readonly tone: 'good' | 'caution' | undefined;
} {
  const { requested, plugged, driver } = v;
  if (driver === undefined) return { text: words.noDriverIsBound, tone: 'caution' };
  if (driver.broken) return { text: words.driverMarkedDeviceBroken, tone: 'caution' };
  const again = driver.retryMs === undefined ? '' : words.triesAgainInS(driver.retryMs / 1000);
  if (plugged > requested) return { text: words.couldNotBeUnplugged(plugged - requested, again), tone: 'caution' };
  if (plugged < requested) {
    const waits =
      driver.offlineSize > 0 && driver.retryMs === undefined
        ? words.ofItIsOffline(driver.offlineSize, driver.offlineThreshold)
        : '';
    return { text: words.moreIsWanted(requested - plugged, waits, again), tone: 'caution' };
  }
  return { text: words.asRequested, tone: undefined };
}

/** What an accelerator's memory is at the moment. */
export const ACCELERATOR_STATES: Readonly<Record<AcceleratorView['state'], string>> = {
  unplugged: words.statesUnplugged,
  ready: words.statesReady,
  offline: words.statesOffline,
  reset: words.statesReset,
};
