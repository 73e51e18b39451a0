import { expect, it } from 'vitest';
import type { CxlMemdevView, CxlView } from '../../engine/devices/view.ts';
import { GiB } from '../../engine/units.ts';
import { setsFor } from './CxlCard.tsx';

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
