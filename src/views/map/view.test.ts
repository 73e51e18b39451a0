import { describe, expect, it } from 'vitest';
import { blockId, nodeId, pfn, sectionNr } from '../../engine/units.ts';
import type { Ghost } from '../../link/messages.ts';
import type { AtlasState } from '../../store/types.ts';
import { CLASS, codeOf } from './classes.ts';
import { inksOf } from './paint/inks.ts';
import { cellRects } from './paint/tiles.ts';
import { runRects } from './paint/bits.ts';
import { rowOfStrip, stripOf, stripParts } from './strip.ts';
import { hugeMachine, logContext, noBuffer, smallMachine, testPalette, testState } from './testing.ts';
import type { Drawn } from './testing.ts';
import { MapView, pageAt } from './view.ts';

/** A view of a machine that is drawn by hand, one frame at a call. */
function shown(
  machine: ReturnType<typeof smallMachine>,
  change: Partial<AtlasState> = {},
  size = { width: 900, height: 640 },
) {
  const { ctx, log } = logContext();
  const box = { state: testState(machine.info, machine.mirror, machine.cells, change) };
  let asked = 0;
  let now = 0;
  const view = new MapView({
    state: () => box.state,
    palette: () => testPalette,
    makeBuffer: noBuffer,
    reducedMotion: () => true,
    now: () => now,
    nextFrame: () => ++asked,
    cancelFrame: () => undefined,
  });
  view.resize(ctx, size.width, size.height, 1);
  const draw = (): readonly Drawn[] => {
    log.length = 0;
    now += 1000;
    view.draw(now);
    return [...log];
  };
  const texts = (drawn: readonly Drawn[]): string[] =>
    drawn.filter((d) => d.call === 'fillText').map((d) => String(d.args[0]));
  return {
    view,
    draw,
    texts,
    set: (more: Partial<AtlasState>) => (box.state = { ...box.state, ...more }),
    frames: () => asked,
  };
}

