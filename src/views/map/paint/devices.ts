/**
 * What only machines with devices have: ranges of devices that nothing uses, as outlines with their name; pieces of
 * virtio-mem with nothing behind them; sections that device pages share with others; and what a gesture would bring.
 * Loaded when a machine has such devices.
 *
 *   . . . . |#### a section that is there|      dotted: the device has it, and nobody uses it
 *   . . . . |####                     ▾ |      corner: SECTION_TAINT_ZONE_DEVICE
 */
import * as words from '#words/map-late.ts';
import type { DevicesView, Span } from '../../../engine/devices/view.ts';
import { deviceAt, deviceSpans } from '../../../store/devices.ts';
import type { DeviceRef } from '../../../store/devices.ts';
import type { MirrorArray } from '../../../store/types.ts';
import { formatBytes } from '../../../ui/format.ts';
import { CLASS, PRESENT, TAINT_ZONE_DEVICE } from '../classes.ts';
import type { Rect } from '../grid.ts';
import { PITCH_Y, TILE } from '../grid.ts';
import { CELL_PX, TILE_PX, cellPx, tilePx } from '../levels.ts';
import type { MapMachine } from '../machine.ts';
import { eachTile } from './scene.ts';
import type { Scene } from './scene.ts';

/** A range with the innermost device that has it. */
interface Leaf extends Span, DeviceRef {}

/** Cuts all devices' ranges into pieces of one innermost device each, ascending. */
export function leavesOf(d: DevicesView): readonly Leaf[] {
  const edges = [...new Set(deviceSpans(d).flatMap((s) => [s.start, s.end]))].sort((a, b) => a - b);
  const out: Leaf[] = [];
  for (let i = 0; i + 1 < edges.length; i++) {
    const [start = 0, end = 0] = [edges[i], edges[i + 1]];
    const device = deviceAt(d, start);
    if (device === undefined) continue;
    const { kind, id } = device;
    const last = out.at(-1);
    if (last !== undefined && last.end === start && last.kind === kind && last.id === id)
      out[out.length - 1] = { ...last, end };
    else out.push({ start, end, kind, id });
  }
  return out;
}

/** What an unused range is called. */
export function leafName(d: DevicesView, leaf: Leaf): string {
  const size = formatBytes(leaf.end - leaf.start);
  switch (leaf.kind) {
    case 'region':
      return words.free(leaf.id, size);
    case 'namespace': {
      const n = d.namespaces.find((x) => x.name === leaf.id);
      return `${leaf.id} · ${n?.enabled === false ? words.disabled : (n?.mode ?? '')} · ${size}`;
    }
    case 'soft':
      return words.softReserved(size);
    case 'virtio-mem':
      return words.notPlugged(leaf.id);
    case 'cxl-window':
      return words.cxlWindowFree(size);
    case 'nvdimm':
    case 'dax':
    case 'virtio-pmem':
    case 'cxl-memdev':
    case 'cxl-region':
    case 'accelerator':
      return `${leaf.id} · ${size}`;
  }
}

/** What is drawn from. */
export interface DeviceSubject {
  readonly machine: MapMachine;
  readonly devices: DevicesView;
  /** section.flags */
  readonly flags: MirrorArray;
  /** Names are written; under a ghost, which has words of its own, they are not. */
  readonly names: boolean;
}

let known: { readonly of: DevicesView; readonly leaves: readonly Leaf[] } | undefined;
const leaves = (d: DevicesView): readonly Leaf[] =>
  (known?.of === d ? known : (known = { of: d, leaves: leavesOf(d) })).leaves;

/** Paints everything about devices that the cells' colours do not say. */
export function paintDevices(scene: Scene, subject: DeviceSubject): void {
  const px = tilePx(scene.camera.scale);
  if (px < TILE_PX.squares) return;
  const all = leaves(subject.devices);
  const names = new Map<Leaf, Rect>();
  const { inks, grid, ctx } = scene;
  const shows = !inks.hidden.has('Device');
  ctx.lineWidth = 1;
  eachTile(scene, (nr, r) => {
    const start = nr * grid.sectionBytes;
    const end = start + grid.sectionBytes;
    const flags = subject.flags.get(nr);
    if (shows)
      for (const leaf of all)
        if (leaf.start < end && start < leaf.end) {
          const from = Math.max(0, Math.round((leaf.start - start) / grid.cellBytes));
          const to = Math.min(grid.cellsPerTile, Math.round((leaf.end - start) / grid.cellBytes));
          if (to > from && paintUnused(scene, subject, nr, r, from, to, flags)) grow(names, leaf, r);
        }
    if ((flags & TAINT_ZONE_DEVICE) !== 0) paintTaint(scene, r);
    paintPieces(scene, subject, nr, r);
  });
  if (subject.names) for (const [leaf, r] of names) paintName(scene, leafName(subject.devices, leaf), r);
}

/** The first row of tiles that an unused range has on screen: where its name goes. */
function grow(names: Map<Leaf, Rect>, leaf: Leaf, r: Rect): void {
  const at = names.get(leaf);
  if (at === undefined) names.set(leaf, r);
  else if (at.y === r.y) names.set(leaf, { ...at, w: r.x + r.w - at.x });
}

