import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLASS, codeOf, fillStep } from './classes.ts';
import { gridOf } from './grid.ts';
import { Summary } from './summary.ts';
import { TestMirror, hugeMachine, smallMachine, testInfo } from './testing.ts';
import { zonesAt } from './zonesAt.ts';

const unknown = (): undefined => undefined;

describe('Summary', () => {
  it('tells zone, state and fullness of each section', () => {
    const { info, mirror } = smallMachine();
    const s = new Summary(mirror, gridOf(info));
    s.sync(56, unknown);
    expect(s.codes[0]).toBe(codeOf(CLASS.DMA32, fillStep(9000, 32768)));
    expect(s.classAt(16)).toBe(CLASS.absent);
    expect(s.classAt(40)).toBe(CLASS.Normal);
    expect(s.classAt(50)).toBe(CLASS.Movable);
    expect(s.classAt(53)).toBe(CLASS.offline);
    expect(s.rows()).toEqual([
      { from: 0, to: 2 },
      { from: 4, to: 7 },
    ]);
    expect(s.nodeRuns()).toEqual([
      { from: 0, to: 2, node: 0, sections: 16 },
      { from: 4, to: 7, node: 1, sections: 24 },
    ]);
  });

  it('names only what changed, and pulses only what became something else', () => {
    const { info, mirror } = smallMachine();
    const s = new Summary(mirror, gridOf(info));
    s.sync(56, unknown);
    expect(s.sync(56, unknown)).toEqual({ runs: [], pulses: [], presence: false, more: false });
    mirror.put('pages.usedInSection', 40, 41, 32768);
    expect(s.sync(56, unknown)).toEqual({ runs: [{ from: 40, to: 41 }], pulses: [], presence: false, more: false });
    mirror.sections(52, 54, 1, 'Movable');
    expect(s.sync(56, unknown)).toMatchObject({
      runs: [{ from: 52, to: 54 }],
      pulses: [{ from: 52, to: 54 }],
      presence: false,
    });
    mirror.put('section.flags', 48, 50, 0);
    expect(s.sync(56, unknown)).toMatchObject({ pulses: [{ from: 48, to: 50 }], presence: true });
    // a row that is not full any more
    expect(s.nodeRuns().at(-1)).toEqual({ from: 4, to: 7, node: 1, sections: 22 });
  });

  it('takes large changes over in pieces', () => {
    const { info, mirror } = hugeMachine();
    const s = new Summary(mirror, gridOf(info));
    let frames = 0;
    while (s.sync(2 ** 19, unknown, 4).more) frames++;
    expect(frames).toBeGreaterThan(10);
    const whole = new Summary(mirror, gridOf(info));
    whole.sync(2 ** 19, unknown);
    expect(s.codes).toEqual(whole.codes);
  });

  it('is the same step by step as from scratch', () => {
    const change = fc.record({
      from: fc.nat(60),
      n: fc.integer({ min: 1, max: 8 }),
      kind: fc.constantFrom('Normal', 'Movable', 'offline', 'absent'),
      used: fc.nat(32768),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        const grid = gridOf(testInfo());
        const mirror = new TestMirror();
        const live = new Summary(mirror, grid);
        let highest = 0;
        for (const c of changes) {
          const to = c.from + c.n;
          if (c.kind === 'absent') mirror.put('section.flags', c.from, to, 0);
          else
            mirror.sections(
              c.from,
              to,
              0,
              c.kind === 'offline' ? undefined : c.kind === 'Normal' ? 'Normal' : 'Movable',
              { used: c.used },
            );
          highest = Math.max(highest, to);
          live.sync(highest, unknown);
        }
        const fresh = new Summary(mirror, grid);
        fresh.sync(highest, unknown);
        expect(live.codes.slice(0, highest)).toEqual(fresh.codes.slice(0, highest));
        expect(live.nodes.slice(0, highest)).toEqual(fresh.nodes.slice(0, highest));
        expect(live.rows()).toEqual(fresh.rows());
      }),
      { numRuns: 40 },
    );
  });

  it('reads mixed sections again when zone spans move', () => {
    const { info, mirror, cells } = smallMachine();
    const s = new Summary(mirror, gridOf(info));
    mirror.put('section.zone', 0, 1, 0xfe);
    s.sync(56, unknown);
    expect(s.classAt(0)).toBe(CLASS.unzoned);
    s.zonesMoved();
    s.sync(56, zonesAt(cells.nodes ?? []));
    expect(s.classAt(0)).toBe(CLASS.DMA32);
  });
});
