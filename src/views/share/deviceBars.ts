/** Ranges of devices beyond DIMMs as bars: in the bay's picture, and in that of one device. */
import * as words from '#words/pictures.ts';
import * as deviceWords from '#words/devices.ts';
import type { DevicesView, Span } from '../../engine/devices/view.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { type DeviceRef, softName, spansOfDevice } from '../../store/devices.ts';
import type { Palette } from '../../ui/palette.ts';
import {
  type BarPart,
  type PartLook,
  acceleratorParts,
  cxlParts,
  daxOf,
  kmemParts,
  namespaceParts,
  regionParts,
  virtioMemParts,
  wholePart,
  windowParts,
} from '../devices/bar.ts';
import type { Ctx } from '../map/paint/ctx.ts';
import * as draw from './draw.ts';

/** The range of a device with its parts. */
export interface DeviceBar extends Span {
  readonly title: string;
  readonly ref: DeviceRef;
  readonly parts: readonly BarPart[];
}

/** How a part of a range is filled. */
export function partInk(palette: Palette, look: PartLook): draw.Ink {
  switch (look) {
    case 'info':
    case 'pad':
      return draw.pale(palette.memmap);
    case 'memmap':
      return draw.full(palette.memmap);
    case 'spare':
      return draw.hatched(palette.memmap);
    case 'tables':
    case 'disabled':
      return draw.hatched(palette.zone.Device);
    case 'data':
      return draw.full(palette.zone.Device);
    case 'raw':
      return draw.pale(palette.zone.Device);
    case 'free':
      return draw.framed(palette.borderStrong);
    case 'crack':
    case 'trunc':
      return draw.hatched(palette.trouble);
    case 'offline':
      return draw.hatched(palette.offlineHatch);
    case 'fake':
      return draw.dashed(palette.textMuted);
    case 'normal':
      return draw.full(palette.zone.Normal);
    case 'movable':
      return draw.full(palette.zone.Movable);
    case 'dma':
      return draw.full(palette.zone.DMA);
  }
}

/** What the parts of bars mean, each look that occurs once. */
export function barSwatches(palette: Palette, bars: readonly DeviceBar[]): readonly draw.Swatch[] {
  const looks = new Set(bars.flatMap(({ parts }) => parts.map(({ look }) => look)));
  const seen = new Set<string>();
  return LOOKS.filter(([look, what]) => looks.has(look) && !seen.has(what) && seen.add(what)).map(([look, what]) => ({
    ...partInk(palette, look),
    what,
  }));
}
const LOOKS: readonly (readonly [look: PartLook, what: string])[] = [
  ['data', words.deviceMemory],
  ['raw', words.withoutStructPages],
  ['disabled', deviceWords.disabled],
  ['dma', 'DMA32'],
  ['normal', 'Normal'],
  ['movable', 'Movable'],
  ['offline', words.offline],
  ['fake', deviceWords.fakeOffline],
  ['memmap', words.structPages],
  ['spare', words.spare],
  ['info', words.infoBlock],
  ['pad', words.infoBlock],
  ['tables', deviceWords.layoutTablesName],
  ['free', words.unused],
  ['crack', words.lost],
  ['trunc', words.lost],
];

/** The devices of a machine in the bay's order, or the one that is asked for. */
export function deviceBars(d: DevicesView, info: MachineInfo, only?: DeviceRef): readonly DeviceBar[] {
  if (only !== undefined) {
    const bar = barOf(d, info, only);
    return bar === undefined ? [] : [bar];
  }
  const loose = d.dax.filter((x) => x.origin === 'hmem' && !d.soft.some((s) => x.start < s.end && s.start < x.end));
  const refs: readonly DeviceRef[] = [
    ...d.regions.map((r) => ({ kind: 'region' as const, id: `region${r.id}` })),
    ...d.virtioMem.map((v) => ({ kind: 'virtio-mem' as const, id: v.id })),
    ...d.soft.map((s) => ({ kind: 'soft' as const, id: softName(s) })),
    ...loose.map((x) => ({ kind: 'dax' as const, id: x.name })),
    ...d.cxl.windows.map((w) => ({ kind: 'cxl-window' as const, id: w.decoder })),
    ...d.accelerators.map((a) => ({ kind: 'accelerator' as const, id: a.id })),
  ];
  return refs.flatMap((ref) => barOf(d, info, ref) ?? []);
}

