import { expect, it } from 'vitest';
import { NO_DEVICES } from '../../engine/devices/view.ts';
import type { CxlMemdevView, CxlView, DevicesView } from '../../engine/devices/view.ts';
import { GiB } from '../../engine/units.ts';
import { chainOf } from './chain.ts';
import { setsFor } from './menus.ts';

const expander = (name: string, hostBridge: string, freeVolatile: number): CxlMemdevView => ({
  name,
  id: name,
  port: undefined,
  hostBridge,
  volatileBytes: GiB,
  persistentBytes: 0,
  freeVolatile,
  freePersistent: 0,
  decoders: [],
  poison: [],
  readNs: undefined,
});
const window_ = (targets: readonly string[]): CxlView['windows'][number] => ({
  id: 0,
  decoder: 'decoder0.0',
  start: 0,
  end: 4 * GiB,
  ways: targets.length,
  granularity: 256,
  targets,
  volatile: true,
  persistent: true,
  available: 4 * GiB,
});

it('offers one expander behind each bridge of a window, in the order of its bridges', () => {
  const cxl: CxlView = {
    windows: [],
    ports: [],
    regions: [],
    unverified: true,
    memdevs: [
      expander('mem0', 'b', GiB),
      expander('mem1', 'a', GiB),
      expander('mem2', 'a', 0),
      expander('mem3', 'a', 1),
    ],
  };
  const names = (targets: readonly string[]): string[] =>
    setsFor(cxl, window_(targets), (m) => m.freeVolatile).map((set) => set.map((m) => m.name).join());
  expect(names(['a', 'b'])).toEqual(['mem1,mem0', 'mem3,mem0']);
  expect(names(['b'])).toEqual(['mem0']);
  expect(names(['c'])).toEqual([]);
  // an expander stands in one position
  expect(names(['b', 'b'])).toEqual([]);
});

it('tells how a CXL region got to System RAM by its window, not by the firmware’s special purpose', () => {
  const span = { start: 4 * GiB, end: 6 * GiB };
  const devices: DevicesView = {
    ...NO_DEVICES,
    cxl: {
      ...NO_DEVICES.cxl,
      windows: [window_(['a'])],
      regions: [
        {
          ...span,
          name: 'region0',
          window: 0,
          mode: 'ram',
          ways: 1,
          granularity: 256,
          targets: ['mem0'],
          state: 'committed',
          device: 'dax0.0',
        },
      ],
    },
    dax: [
      {
        ...span,
        name: 'dax0.0',
        region: 0,
        origin: 'cxl',
        align: 2 ** 21,
        numaNode: 0,
        targetNode: 1,
        driver: 'device_dax',
        memmapOnMemory: true,
        kmem: undefined,
      },
    ],
  };
  const policies = { autoOnline: 'offline', addRule: 'off', blockBytes: 2 ** 27, config: {}, cmdline: '' };
  for (const ref of [{ kind: 'cxl-region', id: 'region0' } as const, { kind: 'dax', id: 'dax0.0' } as const])
    expect(chainOf(devices, ref, policies).map((s) => [s.name, s.state])).toEqual([
      ['CXL window', 'done'],
      ['CXL region', 'done'],
      ['dax device', 'done'],
      ['Memory blocks', 'open'],
      ['Online', 'open'],
    ]);
});
