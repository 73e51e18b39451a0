/** The chips of a stick: memory blocks in their state, grouped where there are more blocks than an eye can tell apart. */
import * as words from '#words/bay.ts';
import type { Cells, MachineInfo } from '../../link/messages.ts';
import { deviceSpans, NO_DEVICES } from '../../store/devices.ts';
import type { Mirror } from '../../store/types.ts';
import { blockRange, type Known, ZONES } from '../../store/selection.ts';
import { blockId } from '../../engine/units.ts';
import type { ZoneName } from '../../engine/zones/types.ts';

/** What a block is, as drawn. */
export type ChipState = 'absent' | 'offline' | 'leaving' | 'dma' | 'dma32' | 'normal' | 'movable' | 'device' | 'mixed';

/** One chip: blocks [from, to) and how many of them are in which state, in the order of ORDER. */
export interface Chip {
  readonly from: number;
  readonly to: number;
  readonly parts: readonly { readonly state: ChipState; readonly count: number }[];
  /** Some of its blocks hold their own memmap. */
  readonly memmap: boolean;
}

/** More chips than this are grouped. */
export const MOST_CHIPS = 32;
const ORDER: readonly ChipState[] = [
  'dma',
  'dma32',
  'normal',
  'movable',
  'device',
  'mixed',
  'leaving',
  'offline',
  'absent',
];

/** Blocks [start, end). */
export interface BlockRun {
  readonly start: number;
  readonly end: number;
}

/** State of one block as the mirror has it (engine/blocks/blocks.ts: 0 absent, 1 offline, 2 online, 3 going offline). */
export function chipState(known: Known, block: number): ChipState {
  const { mirror } = known;
  switch (mirror.array('block.state').get(block)) {
    case 1:
      return 'offline';
    case 2:
      break;
    case 3:
      return 'leaving';
    default:
      return 'absent';
  }
  const zone = ZONES[mirror.array('block.zone').get(block)];
  return zone === undefined ? mixedState(known, block) : ZONE_STATES[zone];
}
const ZONE_STATES: Readonly<Record<ZoneName, ChipState>> = {
  DMA: 'dma',
  DMA32: 'dma32',
  Normal: 'normal',
  Movable: 'movable',
  Device: 'device',
};

/** A block of boot memory that lies in several zones: those whose spans it touches, where they look alike. */
function mixedState({ info, cells }: Known, block: number): ChipState {
  if (info === undefined) return 'mixed';
  const { start, end } = blockRange(info, blockId(block));
  const states = new Set<ChipState>();
  for (const node of cells.nodes ?? [])
    for (const zone of node.zones)
      if (zone.present > 0 && zone.startPfn < end && start < zone.startPfn + zone.spanned)
        states.add(ZONE_STATES[zone.name]);
  // the few MiB of DMA below DMA32 have its colour and no block of their own
  if (states.has('dma32')) states.delete('dma');
  const [only] = states;
  return states.size === 1 && only !== undefined ? only : 'mixed';
}

/** Self-hosted memmap (engine/sparse/sections.ts: memmapKind 3). */
const ALTMAP = 3;

/** The chips of some runs of blocks, at most MOST_CHIPS, each of about as many blocks. */
export function chipsOf(runs: readonly BlockRun[], known: Known): readonly Chip[] {
  const sectionsPerBlock = known.info?.sectionsPerBlock ?? 1;
  const total = runs.reduce((sum, { start, end }) => sum + end - start, 0);
  const each = Math.max(1, Math.ceil(total / MOST_CHIPS));
  const memmapKind = known.mirror.array('section.memmapKind');
  const chips: Chip[] = [];
  for (const run of runs)
    for (let from = run.start; from < run.end; from += each) {
      const to = Math.min(run.end, from + each);
      const counts = new Map<ChipState, number>();
      let memmap = false;
      for (let block = from; block < to; block++) {
        const state = chipState(known, block);
        counts.set(state, (counts.get(state) ?? 0) + 1);
        memmap ||= memmapKind.get(block * sectionsPerBlock) === ALTMAP;
      }
      chips.push({
        from,
        to,
        parts: ORDER.flatMap((state) => {
          const count = counts.get(state);
          return count === undefined ? [] : [{ state, count }];
        }),
        memmap,
      });
    }
  return chips;
}

/** The state of a stick in words: `Movable`, `offline`, `3 of 8 online`, `Normal + Movable`. */
export function summary(chips: readonly Chip[]): string {
  const counts = new Map<ChipState, number>();
  for (const { parts } of chips)
    for (const { state, count } of parts) counts.set(state, (counts.get(state) ?? 0) + count);
  const total = [...counts.values()].reduce((sum, n) => sum + n, 0);
  if (total === 0) return words.noMemoryBlock;
  const idle = (counts.get('offline') ?? 0) + (counts.get('absent') ?? 0) + (counts.get('leaving') ?? 0);
  if (idle === total) return counts.get('absent') === total ? words.noMemoryBlock : words.chipsOffline;
  if (idle > 0) return words.ofOnline(total - idle, total);
  const zones = [...counts].map(([state, count]) => ({ name: NAMES[state], count }));
  return zones.length === 1 ? (zones[0]?.name ?? '') : zones.map(({ name }) => name).join(' + ');
}
const NAMES: Readonly<Record<ChipState, string>> = {
  absent: words.namesAbsent,
  offline: words.chipsOffline,
  leaving: words.namesLeaving,
  dma: 'DMA',
  dma32: 'DMA32',
  normal: 'Normal',
  movable: 'Movable',
  device: 'Device',
  mixed: words.namesMixed,
};

/** The blocks of each node's boot memory on a machine: of no DIMM and of no device. */
export const bootOf = (
  info: MachineInfo,
  mirror: Mirror,
  { dimms = [], devices = NO_DEVICES, highestSection = 0 }: Partial<Cells>,
): ReadonlyMap<number, readonly BlockRun[]> =>
  bootRuns(mirror, Math.ceil(highestSection / info.sectionsPerBlock), [
    ...dimms.map(({ addr, size }) => ({
      start: Math.floor(addr / info.blockBytes),
      end: Math.ceil((addr + size) / info.blockBytes),
    })),
    // a block that a device shares with boot memory is boot memory's
    ...deviceSpans(devices).map(({ start, end }) => ({
      start: Math.ceil(start / info.blockBytes),
      end: Math.floor(end / info.blockBytes),
    })),
  ]);

/** The blocks of each node's boot memory: present, and of no DIMM. */
export function bootRuns(
  mirror: Mirror,
  blocks: number,
  dimms: readonly BlockRun[],
): ReadonlyMap<number, readonly BlockRun[]> {
  const state = mirror.array('block.state');
  const node = mirror.array('block.node');
  const plugged = [...dimms].sort((a, b) => a.start - b.start);
  const perNode = new Map<number, { start: number; end: number }[]>();
  let next = 0;
  for (let block = 0; block < blocks; block++) {
    while (next < plugged.length && (plugged[next]?.end ?? 0) <= block) next++;
    const dimm = plugged[next];
    if (dimm !== undefined && block >= dimm.start) {
      block = dimm.end - 1;
      continue;
    }
    if (state.get(block) === 0) continue;
    const nid = node.get(block);
    const runs = perNode.get(nid) ?? [];
    const last = runs.at(-1);
    if (last !== undefined && last.end === block) last.end = block + 1;
    else runs.push({ start: block, end: block + 1 });
    perNode.set(nid, runs);
  }
  return perNode;
}
