/** Script time of a draw, from the smallest to the largest machine: it must depend on the view, not on the machine. */
import { bench, describe } from 'vitest';
import { pfn } from '../../engine/units.ts';
import { hugeMachine, logContext, noBuffer, smallMachine, testPalette, testState } from './testing.ts';
import { MapView } from './view.ts';

function viewOf({ info, mirror, cells }: ReturnType<typeof smallMachine>): {
  readonly view: MapView;
  readonly draw: () => void;
} {
  const { ctx } = logContext(true);
  const state = testState(info, mirror, cells);
  let now = 0;
  const view = new MapView({
    state: () => state,
    palette: () => testPalette,
    makeBuffer: noBuffer,
    reducedMotion: () => true,
    now: () => now,
    nextFrame: () => 1,
    cancelFrame: () => undefined,
  });
  view.resize(ctx, 900, 640, 1);
  const draw = (): void => view.draw((now += 16));
  for (let i = 0; i < 40; i++) draw();
  return { view, draw };
}

for (const level of ['memory', 'subsections', 'section', 'frames'] as const)
  describe(`draw, panning at level ${level}`, () => {
    for (const [name, machine] of [
      ['4 GiB', smallMachine()],
      ['64 TiB', hugeMachine()],
    ] as const) {
      const { view, draw } = viewOf(machine);
      // "memory" is what a person sees first: everything at once
      if (level === 'memory') view.nav.fitAll();
      else view.nav.show({ start: pfn(40 * 32768), end: pfn(41 * 32768) }, level);
      draw();
      let n = 0;
      bench(name, () => {
        view.nav.panBy(n++ % 2 === 0 ? 3 : -3, 0);
        draw();
      });
    }
  });
