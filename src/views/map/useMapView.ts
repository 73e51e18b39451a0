import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useAtlas } from '../../store/atlas.ts';
import { usePalette } from '../../ui/palette.ts';
import { levelAt } from './levels.ts';
import type { LevelName } from './levels.ts';
import { makeBuffer } from './paint/ctx.ts';
import { MapView } from './view.ts';

const reduced = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** The view of one mounted map. It draws whenever the store, the theme or the fonts change. */
export function useMapView(): MapView {
  const palette = usePalette();
  const box = useMemo(() => ({ palette }), []); // eslint-disable-line react-hooks/exhaustive-deps
  const view = useMemo(
    () =>
      new MapView({
        state: useAtlas.getState,
        palette: () => box.palette,
        makeBuffer,
        reducedMotion: reduced,
        now: () => performance.now(),
        nextFrame: (f) => requestAnimationFrame(f),
        cancelFrame: (id) => cancelAnimationFrame(id),
      }),
    [box],
  );
  useEffect(() => {
    box.palette = palette;
    view.request();
  }, [box, palette, view]);
  useEffect(() => {
    const stop = useAtlas.subscribe((now, before) => {
      if (
        now.frame !== before.frame ||
        now.info !== before.info ||
        now.selection !== before.selection ||
        now.hover !== before.hover ||
        now.ghost !== before.ghost ||
        now.hidden !== before.hidden ||
        now.cells !== before.cells
      )
        view.request();
    });
    view.request();
    void document.fonts.ready.then(() => view.request());
    return () => {
      stop();
      view.dispose();
    };
  }, [view]);
  return view;
}

/** The level on screen; renders again only when it changes. */
export function useLevel(view: MapView): LevelName {
  return useSyncExternalStore(
    (changed) => view.subscribe(changed),
    () => (view.machine === undefined ? 'memory' : levelAt(view.camera.scale, view.machine.grid)),
  );
}
