/** Script time of a draw, from the smallest to the largest machine: it must depend on the view, not on the machine. */
import { bench, describe } from 'vitest';
import { pfn } from '../../engine/units.ts';
import {
  TestMirror,
  hugeMachine,
  logContext,
  noBuffer,
  testInfo,
  testNode,
  testPalette,
  testState,
} from './testing.ts';
import { MapView } from './view.ts';

/** 4 GiB without a hole, so that the same view of both machines is equally full. */
function small(): ReturnType<typeof hugeMachine> {
  const mirror = new TestMirror();
  mirror.sections(0, 32, 0, 'Normal', { used: 4000, perBlock: 16 });
  const nodes = [testNode(0, [{ name: 'Normal', start: 0, end: 32 }])];
  return {
    info: testInfo({ sectionsPerBlock: 16, hotBytes: 0 }),
    mirror,
    cells: { highestSection: 32, nodes, dimms: [], resources: [] },
  };
}

function viewOf(
  { info, mirror, cells }: ReturnType<typeof hugeMachine>,
  width: number,
  height: number,
): {
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
  view.resize(ctx, width, height, 1);
  const draw = (): void => view.draw((now += 16));
  for (let i = 0; i < 40; i++) draw();
  return { view, draw };
}

for (const level of ['memory', 'subsections', 'section', 'frames'] as const)
  describe(`draw, panning at level ${level}`, () => {
    for (const [name, machine] of [
      ['4 GiB', small()],
      ['64 TiB', hugeMachine()],
    ] as const) {
      // rows of cells fill the view on both machines only where the smaller one has enough of them
      const { view, draw } = level === 'subsections' ? viewOf(machine, 840, 340) : viewOf(machine, 900, 640);
      // "memory" is what a person sees first: everything at once
      if (level === 'memory') view.nav.fitAll();
      else view.nav.show({ start: pfn(12 * 32768), end: pfn(13 * 32768) }, level);
      draw();
      let n = 0;
      bench(name, () => {
        view.nav.panBy(n++ % 2 === 0 ? 3 : -3, 0);
        draw();
      });
    }
  });
