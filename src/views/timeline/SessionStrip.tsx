import { type KeyboardEvent, type ReactElement, useEffect, useRef, useState } from 'react';
import { useAtlas } from '../../store/atlas.ts';
import { lineText } from '../../store/words.ts';
import { usePalette } from '../../ui/palette.ts';
import { fitCanvas } from '../inspector/canvas.ts';
import type { Entry } from '../console/entries.ts';
import styles from './timeline.module.css';

/** A line never takes more room than this. */
const WIDEST = 9;

/** The session, one tick a line: a person's are high and coloured, the clock's low and grey. Click to look at that moment. */
export function SessionStrip(props: { readonly onGo: (line: number) => void }): ReactElement {
  const history = useAtlas((s) => s.history);
  const moment = useAtlas((s) => s.moment);
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = usePalette();
  const [width, setWidth] = useState(0);
  const lines = history.filter((entry) => !entry.undone);
  // place 0 is the boot
  const each = Math.min(WIDEST, width / (lines.length + 1));
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const g = canvas.current === null ? undefined : fitCanvas(canvas.current);
    if (g === undefined) return;
    const height = g.canvas.clientHeight;
    g.clearRect(0, 0, width, height);
    g.fillStyle = palette.border;
    g.fillRect(0, height - 1, width, 1);
    g.fillStyle = palette.textFaint;
    g.fillRect(1, height - 5, Math.max(1, each - 2), 5);
    lines.forEach((entry, i) => {
      const person = entry.source === 'person';
      const tall = person ? Math.min(height, 7 + Math.log2(1 + entry.steps) * 1.1) : 4;
      const refused = entry.reply.errno !== undefined || (entry.reply.status ?? 0) !== 0;
      g.globalAlpha = entry.index > moment.line ? 0.4 : 1;
      g.fillStyle = !person ? palette.borderStrong : refused ? palette.trouble : palette.accent;
      g.fillRect((i + 1) * each + 0.5, height - tall, Math.max(1, each - 1.5), tall);
    });
    g.globalAlpha = 1;
    const at = lines.findLastIndex((entry) => entry.index <= moment.line) + 1;
    g.fillStyle = palette.selection;
    g.fillRect(at * each + Math.max(1, each - 1.5) / 2 - 0.5, 0, 1.5, height);
  });
  const current = lines.findLastIndex((entry) => entry.index <= moment.line) + 1;
  const go = (place: number): void => props.onGo(lines[place - 1]?.index ?? -1);
  const keys = (event: KeyboardEvent): void => {
    const to = { ArrowLeft: current - 1, ArrowRight: current + 1, Home: 0, End: lines.length }[event.key];
    if (to === undefined || to < 0 || to > lines.length) return;
    event.preventDefault();
    go(to);
  };
  const words = (entry: Entry | undefined): string =>
    entry === undefined ? 'boot' : `line ${entry.index + 1}: ${lineText(entry.line)}`;
  const [over, setOver] = useState<number | undefined>();
  return (
    <canvas
      ref={canvas}
      className={styles['session']}
      role="slider"
      tabIndex={0}
      aria-label="Moment of the session"
      aria-valuemin={0}
      aria-valuemax={lines.length}
      aria-valuenow={current}
      aria-valuetext={words(lines[current - 1])}
      title={over === undefined ? undefined : words(lines[over - 1])}
      onKeyDown={keys}
      onPointerMove={(event) =>
        setOver(Math.min(lines.length, Math.max(0, Math.floor(event.nativeEvent.offsetX / each))))
      }
      onClick={() => over !== undefined && go(over)}
    />
  );
}
