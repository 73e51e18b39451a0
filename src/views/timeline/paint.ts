/** Draws the flame chart: a ruler, the calls by depth, the locks as lanes below. */
import { mix, type Palette, type Rgb, rgbOf } from '../../ui/palette.ts';
import type { CallTree, LockLane } from './calls.ts';
import { type Bar, visitBars } from './folds.ts';
import type { Layout } from './layout.ts';
import { stepAt, xOf } from './layout.ts';

/** What the chart is drawn with. */
export interface Scene {
  readonly tree: CallTree;
  readonly layout: Layout;
  readonly palette: Palette;
  /** The step the playhead stands at. */
  readonly head: number;
  readonly scroll: number;
  /** First call of the bar under the pointer. */
  readonly over: number | undefined;
}
const css = (c: Rgb): string => `rgb(${c[0]} ${c[1]} ${c[2]})`;

interface Look {
  readonly done: string;
  readonly running: string;
  readonly later: string;
  readonly edge: string;
  readonly runningEdge: string;
  readonly laterEdge: string;
  /** The font of a size, in CSS pixels. */
  readonly font: (size: number) => string;
  /** Of a character at a size of one pixel. */
  readonly charWidth: number;
}
/** The usual size of words, in CSS pixels. */
const FONT = 10.5;
let looks: { readonly palette: Palette; readonly look: Look } | undefined;
function lookOf(g: CanvasRenderingContext2D, palette: Palette): Look {
  if (looks?.palette === palette) return looks.look;
  const surface = rgbOf(palette.surface);
  const blue = rgbOf(palette.zone.Normal);
  const font = (size: number): string => `500 ${size}px ${palette.fontMono}`;
  g.font = font(FONT);
  const look: Look = {
    done: css(mix(surface, blue, palette.theme === 'dark' ? 0.3 : 0.2)),
    running: css(mix(surface, blue, palette.theme === 'dark' ? 0.48 : 0.36)),
    later: css(mix(surface, rgbOf(palette.text), 0.04)),
    edge: css(mix(surface, blue, 0.5)),
    runningEdge: palette.accent,
    laterEdge: palette.border,
    font,
    charWidth: g.measureText('mmmmmmmmmm').width / 10 / FONT,
  };
  looks = { palette, look };
  return look;
}

/** Draws everything. Work grows with the width of the chart, not with the length of the trace. */
export function paint(g: CanvasRenderingContext2D, scene: Scene): void {
  const { layout, palette, head, scroll } = scene;
  const look = lookOf(g, palette);
  g.clearRect(0, 0, layout.width, layout.height);
  g.font = look.font(FONT);
  g.textBaseline = 'middle';
  g.save();
  g.beginPath();
  g.rect(0, layout.ruler, layout.width, layout.callsHeight);
  g.clip();
  for (const place of layout.rows) {
    const y = place.y - scroll;
    if (y + layout.rowHeight < layout.ruler || y > layout.ruler + layout.callsHeight) continue;
    if (place.heading !== undefined) {
      g.font = look.font(FONT);
      g.fillStyle = palette.textFaint;
      g.fillText(place.heading, 4, y - 6);
    }
    drawRow(g, scene, look, place.row, y);
  }
  g.restore();
  layout.lanes.forEach((lane, i) => drawLane(g, scene, look, lane, layout.lanesTop + i * layout.laneHeight));
  g.font = look.font(FONT);
  gutter(g, scene);
  ruler(g, scene);
  const x = xOf(layout, head);
  if (x >= layout.left - 1 && x <= layout.width) {
    g.fillStyle = palette.accent;
    g.fillRect(x - 0.75, 2, 1.5, layout.height - 2);
    g.beginPath();
    g.moveTo(x - 5, 0);
    g.lineTo(x + 5, 0);
    g.lineTo(x, 7);
    g.fill();
  }
}

type State = 'done' | 'running' | 'later';
const stateOf = (bar: Bar, head: number): State => (bar.end <= head ? 'done' : bar.start < head ? 'running' : 'later');

/** Bars narrower than this have no outline and no name; neighbours of one state become one stroke. */
const SLIVER = 4;

