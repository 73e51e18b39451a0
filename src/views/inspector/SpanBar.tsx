import { type ReactElement, useEffect, useRef } from 'react';
import * as words from '#words/inspector-tabs.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { sectionNr } from '../../engine/units.ts';
import type { NodeState, Zone } from '../../engine/zones/types.ts';
import type { MachineInfo } from '../../link/messages.ts';
import type { Mirror } from '../../store/types.ts';
import { type Palette, usePalette } from '../../ui/palette.ts';
import { fitCanvas } from './canvas.ts';
import styles from './inspector.module.css';
import { spanColumns } from './span.ts';

/** The zone's span from its first page to its last: its own sections, those of others between them, and holes. */
export function SpanBar(props: {
  readonly info: MachineInfo;
  readonly node: NodeState;
  readonly zone: Zone;
}): ReactElement {
  const atlas = useAtlasStore().getState;
  const { info, node, zone } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useAtlas((s) => s.frame);
  const mirror = useAtlas((s) => s.mirror);
  const palette = usePalette();
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const draw = (): void => {
      const g = fitCanvas(element);
      if (g !== undefined) paint(g, palette, mirror, info, node, zone);
    };
    draw();
    const observer = new ResizeObserver(draw);
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame, mirror, info, node, zone, palette]);
  return (
    <figure className={styles['span']}>
      <canvas
        ref={canvas}
        className={styles['spanCanvas']}
        role="img"
        aria-label={words.spanOfNodeIts(node.id, zone.name)}
        onClick={(event) => {
          const at = Math.floor(
            zone.startPfn + (event.nativeEvent.offsetX / event.currentTarget.clientWidth) * zone.spanned,
          );
          atlas().select({ kind: 'section', nr: sectionNr(Math.floor(at / info.sizes.pagesPerSection)) });
        }}
      />
      <figcaption className={styles['spanEnds']}>
        <span>{zone.startPfn}</span>
        <span>{zone.startPfn + zone.spanned}</span>
      </figcaption>
    </figure>
  );
}

function paint(
  g: CanvasRenderingContext2D,
  palette: Palette,
  mirror: Mirror,
  info: MachineInfo,
  node: NodeState,
  zone: Zone,
): void {
  const width = g.canvas.clientWidth;
  const height = g.canvas.clientHeight;
  g.clearRect(0, 0, width, height);
  g.fillStyle = palette.absent;
  g.fillRect(0, 0, width, height);
  spanColumns({ mirror, info, node, zone }, width).forEach(({ mine, offline, other, otherZone }, x) => {
    let y = height;
    const column = (share: number, color: string, alpha: number, top = 0): void => {
      if (share === 0) return;
      const h = share * (height - top);
      g.globalAlpha = alpha;
      g.fillStyle = color;
      g.fillRect(x, y - h, 1, h);
      y -= h;
    };
    column(mine, palette.zone[zone.name], 1);
    column(offline, palette.offlineHatch, (x >> 1) % 3 === 0 ? 0.9 : 0.25);
    column(other, otherZone === undefined ? palette.borderStrong : palette.zone[otherZone], 0.35, height * 0.45);
  });
  g.globalAlpha = 1;
}
