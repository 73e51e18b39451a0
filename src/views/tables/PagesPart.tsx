import type { ReactElement } from 'react';
import * as words from '#words/tables.ts';
import type { TableRow } from '../../engine/mapping/table-views.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { cx } from '../../ui/cx.ts';
import { formatAddress, formatBytes, formatCount } from '../../ui/format.ts';
import { useAsk } from '../inspector/useAsk.ts';
import { useMomentKey } from '../inspector/useMomentKey.ts';
import styles from './facts.module.css';
import { Wide } from './Wide.tsx';
import type { Orphans } from './useOrphans.ts';
import { REGION_NAMES, placeWords } from './words.ts';

/** Orphans listed before the rest becomes a number. */
const LISTED = 12;

/** Every table page: how many on each level, what they cost, and those nobody frees. */
export function PagesPart({ info, orphans }: { readonly info: MachineInfo; readonly orphans: Orphans }): ReactElement {
  const counters = useAtlas((s) => s.cells.tables);
  const list = useAsk('tables', { offset: 0, limit: 0 }, `sums ${useMomentKey()}`, false);
  return (
    <div className={styles['part']}>
      <Wide label={words.tablePagesByLevel}>
        <table className={styles['table']}>
          <caption>{words.pagesThatArePage}</caption>
          <thead>
            <tr>
              <th scope="col">{words.region}</th>
              <th scope="col">{words.level}</th>
              <th scope="col" className={styles['num']}>
                {words.tablesName}
              </th>
              <th scope="col" className={styles['num']}>
                {words.cost}
              </th>
              <th scope="col" className={styles['num']}>
                {words.madeAtBoot}
              </th>
              <th scope="col" className={styles['num']}>
                {words.orphans}
              </th>
            </tr>
          </thead>
          <tbody>
            {list?.sums.map((sum) => (
              <tr key={`${sum.region} ${sum.level}`}>
                <th scope="row">{REGION_NAMES[sum.region]}</th>
                <td>{sum.level}</td>
                <td className={styles['num']}>{formatCount(sum.tables)}</td>
                <td className={styles['num']}>{formatBytes(sum.bytes)}</td>
                <td className={styles['num']}>{sum.reserved === 0 ? '–' : formatCount(sum.reserved)}</td>
                <td className={cx(styles['num'], sum.orphans > 0 && styles['bad'])}>
                  {sum.orphans === 0 ? '–' : formatCount(sum.orphans)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      {counters !== undefined && (
        <p className={styles['note']}>
          {words.sinceBootOneTable(
            (['direct-map', 'vmemmap'] as const)
              .map((region) =>
                words.allocatedFreed(
                  REGION_NAMES[region].toLowerCase(),
                  counters[region].allocated,
                  counters[region].freed,
                ),
              )
              .join('; '),
            info.sizes.pageBytes,
          )}
        </p>
      )}
      {orphans.total > 0 && (
        <section className={styles['orphans']} aria-label={words.orphansHeading}>
          <h4>{words.inEmptyTablesThat(orphans.total, orphans.bytes)}</h4>
          <ul>
            {orphans.rows.slice(0, LISTED).map((row) => (
              <Orphan key={row.id} row={row} info={info} />
            ))}
          </ul>
          {orphans.total > LISTED && <p className={styles['note']}>{words.andMorePages(orphans.total - LISTED)}</p>}
        </section>
      )}
    </div>
  );
}

function Orphan({ row, info }: { readonly row: TableRow; readonly info: MachineInfo }): ReactElement {
  const atlas = useAtlasStore().getState;
  const above = info.geometry.levels[row.table.level - 1];
  return (
    <li>
      <button
        type="button"
        onClick={() => atlas().select({ kind: 'va', va: row.table.va, bytes: 2 ** (above?.shift ?? 0) })}
      >
        {words.regionNamesAtLevel(REGION_NAMES[row.region], row.level, formatAddress(row.table.va))}
      </button>{' '}
      <span className={styles['note']}>{words.spans(row.spanBytes, placeWords(row.place))}</span>
    </li>
  );
}