function drawRow(g: CanvasRenderingContext2D, scene: Scene, look: Look, row: number, y: number): void {
  const { tree, layout, head } = scene;
  let [from, to, state]: [number, number, State] = [0, 0, 'done'];
  const flush = (): void => {
    if (to <= from) return;
    g.fillStyle = look[state];
    g.fillRect(from, y, to - from, layout.rowHeight - 2);
    to = from;
  };
  visitBars(tree, row, layout.window.from, layout.window.to, layout.scale, (bar) => {
    const left = xOf(layout, bar.start);
    const right = Math.max(left + 1, xOf(layout, bar.end) - 1);
    if (right - left >= SLIVER) {
      flush();
      drawBar(g, scene, look, bar, y);
      return;
    }
    const own = stateOf(bar, head);
    if (to > from && own === state && left - to < 1.5) to = right;
    else {
      flush();
      [from, to, state] = [left, right, own];
    }
  });
  flush();
}

function drawBar(g: CanvasRenderingContext2D, scene: Scene, look: Look, bar: Bar, y: number): void {
  const { tree, layout, palette, head } = scene;
  const left = xOf(layout, bar.start);
  const width = xOf(layout, bar.end) - left - 1;
  const height = layout.rowHeight - 2;
  const state = stateOf(bar, head);
  g.fillStyle = look[state];
  g.beginPath();
  g.roundRect(left + 0.5, y + 0.5, width - 1, height - 1, 2.5);
  g.fill();
  g.lineWidth = scene.over === bar.call ? 1.5 : 1;
  g.strokeStyle =
    scene.over === bar.call
      ? palette.hover
      : state === 'running'
        ? look.runningEdge
        : state === 'later'
          ? look.laterEdge
          : look.edge;
  g.stroke();
  const name = tree.names[tree.nameOf[bar.call] ?? 0] ?? '';
  g.fillStyle = state === 'later' ? palette.textFaint : palette.text;
  label(g, look, layout, bar.times > 1 ? `${name} ×${bar.times}` : name, left, left + width, y + height / 2 + 0.5);
}

/** Text inside a bar, from its visible left edge on, cut where it does not fit. */
function label(
  g: CanvasRenderingContext2D,
  look: Look,
  layout: Layout,
  text: string,
  left: number,
  right: number,
  y: number,
): void {
  const from = Math.max(left, layout.left) + 5;
  const room = Math.min(right, layout.width) - 3 - from;
  // grown as far as the row has, and no further than the name fits
  const whole = Math.floor((2 * room) / (text.length * look.charWidth)) / 2;
  const size = Math.max(FONT, Math.min(FONT * layout.grow, whole));
  const fits = Math.floor(room / (look.charWidth * size));
  if (fits < 3) return;
  g.font = look.font(size);
  // of a name that does not fit, the ×8 matters more than the last letters
  const times = /( ×\d+)$/.exec(text)?.[1] ?? '';
  const shown =
    text.length <= fits
      ? text
      : fits > times.length + 4
        ? `${text.slice(0, fits - 1 - times.length)}…${times}`
        : `${text.slice(0, fits - 1)}…`;
  g.fillText(shown, from, y);
}

/** Hues of locks, in order of first taking. */
function laneColor(palette: Palette, index: number): string {
  const hues = [
    palette.memmap,
    palette.trouble,
    palette.zone.Device,
    palette.zone.Movable,
    palette.node[1],
    palette.node[3],
  ];
  return hues[index % hues.length] ?? palette.memmap;
}

function drawLane(g: CanvasRenderingContext2D, scene: Scene, look: Look, lane: LockLane, y: number): void {
  const { tree, layout, palette, head } = scene;
  const color = laneColor(palette, tree.locks.indexOf(lane));
  const height = layout.laneHeight - 3;
  let labelAt: number | undefined;
  let drawnTo = Number.NEGATIVE_INFINITY;
  for (const hold of lane.holds) {
    if (hold.to <= layout.window.from) continue;
    if (hold.from >= layout.window.to) break;
    const left = xOf(layout, hold.from);
    const right = Math.max(left + 1.5, xOf(layout, hold.to) - 0.5);
    if (right < drawnTo + 1) continue;
    drawnTo = right;
    const held = hold.from < head && hold.to > head;
    g.globalAlpha = held ? 0.62 : 0.34;
    g.fillStyle = color;
    g.beginPath();
    g.roundRect(
      Math.max(left, layout.left - 4),
      y,
      Math.min(right, layout.width + 4) - Math.max(left, layout.left - 4),
      height,
      2.5,
    );
    g.fill();
    g.globalAlpha = 1;
    labelAt ??= Math.max(left, layout.left) + 5;
  }
  if (labelAt === undefined) return;
  // a lane has one lock: its name may run over the end of a short hold
  const size = FONT * layout.grow;
  const wide = (lane.name.length + 1) * look.charWidth * size;
  g.font = look.font(size);
  g.fillStyle = palette.text;
  g.fillText(lane.name, Math.min(labelAt, layout.width - wide), y + height / 2 + 0.5);
}