describe('MapView', () => {
  it('draws a small machine as in the study: addresses, PUD entries, nodes, block names, the folded hole', () => {
    const { draw, texts, view } = shown(smallMachine());
    const words = texts(draw());
    expect(words).toEqual(
      expect.arrayContaining([
        '0x0',
        '0x4000_0000',
        '0x1_0000_0000',
        'PUD[0]',
        'PUD[4]',
        'node 0',
        'node 1',
        'memory0',
        'memory50',
        'PCI hole · 2 GiB',
      ]),
    );
    expect(words.some((w) => w.startsWith('room for hot-plug'))).toBe(true);
    expect(view.level).toBe('subsections');
  });

  it('hatches what is offline', () => {
    const { draw } = shown(smallMachine());
    expect(draw().filter((d) => d.call === 'strokeRect' && d.stroke === testPalette.offlineHatch)).toHaveLength(4);
  });

  it('shows all of 64 TiB as nodes and columns, without one call a section', () => {
    const { draw, texts, view } = shown(hugeMachine());
    const drawn = draw();
    expect(view.level).toBe('memory');
    expect(texts(drawn).filter((t) => t.startsWith('node ')).length).toBeGreaterThanOrEqual(8);
    expect(drawn.length).toBeLessThan(2000);
  });

  it('draws blocks that are asked for as large as they can be without becoming cells, each with its number', () => {
    const size = { width: 420, height: 250 };
    const { draw, texts, view } = shown(smallMachine(), {}, size);
    draw();
    view.nav.show({ start: pfn(48 * 32768), end: pfn(52 * 32768) }, 'blocks');
    const words = texts(draw());
    expect(view.level).toBe('blocks');
    expect(words).toEqual(expect.arrayContaining(['32', '50']));
    // nothing is behind 16 … 31: their numbers are nobody's
    expect(words).not.toContain('16');
  });

  it('marks the section of a poisoned page while its cells are too small to show it', () => {
    const { draw, set, view } = shown(smallMachine(), {}, { width: 420, height: 250 });
    const marks = () => draw().filter((d) => d.call === 'fill' && d.fill === testPalette.trouble).length;
    const range = { start: pfn(48 * 32768), end: pfn(49 * 32768) };
    draw();
    view.nav.show(range, 'blocks');
    const before = marks();
    // two of one section, one of another
    set({ cells: { ...smallMachine().cells, poisoned: [48 * 32768 + 5, 48 * 32768 + 9, 50 * 32768] } });
    expect(marks()).toBe(before + 2);
    view.nav.show(range, 'section');
    expect(marks()).toBe(0);
  });

  it('never leaves room unused to show a level: where all of memory fits larger, all of it is shown', () => {
    const { draw, view } = shown(smallMachine());
    draw();
    const whole = view.nav.camera;
    for (const level of ['memory', 'blocks'] as const) {
      view.nav.show({ start: pfn(48 * 32768), end: pfn(52 * 32768) }, level);
      draw();
      expect(view.nav.camera).toEqual(whole);
    }
  });

  it('outlines selection, hover and DIMMs in their own colours', () => {
    const { draw, set } = shown(smallMachine());
    set({ selection: { kind: 'dimm', id: 'dimm0' }, hover: { kind: 'section', nr: sectionNr(3) } });
    const strokes = draw().filter((d) => d.call === 'stroke');
    expect(strokes.some((d) => d.stroke === testPalette.selection)).toBe(true);
    expect(strokes.some((d) => d.stroke === testPalette.hover)).toBe(true);
  });

  it('lays a ghost over the map, dashed; a refused one in red with a ring around the page in the way', () => {
    const ghost: Ghost = {
      lines: [],
      replies: [],
      refused: undefined,
      blocks: { added: 8, removed: 0, online: 0 },
      leaves: {},
      tablePages: 0,
      memmap: [],
      dmesg: [],
      devices: undefined,
      runs: [{ from: sectionNr(56), to: sectionNr(64), flags: 3, zone: 0xff, node: 1, change: 'added' }],
    };
    const { draw, set } = shown(smallMachine());
    set({ ghost });
    const allowed = draw();
    expect(allowed.some((d) => d.call === 'setLineDash' && JSON.stringify(d.args) === '[[5,4]]')).toBe(true);
    expect(allowed.some((d) => d.call === 'stroke' && d.stroke === testPalette.ghost)).toBe(true);
    set({
      ghost: {
        ...ghost,
        refused: { text: 'no', errno: 'EBUSY', culprit: { pfn: pfn(40 * 32768 + 5), owner: 'kernel', name: 'slab' } },
      },
    });
    const refused = draw();
    expect(refused.some((d) => d.call === 'arc' && d.stroke === testPalette.trouble)).toBe(true);
  });

  it('descends from all memory to page frames and back', () => {
    const { view, draw, texts } = shown(smallMachine());
    draw();
    const range = { start: pfn(40 * 32768), end: pfn(41 * 32768) };
    view.nav.descend(range);
    expect(texts(draw())).toContain('1');
    expect(view.level).toBe('section');
    view.nav.show({ start: pfn(40 * 32768), end: pfn(40 * 32768 + 512) }, 'frames');
    const words = texts(draw());
    expect(view.level).toBe('frames');
    expect(words.some((w) => w.includes('of 512 pages used'))).toBe(true);
    expect(words).toContain('sorted by owner: places in the pageblock are modelled');
    for (let i = 0; i < 5; i++) {
      view.nav.ascend();
      draw();
    }
    expect(view.level).toBe('subsections');
  });

  it('selects what can be seen: a block from afar, a section from near, a page frame from very near', () => {
    const huge = shown(hugeMachine());
    huge.draw();
    expect(huge.view.selectionAt(500, 300).kind).toBe('block');
    const small = shown(smallMachine());
    small.draw();
    small.view.nav.show({ start: pfn(40 * 32768), end: pfn(41 * 32768) });
    small.draw();
    const { left, width, top, height } = small.view.viewport;
    expect(small.view.selectionAt((left + width) / 2, (top + height) / 2)).toMatchObject({
      kind: expect.stringMatching(/section|pfn/) as string,
    });
    expect(small.view.selectionAt(5, 5)).toEqual({ kind: 'none' });
  });

  it('keeps its place when memory is added elsewhere', () => {
    const machine = smallMachine();
    const { view, draw, set } = shown(machine);
    draw();
    view.nav.show({ start: pfn(40 * 32768), end: pfn(41 * 32768) }, 'section');
    draw();
    const before = view.hitAt(500, 300);
    machine.mirror.sections(16, 24, 0, undefined);
    set({ cells: { ...machine.cells }, frame: 99 });
    draw();
    expect(view.hitAt(500, 300)).toEqual(before);
  });

  it('rests when nothing changes', () => {
    const { draw, frames } = shown(smallMachine());
    draw();
    draw();
    const before = frames();
    draw();
    expect(frames()).toBe(before);
  });
});

