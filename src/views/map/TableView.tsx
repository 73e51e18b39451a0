import { type ReactElement, useMemo, useState } from 'react';
import * as words from '#words/map-late.ts';
import { blockState } from '#words/map.ts';
import { blockId } from '../../engine/units.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { rangesOf } from '../../store/selection.ts';
import { Button } from '../../ui/Button.tsx';
import { BlockList } from './blocksList.ts';
import { blockFacts } from './describe.ts';
import styles from './map.module.css';

/** Rows of one page: enough to read, few enough for every machine. */
const PAGE = 64;

/** The same content as the map, as a table in pages. */
export function TableView(): ReactElement | null {
  const atlas = useAtlasStore().getState;
  const info = useAtlas((s) => s.info);
  const frame = useAtlas((s) => s.frame);
  const selection = useAtlas((s) => s.selection);
  const [page, setPage] = useState<number | undefined>(undefined);
  const list = useMemo(() => {
    void frame;
    const { mirror, cells } = atlas();
    return new BlockList(
      mirror,
      info === undefined ? 0 : Math.ceil((cells.highestSection ?? 0) / info.sectionsPerBlock),
    );
  }, [frame, info, atlas]);
  if (info === undefined) return null;
  const known = atlas();
  const ranges = rangesOf(selection, known);
  const [first] = ranges;
  // it opens at what is selected
  const wanted =
    first === undefined
      ? 0
      : Math.floor(list.indexOf(Math.floor((first.start * info.sizes.pageBytes) / info.blockBytes)) / PAGE);
  const pages = Math.max(1, Math.ceil(list.count / PAGE));
  const at = Math.max(0, Math.min(pages - 1, page ?? wanted));
  const ids = Array.from({ length: PAGE }, (_, i) => list.at(at * PAGE + i)).filter((id) => id !== undefined);
  return (
    <div className={styles['table']}>
      {/* scrolled by the keyboard through the buttons in its rows */}
      <div className={styles['tableScroll']} role="region" aria-label={words.memoryBlocks}>
        <table aria-rowcount={list.count + 1}>
          <caption>{words.tableViewMemoryBlocks(list.count, blockFacts(known, ids[0] ?? 0)?.size ?? '')}</caption>
          <thead>
            <tr>
              {[words.block, words.addresses, words.state, words.node, words.zone, words.pagesUsed, 'DIMM'].map(
                (name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {ids.map((id, i) => {
              const f = blockFacts(known, id);
              if (f === undefined) return null;
              const selected = ranges.some((r) => r.start < f.range.end && f.range.start < r.end);
              return (
                <tr key={id} aria-rowindex={at * PAGE + i + 2} data-selected={selected || undefined}>
                  <th scope="row">
                    <button
                      type="button"
                      aria-pressed={selected}
                      onClick={() => atlas().select({ kind: 'block', id: blockId(id) })}
                    >
                      {f.name}
                    </button>
                  </th>
                  <td>{f.address}</td>
                  <td data-state={f.state}>{blockState[f.state]}</td>
                  <td>{f.node}</td>
                  <td>{f.zone ?? '—'}</td>
                  <td className={styles['number']}>
                    {f.state === 'offline' ? '—' : words.usedPagesOfPages(f.usedPages, f.pages)}
                  </td>
                  <td>{f.dimm ?? '—'}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {pages > 1 && (
        <nav className={styles['pager']} aria-label={words.pagesOfTable}>
          <Button size="small" isDisabled={at === 0} onPress={() => setPage(0)}>
            {words.first}
          </Button>
          <Button size="small" isDisabled={at === 0} onPress={() => setPage(at - 1)}>
            {words.previous}
          </Button>
          <span>{words.pageOf(at, pages)}</span>
          <Button size="small" isDisabled={at >= pages - 1} onPress={() => setPage(at + 1)}>
            {words.next}
          </Button>
          <Button size="small" isDisabled={at >= pages - 1} onPress={() => setPage(pages - 1)}>
            {words.last}
          </Button>
        </nav>
      )}
    </div>
  );
}
