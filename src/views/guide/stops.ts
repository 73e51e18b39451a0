/** The stops of the first tour: a panel of the screen and what it is for. */
import * as app from '#words/app.ts';
import * as words from '#words/guide-late.ts';

export interface Stop {
  /** Selector of the panel. */
  readonly panel: string;
  readonly title: string;
  readonly text: string;
}

/** Selector of the panel that calls itself so. */
const panel = (label: string): string => `[data-panel-frame][aria-label="${label}"]`;

export const STOPS: readonly Stop[] = [
  {
    panel: panel(app.physicalMemoryMap),
    title: words.stopsTitle,
    text: words.stops,
  },
  {
    panel: panel(app.viewsBayTitle),
    title: words.changeMachineWithYour,
    text: words.dragDimmFromShelf,
  },
  {
    panel: panel(app.inspector),
    title: words.lookInside,
    text: words.bitmapsZonesAndWatermarks,
  },
  {
    panel: panel(app.viewsTimelineTitle),
    title: words.everyKernelStepCan,
    text: words.eachOperationUnfolds,
  },
  {
    panel: panel(app.viewsConsoleTitle),
    title: words.allOfIt,
    text: words.whatYourHandsDo,
  },
];