/** A device's range with its parts; undefined: it has none, or is gone. */
function barOf(d: DevicesView, info: MachineInfo, ref: DeviceRef): DeviceBar | undefined {
  const [span] = spansOfDevice(d, ref);
  if (span === undefined) return undefined;
  const of = partsOf(d, info, ref, span);
  const title = ref.kind === 'soft' ? deviceWords.softReserved : ref.id;
  return of && { start: of.span.start, end: of.span.end, ref, title, parts: of.parts };
}

function partsOf(
  d: DevicesView,
  { blockBytes }: MachineInfo,
  { kind, id }: DeviceRef,
  span: Span,
): { readonly span: Span; readonly parts: readonly BarPart[] } | undefined {
  switch (kind) {
    case 'region':
    case 'nvdimm':
    case 'virtio-pmem': {
      const nr = [...d.nvdimms, ...d.virtioPmem].find((x) => x.id === id)?.region;
      const region = d.regions.find((r) => `region${r.id}` === id || r.id === nr);
      return region === undefined
        ? { span, parts: [wholePart('raw', id, span)] }
        : { span: region, parts: regionParts(d, region, blockBytes) };
    }
    case 'namespace': {
      const n = d.namespaces.find((x) => x.name === id);
      return n && { span, parts: namespaceParts(n, daxOf(d, n), blockBytes) };
    }
    case 'dax': {
      const dax = d.dax.find((x) => x.name === id);
      return dax && { span, parts: kmemParts(dax, blockBytes) };
    }
    case 'soft': {
      const own = d.dax.filter((x) => x.origin !== 'pmem' && x.start < span.end && span.start < x.end);
      return {
        span,
        parts: own.length === 0 ? [wholePart('free', id, span)] : own.flatMap((x) => kmemParts(x, blockBytes)),
      };
    }
    case 'virtio-mem': {
      const v = d.virtioMem.find((x) => x.id === id);
      return v && { span, parts: virtioMemParts(v) };
    }
    case 'cxl-window': {
      const w = d.cxl.windows.find((x) => x.decoder === id);
      return w && { span, parts: windowParts(d, w, blockBytes) };
    }
    case 'cxl-region':
    case 'cxl-memdev': {
      const r = d.cxl.regions.find((x) => x.name === id || x.targets.includes(id));
      return r && { span, parts: cxlParts(d, r, blockBytes) };
    }
    case 'accelerator': {
      const a = d.accelerators.find((x) => x.id === id);
      return a && { span, parts: acceleratorParts(a) };
    }
  }
}

/** Draws a range to scale. */
export function paintBar(ctx: Ctx, palette: Palette, bar: DeviceBar, box: draw.Box): void {
  const scale = box.w / Math.max(1, bar.end - bar.start);
  draw.fillInk(ctx, draw.full(palette.absent), box);
  // what lies beside each other and looks alike is one; blocks are told apart where there is room
  let i = 0;
  while (i < bar.parts.length) {
    const first = bar.parts[i];
    if (first === undefined) break;
    let { end } = first;
    i++;
    while (bar.parts[i]?.look === first.look && bar.parts[i]?.start === end && (end - first.start) * scale < 3)
      end = bar.parts[i++]?.end ?? end;
    const w = (end - first.start) * scale;
    const x = box.x + (first.start - bar.start) * scale;
    draw.fillInk(ctx, partInk(palette, first.look), { ...box, x, w: Math.max(1.2, w > 5 ? w - 1 : w) });
  }
}