describe('painting helpers', () => {
  it('makes hues weaker where memory is empty, and pale where the legend switched it off', () => {
    const inks = inksOf(testPalette, new Set());
    expect(inks.css[codeOf(CLASS.Normal, 15)]).toBe('rgb(74 148 240)');
    expect(inks.css[codeOf(CLASS.Normal, 0)]).not.toBe(inks.css[codeOf(CLASS.Normal, 15)]);
    expect(inks.pixels[codeOf(CLASS.absent, 0)]).toBe(0);
    const filtered = inksOf(testPalette, new Set(['Normal']));
    expect(filtered.css[codeOf(CLASS.Normal, 15)]).toBe(filtered.css[codeOf(CLASS.Normal, 0)]);
    expect(filtered.css[codeOf(CLASS.Movable, 9)]).toBe(inks.css[codeOf(CLASS.Movable, 9)]);
  });
  it('puts cell borders where magnification puts them', () => {
    const cells = cellRects(105, 70, 8, 1);
    expect(cells).toHaveLength(64);
    expect(cells[0]).toEqual({ x: 0, y: 0, w: 12, h: 8 });
    const last = cells.at(-1);
    expect(last && [last.x + last.w, last.y + last.h]).toEqual([105, 70]);
  });
  it('draws a run of pages as at most three rectangles', () => {
    expect(runRects(0, 32, 32)).toEqual([{ x: 0, y: 0, w: 32, h: 1 }]);
    expect(runRects(30, 100, 32)).toEqual([
      { x: 30, y: 0, w: 2, h: 1 },
      { x: 0, y: 1, w: 32, h: 2 },
      { x: 0, y: 3, w: 4, h: 1 },
    ]);
    expect(runRects(5, 5, 32)).toEqual([]);
  });
  it('finds a page frame where it was drawn', () => {
    expect(pageAt(512, 0.05, 0.17)).toBe(0);
    expect(pageAt(512, 0.949, 0.939)).toBe(511);
    expect(pageAt(32, 0.949, 0.939)).toBe(31);
  });
  it('maps the strip to rows and back', () => {
    const { view, draw } = shown(smallMachine());
    draw();
    const layout = view.machine?.layout;
    const parts = layout === undefined ? [] : stripParts(layout);
    for (const row of [0, 1, 4, 5, 6]) expect(rowOfStrip(parts, stripOf(parts, row) + 0.01)).toBe(row);
    expect(parts.at(-1)?.to).toBeCloseTo(1);
  });
  it('uses blocks of several sections', () => {
    const { view, draw } = shown(hugeMachine());
    draw();
    view.nav.show({ start: pfn(0), end: pfn(16 * 32768) }, 'blocks');
    expect(draw().some((d) => d.call === 'fillText' && d.args[0] === 'memory1')).toBe(true);
    void [blockId, nodeId];
  });
});
