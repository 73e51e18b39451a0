import {
  type KeyboardEvent,
  type ReactElement,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import * as words from '#words/map.ts';
import { blockId, pfn } from '../../engine/units.ts';
import type { PfnRange } from '../../engine/units.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { blockRange, rangesOf } from '../../store/selection.ts';
import { BlockList } from './blocksList.ts';
import { blockFacts, spoken } from './describe.ts';
import { gridStep } from './gridSteps.ts';
import { LEVELS } from './levels.ts';
import styles from './map.module.css';
import type { MapView } from './view.ts';

/** Rows of blocks that exist in the document around the one in focus. */
const AROUND = 2;

/**
 * The map for the keyboard and for assistive technology: a grid of memory blocks of which one is in the tab order. The
 * canvas shows a ring around the block in focus and follows it.
 */
export function A11yGrid({ view }: { readonly view: MapView }): ReactElement | null {
  const atlas = useAtlasStore().getState;
  const info = useAtlas((s) => s.info);
  const frame = useAtlas((s) => s.frame);
  const selection = useAtlas((s) => s.selection);
  const [active, setActive] = useState<number | undefined>(undefined);
  const [focused, setFocused] = useState(false);
  const extent = useRef<PfnRange | undefined>(undefined);
  const cell = useRef<HTMLDivElement>(null);
  const perRow = info === undefined ? 1 : Math.max(1, Math.floor(8 / info.sectionsPerBlock));
  const list = useMemo(() => {
    void frame;
    const { mirror, cells } = atlas();
    return new BlockList(
      mirror,
      info === undefined ? 0 : Math.ceil((cells.highestSection ?? 0) / info.sectionsPerBlock),
    );
  }, [frame, info, atlas]);

  // the grid is entered at what is selected
  const [selected] = rangesOf(selection, atlas());
  const entry =
    selected === undefined || info === undefined
      ? undefined
      : Math.floor((selected.start * info.sizes.pageBytes) / info.blockBytes);
  const current = list.nearest((focused ? active : (entry ?? active)) ?? 0);
  const section = (current ?? 0) * (info?.sectionsPerBlock ?? 1);
  const detail = useSyncExternalStore(
    (changed) => view.subscribe(changed),
    // details come in while the view moves: only who has the focus hears of them
    () => (focused ? view.details.get(section) : undefined),
  );

  useEffect(() => {
    if (!focused || current === undefined || info === undefined) return undefined;
    const range = blockRange(info, blockId(current));
    view.setFocus(range);
    view.nav.reveal(range);
    if (view.machine !== undefined) view.details.want(section, view.machine.cells.stateOf(section));
    return () => view.setFocus(undefined);
  }, [focused, current, info, section, view]);
  // roving: the cell that has become current takes the focus
  useEffect(() => {
    if (focused) cell.current?.focus({ preventScroll: true });
  }, [current, focused]);

  if (info === undefined || current === undefined) return null;
  const known = atlas();

  const onKey = (e: KeyboardEvent): void => {
    const store = atlas();
    const range = blockRange(info, blockId(current));
    const step = gridStep(e.key, e.ctrlKey || e.metaKey, list, current, perRow);
    if (e.altKey) return;
    if (e.ctrlKey && e.key.startsWith('Arrow')) {
      view.nav.panSmoothly(
        ...(({ ArrowLeft: [120, 0], ArrowRight: [-120, 0], ArrowUp: [0, 120], ArrowDown: [0, -120] }[e.key] ?? [
          0, 0,
        ]) as [number, number]),
      );
    } else if (step !== undefined) {
      setActive(step);
      if (e.shiftKey) {
        const to = blockRange(info, blockId(step));
        const from = (extent.current ??= range);
        store.select({
          kind: 'range',
          range: { start: pfn(Math.min(from.start, to.start)), end: pfn(Math.max(from.end, to.end)) },
        });
      } else extent.current = undefined;
    } else if (e.key === 'Enter') {
      store.select({ kind: 'block', id: blockId(current) });
      view.nav.descend(range);
      store.announce(`${LEVELS.find((l) => l.name === view.level)?.title ?? ''}, memory${current}`);
    } else if (e.key === 'Escape') {
      view.nav.ascend();
      store.announce(LEVELS.find((l) => l.name === view.level)?.title ?? '');
    } else if (e.key === ' ') store.select({ kind: 'block', id: blockId(current) });
    else if (e.key === '+' || e.key === '=') view.nav.zoomSmoothly(1.8);
    else if (e.key === '-') view.nav.zoomSmoothly(1 / 1.8);
    else if (e.key === '0') view.nav.fitAll();
    else return;
    e.preventDefault();
    e.stopPropagation();
  };

  const row = Math.floor(current / perRow);
  const lastRow = Math.floor(((list.at(list.count - 1) ?? 0) as number) / perRow);
  const rows = Array.from({ length: 2 * AROUND + 1 }, (_, i) => row - AROUND + i).filter((r) => r >= 0 && r <= lastRow);
  return (
    <div
      role="grid"
      // the cells take the focus, one of them at a time
      tabIndex={-1}
      className={styles['proxy']}
      aria-label={words.memoryBlocksArrowsMove}
      aria-rowcount={lastRow + 1}
      aria-colcount={perRow}
      onKeyDown={onKey}
      onFocus={() => {
        setActive(current);
        setFocused(true);
      }}
      onBlur={() => setFocused(false)}
    >
      {rows.map((r) => {
        const ids = Array.from({ length: perRow }, (_, c) => r * perRow + c);
        const facts = ids.map((id) => blockFacts(known, id));
        if (facts.every((f) => f === undefined)) return null;
        return (
          <div role="row" key={r} aria-rowindex={r + 1}>
            {facts.map(
              (fact, c) =>
                fact !== undefined && (
                  <div
                    role="gridcell"
                    key={fact.id}
                    ref={fact.id === current ? cell : undefined}
                    tabIndex={fact.id === current ? 0 : -1}
                    aria-colindex={c + 1}
                    aria-selected={rangesOf(selection, known).some(
                      (s) => s.start < fact.range.end && fact.range.start < s.end,
                    )}
                    aria-label={spoken(fact, fact.id === current ? detail : undefined)}
                  />
                ),
            )}
          </div>
        );
      })}
    </div>
  );
}
