import { describe, expect, it } from 'vitest';
import type { DaxView, DevicesView, NamespaceView, RegionView, VirtioMemView } from '../../engine/devices/view.ts';
import { GiB, KiB, MiB } from '../../engine/units.ts';
import { deviceAt, deviceSpans, NO_DEVICES, spansOfDevice } from '../../store/devices.ts';
import { regionParts, virtioMemParts } from './bar.ts';
import { linesToCarve, linesToRam, linesToRequest, linesToResize } from './lines.ts';
import { bitmapCells } from './PluggedBitmap.tsx';
import { daxWords, virtioMemWords } from './words.ts';

const base = 6 * GiB;
const region: RegionView = {
  id: 0,
  kind: 'nfit',
  enabled: true,
  labelled: true,
  numaNode: 0,
  targetNode: 2,
  start: base,
  end: base + GiB,
  available: 384 * MiB,
  largestGap: 384 * MiB,
};
const namespace: NamespaceView = {
  name: 'namespace0.0',
  region: 0,
  mode: 'devdax',
  map: 'dev',
  sector: undefined,
  align: 2 * MiB,
  uuid: 'u',
  enabled: true,
  device: 'dax0.0',
  start: base,
  end: base + 640 * MiB,
  data: { start: base + 12 * MiB, end: base + 640 * MiB },
  layout: [
    { kind: 'info', start: base, end: base + 8 * KiB },
    { kind: 'memmap', start: base + 8 * KiB, end: base + 12 * MiB },
    { kind: 'data', start: base + 12 * MiB, end: base + 640 * MiB },
  ],
};
const dax: DaxView = {
  name: 'dax0.0',
  region: 0,
  origin: 'pmem',
  align: 2 * MiB,
  numaNode: 0,
  targetNode: 2,
  driver: 'kmem',
  memmapOnMemory: false,
  start: base + 12 * MiB,
  end: base + 640 * MiB,
  kmem: {
    start: base + 128 * MiB,
    end: base + 640 * MiB,
    group: 0,
    stuck: false,
    blocks: [49, 50, 51, 52].map((id) => ({ id, online: id !== 52, zone: id === 52 ? undefined : 'Movable' })),
  },
};
const devices: DevicesView = { ...NO_DEVICES, regions: [region], namespaces: [namespace], dax: [dax] };

const vm: VirtioMemView = {
  id: 'vm0',
  memdev: 'vmem0',
  node: 1,
  start: base,
  end: base + GiB,
  requested: 200 * MiB,
  plugged: 200 * MiB,
  usable: GiB,
  blockSize: 2 * MiB,
  driver: {
    name: 'virtio0',
    mode: 'sbm',
    unit: 128 * MiB,
    piece: 2 * MiB,
    unplugOnline: true,
    offlineThreshold: GiB,
    offlineSize: 0,
    broken: false,
    retryMs: undefined,
  },
  units: [
    { start: base, end: base + 128 * MiB, state: 'movable' },
    { start: base + 128 * MiB, end: base + 256 * MiB, state: 'movable-partial' },
  ],
  bitmap: [
    { start: base, end: base + 200 * MiB, state: 'plugged' },
    { start: base + 200 * MiB, end: base + 256 * MiB, state: 'fake-offline' },
    { start: base + 256 * MiB, end: base + GiB, state: 'unplugged' },
  ],
};

describe('a region as a bar', () => {
  it('shows info block, memmap, what kmem lost, its blocks, and the free space, without a gap', () => {
    const parts = regionParts(devices, region, 128 * MiB);
    expect(parts.map((p) => p.look)).toEqual([
      'info',
      'memmap',
      'crack',
      'movable',
      'movable',
      'movable',
      'offline',
      'free',
    ]);
    expect(parts[0]?.start).toBe(region.start);
    expect(parts.at(-1)?.end).toBe(region.end);
    for (let i = 1; i < parts.length; i++) expect(parts[i]?.start).toBe(parts[i - 1]?.end);
    expect(parts.find((p) => p.look === 'crack')).toMatchObject({ start: base + 12 * MiB, end: base + 128 * MiB });
  });
  it('shows the data of a namespace that no dax device has', () => {
    const parts = regionParts({ ...devices, dax: [] }, region, 128 * MiB);
    expect(parts.map((p) => p.look)).toEqual(['info', 'memmap', 'data', 'free']);
  });
});

