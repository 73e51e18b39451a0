import { expect, it } from 'vitest';
import { computeWatermarks } from '../../engine/zones/watermarks.ts';
import { testZone } from '../../engine/zones/testing.ts';
import { loadMachine } from '../../snapshot/load.ts';
import { bundledSnapshot } from '../../snapshot/testing.ts';
import { partsOf, pressure } from './marks.ts';

it('the parts of the formula make the marks that the engine has, zone by zone', () => {
  const m = loadMachine(bundledSnapshot('x86_64-dimm-new-node'));
  const input = { pageBytes: 4096, pagesPerPageblock: 512, khugepaged: true };
  const { nodes, minFreeKbytes } = computeWatermarks(m.zones.nodes.value, input);
  let compared = 0;
  for (const zone of nodes.flatMap((node) => node.zones))
    if (zone.managed > 0 && zone.name !== 'Movable') {
      const { share, pagesMin, managedOfAll } = partsOf(zone, nodes, 4096, minFreeKbytes);
      expect(share, zone.name).toBe(zone.min);
      expect(pagesMin).toBe(minFreeKbytes / 4);
      expect(managedOfAll).toBeGreaterThan(zone.managed - 1);
      const step = Math.max(Math.floor(share / 4), Math.floor((zone.managed * 10) / 10_000));
      expect(zone.promo).toBe(zone.min + 3 * step);
      compared++;
    }
  expect(compared).toBeGreaterThan(2);
});
it('says what free memory means against the marks', () => {
  const zone = { ...testZone('Normal'), min: 10, low: 20, high: 30, promo: 40 };
  expect([5, 15, 25, 35].map((free) => pressure(zone, free).level)).toEqual(['min', 'low', 'high', 'calm']);
});
