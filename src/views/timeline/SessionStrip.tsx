import { type KeyboardEvent, type PointerEvent, type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import * as wording from '#words/timeline.ts';
import { useAtlas } from '../../store/atlas.ts';
import { endsOf, momentText } from '../../store/moments.ts';
import { lineText } from '../../store/words.ts';
import { usePalette } from '../../ui/palette.ts';
import { fitCanvas } from '../inspector/canvas.ts';
import { paintStrip } from './paintStrip.ts';
import { momentAtUnit, stripOf, unitOf, unitsOf } from './strip.ts';
import styles from './timeline.module.css';
import { type Window, moved, wholeWindow, zoomed } from './view.ts';

/** A unit is never wider than this, in pixels: a short session stays at the left. */
const WIDEST = 6;

/** A place that somebody points at. */
interface Place {
  readonly line: number;
  readonly step: number | undefined;
}

/**
 * The whole session: every line a block, every kernel step a tick in it, bookmarks above, forks below. Drag to scrub through
 * it, turn the wheel to look closer.
 */
export function SessionStrip(props: { readonly onGo: (line: number, step: number | undefined) => void }): ReactElement {
  const history = useAtlas((s) => s.history);
  const moment = useAtlas((s) => s.moment);
  const bookmarks = useAtlas((s) => s.bookmarks);
  const branches = useAtlas((s) => s.session.branches);
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = usePalette();
  const [width, setWidth] = useState(0);
  const lines = useMemo(() => history.filter((entry) => !entry.undone), [history]);
  const strip = useMemo(() => stripOf(lines), [lines]);
  const ends = useMemo(() => endsOf(lines), [lines]);
  const units = Math.max(unitsOf(strip), width / WIDEST);
  const [zoom, setZoom] = useState<Window | undefined>();
  const window = zoom === undefined || zoom.to > units ? wholeWindow(units) : zoom;
  const scale = width / (window.to - window.from);
  const [over, setOver] = useState<{ readonly x: number; readonly place: Place } | undefined>();
  const last = lines.length - 1;
  const current = branches.find((b) => b.current);
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const g = canvas.current === null ? undefined : fitCanvas(canvas.current);
    if (g === undefined || width === 0) return;
    paintStrip(g, { strip, lines, window, scale, width, height: g.canvas.clientHeight }, palette, {
      at: moment,
      over: over?.place,
      bookmarks: bookmarks.filter((b) => b.branch === (current?.id ?? 1)),
      forks: branches.flatMap((b) =>
        b.from !== undefined && (b.from.branch === current?.id || b.current) ? [b.from.lines] : [],
      ),
    });
  });
  // React listens to wheels passively: the page behind would zoom
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      const at = window.from + (event.offsetX / width) * (window.to - window.from);
      const next =
        Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey
          ? moved(window, units, ((event.deltaX || event.deltaY) / width) * (window.to - window.from))
          : zoomed(window, units, at, Math.exp(event.deltaY * 0.002));
      setZoom(next.to - next.from >= units - 0.5 ? undefined : next);
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  });
  const placeAt = (event: PointerEvent): Place =>
    momentAtUnit(strip, window.from + event.nativeEvent.offsetX / scale, scale);
  const go = (place: Place): void => props.onGo(place.line, place.step);
  const keys = (event: KeyboardEvent): void => {
    if (event.key === '+' || event.key === '-') {
      const at = unitOf(strip, moment.line, moment.step);
      const next = zoomed(window, units, at, event.key === '+' ? 0.5 : 2);
      event.preventDefault();
      setZoom(next.to - next.from >= units - 0.5 ? undefined : next);
      return;
    }
    // a moment inside a line has the end of the one before it and its own end as neighbours
    const next = moment.step === undefined ? moment.line + 1 : moment.line;
    const to = { ArrowLeft: moment.line - 1, ArrowRight: next, Home: -1, End: last }[event.key];
    if (to === undefined || to < -1 || to > last) return;
    event.preventDefault();
    go({ line: to, step: undefined });
  };
  const words = (place: Place): string => {
    const entry = lines[place.line];
    return `${momentText(ends, { line: place.line, step: place.step })}${entry === undefined ? '' : ` · ${lineText(entry.line)}`}`;
  };
  const mark = over && bookmarks.find((b) => b.line === over.place.line && b.step === over.place.step);
  return (
    <div className={styles['strip']}>
      <canvas
        ref={canvas}
        className={styles['session']}
        role="slider"
        tabIndex={0}
        aria-label={wording.momentOfSession}
        aria-valuemin={0}
        aria-valuemax={lines.length}
        aria-valuenow={Math.min(moment.line, last) + 1}
        aria-valuetext={words(moment)}
        onKeyDown={keys}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          go(placeAt(event));
        }}
        onPointerMove={(event) => {
          const place = placeAt(event);
          setOver({ x: event.nativeEvent.offsetX, place });
          if (event.buttons === 1 && (place.line !== moment.line || place.step !== moment.step)) go(place);
        }}
        onPointerLeave={() => setOver(undefined)}
        onDoubleClick={() => setZoom(undefined)}
      />
      {over !== undefined && (
        <p
          className={styles['stripTip']}
          style={over.x > width / 2 ? { right: width - over.x } : { left: over.x }}
          aria-hidden="true"
        >
          {mark !== undefined && <strong>{mark.label}</strong>} {words(over.place)}
        </p>
      )}
    </div>
  );
}
