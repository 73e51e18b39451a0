import { useEffect, useState, useSyncExternalStore } from 'react';
import { useAtlasStore } from '../../store/atlas.ts';
import type { AtlasStore } from '../../store/atlas.ts';
import { holdCamera } from '../../store/cameras.ts';
import { onPaletteChange, readPalette } from '../../ui/palette.ts';
import type { Palette } from '../../ui/palette.ts';
import { cellsFrom, levelAt } from './levels.ts';
import type { LevelName } from './levels.ts';
import { makeBuffer } from './paint/ctx.ts';
import { MapView } from './view.ts';

const reduced = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** A view of a machine in the page's colours; `themed` reads the colours again. */
function makeView(store: AtlasStore): { readonly view: MapView; readonly themed: () => void } {
  let palette: Palette | undefined;
  const view = new MapView({
    state: store.getState,
    palette: () => (palette ??= readPalette(document.documentElement)),
    makeBuffer,
    reducedMotion: reduced,
    now: () => performance.now(),
    nextFrame: (f) => requestAnimationFrame(f),
    cancelFrame: (id) => cancelAnimationFrame(id),
  });
  return { view, themed: () => (palette = undefined) };
}

/** The view of one mounted map. It draws whenever the store, the theme or the fonts change. */
export function useMapView(): MapView {
  const store = useAtlasStore();
  const [{ view, themed }] = useState(() => makeView(store));
  useEffect(
    () =>
      onPaletteChange(() => {
        themed();
        view.request();
      }),
    [view, themed],
  );
  useEffect(() => {
    const stop = store.subscribe((now, before) => {
      // a frame that comes by itself is shown inside an animation frame (store: showSoon); what a request did is shown when
      // it is done, and the next animation frame draws it with all that changes then
      if (now.frame !== before.frame && !now.busy) view.drawNow();
      else if (
        now.frame !== before.frame ||
        now.info !== before.info ||
        now.selection !== before.selection ||
        now.hover !== before.hover ||
        now.ghost !== before.ghost ||
        now.marked !== before.marked ||
        now.aim !== before.aim ||
        now.hidden !== before.hidden ||
        now.cells !== before.cells
      )
        view.request();
    });
    const letGo = holdCamera(store, { get: () => view.nav.held, set: (camera) => view.nav.put(camera) });
    view.request();
    void document.fonts.ready.then(() => view.request());
    return () => {
      stop();
      letGo();
      view.dispose();
    };
  }, [view, store]);
  return view;
}

/** The level on screen; renders again only when it changes. */
export function useLevel(view: MapView): LevelName {
  return useSyncExternalStore(
    (changed) => view.subscribe(changed),
    () =>
      view.machine === undefined ? 'memory' : levelAt(view.camera.scale, view.machine.grid, cellsFrom(view.viewport)),
  );
}
