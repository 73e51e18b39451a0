/**
 * A device's range as a row of parts, ascending and without gaps: what the bars draw to scale.
 *
 *   region     |info|memmap|      data      |trunc|   free   |
 *   with kmem  |info|memmap|crack|blk|blk|blk|crack|         |
 */
import * as words from '#words/devices.ts';
import type {
  AcceleratorView,
  CxlRegionView,
  CxlWindowView,
  DaxView,
  DevicesView,
  LayoutSpan,
  NamespaceView,
  RegionView,
  Span,
  VirtioMemUnit,
  VirtioMemView,
} from '../../engine/devices/view.ts';
import { formatAddressRange, formatBytes, formatRuns } from '../../ui/format.ts';
import { ACCELERATOR_STATES, LAYOUT_WORDS } from './words.ts';

/** How a part is drawn. */
export type PartLook =
  LayoutSpan['kind'] | 'raw' | 'free' | 'crack' | 'offline' | 'normal' | 'movable' | 'dma' | 'disabled' | 'fake';

/** One part of a bar. */
export interface BarPart extends Span {
  readonly look: PartLook;
  /** Whose it is: the part lights up with it. */
  readonly owner: string;
  /** What it is; of a memory block, its state or zone. */
  readonly name: string;
  /** The memory block that it is. */
  readonly block?: number;
  readonly title: string;
}

const part = (look: PartLook, owner: string, name: string, { start, end }: Span): BarPart => ({
  look,
  owner,
  start,
  end,
  name,
  title: `${name} · ${formatBytes(end - start)} · ${formatAddressRange(start, end)}`,
});

const zoneLook = (zone: string | undefined): PartLook => {
  switch (zone) {
    case 'Movable':
      return 'movable';
    case 'DMA':
    case 'DMA32':
      return 'dma';
    default:
      return 'normal';
  }
};

/** The memory that kmem made of a dax device: its blocks, and what is left over at either end. */
export function kmemParts(d: DaxView, blockBytes: number, within: Span = d): BarPart[] {
  const { kmem } = d;
  if (kmem === undefined) return [part('data', d.name, words.devdax(d.name), within)];
  const out: BarPart[] = [];
  const left = { start: within.start, end: Math.min(kmem.start, within.end) };
  if (left.end > left.start) out.push(part('crack', d.name, words.lessThanMemoryBlock, left));
  for (const b of kmem.blocks) {
    const span = { start: b.id * blockBytes, end: (b.id + 1) * blockBytes };
    const name = b.online ? (b.zone ?? words.blockOnline) : words.statesOffline;
    const block = part(b.online ? zoneLook(b.zone) : 'offline', d.name, `memory${b.id}, ${name}`, span);
    out.push({ ...block, name, block: b.id });
  }
  const right = { start: Math.max(kmem.end, within.start), end: within.end };
  if (right.end > right.start) out.push(part('crack', d.name, words.lessThanMemoryBlock, right));
  return out;
}

/** A namespace, its data shown as what its dax device is now. */
export function namespaceParts(n: NamespaceView, dax: DaxView | undefined, blockBytes: number): BarPart[] {
  return n.layout.flatMap((l) => {
    if (l.kind !== 'data') return [part(l.kind, n.name, `${n.name}: ${LAYOUT_WORDS[l.kind].name}`, l)];
    if (dax?.kmem !== undefined) return kmemParts(dax, blockBytes, l);
    const look = !n.enabled ? 'disabled' : n.map === 'none' ? 'raw' : 'data';
    return [part(look, n.name, `${n.name}: ${n.enabled ? n.mode : words.disabled}`, l)];
  });
}

/** A region with its namespaces and the free space between them. */
export function regionParts(d: DevicesView, r: RegionView, blockBytes: number): BarPart[] {
  const own = d.namespaces.filter((n) => n.region === r.id).toSorted((a, b) => a.start - b.start);
  const out: BarPart[] = [];
  let at = r.start;
  const free = (end: number): void => {
    if (end > at) out.push(part('free', `region${r.id}`, words.free, { start: at, end }));
  };
  for (const n of own) {
    free(n.start);
    out.push(...namespaceParts(n, daxOf(d, n), blockBytes));
    at = n.end;
  }
  free(r.end);
  return out;
}

