/** What the page as a whole knows, whichever machines stand on it. */
import { create } from 'zustand';
import { keepTheme, keepTour, keptTheme, keptTour } from './keep.ts';
import type { Theme } from './types.ts';

/** What the middle of the screen shows of a machine. */
export type StageView = 'map' | 'tables';

/** What lies over the page: the palette of commands, the glossary, the tour. */
export type GuidePart = 'palette' | 'glossary' | 'tour';

/** Where a story stands; steps count from 1, as in its address. */
export interface StoryPlace {
  readonly id: string;
  readonly step: number;
}
/** How a story is shown: beside the panels, on a stage, or as a line above what somebody does of their own. */
export type StoryMode = 'reading' | 'presenting' | 'exploring';

/** What can be open of sharing, saving and comparing. */
export type SharePart = 'link' | 'picture' | 'scripts' | 'table' | 'recover' | 'bookmarks' | 'branches';

/** A namespace on its way: of a region's free space, or in place of one that there is. */
export interface Carving {
  readonly region: number;
  readonly of?: string | undefined;
}

interface Page {
  readonly theme: Theme;
  readonly stage: StageView;
  /** The stage has the whole page; the other panels wait behind it. */
  readonly wide: boolean;
  /** The part of the guide that is open. */
  readonly guide: GuidePart | undefined;
  /** Whether the tour is to be offered: once in each browser. */
  readonly offersTour: boolean;
  /** An earlier session is being offered: one offer at a time. */
  readonly offersSession: boolean;
  /** The story under way; its player follows (views/story). */
  readonly story: StoryPlace | undefined;
  readonly storyMode: StoryMode;
  /** The list of stories is open. */
  readonly storyPicker: boolean;
  /** The dialog of sharing and saving that is open. */
  readonly share: SharePart | undefined;
  /** What the panel of the knobs is searched for, '' for all of them; undefined: it is closed. */
  readonly knobs: string | undefined;
  /** A QEMU command line is being pasted. */
  readonly pasting: boolean;
  /** The region of persistent memory that is being carved, and the namespace of it that is made anew. */
  readonly carving: Carving | undefined;
  /** What is on screen is being compared: the comparison stays while dialogs come and go. */
  readonly comparing: boolean;
}

/** The page's own state. */
export const usePage = create<Page>()(() => ({
  theme: keptTheme(),
  stage: 'map',
  wide: false,
  guide: undefined,
  offersTour: !keptTour(),
  offersSession: false,
  story: undefined,
  storyMode: 'reading',
  storyPicker: false,
  share: undefined,
  knobs: undefined,
  pasting: false,
  carving: undefined,
  comparing: false,
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

/** Says whether an earlier session is being offered; the tour waits meanwhile. */
export const setOffersSession = (offersSession: boolean): void => usePage.setState({ offersSession });

/** Opens or closes the list of stories. */
export const setStoryPicker = (storyPicker: boolean): void => usePage.setState({ storyPicker });

/** Gives the stage the whole page, or the other panels their places back. */
export const setWide = (wide: boolean): void => usePage.setState({ wide });

/** Opens a dialog of sharing and saving, or closes it. */
export const showShare = (share: SharePart | undefined): void => usePage.setState({ share });

/** Opens the panel of the knobs at what is searched for, or closes it. */
export const showKnobs = (knobs: string | undefined): void => usePage.setState({ knobs });

/** Opens or closes the dialog for a QEMU command line. */
export const setPasting = (pasting: boolean): void => usePage.setState({ pasting });

/** Opens the dialog that carves a region, beside its card in the bay, or closes it. */
export const setCarving = (carving: Carving | undefined): void =>
  usePage.setState({ carving, ...(carving !== undefined && { wide: false }) });

/** Begins to compare what is on screen, or ends it. */
export const setComparing = (comparing: boolean): void => usePage.setState({ comparing, share: undefined });