/** Outlines cells of a tile that are a device's and of no use. @returns whether there were any */
function paintUnused(
  scene: Scene,
  { machine }: DeviceSubject,
  nr: number,
  r: Rect,
  from: number,
  to: number,
  flags: number,
): boolean {
  if ((flags & PRESENT) === 0) {
    outlineCells(scene, r, from, to);
    return true;
  }
  // of a section that is there, the subsections that are not
  let any = false;
  for (let cell = from; cell < to; cell++) {
    if (machine.cells.active(nr, cell)) continue;
    const first = cell;
    while (cell + 1 < to && !machine.cells.active(nr, cell + 1)) cell++;
    outlineCells(scene, r, first, cell + 1);
    any = true;
  }
  return any;
}

/**
 * A run of cells as one shape, read line by line:
 *
 *        ┌────┐
 *   ┌────┘    │
 *   │      ┌──┘
 *   └──────┘
 */
export function runOutline(side: number, from: number, to: number): readonly (readonly [x: number, y: number])[] {
  const [r0, c0] = [Math.floor(from / side), from % side];
  const [r1, c1] = [Math.floor((to - 1) / side), ((to - 1) % side) + 1];
  if (r0 === r1)
    return [
      [c0, r0],
      [c1, r0],
      [c1, r0 + 1],
      [c0, r0 + 1],
    ];
  return [
    [c0, r0],
    [side, r0],
    [side, r1],
    [c1, r1],
    [c1, r1 + 1],
    [0, r1 + 1],
    [0, r0 + 1],
    [c0, r0 + 1],
  ];
}

function outlineCells(scene: Scene, r: Rect, from: number, to: number): void {
  const { ctx, grid, inks } = scene;
  const [w, h] = [r.w / grid.cellSide, r.h / grid.cellSide];
  ctx.beginPath();
  runOutline(grid.cellSide, from, to).forEach(([x, y], i) => {
    // half a pixel inside, so that the line is sharp and neighbours do not lie on each other
    const px = r.x + x * w + (x === 0 || i === 0 ? 0.5 : -0.5);
    const py = r.y + y * h + (y === 0 ? 0.5 : -0.5);
    if (i === 0) ctx.moveTo(px, py);
    else ctx.lineTo(px, py);
  });
  ctx.closePath();
  ctx.fillStyle = inks.palette.zone.Device;
  ctx.strokeStyle = inks.palette.zone.Device;
  ctx.globalAlpha = 0.1;
  ctx.fill();
  ctx.globalAlpha = 0.75;
  ctx.setLineDash([2, 3]);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
}

function paintName(scene: Scene, text: string, r: Rect): void {
  const { ctx, inks } = scene;
  const size = Math.max(9.5, Math.min(12, r.h * 0.2));
  const width = text.length * size * 0.602 + 10;
  if (r.h < 26 || width > r.w - 4) return;
  ctx.font = `500 ${size}px ${inks.palette.fontMono}`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.fillStyle = inks.palette.surface;
  ctx.globalAlpha = 0.9;
  ctx.fillRect(r.x + 5, r.y + r.h / 2 - size, width, size * 2);
  ctx.globalAlpha = 1;
  ctx.fillStyle = inks.palette.text;
  ctx.fillText(text, r.x + 10, r.y + r.h / 2);
}

/** The corner of a section whose pages pfn_to_online_page must ask about one by one. */
function paintTaint(scene: Scene, r: Rect): void {
  const { ctx, inks, camera } = scene;
  const size = Math.max(5, Math.min(14, r.w * 0.18));
  ctx.beginPath();
  ctx.moveTo(r.x + r.w - size, r.y - 1);
  ctx.lineTo(r.x + r.w + 1, r.y - 1);
  ctx.lineTo(r.x + r.w + 1, r.y + size);
  ctx.closePath();
  ctx.fillStyle = inks.palette.surface;
  ctx.fill();
  ctx.strokeStyle = inks.palette.zone.Device;
  ctx.lineWidth = 1.5;
  ctx.stroke();
  const room = (PITCH_Y - TILE) * camera.scale;
  if (r.w < 96 || room < 10) return;
  ctx.font = `600 ${Math.min(11, room * 0.6)}px ${inks.palette.fontMono}`;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'alphabetic';
  ctx.fillStyle = inks.palette.zone.Device;
  ctx.fillText('TAINT', r.x + r.w, r.y + r.h + room * 0.7);
}

/** Pieces of virtio-mem: a dot where nothing is plugged, a cross where pages are fake-offline. */
function paintPieces(scene: Scene, { machine }: DeviceSubject, nr: number, r: Rect): void {
  const { ctx, inks, grid } = scene;
  const cell = cellPx(scene.camera.scale, grid);
  if (cell < 5.5 || cell >= CELL_PX.bits || inks.hidden.has('unplugged')) return;
  for (const run of machine.devices.of(nr) ?? []) {
    if (run.cls !== CLASS.unplugged && run.cls !== CLASS.fake) continue;
    const [w, h] = [r.w / grid.cellSide, r.h / grid.cellSide];
    const half = Math.min(w, h) * 0.18;
    ctx.beginPath();
    for (let i = run.from; i < run.to; i++) {
      const x = r.x + ((i % grid.cellSide) + 0.5) * w;
      const y = r.y + (Math.floor(i / grid.cellSide) + 0.5) * h;
      if (run.cls === CLASS.unplugged) ctx.rect(x - half / 2, y - half / 2, half, half);
      else {
        ctx.moveTo(x - half, y - half);
        ctx.lineTo(x + half, y + half);
        ctx.moveTo(x + half, y - half);
        ctx.lineTo(x - half, y + half);
      }
    }
    ctx.fillStyle = inks.palette.textFaint;
    ctx.strokeStyle = inks.palette.textMuted;
    ctx.lineWidth = 1;
    if (run.cls === CLASS.unplugged) ctx.fill();
    else ctx.stroke();
  }
}
