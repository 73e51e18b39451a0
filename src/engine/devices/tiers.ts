/** Memory tiers as sysfs shows them (mm/memory-tiers.c: memory_tiering). */
import { bitmapList, memoryTiers } from '../zones/tiers.ts';
import type { HmatEntry } from './dimm/board.ts';
import type { DeviceModule } from './host.ts';
import type { DistanceView } from './view.ts';
import type { DeviceNode } from './types.ts';

/** One entry for each pair of nodes. */
function distancesOf(hmat: readonly HmatEntry[]): readonly DistanceView[] {
  const pairs = new Map<string, DistanceView>();
  for (const { initiator, target, latency, bandwidth } of hmat) {
    const known = pairs.get(`${initiator} ${target}`);
    pairs.set(`${initiator} ${target}`, {
      initiator,
      target,
      latency: latency ?? known?.latency,
      bandwidth: bandwidth ?? known?.bandwidth,
    });
  }
  return [...pairs.values()].toSorted((a, b) => a.target - b.target || a.initiator - b.initiator);
}

const ROOT = '/sys/devices/virtual/memory_tiering';

/** Every machine with NUMA and page migration has them. */
export const tiers: DeviceModule = {
  name: 'tiers',
  wanted: () => true,
  attach: ({ k, zones, dimms }) => {
    const on = k.config.config['CONFIG_NUMA'] === 'y' && k.config.config['CONFIG_MIGRATION'] === 'y';
    const now = (): ReturnType<typeof memoryTiers> => (on ? memoryTiers(zones.nodes.value, zones.adistances) : []);
    const node = (path: string): DeviceNode | undefined => {
      if (!on || !path.startsWith('/sys/devices/virtual')) return undefined;
      const dir = (...names: readonly string[]): DeviceNode => ({
        kind: 'dir',
        list: () => names.map((name) => ({ name, kind: 'dir' })),
      });
      if (path === '/sys/devices/virtual') return dir('memory_tiering');
      if (path === ROOT) return dir(...now().map((t) => t.name));
      const [name, file, ...rest] = path.slice(ROOT.length + 1).split('/');
      const tier = now().find((t) => t.name === name);
      if (tier === undefined || rest.length > 0) return undefined;
      if (file === undefined) return { kind: 'dir', list: () => [{ name: 'nodelist', kind: 'file' }] };
      return file === 'nodelist' ? { kind: 'file', read: () => `${bitmapList(tier.nodes)}\n` } : undefined;
    };
    return {
      name: 'tiers',
      boot: () => ({ owned: () => false }),
      node,
      view: {
        from: () => [zones.nodes.value, zones.adistances],
        read: () => ({
          tiers: now(),
          distances: k.config.config['CONFIG_ACPI_HMAT'] === 'y' ? distancesOf(dimms.board.hmat ?? []) : [],
        }),
      },
    };
  },
};
