/** Devices beyond DIMMs in pictures: their ranges as bars, and one with how far it got on the way to System RAM. */
import * as words from '#words/pictures.ts';
import * as tabWords from '#words/devices.ts';
import type { DevicesView, Span } from '../../engine/devices/view.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { type DeviceRef, NO_DEVICES, deviceSpans, softName, spansOfDevice } from '../../store/devices.ts';
import type { AtlasState } from '../../store/types.ts';
import { formatAddressRange, formatBytes, formatCount } from '../../ui/format.ts';
import type { Palette } from '../../ui/palette.ts';
import {
  type BarPart,
  type PartLook,
  cxlParts,
  kmemParts,
  namespaceParts,
  daxOf,
  regionParts,
  virtioMemParts,
  windowParts,
} from '../devices/bar.ts';
import { type Stage, chainOf } from '../devices/chain.ts';
import { chosenDevice } from '../devices/chosenDevice.ts';
import { virtioMemWords } from '../devices/words.ts';
import type { Ctx } from '../map/paint/ctx.ts';
import type { AddressRange } from './pictureLegend.ts';
import {
  type Box,
  type Fact,
  type Ink,
  type Styles,
  type Swatch,
  dashed,
  fillInk,
  framed,
  full,
  hatched,
  paintFacts,
  paintHead,
  pale,
  plainRange,
  stylesOf,
  write,
} from './pictureParts.ts';

/** The range of a device with its parts. */
export interface DeviceBar extends Span {
  readonly title: string;
  readonly ref: DeviceRef;
  readonly parts: readonly BarPart[];
}

const GAP = 48;
const BAR = 40;
/** Parts that are listed. */
const LISTED = 12;
const LINE = 19;

/** How a part of a range is filled. */
function partInk(palette: Palette, look: PartLook): Ink {
  switch (look) {
    case 'info':
    case 'pad':
      return pale(palette.memmap);
    case 'memmap':
      return full(palette.memmap);
    case 'spare':
      return hatched(palette.memmap);
    case 'tables':
    case 'disabled':
      return hatched(palette.zone.Device);
    case 'data':
      return full(palette.zone.Device);
    case 'raw':
      return pale(palette.zone.Device);
    case 'free':
      return framed(palette.borderStrong);
    case 'crack':
    case 'trunc':
      return hatched(palette.trouble);
    case 'offline':
      return hatched(palette.offlineHatch);
    case 'fake':
      return dashed(palette.textMuted);
    case 'normal':
      return full(palette.zone.Normal);
    case 'movable':
      return full(palette.zone.Movable);
    case 'dma':
      return full(palette.zone.DMA);
  }
}

/** What the parts of the device on screen mean. */
export function deviceInks(palette: Palette, state: AtlasState): readonly Swatch[] {
  const { info, cells } = state;
  const ref = shownDevice(state);
  const bar = info && ref && barOf(cells.devices ?? NO_DEVICES, info, ref);
  const looks = new Set(bar?.parts.map(({ look }) => look));
  const seen = new Set<string>();
  return LOOKS.filter(([look, what]) => looks.has(look) && !seen.has(what) && seen.add(what)).map(([look, what]) => ({
    ...partInk(palette, look),
    what,
  }));
}
const LOOKS: readonly (readonly [look: PartLook, what: string])[] = [
  ['data', words.deviceMemory],
  ['raw', words.withoutStructPages],
  ['disabled', tabWords.disabled],
  ['dma', 'DMA32'],
  ['normal', 'Normal'],
  ['movable', 'Movable'],
  ['offline', words.offline],
  ['fake', tabWords.fakeOffline],
  ['memmap', words.structPages],
  ['spare', words.spare],
  ['info', words.infoBlock],
  ['pad', words.infoBlock],
  ['tables', tabWords.layoutTablesName],
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
  const span = spansOfDevice(d, ref)[0];
  if (span === undefined) return undefined;
  const { blockBytes } = info;
  const of = (parts: readonly BarPart[], within: Span = span, title: string = ref.id): DeviceBar => ({
    start: within.start,
    end: within.end,
    ref,
    title,
    parts,
  });
  const whole = (look: PartLook): readonly BarPart[] => [
    {
      start: span.start,
      end: span.end,
      look,
      owner: ref.id,
      title: `${ref.id} · ${formatBytes(span.end - span.start)}`,
    },
  ];
  const { id } = ref;
  switch (ref.kind) {
    case 'region':
    case 'nvdimm':
    case 'virtio-pmem': {
      const nr = [...d.nvdimms, ...d.virtioPmem].find((x) => x.id === id)?.region;
      const region = d.regions.find((r) => `region${r.id}` === id || r.id === nr);
      return region === undefined ? of(whole('raw')) : of(regionParts(d, region, blockBytes), region);
    }
    case 'namespace': {
      const n = d.namespaces.find((x) => x.name === id);
      return n === undefined ? undefined : of(namespaceParts(n, daxOf(d, n), blockBytes));
    }
    case 'dax': {
      const dax = d.dax.find((x) => x.name === id);
      return dax === undefined ? undefined : of(kmemParts(dax, blockBytes));
    }
    case 'soft': {
      const own = d.dax.filter((x) => x.origin !== 'pmem' && x.start < span.end && span.start < x.end);
      const parts = own.length === 0 ? whole('free') : own.flatMap((x) => kmemParts(x, blockBytes));
      return of(parts, span, tabWords.softReserved);
    }
    case 'virtio-mem': {
      const v = d.virtioMem.find((x) => x.id === id);
      return v === undefined ? undefined : of(virtioMemParts(v));
    }
    case 'cxl-window': {
      const w = d.cxl.windows.find((x) => x.decoder === id);
      return w === undefined ? undefined : of(windowParts(d, w, blockBytes));
    }
    case 'cxl-region':
    case 'cxl-memdev': {
      const r = d.cxl.regions.find((x) => x.name === id || x.targets.includes(id));
      return r === undefined ? undefined : of(cxlParts(d, r, blockBytes));
    }
    case 'accelerator':
      return of(whole('data'));
  }
}

