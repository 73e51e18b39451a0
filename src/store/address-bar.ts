/**
 * Keeps the address bar and the page together: whatever changes on the page stands in the address a moment later, and an
 * address that somebody enters, follows or goes back to is shown. Another machine or branch is a step of the browser's
 * history; all else replaces the address of the step it belongs to.
 */
import * as words from '#words/store-links.ts';
import { sameSource, sourceFromHash } from './address.ts';
import { mainAtlas } from './atlas.ts';
import type { AtlasStore } from './atlas.ts';
import { autosave, holdTabName, keptPage, tabName } from './autosave.ts';
import { isEmbedded } from './embed.ts';
import { readEmbed, readHash, withTheme, writeHash } from './link-hash.ts';
import type { ReadLink } from './link-hash.ts';
import type { KeptHere } from './keep.ts';
import { EMPTY_LINK, isUntouched } from './link-state.ts';
import type { LinkState } from './link-state.ts';
import { capturePage, freshPage, showPage } from './page-link.ts';
import { usePage } from './page.ts';
import type { AtlasState } from './types.ts';
import { useWorld } from './world.ts';

/** Ms between a change and the address that tells it: browsers refuse addresses that change too often. */
const WRITE_EVERY = 400;
const AUTOSAVE_EVERY = 1500;

/** Set while an address is being shown: what it changes is no change of its own. */
let showing = 0;