function gutter(g: CanvasRenderingContext2D, { layout, palette, scroll }: Scene): void {
  g.fillStyle = palette.surface;
  g.fillRect(0, layout.ruler, layout.left - 2, layout.height - layout.ruler);
  g.fillStyle = palette.textFaint;
  // rows that a drag or the arrow keys bring into sight
  const middle = layout.rowHeight / 2;
  const bottom = layout.ruler + layout.callsHeight;
  const above = layout.rows.filter(({ y }) => y - scroll + middle < layout.ruler).length;
  const below = layout.rows.filter(({ y }) => y - scroll + middle > bottom).length;
  if (layout.rows.length > 0) g.fillText(above > 0 ? `↑ ${above}` : 'calls', 6, layout.ruler + middle);
  if (below > 0) g.fillText(`↓ ${below}`, 6, bottom - middle);
  if (layout.lanes.length === 0) return;
  g.fillText(layout.lanesAbove > 0 ? `↑ ${layout.lanesAbove}` : 'locks', 6, layout.lanesTop + layout.laneHeight / 2);
  if (layout.lanesBelow > 0 && layout.lanes.length > 1)
    g.fillText(`↓ ${layout.lanesBelow}`, 6, layout.lanesTop + (layout.lanes.length - 0.5) * layout.laneHeight);
  g.fillStyle = palette.border;
  g.fillRect(0, layout.lanesTop - 3, layout.width, 1);
}

function ruler(g: CanvasRenderingContext2D, { tree, layout, palette }: Scene): void {
  const span = layout.window.to - layout.window.from;
  const raw = (span * 70) / Math.max(1, layout.width - layout.left);
  const power = 10 ** Math.floor(Math.log10(Math.max(1, raw)));
  const every = Math.max(1, [1, 2, 5, 10].map((n) => n * power).find((n) => n >= raw) ?? power * 10);
  g.fillStyle = palette.textFaint;
  for (let s = Math.ceil(layout.window.from / every) * every; s <= layout.window.to; s += every) {
    const x = xOf(layout, s);
    g.fillRect(x, layout.ruler - 4, 1, 3);
    if (x < layout.width - 24) g.fillText(`${s}`, x + 3, layout.ruler / 2);
  }
  g.fillStyle = palette.memmap;
  for (const remark of tree.remarks) {
    if (remark.step < layout.window.from || remark.step > layout.window.to) continue;
    const x = xOf(layout, remark.step);
    g.beginPath();
    g.moveTo(x, layout.ruler - 7);
    g.lineTo(x + 3, layout.ruler - 4);
    g.lineTo(x, layout.ruler - 1);
    g.lineTo(x - 3, layout.ruler - 4);
    g.fill();
  }
}

/** What lies under a point. */
export type Hit =
  | { readonly kind: 'call'; readonly bar: Bar }
  | { readonly kind: 'lock'; readonly lane: LockLane }
  | { readonly kind: 'remark'; readonly text: string };

/** Finds what was drawn at a point. */
export function hitAt(scene: Pick<Scene, 'tree' | 'layout' | 'scroll'>, x: number, y: number): Hit | undefined {
  const { tree, layout, scroll } = scene;
  if (y < layout.ruler) {
    const remark = tree.remarks.find((r) => Math.abs(xOf(layout, r.step) - x) < 5);
    return remark === undefined ? undefined : { kind: 'remark', text: remark.text };
  }
  if (y >= layout.lanesTop) {
    const lane = layout.lanes[Math.floor((y - layout.lanesTop) / layout.laneHeight)];
    return lane === undefined ? undefined : { kind: 'lock', lane };
  }
  const place = layout.rows.find((p) => y >= p.y - scroll && y < p.y - scroll + layout.rowHeight);
  if (place === undefined) return undefined;
  const step = stepAt(layout, x);
  const near = 2 / layout.scale;
  let found: Bar | undefined;
  visitBars(tree, place.row, step - near, step + near, layout.scale, (bar) => {
    if (found === undefined || (bar.start <= step && bar.end > step)) found = bar;
  });
  return found === undefined ? undefined : { kind: 'call', bar: found };
}
