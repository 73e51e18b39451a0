import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MAX_STRETCH,
  MIN_STRETCH,
  roomOf,
  stretchFor,
  MAX_SCALE,
  centreOn,
  clamp,
  fit,
  fitRect,
  flight,
  pan,
  reveal,
  settle,
  toScreenX,
  toScreenY,
  toWorldX,
  toWorldY,
  zoomAt,
} from './camera.ts';

const view = { width: 900, height: 600, left: 100, top: 20, right: 14, bottom: 8, stretch: 1.5 };
const world = { width: 71, height: 64 };

describe('camera', () => {
  it('turns world into screen and back', () => {
    const c = { x: 3, y: -2, scale: 7.5 };
    expect(toWorldX(c, view, toScreenX(c, view, 12))).toBeCloseTo(12);
    expect(toWorldY(c, view, toScreenY(c, view, 34))).toBeCloseTo(34);
  });

  it('fits all of the world into the view beside the ruler', () => {
    const c = fit(world, view);
    expect(toScreenX(c, view, 0)).toBeGreaterThanOrEqual(view.left - 0.01);
    expect(toScreenX(c, view, world.width)).toBeLessThanOrEqual(view.width - view.right + 0.01);
    expect(toScreenY(c, view, world.height)).toBeLessThanOrEqual(view.height - view.bottom + 0.01);
  });

  it('keeps the point under the pointer when it zooms', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 880 }),
        fc.integer({ min: 20, max: 590 }),
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        (px, py, factor) => {
          const before = { x: 1, y: 2, scale: 8 };
          const after = zoomAt(before, view, px, py, factor, 0.1);
          expect(toWorldX(after, view, px)).toBeCloseTo(toWorldX(before, view, px), 6);
          expect(toWorldY(after, view, py)).toBeCloseTo(toWorldY(before, view, py), 6);
        },
      ),
    );
  });

  it('never zooms beyond its limits', () => {
    expect(zoomAt({ x: 0, y: 0, scale: 8 }, view, 0, 0, 1e9, 1).scale).toBe(MAX_SCALE);
    expect(zoomAt({ x: 0, y: 0, scale: 8 }, view, 0, 0, 1e-9, 1).scale).toBe(1);
  });

  it('keeps part of the world in view however far one pans', () => {
    const far = clamp(pan({ x: 0, y: 0, scale: 8 }, view, 1e6, -1e6), world, view);
    expect(toScreenX(far, view, 0)).toBeLessThan(view.width);
    expect(toScreenY(far, view, world.height)).toBeGreaterThan(view.top);
  });

  it('reveals with the least movement', () => {
    const c = { x: 0, y: 0, scale: 8 };
    expect(reveal(c, view, { x: 10, y: 10, w: 8, h: 8 })).toEqual(c);
    const moved = reveal(c, view, { x: 10, y: 200, w: 8, h: 8 });
    expect(moved.x).toBe(c.x);
    expect(toScreenY(moved, view, 208)).toBeLessThanOrEqual(view.height - view.bottom);
  });

  it('fills a view with wider or higher cells, as far as they still read as a bitmap', () => {
    const room = roomOf(view);
    const tall = { width: room.width, height: room.height * 3 };
    expect(stretchFor(tall, room)).toBe(MAX_STRETCH);
    expect(stretchFor({ width: room.width, height: room.height / 2 }, room)).toBe(MIN_STRETCH);
    const just = stretchFor({ width: room.width, height: room.height * 1.4 }, room);
    expect(just).toBeCloseTo(1.4);
    const shown = fit({ width: 71, height: 60 }, { ...view, stretch: 1.4 });
    expect(toScreenX(shown, { ...view, stretch: 1.4 }, 71)).toBeLessThanOrEqual(view.width - view.right + 0.01);
  });

  it('shows a corner block without the emptiness beside it', () => {
    const c = settle(centreOn({ x: 0, y: 0, scale: 20 }, view, 4, 4), world, view);
    expect(toScreenX(c, view, 0)).toBeCloseTo(view.left + 16);
  });

  it('flies from where it is to where it should be', () => {
    const to = fitRect({ x: 20, y: 20, w: 8, h: 8 }, view);
    const f = flight({ x: 0, y: 0, scale: 8 }, to, view);
    expect(f.at(0).scale).toBeCloseTo(8);
    expect(f.at(1)).toEqual(to);
    expect(f.durationMs).toBeLessThanOrEqual(700);
  });
});