/** Draws a range to scale. */
export function paintBar(ctx: Ctx, palette: Palette, bar: DeviceBar, box: Box): void {
  const scale = box.w / Math.max(1, bar.end - bar.start);
  fillInk(ctx, full(palette.absent), box);
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
    fillInk(ctx, partInk(palette, first.look), { ...box, x, w: Math.max(1.2, w > 5 ? w - 1 : w) });
  }
}

/** The device that the inspector shows, else the first there is. */
function shownDevice(state: AtlasState): DeviceRef | undefined {
  const { info } = state;
  const devices = state.cells.devices ?? NO_DEVICES;
  if (info === undefined) return undefined;
  return chosenDevice(state.selection, state) ?? deviceBars(devices, info)[0]?.ref ?? deviceSpans(devices)[0];
}

/** Draws the device that the inspector shows, else the first there is. Answers its address range. */
export function paintDevice(
  ctx: Ctx,
  state: AtlasState,
  info: MachineInfo,
  palette: Palette,
  box: Box,
): readonly AddressRange[] {
  const styles = stylesOf(palette);
  const devices = state.cells.devices ?? NO_DEVICES;
  const ref = shownDevice(state);
  if (ref === undefined) {
    write(ctx, tabWords.thisMachineHasNothing, box.x, box.y + 15, styles.note);
    return [];
  }
  const spans = spansOfDevice(devices, ref);
  const name = ref.kind === 'soft' ? tabWords.softReserved : ref.id;
  const title = ref.kind === 'soft' ? name : words.deviceTitle(ref.kind, name);
  const ranges = spans
    .slice(0, 3)
    .map((s) => `${formatAddressRange(s.start, s.end)}   ${formatBytes(s.end - s.start)}`);
  let y = paintHead(ctx, styles, title, ranges, box) + 4;
  const bar = barOf(devices, info, ref);
  if (bar !== undefined) {
    paintBar(ctx, palette, bar, { ...box, y, h: BAR });
    write(ctx, `0x${bar.start.toString(16)}`, box.x, y + BAR + 16, styles.mono);
    const last = `0x${(bar.end - 1).toString(16)}`;
    write(ctx, last, box.x + box.w, y + BAR + 16, { ...styles.mono, align: 'right' });
    y += BAR + 36;
  }
  const width = (box.w - GAP) / 2;
  const left = { x: box.x, y, w: width, h: box.y + box.h - y };
  const stages = stagesOf(state, info, devices, ref);
  const right = { ...left, x: box.x + width + GAP };
  const beside = stages.length === 0 ? left : right;
  if (stages.length > 0) paintStages(ctx, palette, styles, stages, left);
  const facts = factsOf(devices, ref);
  const below = paintFacts(ctx, styles, facts, beside) + (facts.length > 0 ? 18 : 0);
  if (bar !== undefined) paintParts(ctx, palette, styles, bar, { ...beside, y: below, h: box.y + box.h - below });
  return spans.map((s) => ({ range: plainRange(s.start, s.end), what: name }));
}

function stagesOf({ cells }: AtlasState, info: MachineInfo, d: DevicesView, ref: DeviceRef): readonly Stage[] {
  const { blockBytes, config = {}, cmdline } = info;
  const autoOnline = cells.params?.['auto_online_blocks'] ?? 'offline';
  return chainOf(d, ref, { autoOnline, blockBytes, config, cmdline, addRule: cells.addRule ?? 'off' });
}

