/** Builds kernels, nodes and zones for tests of this layer, without a machine around them. */
import { sizesOf } from '../arch/geometry.ts';
import type { Geometry } from '../arch/geometry.ts';
import { geometryFor } from '../arch/layout.ts';
import type { Kernel, Log } from '../kernel/kernel.ts';
import { Scheduler } from '../kernel/scheduler.ts';
import { Trace } from '../kernel/trace.ts';
import { Store } from '../state/store.ts';
import { nodeId, pfn } from '../units.ts';
import type { NodeState, Zone, ZoneName } from './types.ts';

export const X86_ZONES: readonly ZoneName[] = ['DMA', 'DMA32', 'Normal', 'Movable', 'Device'];
export const X86_GEOMETRY = geometryFor({ arch: 'x86_64', pageSize: 4096, levels: 4, vaBits: 48, maxPhysmemBits: 46 });

/** A kernel with an empty store. */
export function testKernel(
  geometry: Geometry = X86_GEOMETRY,
  config: Readonly<Record<string, string>> = {},
  cmdline = '',
): Kernel {
  const store = new Store();
  const trace = new Trace();
  const log = store.cell<Log>('dmesg', { before: undefined, lines: [], count: 0 });
  return {
    store,
    trace,
    log,
    geometry,
    sizes: sizesOf(geometry),
    scheduler: new Scheduler(trace),
    config: {
      release: '6.12.117',
      cmdline,
      config: { CONFIG_NUMA: 'y', CONFIG_NODES_SHIFT: '4', CONFIG_TRANSPARENT_HUGEPAGE: 'y', ...config },
    },
    printk: (...lines) => log.update((l) => ({ before: l, lines, count: l.count + lines.length })),
  };
}

/** A zone that is empty unless the patch says otherwise. */
export function testZone(name: ZoneName, patch: Partial<Zone> = {}): Zone {
  return {
    name,
    startPfn: pfn(0),
    spanned: 0,
    present: 0,
    presentEarly: patch.present ?? 0,
    managed: patch.present ?? 0,
    cma: 0,
    boost: 0,
    min: 0,
    low: 0,
    high: 0,
    promo: 0,
    protection: [0, 0, 0, 0, 0],
    ...patch,
  };
}

/** A node with the given zones, online if any is populated. */
export function testNode(id: number, zones: readonly Zone[], patch: Partial<NodeState> = {}): NodeState {
  const all = X86_ZONES.map((name) => zones.find((z) => z.name === name) ?? testZone(name));
  const memory = all.some((z) => z.present > 0);
  const spans = all.filter((z) => z.spanned > 0);
  const start = spans.length === 0 ? 0 : Math.min(...spans.map((z) => z.startPfn));
  return {
    id: nodeId(id),
    online: memory,
    hasCpu: memory,
    hasMemory: memory,
    hasNormalMemory: memory,
    distance: [],
    zones: all,
    startPfn: pfn(start),
    spanned: spans.length === 0 ? 0 : Math.max(...spans.map((z) => z.startPfn + z.spanned)) - start,
    watermarksKnown: memory,
    kswapd: memory,
    ...patch,
  };
}
