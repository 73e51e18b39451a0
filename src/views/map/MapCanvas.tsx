import { type ReactElement, useEffect, useRef, useState } from 'react';
import { useAtlasStore } from '../../store/atlas.ts';
import { sameSelection } from '../../store/selection.ts';
import type { Selection } from '../../store/types.ts';
import { zoomOf } from '../../ui/zoom.ts';
import { BlockMenu } from './BlockMenu.tsx';
import { HoverCard } from './HoverCard.tsx';
import { listen } from './input.ts';
import styles from './map.module.css';
import { standMap } from './standing.ts';
import type { MapView } from './view.ts';

interface At {
  readonly px: number;
  readonly py: number;
}

/** The canvas itself. It is decoration for assistive technology: A11yGrid and TableView say the same in words. */
export function MapCanvas({ view }: { readonly view: MapView }): ReactElement {
  const machine = useAtlasStore();
  const atlas = machine.getState;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [hover, setHover] = useState<{ readonly selection: Selection; readonly at: At } | undefined>(undefined);
  const [menu, setMenu] = useState<At | undefined>(undefined);

  useEffect(() => {
    const element = canvas.current;
    const ctx = element?.getContext('2d', { alpha: false });
    if (element === null || ctx === null || ctx === undefined) return undefined;
    const size = (): void => {
      const box = element.getBoundingClientRect();
      const zoom = zoomOf(element);
      const dpr = window.devicePixelRatio;
      element.width = Math.max(1, Math.round(box.width * dpr));
      element.height = Math.max(1, Math.round(box.height * dpr));
      view.resize(ctx, box.width / zoom, box.height / zoom, dpr * zoom);
      // a resized canvas is blank: it is drawn before the browser paints, or it would flicker
      view.draw(performance.now());
    };
    size();
    const observer = new ResizeObserver(size);
    observer.observe(element);
    // moving the window to another screen changes the ratio without changing the size
    const ratio = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    ratio.addEventListener('change', size);
    return () => {
      observer.disconnect();
      ratio.removeEventListener('change', size);
    };
  }, [view]);

  useEffect(
    () => (canvas.current === null ? undefined : standMap(machine, { view, canvas: canvas.current })),
    [machine, view],
  );

  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const store = atlas();
    return listen(element, view, {
      select: (s) => store.select(sameSelection(s, atlas().selection) && s.kind !== 'range' ? { kind: 'none' } : s),
      hover: (s, at) => {
        store.setHover(s);
        setHover(at === undefined || s.kind === 'none' ? undefined : { selection: s, at });
      },
      menu: (s, at) => {
        if (s.kind === 'none') return;
        const selected = atlas().selection;
        // a menu inside what is selected is about all of it
        const inside = view
          .rangesOf(selected)
          .some((r) => view.rangesOf(s).some((own) => own.start >= r.start && own.end <= r.end));
        if (!inside) store.select(s);
        setHover(undefined);
        setMenu(at);
      },
    });
  }, [view, atlas]);

  return (
    <>
      <canvas ref={canvas} className={styles['canvas']} aria-hidden="true" data-testid="map-canvas" />
      {hover !== undefined && menu === undefined && <HoverCard view={view} selection={hover.selection} at={hover.at} />}
      {menu !== undefined && <BlockMenu at={menu} onClose={() => setMenu(undefined)} />}
    </>
  );
}
