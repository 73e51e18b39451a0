/** One device beyond DIMMs as a picture: its range, how far it got on the way to System RAM, and all that its tab says. */
import * as words from '#words/pictures.ts';
import * as deviceWords from '#words/devices.ts';
import { NO_DEVICES, type DeviceRef, deviceSpans, spansOfDevice } from '../../store/devices.ts';
import { formatAddressRange, formatBytes } from '../../ui/format.ts';
import { alikeParts } from '../devices/bar.ts';
import { STAGE_STATES, type Stage, chainOf, policiesOf } from '../devices/chain.ts';
import { chosenDevice } from '../devices/chosenDevice.ts';
import { type DevicePart, crackWords, deviceParts } from '../devices/facts.ts';
import {
  GAP,
  type Row,
  columnWidth,
  factRows,
  gapRow,
  headRow,
  paintColumns,
  spaceRow,
  tableRows,
  textRows,
} from './columns.ts';
import { type DeviceBar, barSwatches, deviceBars, paintBar, partInk } from './deviceBars.ts';
import * as draw from './draw.ts';
import type { Body, Painted, Scene } from './scene.ts';

const COLUMNS = 3;
const BAR = 40;

/** The device that the inspector shows, else the first there is. */
export const device: Body = {
  paint,
  signs: ({ palette, state }) => {
    const { info, cells } = state;
    const ref = shownDevice(state);
    return info && ref ? barSwatches(palette, deviceBars(cells.devices ?? NO_DEVICES, info, ref)) : [];
  },
};

function shownDevice(state: Scene['state']): DeviceRef | undefined {
  const { info } = state;
  const devices = state.cells.devices ?? NO_DEVICES;
  if (info === undefined) return undefined;
  return chosenDevice(state.selection, state) ?? deviceBars(devices, info)[0]?.ref ?? deviceSpans(devices)[0];
}

function paint(scene: Scene): Painted {
  const { ctx, state, info, styles, box } = scene;
  const devices = state.cells.devices ?? NO_DEVICES;
  const ref = shownDevice(state);
  if (ref === undefined) {
    draw.write(ctx, deviceWords.thisMachineHasNothing, box.x, box.y + 15, styles.note);
    return { ranges: [], end: box.y + 24 };
  }
  const spans = spansOfDevice(devices, ref);
  const name = ref.kind === 'soft' ? deviceWords.softReserved : ref.id;
  const title = ref.kind === 'soft' ? name : words.deviceTitle(ref.kind, name);
  const ranges = spans
    .slice(0, 3)
    .map((s) => `${formatAddressRange(s.start, s.end)}   ${formatBytes(s.end - s.start)}`);
  let y = draw.paintHead(ctx, styles, title, ranges, box) + 4;
  const [bar] = deviceBars(devices, info, ref);
  if (bar !== undefined) y = paintRange(scene, bar, y) + 20;
  const body = { ...box, y, h: box.y + box.h - y };
  const width = columnWidth(box.w, COLUMNS);
  const rows = [
    ...(bar === undefined ? [] : partRows(scene, bar, width)),
    ...deviceParts(devices, ref, info).flatMap((part) => [gapRow(), ...rowsOf(scene, part, width)]),
  ];
  const stages = chainOf(devices, ref, policiesOf(info, state.cells));
  const end =
    stages.length === 0
      ? paintColumns(scene, rows, body, COLUMNS)
      : Math.max(
          paintStages(scene, stages, { ...body, w: width }),
          paintColumns(scene, rows, { ...body, x: box.x + width + GAP, w: box.w - width - GAP }, COLUMNS - 1),
        );
  return { ranges: spans.map((s) => ({ range: draw.plainRange(s.start, s.end), what: name })), end };
}

/** The range to scale between its first and its last address. Answers where it ends. */
function paintRange({ ctx, palette, styles, box }: Scene, bar: DeviceBar, y: number): number {
  paintBar(ctx, palette, bar, { ...box, y, h: BAR });
  draw.write(ctx, `0x${bar.start.toString(16)}`, box.x, y + BAR + 16, styles.mono);
  const last = `0x${(bar.end - 1).toString(16)}`;
  draw.write(ctx, last, box.x + box.w, y + BAR + 16, { ...styles.mono, align: 'right' });
  return y + BAR + 16;
}

