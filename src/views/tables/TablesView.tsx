import { type ReactElement, useMemo, useRef, useState } from 'react';
import * as words from '#words/tables.ts';
import type { TableChanges } from '../../engine/mapping/table-views.ts';
import type { MapRegion } from '../../engine/mapping/types.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import type { Selection } from '../../store/types.ts';
import { ToggleButton } from '../../ui/Button.tsx';
import { Segmented } from '../../ui/fields.tsx';
import { useAsk } from '../inspector/useAsk.ts';
import { useMomentKey } from '../inspector/useMomentKey.ts';
import { useSubject } from '../inspector/useSubject.ts';
import { rich } from '../../ui/rich.ts';
import { AddressBar } from './AddressBar.tsx';
import { Beside } from './Beside.tsx';
import { ChangeLine } from './ChangeLine.tsx';
import { DumpPane } from './DumpPane.tsx';
import { useOrphans } from './useOrphans.ts';
import type { Cursor, Cursors } from './cursor.ts';
import { cursorsOf, indexAt, isCanonical, mappedAt } from './cursor.ts';
import { firstChange } from './change.ts';
import { isLeaf } from './entries.ts';
import { Facts } from './Facts.tsx';
import { Legend } from './Legend.tsx';
import styles from './tables.module.css';
import { useSize } from './useSize.ts';
import type { Path } from './useTables.ts';
import { useTables } from './useTables.ts';
import { WalkColumn } from './WalkColumn.tsx';
import { REGION_NAMES } from './words.ts';

/** Below this the two walks stand one at a time. */
const SIDE_BY_SIDE = 560;
/** Padding of the page, and the gap between the columns. */
const PADDING = 16;
const GAP = 28;
/** Head, foot and the room to the next card, besides a card's cells. */
const CARD_CHROME = 76;
/** From here on the dump stands beside the walks instead of below them. */
const DUMP_BESIDE = 1080;
const REGIONS: readonly MapRegion[] = ['direct-map', 'vmemmap'];

/** The page tables of a machine: where the selection is mapped, level by level, in both maps. */
export function TablesView({ head }: { readonly head: ReactElement }): ReactElement {
  const info = useAtlas((s) => s.info);
  const [dump, setDump] = useState(false);
  return (
    <div className={styles['view']}>
      <header className={styles['head']}>
        {head}
        {info !== undefined && <MachineWords info={info} />}
        <span className={styles['spring']} />
        <Beside />
        {info !== undefined && (
          <ToggleButton size="small" isSelected={dump} onChange={setDump}>
            {words.ptdumpTab}
          </ToggleButton>
        )}
      </header>
      {info === undefined ? undefined : <Body info={info} dump={dump} />}
    </div>
  );
}

/** Which tables these are. */
function MachineWords({ info }: { readonly info: MachineInfo }): ReactElement {
  const { geometry, sizes } = info;
  return (
    <span className={styles['machine']}>
      {words.kPagesLevels(geometry.arch, sizes.pageBytes / 1024, geometry.levels.length)}
      {!geometry.verified && (
        <span className={styles['unverified']} title={words.noRecordingConfirms}>
          {words.unverified}
        </span>
      )}
    </span>
  );
}

