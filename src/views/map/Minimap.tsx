import { type ReactElement, useCallback, useEffect, useRef, useState } from 'react';
import { useAtlasStore } from '../../store/atlas.ts';
import { rangesOf } from '../../store/selection.ts';
import { formatBytes } from '../../ui/format.ts';
import { innerSize } from './camera.ts';
import { rowNear } from './layout.ts';
import type { Layout } from './layout.ts';
import styles from './map.module.css';
import { makeBuffer } from './paint/ctx.ts';
import { StripPainter } from './paint/strip.ts';
import { rowOfStrip, stripOf, stripParts } from './strip.ts';
import type { StripPart } from './strip.ts';
import type { MapView } from './view.ts';

/** Rows that the view shows, first and last. */
function rowsInView(view: MapView, layout: Layout): { readonly from: number; readonly to: number } {
  const { camera } = view;
  const inner = innerSize(view.viewport);
  const from = rowNear(layout, Math.max(0, camera.x), Math.max(0, camera.y)) ?? 0;
  const to =
    (rowNear(layout, camera.x + inner.width / camera.scale, camera.y + inner.height / camera.scale - 0.01) ?? from) + 1;
  // with several columns in view the rows between them are at least partly in view, too
  return from < to ? { from, to } : { from: to - 1, to: from + 1 };
}

/** All of memory in one strip; the frame shows what the map shows and can be dragged. */
export function Minimap({ view }: { readonly view: MapView }): ReactElement {
  const atlas = useAtlasStore().getState;
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const mark = useRef<HTMLDivElement>(null);
  const label = useRef<HTMLSpanElement>(null);
  const parts = useRef<readonly StripPart[]>([]);
  const [painter] = useState(() => new StripPainter(makeBuffer));
  const laidOut = useRef<Layout | undefined>(undefined);

  const draw = useCallback(() => {
    const { machine, inks } = view;
    const element = canvas.current;
    if (machine === undefined || inks === undefined || element === null) return;
    const width = element.clientWidth;
    const height = element.clientHeight;
    const dpr = window.devicePixelRatio;
    if (element.width !== Math.round(width * dpr) || element.height !== Math.round(height * dpr)) {
      element.width = Math.round(width * dpr);
      element.height = Math.round(height * dpr);
    }
    const ctx = element.getContext('2d', { alpha: false });
    if (ctx === null || width === 0) return;
    if (laidOut.current !== machine.layout) {
      laidOut.current = machine.layout;
      parts.current = stripParts(machine.layout);
    }
    const state = atlas();
    painter.paint(ctx, width, height, dpr, parts.current, machine.summary, inks, state.mirror.version);
    const { from, to } = rowsInView(view, machine.layout);
    const left = stripOf(parts.current, from);
    const right = stripOf(parts.current, to);
    if (frame.current !== null) {
      frame.current.style.left = `${left * 100}%`;
      frame.current.style.width = `max(8px, ${(right - left) * 100}%)`;
    }
    const [selected] = rangesOf(state.selection, state);
    if (mark.current !== null) {
      mark.current.hidden = selected === undefined;
      if (selected !== undefined) {
        const rows = machine.grid.pagesPerSection * 8;
        const at = stripOf(parts.current, selected.start / rows);
        mark.current.style.left = `${at * 100}%`;
        mark.current.style.width = `max(2px, ${(stripOf(parts.current, selected.end / rows) - at) * 100}%)`;
      }
    }
    if (label.current !== null) {
      const text = `0 … ${formatBytes(machine.end)}`;
      if (label.current.textContent !== text) label.current.textContent = text;
    }
  }, [painter, view, atlas]);

  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const stop = view.subscribe(draw);
    const observer = new ResizeObserver(draw);
    observer.observe(element);
    return () => {
      stop();
      observer.disconnect();
    };
  }, [draw, view]);

  const go = (e: React.PointerEvent): void => {
    const element = canvas.current;
    if (element === null) return;
    const box = element.getBoundingClientRect();
    const row = rowOfStrip(parts.current, Math.max(0, Math.min(0.9999, (e.clientX - box.left) / box.width)));
    if (row !== undefined) view.nav.centreOnRow(row);
  };
  return (
    <div className={styles['minimap']}>
      <span ref={label} className={styles['minimapLabel']} aria-hidden="true" />
      <div
        className={styles['strip']}
        aria-hidden="true"
        onPointerDown={(e) => {
          e.currentTarget.setPointerCapture(e.pointerId);
          go(e);
        }}
        onPointerMove={(e) => {
          if (e.buttons === 1) go(e);
        }}
      >
        <canvas ref={canvas} />
        <div ref={mark} className={styles['stripMark']} hidden />
        <div ref={frame} className={styles['stripFrame']} />
      </div>
    </div>
  );
}
