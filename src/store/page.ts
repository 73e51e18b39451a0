/** What the page as a whole knows, whichever machines stand on it. */
import { create } from 'zustand';
import { keepTheme, keepTour, keptTheme, keptTour } from './keep.ts';
import type { Theme } from './types.ts';

/** What the middle of the screen shows of a machine. */
export type StageView = 'map' | 'tables';

/** What lies over the page: the palette of commands, the glossary, the tour. */
export type GuidePart = 'palette' | 'glossary' | 'tour';

interface Page {
  readonly theme: Theme;
  readonly stage: StageView;
  /** The part of the guide that is open. */
  readonly guide: GuidePart | undefined;
  /** Whether the tour is to be offered: once in each browser. */
  readonly offersTour: boolean;
}

/** The page's own state. */
export const usePage = create<Page>()(() => ({
  theme: keptTheme(),
  stage: 'map',
  guide: undefined,
  offersTour: !keptTour(),
}));

/** Chooses a theme; the choice outlives the page. */
export function setTheme(theme: Theme): void {
  keepTheme(theme);
  usePage.setState({ theme });
}

/** Shows another side of the machines in the middle of the screen. */
export const setStage = (stage: StageView): void => usePage.setState({ stage });

/** Opens a part of the guide, or closes it. */
export function showGuide(guide: GuidePart | undefined): void {
  if (guide === 'tour') declineTour();
  usePage.setState({ guide });
}

/** The tour is not offered again. */
export function declineTour(): void {
  keepTour();
  usePage.setState({ offersTour: false });
}
