/**
 * The view on the world: pan and zoom as plain arithmetic.
 *
 *   screen = (world − camera) × scale + inset       pixels are CSS pixels; the inset leaves room for the ruler
 *   to the right everything is `stretch` times as large: a view that is wider than its memory is filled with wider cells,
 *   a phone held upright with higher ones
 */
import { interpolateZoom } from 'd3';
import type { Rect } from './grid.ts';

/** World point at the upper left corner of the inset view, and pixels a world unit. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}
/** The canvas and the bands along its edges that belong to the ruler and the column heads. */
export interface Viewport {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** Pixels to the right for each pixel downwards that a world unit takes. */
  readonly stretch: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Largest scale: one page frame of a 2 MiB cell is then some 60 pixels wide. */
export const MAX_SCALE = 2200;

/** Widest and narrowest cells: beyond these they are no longer seen as squares of a bitmap. */
export const MAX_STRETCH = 1.7;
export const MIN_STRETCH = 0.75;

/** What the bands leave of a view, in pixels. */
export const roomOf = (v: Viewport): Size => ({
  width: Math.max(1, v.width - v.left - v.right),
  height: Math.max(1, v.height - v.top - v.bottom),
});
/** The same in units of the scale: a world of this size times the scale fills it. */
export const innerSize = (v: Viewport): Size => {
  const { width, height } = roomOf(v);
  return { width: width / v.stretch, height };
};

/** How far a world is stretched so that it fills the view both ways. */
export const stretchFor = (world: Size, room: Size): number =>
  Math.max(MIN_STRETCH, Math.min(MAX_STRETCH, (room.width * world.height) / (room.height * world.width)));

export const toScreenX = (c: Camera, v: Viewport, x: number): number => (x - c.x) * c.scale * v.stretch + v.left;
export const toScreenY = (c: Camera, v: Viewport, y: number): number => (y - c.y) * c.scale + v.top;
export const toWorldX = (c: Camera, v: Viewport, px: number): number => (px - v.left) / (c.scale * v.stretch) + c.x;
export const toWorldY = (c: Camera, v: Viewport, py: number): number => (py - v.top) / c.scale + c.y;

/** Shows all of a world: from its upper edge on, in the middle between the sides. */
export function fit(world: Size, v: Viewport): Camera {
  const inner = innerSize(v);
  const scale = Math.min(inner.width / world.width, inner.height / world.height, 30);
  // the ruler is part of the picture: what is left over on the right is shared with it
  const slack = Math.max(0, inner.width / scale - world.width);
  return { x: -Math.max(0, slack - v.left / (scale * v.stretch)) / 2, y: 0, scale };
}

/** Shows a rectangle with some room around it. */
export function fitRect(r: Rect, v: Viewport, room = 0.12): Camera {
  const inner = innerSize(v);
  const scale = Math.min(inner.width / (r.w * (1 + 2 * room)), inner.height / (r.h * (1 + 2 * room)), MAX_SCALE);
  return { x: r.x + r.w / 2 - inner.width / scale / 2, y: r.y + r.h / 2 - inner.height / scale / 2, scale };
}

/** Puts a point of the world into the middle of the view. */
export function centreOn(c: Camera, v: Viewport, x: number, y: number): Camera {
  const inner = innerSize(v);
  return { ...c, x: x - inner.width / c.scale / 2, y: y - inner.height / c.scale / 2 };
}

/** Zooms by a factor; the world point under the pixel stays under it. */
export function zoomAt(c: Camera, v: Viewport, px: number, py: number, factor: number, min: number): Camera {
  const scale = Math.max(min, Math.min(MAX_SCALE, c.scale * factor));
  return {
    x: toWorldX(c, v, px) - (px - v.left) / (scale * v.stretch),
    y: toWorldY(c, v, py) - (py - v.top) / scale,
    scale,
  };
}

/** Moves the picture by pixels. */
export const pan = (c: Camera, v: Viewport, dx: number, dy: number): Camera => ({
  ...c,
  x: c.x - dx / (c.scale * v.stretch),
  y: c.y - dy / c.scale,
});

/** Keeps a third of the view filled: nobody gets lost beside the map. */
export function clamp(c: Camera, world: Size, v: Viewport): Camera {
  const inner = innerSize(v);
  const axis = (at: number, size: number, view: number): number => {
    const seen = view / c.scale;
    // whatever is smaller than the view may move inside of it; what is larger may leave a margin
    const slack = Math.max(seen - size, 0) + Math.min(seen, size) * 0.5;
    return Math.max(-slack, Math.min(at, size - seen + slack));
  };
  return { x: axis(c.x, world.width, inner.width), y: axis(c.y, world.height, inner.height), scale: c.scale };
}

/** Gives up what a view shows beside a world that is larger than it; what is smaller is shown whole, as by `fit`. */
export function settle(c: Camera, world: Size, v: Viewport, marginPx = 16): Camera {
  const inner = innerSize(v);
  const margin = marginPx / c.scale;
  const axis = (at: number, size: number, seen: number, whole: number, room = margin): number =>
    size + 2 * room <= seen ? whole : Math.max(-room, Math.min(at, size + room - seen));
  const slack = inner.width / c.scale - world.width;
  return {
    x: axis(
      c.x,
      world.width,
      inner.width / c.scale,
      -Math.max(0, slack - v.left / (c.scale * v.stretch)) / 2,
      margin / v.stretch,
    ),
    y: axis(c.y, world.height, inner.height / c.scale, 0),
    scale: c.scale,
  };
}

/** Moves as little as needed to have a rectangle inside of the view; zooms out only if it does not fit. */
export function reveal(c: Camera, v: Viewport, r: Rect, marginPx = 24): Camera {
  const inner = innerSize(v);
  const margin = marginPx / c.scale;
  if (r.w + 2 * margin > inner.width / c.scale || r.h + 2 * margin > inner.height / c.scale) {
    const visible =
      r.x < c.x + inner.width / c.scale && r.x + r.w > c.x && r.y < c.y + inner.height / c.scale && r.y + r.h > c.y;
    return visible ? c : centreOn(c, v, r.x + r.w / 2, r.y + r.h / 2);
  }
  const axis = (at: number, lo: number, size: number, view: number): number =>
    lo - margin < at ? lo - margin : lo + size + margin > at + view ? lo + size + margin - view : at;
  return {
    x: axis(c.x, r.x, r.w, inner.width / c.scale),
    y: axis(c.y, r.y, r.h, inner.height / c.scale),
    scale: c.scale,
  };
}

/** A smooth flight from one view to another. `at` takes 0…1. */
export function flight(
  from: Camera,
  to: Camera,
  v: Viewport,
): { readonly durationMs: number; readonly at: (t: number) => Camera } {
  const inner = innerSize(v);
  const view = (c: Camera): [number, number, number] => {
    const w = inner.width / c.scale;
    return [c.x + w / 2, c.y + inner.height / c.scale / 2, w];
  };
  const path = interpolateZoom(view(from), view(to));
  return {
    durationMs: Math.min(700, Math.max(160, path.duration * 0.6)),
    at: (t) => {
      if (t >= 1) return to;
      const [x, y, w] = path(easeOut(t));
      const scale = inner.width / w;
      return { x: x - w / 2, y: y - inner.height / scale / 2, scale };
    },
  };
}
const easeOut = (t: number): number => 1 - (1 - t) ** 3;