/** Where a story stands is told by the story (story-address.ts): its part of the address stays as it is. */
function storyPart(): string {
  const params = new URLSearchParams(location.hash.replace(/^#/, ''));
  const [id, step] = [params.get('story'), params.get('step')];
  if (id === null) return '';
  return `story=${encodeURIComponent(id)}${step === null ? '' : `&step=${encodeURIComponent(step)}`}`;
}

/** The address of the page as it stands. An embedded page keeps nothing: its address holds all, however long. */
export async function pageHash(title?: string, pack: typeof writeHash = writeHash): Promise<string> {
  return pack(capturePage(title), isEmbedded() ? undefined : tabName());
}

/** Shows what an address says; what is wrong with it is said, and the page stays. Answers whether a machine stands. */
export async function showHash(hash: string): Promise<boolean> {
  // from here on the page as it stands is not what the address is to say
  showing++;
  try {
    return await showLink(await readHash(hash));
  } finally {
    showing--;
  }
}

/** Whether the browser was told to load this page once more: it takes the address of the moment it was told so. */
const isReload = (): boolean =>
  performance.getEntriesByType('navigation').some((e) => 'type' in e && e.type === 'reload');

/**
 * A page that was left before its address knew the last lines: what the tab kept under this address, or of this machine
 * when it is loaded once more, is the newer of the two.
 */
export function newest(page: LinkState, tab: KeptHere | undefined, reload = isReload()): LinkState {
  const [main, ...others] = page.machines;
  if (main === undefined || tab === undefined) return page;
  const same = sameSource(main.source, tab.source);
  if (tab.address !== location.hash && !(reload && same)) return page;
  const { moment, bookmarks } = same ? main : { moment: undefined, bookmarks: [] };
  return {
    ...page,
    ...(!same && { selection: EMPTY_LINK.selection, camera: undefined }),
    machines: [{ ...main, source: tab.source, session: tab.saved, moment, bookmarks }, ...others],
  };
}

async function showLink({ state, kept, problems }: ReadLink, tab?: KeptHere): Promise<boolean> {
  let page: LinkState = state;
  const wrong = [...problems];
  if (kept !== undefined) {
    const found = await keptPage(kept);
    if ('problems' in found) wrong.push(...found.problems);
    else page = { ...found, ...given(state), machines: atMoment(found, state) };
  }
  showing++;
  try {
    const fine = await showPage(newest(page, tab));
    if (wrong.length > 0) say('error', words.someOfThisLink, wrong);
    else if (fine && page.title !== undefined) mainAtlas.getState().announce(words.shown(page.title));
    return fine;
  } finally {
    showing--;
  }
}

/** What an address says beside a kept session holds before what the session says. */
function given(state: LinkState): Partial<LinkState> {
  return Object.fromEntries(
    Object.entries(state).filter(
      ([key, value]) => key !== 'machines' && value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );
}
function atMoment(found: LinkState, { machines: [main] }: LinkState): LinkState['machines'] {
  return found.machines.map((m, i) => (i === 0 && main?.moment !== undefined ? { ...m, moment: main.moment } : m));
}

function say(tone: 'info' | 'error', text: string, details: readonly string[]): void {
  mainAtlas.setState({ notice: { tone, text, details } });
}

/** What belongs into the address of one machine's state. */
const told = (s: AtlasState): readonly unknown[] => [
  s.info,
  s.history,
  s.moment,
  s.session.branches,
  s.selection,
  s.tab,
  s.hidden,
  s.bookmarks,
];

/**
 * Follows the page and the address; call once, when a machine stands or failed to. Answers what undoes it. `pack` makes an
 * address of a page.
 */
export function followAddress(pack: typeof writeHash = writeHash): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saver: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  /** What the step of the browser's history is about. */
  let step = stepOf(mainAtlas.getState());

  const write = async (): Promise<void> => {
    timer = undefined;
    const state = mainAtlas.getState();
    if (showing > 0 || state.info === undefined || stopped) return;
    const now = stepOf(state);
    const story = storyPart();
    const { theme } = usePage.getState();
    const before = location.hash;
    // a story makes its own session: its step is all that a link needs
    const hash =
      story === ''
        ? await pageHash(undefined, pack)
        : `#${[story, (await pack(viewPart())).slice(1)].filter((part) => part !== '').join('&')}`;
    if (showing > 0 || stopped || hash === location.hash) return;
    // the story went on meanwhile, another theme was chosen, or somebody went elsewhere: that is not to be taken back
    if (storyPart() !== story || usePage.getState().theme !== theme || location.hash !== before) return later();
    // a frame's steps would be steps of the page that it stands in
    const pushes = now !== step && story === '' && !isEmbedded();
    step = now;
    if (pushes) history.pushState(undefined, '', hash);
    else history.replaceState(history.state, '', hash);
  };
  const later = (): void => {
    if (showing === 0) timer ??= setTimeout(() => void write(), WRITE_EVERY);
  };
  const save = (): void => {
    clearTimeout(saver);
    saver = undefined;
    const page = capturePage();
    if (page.machines.every((m) => isUntouched(m.session))) return;
    void autosave(page, mainAtlas.getState().info?.title ?? '');
  };

  const unsubscribe = new Map<AtlasStore, () => void>();
  const watch = (): void => {
    for (const { store } of useWorld.getState().machines) {
      if (unsubscribe.has(store)) continue;
      const stop = store.subscribe((state, before) => {
        const [a, b] = [told(state), told(before)];
        if (a.some((part, i) => part !== b[i])) later();
        if (state.history !== before.history || state.bookmarks !== before.bookmarks)
          saver ??= setTimeout(save, AUTOSAVE_EVERY);
      });
      unsubscribe.set(store, stop);
    }
  };
  watch();
  const stopWorld = useWorld.subscribe(() => {
    watch();
    later();
  });
  const stopPage = usePage.subscribe((now, before) => {
    // at once: a page that is reloaded in the next moment must not find the theme of before in its address
    if (now.theme !== before.theme && showing === 0 && location.hash !== '')
      history.replaceState(history.state, '', withTheme(location.hash, now.theme === 'system' ? undefined : now.theme));
    if (now.theme !== before.theme || now.stage !== before.stage) later();
  });
  // a camera tells nobody that it moved: the address follows when the hand rests
  const moved = (): void => later();
  const controller = new AbortController();
  const options = { signal: controller.signal, passive: true };
  for (const event of ['pointerup', 'wheel', 'keyup']) addEventListener(event, moved, options);
  addEventListener('pagehide', save, options);
  addEventListener(
    'hashchange',
    () => {
      void (async () => {
        clearTimeout(timer);
        timer = undefined;
        await showHash(location.hash);
        step = stepOf(mainAtlas.getState());
      })();
    },
    options,
  );
  void write();
  // a copy of another tab has a name of its own from here on
  void holdTabName().then((renamed) => {
    if (!renamed || stopped) return;
    save();
    later();
  });
  return () => {
    stopped = true;
    controller.abort();
    clearTimeout(timer);
    clearTimeout(saver);
    stopWorld();
    stopPage();
    for (const stop of unsubscribe.values()) stop();
  };
}

/** The parts of the address about how the page is looked at, beside a story's. */
const viewPart = (): LinkState => ({
  ...capturePage(),
  machines: [],
  selection: { kind: 'none' },
  camera: undefined,
});

/** The machine and the branch: what makes a step of the browser's history. */
function stepOf(state: AtlasState): string {
  const branch = state.session.branches.find((b) => b.current)?.id ?? 1;
  const { source } = state;
  return `${source.kind} ${'id' in source ? source.id : source.text.slice(0, 200)} ${branch}`;
}

const hasSession = (hash: string): boolean => new URLSearchParams(hash.replace(/^#/, '')).has('s');

/**
 * What a new page shows: the address, or the session of before a reload where the address has none of its own. `tab`: what
 * this tab kept.
 */
export async function openAddress(tab?: KeptHere): Promise<boolean> {
  // once its lines stand in the address itself, those of the query are part of them
  const embed = hasSession(location.hash) ? undefined : await readEmbed(location.search, location.hash);
  if (await showLink(embed ?? (await readHash(location.hash)), tab)) return true;
  const source = sourceFromHash(location.hash);
  return source !== undefined && (await showPage(freshPage({ source })));
}