/** A CXL window with its regions, what kmem made of them, and what is free between them. */
export function windowParts(d: DevicesView, w: CxlWindowView, blockBytes: number): BarPart[] {
  const own = d.cxl.regions.filter((r) => r.window === w.id).toSorted((a, b) => a.start - b.start);
  const out: BarPart[] = [];
  let at = w.start;
  const free = (end: number): void => {
    if (end > at) out.push(part('free', w.decoder, words.free, { start: at, end }));
  };
  for (const r of own) {
    free(r.start);
    out.push(...cxlParts(d, r, blockBytes));
    at = r.end;
  }
  free(w.end);
  return out;
}

/** A CXL region as the memory that kmem made of it, or as a whole. */
export function cxlParts(d: DevicesView, r: CxlRegionView, blockBytes: number): BarPart[] {
  const ram = d.dax.filter((x) => x.origin === 'cxl' && `region${x.region}` === r.name && x.kmem !== undefined);
  return ram.length > 0
    ? ram.flatMap((x) => kmemParts(x, blockBytes)).map((p) => ({ ...p, owner: r.name }))
    : [part(r.state === 'committed' ? 'data' : 'disabled', r.name, r.name, r)];
}

/** What a virtio-mem device has plugged, in the colour of the zone its unit is in. */
export function virtioMemParts(v: VirtioMemView): BarPart[] {
  const out: BarPart[] = [];
  let next = 0;
  for (const run of v.bitmap) {
    if (run.state !== 'plugged') {
      out.push(part(run.state === 'unplugged' ? 'free' : 'fake', v.id, run.state, run));
      continue;
    }
    for (let at = run.start; at < run.end;) {
      while (next < v.units.length && (v.units[next]?.end ?? 0) <= at) next++;
      const unit = v.units[next];
      const inside = unit !== undefined && unit.start <= at;
      const end = Math.min(run.end, unit === undefined ? run.end : inside ? unit.end : unit.start);
      out.push(part(inside ? unitLook(unit.state) : 'data', v.id, inside ? unit.state : run.state, { start: at, end }));
      at = end;
    }
  }
  return out;
}

const unitLook = (state: VirtioMemUnit['state']): PartLook =>
  state.startsWith('movable')
    ? 'movable'
    : state.startsWith('kernel')
      ? 'normal'
      : state.startsWith('offline')
        ? 'offline'
        : 'data';

/** The dax device that a namespace became. */
export const daxOf = (d: DevicesView, n: NamespaceView): DaxView | undefined =>
  d.dax.find((x) => x.origin === 'pmem' && x.start >= n.start && x.end <= n.end);

/** The memory of an accelerator, as its state is. */
export const acceleratorParts = (a: AcceleratorView): BarPart[] => [
  {
    ...part(a.state === 'ready' ? 'data' : 'disabled', a.id, ACCELERATOR_STATES[a.state], a),
    title: `${a.id}, ${ACCELERATOR_STATES[a.state]}`,
  },
];

/** A range that is one thing. */
export const wholePart = (look: PartLook, owner: string, span: Span): BarPart => part(look, owner, owner, span);

/** Parts that lie beside each other and are alike, as one: memory blocks of a device in one state. */
export function alikeParts(parts: readonly BarPart[]): readonly (Span & Pick<BarPart, 'look' | 'name'>)[] {
  const runs: { start: number; end: number; look: PartLook; name: string; blocks: number[] }[] = [];
  for (const { start, end, look, name, block } of parts) {
    const last = runs.at(-1);
    const alike = last?.look === look && last.name === name && (block !== undefined) === last.blocks.length > 0;
    if (alike && last.end === start) last.end = end;
    else runs.push({ start, end, look, name, blocks: [] });
    if (block !== undefined) runs.at(-1)?.blocks.push(block);
  }
  return runs.map(({ blocks, name, ...run }) => ({
    ...run,
    name: blocks.length === 0 ? name : `${formatRuns(blocks, 'memory')}, ${name}`,
  }));
}
