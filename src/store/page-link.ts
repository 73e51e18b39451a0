/** The page as a link's state, and back: what address bar, files and the autosave have in common. */
import type { SavedSession } from '../link/messages.ts';
import { sameSource } from './address.ts';
import { backstageOf, mainAtlas } from './atlas.ts';
import type { AtlasStore } from './atlas.ts';
import { aimCamera, cameraOf } from './cameras.ts';
import { EMPTY_LINK, NO_LINES } from './link-state.ts';
import type { LinkMachine, LinkState } from './link-state.ts';
import { loadMachine } from './machine.ts';
import { setStage, usePage } from './page.ts';
import { showsNow } from './running.ts';
import { MAIN, activate, closeBeside, openBeside, useWorld } from './world.ts';

/** Machines that only serve a comparison: no link names them, as whoever follows it can compare anew. */
const PASSING = 'compare';

function machineOf(name: string, store: AtlasStore): LinkMachine | undefined {
  const saved = backstageOf(store).client().saved;
  if (saved === undefined) return undefined;
  const state = store.getState();
  return {
    name,
    source: saved.source,
    session: saved.session,
    moment: showsNow(state) ? undefined : state.moment,
    bookmarks: state.bookmarks,
  };
}

/** The page as it stands; `title`: a name for it. */
export function capturePage(title?: string): LinkState {
  const { machines, active } = useWorld.getState();
  const about = machines.find((m) => m.name === active)?.store ?? mainAtlas;
  const { selection, tab, hidden } = about.getState();
  const { theme, stage } = usePage.getState();
  return {
    ...EMPTY_LINK,
    machines: machines.filter((m) => m.name !== PASSING).flatMap((m) => machineOf(m.name, m.store) ?? []),
    active: active === PASSING ? MAIN : active,
    selection,
    tab: tab === 'section' ? undefined : tab,
    view: stage === 'map' ? undefined : stage,
    theme: theme === 'system' ? undefined : theme,
    hidden: [...hidden].sort(),
    camera: cameraOf(about),
    title,
  };
}

const same = (a: SavedSession, b: SavedSession): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Brings one machine to where a link has it. Answers whether it stands. */
async function bring(store: AtlasStore, wanted: LinkMachine): Promise<boolean> {
  const saved = backstageOf(store).client().saved;
  const stands = saved !== undefined && sameSource(saved.source, wanted.source) && same(saved.session, wanted.session);
  if (!stands) {
    const back = backstageOf(store);
    const fine = await loadMachine(back, store.setState, store.getState, wanted.source, wanted.session);
    if (!fine) return false;
  }
  const state = store.getState();
  state.setBookmarks(wanted.bookmarks);
  const { moment } = wanted;
  await state.seek(moment);
  if (moment !== undefined && moment.line >= 0) state.setTraced(moment.line);
  return true;
}

/**
 * Shows a page as a link describes it. A machine that cannot be loaded leaves the one on screen alone, and says why. Answers
 * whether a machine stands: a link may name none, as that of a story's step does.
 */
export async function showPage(link: LinkState): Promise<boolean> {
  const [main, ...others] = link.machines;
  for (const { name } of useWorld.getState().machines)
    if (name !== MAIN && !others.some((m) => m.name === name)) closeBeside(name);
  if (main !== undefined && !(await bring(mainAtlas, main))) return false;
  for (const other of others) {
    const store = await openBeside(other.name, other.source, other.session);
    await bring(store, other);
  }
  if (link.theme !== undefined) usePage.setState({ theme: link.theme });
  setStage(link.view === 'tables' ? 'tables' : 'map');
  activate(link.active);
  const about = useWorld.getState().machines.find((m) => m.name === link.active)?.store ?? mainAtlas;
  about.setState({ hidden: new Set(link.hidden), selection: link.selection });
  about.getState().setTab(link.tab ?? 'section');
  if (link.camera !== undefined) aimCamera(about, link.camera);
  return main !== undefined || mainAtlas.getState().info !== undefined;
}

/** A page on which this machine has just booted. */
export const freshPage = (machine: Pick<LinkMachine, 'source'>): LinkState => ({
  ...EMPTY_LINK,
  machines: [{ name: MAIN, session: NO_LINES, moment: undefined, bookmarks: [], ...machine }],
});
