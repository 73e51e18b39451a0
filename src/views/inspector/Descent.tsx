import { type ReactElement, useLayoutEffect, useMemo, useRef, useState } from 'react';
import * as words from '#words/inspector-tabs.ts';
import { useAtlasStore } from '../../store/atlas.ts';
import { blockOf } from '../../store/selection.ts';
import { pfn } from '../../engine/units.ts';
import type { MapRegion, Walk } from '../../engine/mapping/types.ts';
import type { MachineInfo, Questions } from '../../link/messages.ts';
import { cx } from '../../ui/cx.ts';
import { formatAddress } from '../../ui/format.ts';
import { rich } from '../../ui/rich.ts';
import { StripMemory } from './changes.ts';
import styles from './inspector.module.css';
import { cellCentre, stripLayout } from './strip.ts';
import { TableStrip } from './TableStrip.tsx';
import { useAsk } from './useAsk.ts';
import { useMomentKey } from './useMomentKey.ts';
import { useWidth } from './useWidth.ts';

const TITLES: Readonly<Record<MapRegion, string>> = { 'direct-map': words.titlesDirectMap, vmemmap: 'vmemmap' };

/** A walk down the tables, level by level, and where it ends. */
export function Descent(props: {
  readonly info: MachineInfo;
  readonly ask: Questions['walk']['ask'];
  readonly region: MapRegion | undefined;
}): ReactElement {
  const { info, ask, region } = props;
  const key = 'va' in ask ? `va:${ask.va}` : `${ask.region} ${ask.pfn}`;
  const moment = useMomentKey();
  // tables change with lines, not with ticks in between
  const answer = useAsk('walk', ask, `${key} ${moment}`, false);
  const [memory] = useState(() => new StripMemory());
  const body = useRef<HTMLDivElement>(null);
  const width = useWidth(body);
  const walk = answer === undefined || 'outside' in answer ? undefined : answer;
  const marks = useMemo(() => (walk === undefined ? [] : memory.update(moment, walk)), [memory, moment, walk]);
  return (
    <section
      className={styles['descent']}
      aria-label={region === undefined ? words.walk : words.walkOf(TITLES[region])}
    >
      {region !== undefined && (
        <h3 className={styles['partHead']}>
          <span>{TITLES[region]}</span>
          {walk !== undefined && <span className={styles['aside']}>{formatAddress(walk.va)}</span>}
        </h3>
      )}
      <div ref={body} className={styles['levels']}>
        {answer !== undefined && 'outside' in answer && (
          <p className={styles['refusal']} role="status">
            {answer.outside}
          </p>
        )}
        {walk !== undefined && width > 0 && <Levels info={info} walk={walk} width={width} marks={marks} />}
      </div>
    </section>
  );
}

function Levels(props: {
  readonly info: MachineInfo;
  readonly walk: Walk;
  readonly width: number;
  readonly marks: readonly (Uint8Array | undefined)[];
}): ReactElement {
  const { info, walk, marks } = props;
  const width = props.width - 20; // the cards' padding
  const strips = useRef<(HTMLDivElement | null)[]>([]);
  const [paths, setPaths] = useState<readonly string[]>([]);
  // the lines go from the chosen entry to the chosen entry of the table it points to
  useLayoutEffect(() => {
    const points = walk.levels.map((level, i) => {
      const strip = strips.current[i];
      if (strip === undefined || strip === null) return undefined;
      const centre = cellCentre(stripLayout(level.entries, width), level.index);
      return { x: strip.offsetLeft + 2 + centre.x, y: strip.offsetTop + 2 + centre.y };
    });
    const next = points.slice(1).flatMap((to, i) => {
      const from = points[i];
      if (from === undefined || to === undefined) return [];
      const middle = (from.y + to.y) / 2;
      return [`M${from.x} ${from.y + 4}C${from.x} ${middle} ${to.x} ${middle} ${to.x} ${to.y - 4}`];
    });
    setPaths((old) => (old.join() === next.join() ? old : next));
  }, [walk, width]);
  return (
    <>
      <svg className={styles['lines']} aria-hidden="true">
        {paths.map((d) => (
          <path key={d} d={d} />
        ))}
      </svg>
      <ol className={styles['levelList']}>
        {walk.levels.map((level, i) => (
          <li key={level.level} className={styles['level']}>
            <p className={styles['levelHead']}>
              <strong>
                {level.level}[{level.index}]
              </strong>
              <span className={cx(level.kind === 'leaf' && styles['leafWord'])}>
                {level.kind === 'leaf'
                  ? words.leaf(2 ** level.shift)
                  : level.kind === 'table'
                    ? words.table
                    : words.noEntry}
              </span>
            </p>
            <TableStrip
              level={level}
              geometry={info.geometry}
              va={walk.va}
              width={width}
              marked={marks[i]}
              onStrip={(element) => {
                strips.current[i] = element;
              }}
            />
          </li>
        ))}
      </ol>
      <Target info={info} walk={walk} />
    </>
  );
}

function Target({ info, walk }: { readonly info: MachineInfo; readonly walk: Walk }): ReactElement {
  const atlas = useAtlasStore().getState;
  const last = walk.levels.at(-1);
  if (last?.kind !== 'leaf')
    return (
      <p className={styles['target']}>
        <strong>{words.notMapped}</strong>{' '}
        {last === undefined ? '' : words.isEmptyNothing(last.level, last.index, 2 ** last.shift)}
      </p>
    );
  const at = walk.phys === undefined ? undefined : pfn(Math.floor(walk.phys / info.sizes.pageBytes));
  return (
    <div className={styles['target']}>
      <p>
        <strong>{walk.phys === undefined ? words.mapped : formatAddress(walk.phys)}</strong>
        {at !== undefined && (
          <>
            {rich(
              words.pfnInMemory(
                <button
                  type="button"
                  className={styles['link']}
                  onClick={() => atlas().select({ kind: 'pfn', pfn: at })}
                >
                  {at}
                </button>,
                blockOf(info, at),
              ),
            )}
          </>
        )}
        {walk.leafBytes !== undefined && words.throughLeaf(walk.leafBytes)}
      </p>
      <p className={styles['attributes']}>{last.attributes.trim().replace(/\s+/g, ' ')}</p>
      {walk.region === 'vmemmap' && walk.leafBytes !== undefined && (
        <p className={styles['muted']}>
          {words.thisLeafHoldsStruct((walk.leafBytes / info.geometry.structPageBytes) * info.sizes.pageBytes)}
        </p>
      )}
    </div>
  );
}
