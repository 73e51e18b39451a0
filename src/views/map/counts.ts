/** How much of each zone and state there is, for the legend. */
import * as words from '#words/map.ts';
import type { NodeState } from '../../engine/zones/types.ts';
import type { Mirror } from '../../store/types.ts';
import type { LegendKey } from './classes.ts';

export interface LegendCount {
  readonly key: LegendKey;
  readonly title: string;
  readonly bytes: number;
}

/** Bytes present in each zone; DMA and DMA32 are one entry, as they are one hue. */
export function zoneCounts(nodes: readonly NodeState[], pageBytes: number): readonly LegendCount[] {
  const of = (...names: readonly string[]): number =>
    nodes.reduce((sum, n) => sum + n.zones.reduce((s, z) => s + (names.includes(z.name) ? z.present : 0), 0), 0) *
    pageBytes;
  const has = (name: string): boolean => nodes.some((n) => n.zones.some((z) => z.name === name));
  const entries: LegendCount[] = [];
  if (has('DMA') || has('DMA32'))
    entries.push({
      key: 'DMA32',
      title: has('DMA') && has('DMA32') ? words.dmaDma32 : has('DMA') ? 'DMA' : 'DMA32',
      bytes: of('DMA', 'DMA32'),
    });
  entries.push({ key: 'Normal', title: 'Normal', bytes: of('Normal') });
  entries.push({ key: 'Movable', title: 'Movable', bytes: of('Movable') });
  return entries;
}

/** Offline blocks. */
export function offlineBlocks(mirror: Mirror, blocks: number): number {
  const state = mirror.array('block.state');
  let n = 0;
  for (let id = 0; id < blocks; id++) if (state.get(id) === 1) n++;
  return n;
}
