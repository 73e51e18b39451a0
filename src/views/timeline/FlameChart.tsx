import { type KeyboardEvent, type PointerEvent, type ReactElement, useEffect, useId, useRef, useState } from 'react';
import * as words from '#words/timeline.ts';
import type { TraceData } from '../../engine/kernel/trace.ts';
import { cx } from '../../ui/cx.ts';
import { usePalette } from '../../ui/palette.ts';
import { fitCanvas } from '../inspector/canvas.ts';
import { type CallTree, stackAt } from './calls.ts';
import { layoutOf, stepAt, xOf } from './layout.ts';
import { type Hit, hitAt, paint } from './paint.ts';
import styles from './timeline.module.css';
import { including, moved, wholeWindow, type Window, zoomed } from './view.ts';
import { callWords, sourceWords, stepWords } from './words.ts';

/** A press that moves less than this is a click. */
const CLICK = 4;

/** The call tree and the locks of one line. Wheel zooms, dragging pans, a click and the ruler move the playhead. */
export function FlameChart(props: {
  readonly tree: CallTree;
  readonly data: TraceData;
  readonly head: number;
  readonly onSeek: (step: number) => void;
  readonly onPlay: (backwards: boolean) => void;
}): ReactElement {
  const { tree, data, head, onSeek, onPlay } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = usePalette();
  const help = useId();
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [view, setView] = useState<{
    readonly tree: CallTree;
    readonly window: Window;
    readonly scroll: number;
    readonly laneFrom: number;
  }>(() => ({ tree, window: wholeWindow(tree.steps), scroll: 0, laneFrom: 0 }));
  const [hit, setHit] = useState<{ readonly hit: Hit; readonly x: number; readonly y: number } | undefined>();
  // another line is seen whole again
  const { window, scroll, laneFrom } =
    view.tree === tree ? view : { window: wholeWindow(tree.steps), scroll: 0, laneFrom: 0 };
  const layout = layoutOf(tree, size.width, size.height, window, laneFrom);
  const most = Math.max(0, layout.contentHeight - layout.callsHeight);
  const offset = Math.min(scroll, most);
  const scene = {
    tree,
    layout,
    palette,
    head,
    scroll: offset,
    over: hit?.hit.kind === 'call' ? hit.hit.bar.call : undefined,
  };
  const show = (next: Window, to = offset, lane = layout.lanesAbove): void =>
    setView({
      tree,
      window: next,
      scroll: Math.min(most, Math.max(0, to)),
      laneFrom: Math.max(0, Math.min(lane, tree.locks.length - layout.lanes.length)),
    });

  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const g = canvas.current === null ? undefined : fitCanvas(canvas.current);
    if (g !== undefined && layout.width > 0) paint(g, scene);
  });
  // the playhead stays in sight, and so does the call it is in
  useEffect(() => {
    setView((v) => {
      if (v.tree !== tree) return v;
      const next = including(v.window, tree.steps, head);
      return next === v.window ? v : { ...v, window: next };
    });
  }, [head, tree]);
  useEffect(() => {
    if (most === 0) return;
    const inner = stackAt(tree, head, tree.tasks[0] ?? 0).at(-1);
    const place = inner === undefined ? undefined : layout.rows[tree.row[inner] ?? 0];
    if (place === undefined) return;
    const top = place.y - layout.ruler;
    setView((v) => {
      if (v.tree !== tree)
        return { tree, window, scroll: Math.max(0, top - layout.callsHeight + layout.rowHeight), laneFrom: 0 };
      const to = top < v.scroll ? top : Math.max(v.scroll, top + layout.rowHeight - layout.callsHeight);
      return to === v.scroll ? v : { ...v, scroll: to };
    });
    // only where the head is decides
    // oxlint-disable-next-line react/exhaustive-deps
  }, [head, tree, most]);

  // React's wheel listener is passive: the page would scroll and zoom as well
  const wheel = useRef<(event: WheelEvent) => void>(undefined);
  useEffect(() => {
    wheel.current = (event) => {
      event.preventDefault();
      const sideways = event.shiftKey ? event.deltaY : event.deltaX;
      if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY))
        show(moved(window, tree.steps, sideways / layout.scale));
      else
        show(
          zoomed(
            window,
            tree.steps,
            stepAt(layout, event.offsetX),
            Math.exp(Math.max(-60, Math.min(60, event.deltaY)) * 0.004),
          ),
        );
    };
  });
  useEffect(() => {
    const element = canvas.current;
    const listener = (event: WheelEvent): void => wheel.current?.(event);
    element?.addEventListener('wheel', listener, { passive: false });
    return () => element?.removeEventListener('wheel', listener);
  }, []);

  const drag = useRef<
    | {
        readonly x: number;
        readonly y: number;
        readonly window: Window;
        readonly scroll: number;
        readonly lane: number;
        readonly scrubs: boolean;
        moved: boolean;
      }
    | undefined
  >(undefined);
  const down = (event: PointerEvent<HTMLCanvasElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const { offsetX: x, offsetY: y } = event.nativeEvent;
    const scrubs = y < layout.ruler || Math.abs(xOf(layout, head) - x) < 5;
    drag.current = { x, y, window, scroll: offset, lane: layout.lanesAbove, scrubs, moved: false };
    if (scrubs) onSeek(stepAt(layout, x));
  };
  const move = (event: PointerEvent<HTMLCanvasElement>): void => {
    const { offsetX: x, offsetY: y } = event.nativeEvent;
    const d = drag.current;
    if (d === undefined) {
      const found = hitAt(scene, x, y);
      setHit(found === undefined ? undefined : { hit: found, x, y });
      return;
    }
    if (Math.abs(x - d.x) + Math.abs(y - d.y) > CLICK) d.moved = true;
    if (d.scrubs) onSeek(stepAt(layout, x));
    else if (d.moved) {
      setHit(undefined);
      const inLanes = d.y >= layout.lanesTop;
      const by = d.y - y;
      show(
        moved(d.window, tree.steps, (d.x - x) / layout.scale),
        inLanes ? d.scroll : d.scroll + by,
        inLanes ? Math.round(d.lane + by / layout.laneHeight) : d.lane,
      );
    }
  };
  const up = (event: PointerEvent<HTMLCanvasElement>): void => {
    const d = drag.current;
    drag.current = undefined;
    if (d !== undefined && !d.moved && !d.scrubs) onSeek(stepAt(layout, event.nativeEvent.offsetX));
  };
  const keys = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 }[event.key];
    if (by !== undefined) onSeek(head + (event.shiftKey ? by * 10 : by));
    else if (event.key === 'Home') onSeek(0);
    else if (event.key === 'End') onSeek(tree.steps);
    else if (event.key === ' ') onPlay(event.shiftKey);
    else if (event.key === '+' || event.key === '=') show(zoomed(window, tree.steps, head, 0.6));
    else if (event.key === '-') show(zoomed(window, tree.steps, head, 1 / 0.6));
    else if (event.key === '0') show(wholeWindow(tree.steps));
    else if (event.key === 'ArrowUp' || event.key === 'ArrowDown')
      show(window, offset + (event.key === 'ArrowUp' ? -layout.rowHeight : layout.rowHeight));
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles['chart']}>
      <canvas
        ref={canvas}
        className={styles['canvas']}
        role="slider"
        tabIndex={0}
        aria-label={words.kernelStep}
        aria-describedby={help}
        aria-valuemin={0}
        aria-valuemax={tree.steps}
        aria-valuenow={head}
        aria-valuetext={words.stepOf(head, tree.steps, stepWords(data, tree, head))}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={() => (drag.current = undefined)}
        onPointerLeave={() => setHit(undefined)}
        onDoubleClick={(event) => {
          const found = hitAt(scene, event.nativeEvent.offsetX, event.nativeEvent.offsetY);
          if (found?.kind === 'call') show(zoomTo(found.bar.start, found.bar.end, tree.steps));
        }}
        onKeyDown={keys}
      />
      <span id={help} hidden>
        {words.arrowKeysStepHome}
      </span>
      {hit !== undefined && (
        <Tip hit={hit.hit} tree={tree} x={hit.x} y={hit.y} width={layout.width} height={layout.height} />
      )}
    </div>
  );
}

