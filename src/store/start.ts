/** Starts the page's machine: from the session of before a reload, from the address, or the default one. */
import type { MachineSource } from '../link/messages.ts';
import { sameSource, saysMore, sourceFromHash } from './address.ts';
import { backstageOf, mainAtlas } from './atlas.ts';
import { asksForLines } from './embed.ts';
import { startClock } from './clock.ts';
import { keepSession, keptSession } from './keep.ts';
import type { Kept } from './keep.ts';
import { loadMachine } from './machine.ts';

/** Ms between two times the session is kept for a reload. */
const KEEP_EVERY = 500;

/**
 * Follows the store and the address; call once. Answers what undoes it. `first`: the machine of a page that was opened for
 * a story, where neither the tab nor the address has one; undefined: the default one.
 */
export function startAtlas(first?: () => Promise<Kept | undefined>): () => void {
  const store = mainAtlas;
  const back = backstageOf(store);
  const load = (source: MachineSource, saved?: Parameters<typeof loadMachine>[4]) =>
    loadMachine(back, store.setState, store.getState, source, saved);

  let timer: ReturnType<typeof setTimeout> | undefined;
  const keep = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const saved = back.client().saved;
    if (saved !== undefined) keepSession({ source: saved.source, saved: saved.session });
  };
  const unsubscribe = store.subscribe((state, before) => {
    if (state.history !== before.history) timer ??= setTimeout(keep, KEEP_EVERY);
  });
  const controller = new AbortController();
  addEventListener('pagehide', keep, { signal: controller.signal });

  const kept = keptSession();
  const asked = sourceFromHash(location.hash);
  let stopAddress: (() => void) | undefined;
  void (async () => {
    const more = saysMore(location.hash) || asksForLines(location.search);
    // the code for links is fetched while the machine comes up, or before where the address holds more than its name
    const links = import('./address-bar.ts');
    if (!(
      more &&
      (await links.then(
        (bar) => bar.openAddress(kept),
        () => false,
      ))
    ))
      await start();
    const bar = await links;
    if (!controller.signal.aborted) stopAddress = bar.followAddress();
  })().catch(() => undefined);

  /** Without a link: the session of before a reload, the machine that the address names, a story's, or the default one. */
  async function start(): Promise<void> {
    if (kept !== undefined && (asked === undefined || sameSource(asked, kept.source))) {
      if (await load(kept.source, kept.saved)) return;
      // a session nobody can replay must not lock the page out of its machine
      if (await load(kept.source)) return;
    }
    if (asked === undefined) {
      const own = await first?.().catch(() => undefined);
      if (own !== undefined && (await load(own.source, own.saved))) return;
    }
    if (!(await load(asked ?? store.getState().source)) && asked !== undefined) await load(store.getState().source);
  }

  const stopClock = startClock({
    state: store.getState,
    tick: (n) => back.client().line({ channel: 'world', line: `tick ${n}` }, 'clock'),
    nextFrame: (f) => requestAnimationFrame(f),
    hidden: () => document.visibilityState === 'hidden',
    follow: (f) => store.subscribe(f),
  });
  return () => {
    unsubscribe();
    stopAddress?.();
    controller.abort();
    clearTimeout(timer);
    stopClock();
    back.client().close();
  };
}
