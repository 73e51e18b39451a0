/** The view slice: what is selected, hovered, filtered. Nothing here is known to the machine. */
import type { Slice } from './backstage.ts';
import { sameSelection } from './selection.ts';
import type { Selection } from './types.ts';

const NOTHING: Selection = { kind: 'none' };

type ViewKeys =
  | 'selection'
  | 'hover'
  | 'tab'
  | 'pane'
  | 'aim'
  | 'hidden'
  | 'speed'
  | 'traced'
  | 'announcement'
  | 'bookmarks'
  | 'marked'
  | 'setBookmarks'
  | 'setMarked'
  | 'select'
  | 'setHover'
  | 'setTab'
  | 'setPane'
  | 'setAim'
  | 'toggleHidden'
  | 'setSpeed'
  | 'setTraced'
  | 'announce'
  | 'dismissNotice';

export const viewSlice: Slice<ViewKeys> = (set, get) => ({
  selection: NOTHING,
  hover: NOTHING,
  tab: 'section',
  pane: 'shell',
  aim: undefined,
  hidden: new Set<string>(),
  // snapshots start with workloads off
  speed: 0,
  traced: undefined,
  announcement: '',
  bookmarks: [],
  marked: [],

  select: (selection) => {
    if (!sameSelection(get().selection, selection)) set({ selection });
  },
  setHover: (hover) => {
    if (!sameSelection(get().hover, hover)) set({ hover });
  },
  setTab: (tab) => set({ tab }),
  setPane: (pane) => set({ pane }),
  setAim: (at) => set({ aim: { at } }),
  toggleHidden: (key) => {
    const hidden = new Set(get().hidden);
    if (!hidden.delete(key)) hidden.add(key);
    set({ hidden });
  },
  setSpeed: (speed) => set({ speed: Number.isFinite(speed) ? Math.max(0, speed) : 0 }),
  setBookmarks: (bookmarks) => set({ bookmarks }),
  setMarked: (marked) => set({ marked }),
  setTraced: (traced) => set({ traced }),
  // the same words twice in a row are two announcements: a live region only speaks when its text changes
  announce: (text) => set({ announcement: get().announcement === text ? `${text}\u200b` : text }),
  dismissNotice: () => set({ notice: undefined }),
});