describe('devices as places', () => {
  it('finds the innermost device of a byte', () => {
    expect(deviceAt(devices, base + 12 * MiB)).toMatchObject({ kind: 'dax', id: 'dax0.0' });
    expect(deviceAt(devices, base)).toMatchObject({ kind: 'namespace' });
    expect(deviceAt(devices, base + 700 * MiB)).toMatchObject({ kind: 'region', id: 'region0' });
    expect(deviceAt(devices, base - 1)).toBeUndefined();
  });
  it('knows the bytes of a device, and of none that is gone', () => {
    expect(spansOfDevice(devices, { kind: 'region', id: 'region0' })).toHaveLength(1);
    expect(spansOfDevice(devices, { kind: 'region', id: 'region7' })).toEqual([]);
    expect(deviceSpans(NO_DEVICES)).toEqual([]);
  });
});

describe('hands as lines', () => {
  it('types what ndctl, daxctl and QEMU take', () => {
    expect(linesToCarve(0, 400 * MiB, { mode: 'devdax', map: 'dev', align: 2 * MiB })).toEqual([
      { channel: 'shell', line: 'ndctl create-namespace -r region0 -s 400M -m devdax -M dev -a 2M' },
    ]);
    expect(
      linesToResize('namespace0.1', 0, GiB, { mode: 'raw', map: 'mem', align: GiB }).map((l) => l.channel),
    ).toEqual(['shell', 'shell']);
    expect(linesToRam('dax0.0', 'no-online', true)).toEqual([
      { channel: 'shell', line: 'daxctl reconfigure-device --mode=system-ram --no-online --force dax0.0' },
    ]);
    expect(linesToRequest('vm0', 300 * MiB)).toEqual([{ channel: 'monitor', line: 'qom-set vm0 requested-size 300M' }]);
    expect(linesToRequest('vm0', 0)).toEqual([{ channel: 'monitor', line: 'qom-set vm0 requested-size 0' }]);
  });
});

describe('words', () => {
  it('tell what kmem made of a dax device', () => {
    expect(daxWords(dax)).toBe('system-ram · 3 of 4 blocks online · Movable');
    expect(daxWords({ ...dax, driver: 'device_dax', kmem: undefined })).toBe('devdax');
  });
  it('tell what a virtio-mem device could not do, and when it tries again', () => {
    expect(virtioMemWords(vm).text).toBe('as requested');
    const stuck = { ...vm, requested: 100 * MiB };
    expect(virtioMemWords(stuck).text).toBe('100 MiB could not be unplugged');
    if (stuck.driver === undefined) throw new Error('no driver');
    expect(virtioMemWords({ ...stuck, driver: { ...stuck.driver, retryMs: 50_000 } })).toEqual({
      text: '100 MiB could not be unplugged; tries again in 50 s',
      tone: 'caution',
    });
  });
});

describe('the plugged bitmap', () => {
  it('has a cell for each memory block, with the share that is plugged and fake-offline', () => {
    const cells = bitmapCells(vm, 128 * MiB);
    expect(cells).toHaveLength(8);
    expect(cells[0]).toMatchObject({ plugged: 128 * MiB, fake: 0, state: 'movable' });
    expect(cells[1]).toMatchObject({ plugged: 72 * MiB, fake: 56 * MiB, state: 'movable-partial' });
    expect(cells[2]).toMatchObject({ plugged: 0, fake: 0, state: 'unused' });
  });
});

describe('a virtio-mem device as a bar', () => {
  it('has what is plugged unit by unit, and no gaps', () => {
    const parts = virtioMemParts(vm);
    expect(parts.map(({ look, end, start }) => [look, (end - start) / MiB])).toEqual([
      ['movable', 128],
      ['movable', 72],
      ['fake', 56],
      ['free', 768],
    ]);
    expect(parts[0]?.start).toBe(vm.start);
    parts.slice(1).forEach((part, i) => expect(part.start).toBe(parts[i]?.end));
  });

  it('what is plugged in no unit is the device’s own', () => {
    const parts = virtioMemParts({ ...vm, units: vm.units.slice(1) });
    expect(parts.map(({ look }) => look)).toEqual(['data', 'movable', 'fake', 'free']);
  });
});
