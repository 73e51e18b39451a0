/** What the page as a whole knows, whichever machines stand on it. */
import { create } from 'zustand';
import { keepTheme, keptTheme } from './keep.ts';
import type { Theme } from './types.ts';

/** What the middle of the screen shows of a machine. */
export type StageView = 'map' | 'tables';

interface Page {
  readonly theme: Theme;
  readonly stage: StageView;
}

/** The page's own state. */
export const usePage = create<Page>()(() => ({ theme: keptTheme(), stage: 'map' }));

/** Chooses a theme; the choice outlives the page. */
export function setTheme(theme: Theme): void {
  keepTheme(theme);
  usePage.setState({ theme });
}

/** Shows another side of the machines in the middle of the screen. */
export const setStage = (stage: StageView): void => usePage.setState({ stage });
