/**
 * Devices beyond DIMMs as something that can be pointed at: which bytes a device has, and which device has a byte.
 *
 *   nvdimm ⊃ region ⊃ namespace ⊃ dax ⊃ memory blocks        the innermost one answers
 */
import type { DevicesView, Span } from '../engine/devices/view.ts';

/** Devices of a machine that has none. */
export const NO_DEVICES: DevicesView = {
  nvdimms: [],
  virtioPmem: [],
  regions: [],
  namespaces: [],
  pagemaps: [],
  dax: [],
  soft: [],
  tiers: [],
  distances: [],
  virtioMem: [],
  cxl: { windows: [], ports: [], memdevs: [], regions: [], unverified: true },
  accelerators: [],
  cracks: [],
};

/** What kind of thing a device is; the lists of DevicesView. */
export const DEVICE_KINDS = [
  'nvdimm',
  'region',
  'namespace',
  'dax',
  'soft',
  'virtio-mem',
  'virtio-pmem',
  'cxl-window',
  'cxl-memdev',
  'cxl-region',
  'accelerator',
] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];

/** One device: names are unique in a kind only. */
export interface DeviceRef {
  readonly kind: DeviceKind;
  readonly id: string;
}

/** A device with the bytes it has. */
export interface DeviceSpan extends Span, DeviceRef {}

/** The name of a soft-reserved range: it has none of its own. */
export const softName = (s: Span): string => `0x${s.start.toString(16)}`;

const seen = new WeakMap<DevicesView, readonly DeviceSpan[]>();

/** Every device with the bytes it has, outer ones first. Remembered while the devices are the same. */
export function deviceSpans(d: DevicesView): readonly DeviceSpan[] {
  const known = seen.get(d);
  if (known !== undefined) return known;
  const out: DeviceSpan[] = [];
  const put = (kind: DeviceKind, id: string, { start, end }: Span): void => {
    if (end > start) out.push({ kind, id, start, end });
  };
  for (const x of d.cxl.windows) put('cxl-window', x.decoder, x);
  for (const x of d.nvdimms) put('nvdimm', x.id, { start: x.addr, end: x.addr + x.size });
  for (const x of d.virtioPmem) put('virtio-pmem', x.id, { start: x.addr, end: x.addr + x.size });
  for (const x of d.virtioMem) put('virtio-mem', x.id, x);
  for (const x of d.soft) put('soft', softName(x), x);
  for (const x of d.cxl.regions) {
    for (const target of x.targets) put('cxl-memdev', target, x);
    put('cxl-region', x.name, x);
  }
  for (const x of d.regions) put('region', `region${x.id}`, x);
  for (const x of d.namespaces) put('namespace', x.name, x);
  for (const x of d.dax) put('dax', x.name, x);
  for (const x of d.accelerators) put('accelerator', x.id, x);
  seen.set(d, out);
  return out;
}

export const sameDevice = (a: DeviceRef, b: DeviceRef): boolean => a.kind === b.kind && a.id === b.id;

/** The bytes of a device; none: it is gone, or has none. */
export const spansOfDevice = (d: DevicesView, ref: DeviceRef): readonly Span[] =>
  deviceSpans(d).filter((s) => sameDevice(s, ref));

/** The innermost device that has a byte. */
export const deviceAt = (d: DevicesView, byte: number): DeviceSpan | undefined =>
  deviceSpans(d).findLast((s) => byte >= s.start && byte < s.end);

/** Whether a machine has anything beyond DIMMs. */
export const hasDevices = (d: DevicesView | undefined): d is DevicesView =>
  d !== undefined && deviceSpans(d).length > 0;