function Body({ info, dump }: { readonly info: MachineInfo; readonly dump: boolean }): ReactElement {
  const store = useAtlasStore().getState;
  const body = useRef<HTMLDivElement>(null);
  const scroll = useRef<HTMLDivElement>(null);
  const whole = useSize(body);
  const { width, height } = useSize(scroll);
  const orphans = useOrphans();
  const changes = useAsk('tableChanges', {}, `changes ${useMomentKey()}`, false);
  const selection = useAtlas((s) => s.selection);
  const subject = useSubject();
  const range = subject?.range;
  const start = useFallback(info, changes);
  const cursors = useMemo(
    () => {
      const own = cursorsOf(info.geometry, selection, range);
      // nothing that lies anywhere is selected: the last change, or the first memory of the machine
      const lost = own.direct === undefined && own.vmemmap === undefined && own.elsewhere === undefined;
      return lost && start !== undefined ? cursorsOf(info.geometry, start, undefined) : own;
    },
    // a subject is a new object with every frame
    // oxlint-disable-next-line react/exhaustive-deps
    [info, selection, range?.start, range?.end, start],
  );
  const [lead, setLead] = useState<MapRegion>('direct-map');
  const region = cursors.own ?? lead;
  const cursor = cursors.elsewhere ?? (region === 'direct-map' ? cursors.direct : cursors.vmemmap);
  const direct = useTables(info, cursors.direct?.va);
  const vmemmap = useTables(info, cursors.vmemmap?.va);
  const paths: Readonly<Record<MapRegion, Path | undefined>> = { 'direct-map': direct, vmemmap };
  const both = width - 2 * PADDING >= SIDE_BY_SIDE;
  const columnWidth = both ? (width - 2 * PADDING - GAP) / 2 : width - 2 * PADDING;
  const deepest = Math.max(2, direct?.length ?? 0, vmemmap?.length ?? 0) + 1;
  const cellsHeight = both ? Math.max(50, Math.min(120, (height - 150) / deepest - CARD_CHROME)) : 190;
  return (
    <div
      ref={body}
      className={styles['body']}
      data-dump={dump ? (whole.width >= DUMP_BESIDE ? 'beside' : 'below') : undefined}
    >
      <div ref={scroll} className={styles['scroll']}>
        <ChangeLine info={info} changes={changes} />
        <AddressBar
          info={info}
          va={cursor?.va}
          level={cursor?.level}
          region={region}
          leafShift={cursor === undefined ? undefined : leafShift(info, paths[region], cursor)}
        />
        {cursor === undefined ? (
          <Nothing />
        ) : cursors.elsewhere !== undefined ? (
          <Elsewhere
            info={info}
            cursor={cursors.elsewhere}
            width={width - 2 * PADDING}
            cellsHeight={cellsHeight}

            orphans={orphans.keys}
          />
        ) : (
          <>
            {!both && (
              <Segmented
                label={words.whichMap}
                value={region}
                choices={REGIONS.map((id) => ({ id, label: REGION_NAMES[id] }))}
                onChange={choose}
              />
            )}
            <div className={styles['columns']}>
              {(both ? REGIONS : [region]).map((r) => {
                const at = r === 'direct-map' ? cursors.direct : cursors.vmemmap;
                return (
                  <section
                    key={r}
                    className={styles['region']}
                    aria-label={words.walkOf(REGION_NAMES[r])}
                    onFocusCapture={() => setLead(r)}
                  >
                    {both && (
                      <h3 className={styles['regionHead']}>
                        {REGION_NAMES[r]} <code>0x{at?.va.toString(16)}</code>
                      </h3>
                    )}
                    {width > 0 && at !== undefined && (
                      <WalkColumn
                        info={info}
                        region={r}
                        cursor={at}
                        path={paths[r] ?? []}
                        width={columnWidth}
                        cellsHeight={cellsHeight}
                        flat={both}
                        orphans={orphans.keys}
                      />
                    )}
                  </section>
                );
              })}
            </div>
          </>
        )}
        <Legend />
        <Facts info={info} changes={changes} orphans={orphans} />
      </div>
      {dump && (
        <DumpPane
          region={region}
          cursor={region === 'direct-map' ? cursors.direct : cursors.vmemmap}
          onRegion={choose}
        />
      )}
    </div>
  );

  function choose(to: MapRegion): void {
    setLead(to);
    if (cursors.own !== undefined) chooseOther(cursors, to);
  }
  function chooseOther({ range: pages }: Cursors, to: MapRegion): void {
    const at = to === 'direct-map' ? cursors.direct : cursors.vmemmap;
    if (pages === undefined || at === undefined) return;
    const next: Selection = { kind: 'va', va: at.va, bytes: Number(at.bytes) };
    store().select(next);
  }
}

/** What is shown while nothing is selected: where the last change is, or where memory begins. */
function useFallback(info: MachineInfo, changes: TableChanges | undefined): Selection | undefined {
  const nodes = useAtlas((s) => s.cells.nodes);
  return useMemo(() => {
    const first = changes === undefined ? undefined : firstChange(info, changes);
    if (first !== undefined) return { kind: 'va', ...first };
    const node = nodes?.findLast((n) => n.online && n.spanned > 0);
    if (node === undefined) return undefined;
    const { va } = mappedAt(info.geometry, { start: node.startPfn, end: node.startPfn }, 'direct-map');
    return { kind: 'va', va };
  }, [info, changes, nodes]);
}

/** log2 of the leaf at which a walk ends early. */
function leafShift(info: MachineInfo, path: Path | undefined, cursor: Cursor): number | undefined {
  for (const view of path ?? []) {
    const level = view.table.level;
    if (isLeaf(view.kinds[indexAt(info.geometry, level, cursor.va)])) return info.geometry.levels[level]?.shift;
  }
  return undefined;
}

function Nothing(): ReactElement {
  return (
    <div className={styles['nothing']}>
      <p className={styles['nothingTitle']}>{words.whichMemory}</p>
      <p>{rich(words.selectDimmBlockPage(<code>memoryN</code>))}</p>
    </div>
  );
}

/** An address of neither map: what it is, and why there is nothing to walk. */
function Elsewhere(props: {
  readonly info: MachineInfo;
  readonly cursor: Cursor;
  readonly width: number;
  readonly cellsHeight: number;
  readonly orphans: ReadonlySet<string>;
}): ReactElement {
  const { info, cursor } = props;
  const answer = useAsk('walk', { va: cursor.va }, `${cursor.va} ${useMomentKey()}`, false);
  const path = useTables(info, isCanonical(info.geometry, cursor.va) ? cursor.va : undefined);
  return (
    <>
      {answer !== undefined && 'outside' in answer && (
        <p className={styles['outside']} role="status">
          {answer.outside}
        </p>
      )}
      {path !== undefined && path.length > 0 && props.width > 0 && (
        <WalkColumn
          info={info}
          region={undefined}
          cursor={cursor}
          path={path}
          width={Math.min(props.width, 720)}
          cellsHeight={props.cellsHeight}
          flat
          orphans={props.orphans}
        />
      )}
    </>
  );
}