/** The stages one under the other, joined by a line, with what decides each. */
function paintStages(ctx: Ctx, palette: Palette, styles: Styles, stages: readonly Stage[], box: Box): void {
  write(ctx, tabWords.bootToBash, box.x, box.y + 13, styles.part);
  const each = Math.min(72, (box.h - 28) / stages.length);
  const colours = { done: palette.zone.Movable, partly: palette.memmap, open: palette.borderStrong };
  const states = { done: tabWords.wordsDone, partly: tabWords.wordsPartly, open: tabWords.wordsOpen };
  stages.forEach((stage, i) => {
    const y = box.y + 28 + i * each;
    ctx.strokeStyle = palette.border;
    ctx.lineWidth = 1.5;
    if (i + 1 < stages.length) {
      ctx.beginPath();
      ctx.moveTo(box.x + 6, y + 16);
      ctx.lineTo(box.x + 6, y + each + 2);
      ctx.stroke();
    }
    ctx.beginPath();
    ctx.arc(box.x + 6, y + 9, 5, 0, 2 * Math.PI);
    ctx.fillStyle = stage.state === 'open' ? palette.surface : colours[stage.state];
    ctx.fill();
    ctx.strokeStyle = colours[stage.state];
    ctx.stroke();
    const name = write(ctx, stage.name, box.x + 22, y + 13, { ...styles.text, font: styles.part.font });
    write(ctx, states[stage.state], box.x + 22 + name + 10, y + 13, styles.note);
    write(ctx, stage.what, box.x + 22, y + 30, styles.text, box.w - 22);
    const [why] = stage.decides;
    if (each >= 56 && why !== undefined) write(ctx, why, box.x + 22, y + 47, styles.note, box.w - 22);
  });
}

/** What there is to say of a device in figures. */
function factsOf(d: DevicesView, { kind, id }: DeviceRef): readonly Fact[] {
  const v = d.virtioMem.find((x) => kind === 'virtio-mem' && x.id === id);
  if (v !== undefined)
    return [
      { name: tabWords.state, value: virtioMemWords(v).text },
      { name: tabWords.plugged, value: tabWords.ofRequested(v.plugged, v.requested) },
      { name: tabWords.usableRegion, value: formatBytes(v.usable) },
      { name: tabWords.deviceBlock, value: formatBytes(v.blockSize) },
      { name: tabWords.node, value: `${v.node}` },
    ];
  const r = d.regions.find((x) => kind === 'region' && `region${x.id}` === id);
  if (r !== undefined)
    return [
      { name: tabWords.labels, value: r.labelled ? tabWords.yesItCanBe : tabWords.noOneNamespaceCovers },
      { name: tabWords.deviceTabFree, value: tabWords.largestPiece(r.available, r.largestGap) },
      { name: 'numa_node', value: `${r.numaNode}` },
      { name: 'target_node', value: `${r.targetNode}` },
    ];
  const w = d.cxl.windows.find((x) => kind === 'cxl-window' && x.decoder === id);
  if (w !== undefined)
    return [
      { name: tabWords.ways, value: `${w.ways} × ${formatBytes(w.granularity)}` },
      { name: tabWords.hostBridges, value: w.targets.join(', ') },
      { name: tabWords.deviceTabFree, value: formatBytes(w.available) },
    ];
  const a = d.accelerators.find((x) => kind === 'accelerator' && x.id === id);
  if (a !== undefined)
    return [
      { name: tabWords.state, value: a.state },
      { name: tabWords.pages, value: a.type },
      { name: tabWords.node, value: `${a.node}` },
      ...(a.fault === undefined ? [] : [{ name: tabWords.fault, value: a.fault }]),
    ];
  const m = d.cxl.memdevs.find((x) => kind === 'cxl-memdev' && x.name === id);
  if (m !== undefined)
    return [
      { name: tabWords.volatile, value: formatBytes(m.volatileBytes) },
      { name: tabWords.persistent, value: formatBytes(m.persistentBytes) },
      { name: tabWords.deviceTabBehind, value: m.hostBridge },
    ];
  return [];
}

/** The parts of the bar in words, as far as there is room. */
function paintParts(ctx: Ctx, palette: Palette, styles: Styles, bar: DeviceBar, box: Box): void {
  const most = Math.min(LISTED, Math.floor((box.h - 24) / LINE));
  if (most < 1) return;
  write(ctx, words.parts(formatCount(bar.parts.length)), box.x, box.y + 13, styles.part);
  const shown = bar.parts.length > most ? bar.parts.slice(0, most - 1) : bar.parts;
  shown.forEach(({ look, title }, i) => {
    const y = box.y + 24 + i * LINE;
    fillInk(ctx, partInk(palette, look), { x: box.x, y: y + 3, w: 11, h: 11 });
    write(ctx, title, box.x + 19, y + 13, styles.mono, box.w - 19);
  });
  if (shown.length < bar.parts.length)
    write(
      ctx,
      words.andMore(bar.parts.length - shown.length),
      box.x + 19,
      box.y + 24 + shown.length * LINE + 13,
      styles.note,
    );
}
