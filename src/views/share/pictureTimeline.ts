/** The calls of the line that the timeline shows, as a picture. */
import * as words from '#words/pictures.ts';
import { callTree } from '../timeline/calls.ts';
import { layoutOf } from '../timeline/layout.ts';
import { paint as paintCalls } from '../timeline/paint.ts';
import { wholeWindow } from '../timeline/view.ts';
import * as draw from './draw.ts';
import type { Body, Painted, Scene } from './scene.ts';

/** Kernel calls over the steps of a line. */
export const timeline: Body = {
  paint,
  signs: ({ palette }) => [
    { ...draw.full(palette.zone.Normal), what: words.calledBeforePlayhead },
    { ...draw.full(palette.memmap), what: words.lockHeld },
  ],
};

async function paint({ surface, ctx, state, palette, box }: Scene): Promise<Painted> {
  const { history, traced, moment, ask } = state;
  const lines = history.filter((entry) => !entry.undone);
  const line = lines.find((entry) => entry.index === traced) ?? lines.findLast((entry) => entry.steps > 0);
  const data = line === undefined ? undefined : await ask('trace', { line: line.index });
  if (line === undefined || data === undefined) {
    const style = { font: `400 15px ${palette.fontUi}`, colour: palette.textMuted };
    draw.write(ctx, words.noLineHasRun, box.x, box.y + 24, style);
    return { ranges: [], end: box.y + 34 };
  }
  const tree = callTree(data);
  const layout = layoutOf(tree, box.w, box.h, wholeWindow(tree.steps));
  const step = moment.line === line.index ? (moment.step ?? tree.steps) : moment.line < line.index ? 0 : tree.steps;
  const part = surface.part(box.x, box.y, box.w, box.h);
  // the chart's painter uses no more of a canvas than SvgCtx has
  paintCalls(part.ctx as unknown as CanvasRenderingContext2D, {
    tree,
    layout,
    palette,
    head: step,
    scroll: 0,
    over: undefined,
  });
  part.done();
  return { ranges: [], end: box.y + box.h };
}
