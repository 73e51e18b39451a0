import { describe, expect, it } from 'vitest';
import type { DevicesView } from '../../../engine/devices/view.ts';
import { GiB, MiB } from '../../../engine/units.ts';
import { NO_DEVICES } from '../../../store/devices.ts';
import { CLASS } from '../classes.ts';
import { DeviceCells } from '../deviceCells.ts';
import { gridOf } from '../grid.ts';
import { testInfo } from '../testing.ts';
import { leafName, leavesOf, runOutline } from './devices.ts';

const base = 6 * GiB;
const devices: DevicesView = {
  ...NO_DEVICES,
  regions: [
    {
      id: 0,
      kind: 'nfit',
      enabled: true,
      labelled: true,
      numaNode: 1,
      targetNode: 1,
      start: base,
      end: base + GiB,
      available: 624 * MiB,
      largestGap: 624 * MiB,
    },
  ],
  namespaces: [
    {
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
      end: base + 400 * MiB,
      data: { start: base + 8 * MiB, end: base + 400 * MiB },
      layout: [
        { kind: 'info', start: base, end: base + 8192 },
        { kind: 'pad', start: base + 8192, end: base + 2 * MiB },
        { kind: 'memmap', start: base + 2 * MiB, end: base + 8 * MiB },
        { kind: 'data', start: base + 8 * MiB, end: base + 400 * MiB },
      ],
    },
  ],
  pagemaps: [
    {
      owner: 'dax0.0',
      type: 'generic',
      node: 1,
      compound: 512,
      deduplicated: false,
      pinned: 0,
      start: base,
      end: base + 400 * MiB,
      altmap: { basePfn: base / 4096, reserve: 2, free: 2046, align: 510, alloc: 1536 },
    },
  ],
};

describe('ranges of devices on the map', () => {
  it('are cut into pieces of the innermost device, each with a name', () => {
    const leaves = leavesOf(devices);
    expect(leaves.map((l) => `${l.kind}:${l.id}`)).toEqual(['namespace:namespace0.0', 'region:region0']);
    expect(leaves.map((l) => leafName(devices, l))).toEqual([
      'namespace0.0 · devdax · 400 MiB',
      'region0 · 624 MiB free',
    ]);
  });
  it('are outlined as one shape, whatever lines of cells they begin and end in', () => {
    expect(runOutline(8, 2, 5)).toEqual([
      [2, 0],
      [5, 0],
      [5, 1],
      [2, 1],
    ]);
    expect(runOutline(8, 6, 19)).toEqual([
      [6, 0],
      [8, 0],
      [8, 2],
      [3, 2],
      [3, 3],
      [0, 3],
      [0, 1],
      [6, 1],
    ]);
  });
});

describe('cells of devices', () => {
  const cells = new DeviceCells(gridOf(testInfo()));
  it('are device pages, and amber where the device holds their struct pages', () => {
    cells.update(devices);
    const first = cells.of(48) ?? [];
    const at = (cell: number): number | undefined => first.findLast((r) => cell >= r.from && cell < r.to)?.cls;
    expect([0, 1, 3, 4, 63].map(at)).toEqual([CLASS.reserve, CLASS.memmap, CLASS.memmap, CLASS.Device, CLASS.Device]);
    // 400 MiB: three sections and eight cells of the fourth
    expect(cells.of(51)).toEqual([{ from: 0, to: 8, cls: CLASS.Device }]);
    expect(cells.of(52)).toBeUndefined();
  });
  it('count as changed only where they differ', () => {
    const before = cells.stampOf(50);
    cells.update({ ...devices, pagemaps: devices.pagemaps.map((p) => ({ ...p, end: base + 300 * MiB })) });
    expect(cells.stampOf(50)).not.toBe(before);
    const same = cells.stampOf(49);
    cells.update({ ...devices, pagemaps: [] });
    expect(cells.stampOf(49)).not.toBe(same);
    expect(cells.of(49)).toBeUndefined();
  });
});