/** The stages one under the other, joined by a line, with what decides each where there is room. Answers where they end. */
function paintStages({ ctx, palette, styles }: Scene, stages: readonly Stage[], box: draw.Box): number {
  draw.write(ctx, deviceWords.bootToBash, box.x, box.y + 13, styles.part);
  const colours = { done: palette.zone.Movable, partly: palette.memmap, open: palette.borderStrong };
  const left = 22;
  const width = box.w - left;
  const said = stages.map((stage) => ({ stage, lines: draw.wrapped(ctx, stage.what, width, styles.text.font) }));
  const heightOf = (lines: readonly string[], why: number): number => 18 + lines.length * 17 + why + 8;
  const bare = said.reduce((sum, { lines }) => sum + heightOf(lines, 0), 28);
  const whys = stages.map(({ decides: [first = ''] }) => draw.wrapped(ctx, first, width, styles.note.font));
  // all of what decides, a line of it, or nothing
  const room = (most: number): number => whys.reduce((sum, lines) => sum + Math.min(most, lines.length) * 17, bare);
  const most = [Infinity, 1].find((lines) => room(lines) <= box.h) ?? 0;
  let y = box.y + 28;
  said.forEach(({ stage, lines }, i) => {
    const why = whys[i]?.slice(0, most) ?? [];
    const height = heightOf(lines, why.length * 17);
    ctx.strokeStyle = palette.border;
    ctx.lineWidth = 1.5;
    if (i + 1 < said.length) {
      ctx.beginPath();
      ctx.moveTo(box.x + 6, y + 16);
      ctx.lineTo(box.x + 6, y + height + 2);
      ctx.stroke();
    }
    ctx.beginPath();
    ctx.arc(box.x + 6, y + 9, 5, 0, 2 * Math.PI);
    ctx.fillStyle = stage.state === 'open' ? palette.surface : colours[stage.state];
    ctx.fill();
    ctx.strokeStyle = colours[stage.state];
    ctx.stroke();
    const name = draw.write(ctx, stage.name, box.x + left, y + 13, { ...styles.text, font: styles.part.font });
    draw.write(ctx, STAGE_STATES[stage.state], box.x + left + name + 10, y + 13, styles.note);
    lines.forEach((line, n) => draw.write(ctx, line, box.x + left, y + 30 + n * 17, styles.text, width));
    why.forEach((line, n) => draw.write(ctx, line, box.x + left, y + 30 + (lines.length + n) * 17, styles.note, width));
    y += height;
  });
  return y - 8;
}

/** The parts of the bar in words; what is alike is one. */
function partRows(scene: Scene, bar: DeviceBar, width: number): readonly Row[] {
  const { ctx, palette, styles } = scene;
  const rows = alikeParts(bar.parts).map(({ start, end, look, name }): Row => ({
    height: 36,
    paint: (x, y) => {
      draw.fillInk(ctx, partInk(palette, look), { x, y: y + 3, w: 11, h: 11 });
      const size = draw.write(ctx, formatBytes(end - start), x + width, y + 13, { ...styles.value, align: 'right' });
      draw.write(ctx, name, x + 19, y + 13, styles.text, width - size - 30);
      draw.write(ctx, formatAddressRange(start, end), x + 19, y + 29, styles.mono, width - 19);
    },
  }));
  return [headRow(scene, width, words.partsOfRange), ...rows];
}

/** A part of what the tab says. */
function rowsOf(scene: Scene, part: DevicePart, width: number): readonly Row[] {
  const { styles } = scene;
  const aside = part.unverified === true ? deviceWords.unverified : part.aside;
  return [
    headRow(scene, width, part.title, aside),
    // why a memmap lies where it does is told on request
    ...(part.note === undefined || part.of === 'layout' ? [] : textRows(scene, width, part.note)),
    ...factRows(scene, width, part.facts),
    ...(part.of === 'cracks'
      ? part.cracks
          .map(crackWords)
          .flatMap(({ range, size, why }) => [
            ...textRows(scene, width, `${range} · ${size}`, styles.value),
            ...textRows(scene, width, why),
            spaceRow(4),
          ])
      : []),
    ...(part.table === undefined || part.table.caption === part.title
      ? []
      : textRows(scene, width, part.table.caption).map((row) => ({ ...row, kind: 'head' as const }))),
    ...(part.table === undefined ? [] : tableRows(scene, width, part.table)),
  ];
}
