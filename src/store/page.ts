/** What the page as a whole knows, whichever machines stand on it. */
import { create } from 'zustand';
import { keepTheme, keptTheme } from './keep.ts';
import type { Theme } from './types.ts';

interface Page {
  readonly theme: Theme;
}

/** The page's own state. */
export const usePage = create<Page>()(() => ({ theme: keptTheme() }));

/** Chooses a theme; the choice outlives the page. */
export function setTheme(theme: Theme): void {
  keepTheme(theme);
  usePage.setState({ theme });
}