/** The window that shows a call with some room around it. */
function zoomTo(start: number, end: number, steps: number): Window {
  const factor = ((end - start) * 1.15) / Math.max(1, steps);
  const middle = (start + end) / 2;
  const near = zoomed(wholeWindow(steps), steps, middle, factor);
  return moved(near, steps, middle - (near.from + near.to) / 2);
}

function Tip(props: {
  readonly hit: Hit;
  readonly tree: CallTree;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}): ReactElement {
  const { hit, tree, x, y, width, height } = props;
  const style = {
    ...(x > width - 290 ? { right: width - x + 8 } : { left: x + 12 }),
    ...(y > height / 2 ? { bottom: height - y + 8 } : { top: y + 12 }),
  };
  return (
    <div className={cx(styles['tip'])} style={style} aria-hidden="true">
      {hit.kind === 'call' ? (
        <>
          <strong>
            {callWords(tree, hit.bar.call)}
            {hit.bar.folded && words.andMore(hit.bar.times)}
          </strong>
          <span>{sourceWords(tree.names[tree.nameOf[hit.bar.call] ?? 0] ?? '')}</span>
          <span>{words.steps(hit.bar.start, Math.min(tree.steps, hit.bar.end))}</span>
        </>
      ) : hit.kind === 'lock' ? (
        <>
          <strong>{hit.lane.name}</strong>
          <span>{words.taken(hit.lane.holds.length)}</span>
        </>
      ) : (
        <strong>{hit.text}</strong>
      )}
    </div>
  );
}
