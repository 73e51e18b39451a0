import type { ReactElement } from 'react';
import * as words from '#words/tables.ts';
import type { EntryChange, TableChange, TableChanges } from '../../engine/mapping/table-views.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { useAtlasStore } from '../../store/atlas.ts';
import { formatAddress, formatBytes, formatCount } from '../../ui/format.ts';
import styles from './facts.module.css';
import { Wide } from './Wide.tsx';
import { REGION_NAMES, placeWords } from './words.ts';

/** Rows listed before the rest becomes a number. */
const LISTED = 24;

/** Entry by entry and table by table: what the last operation did. */
export function ChangePart(props: {
  readonly info: MachineInfo;
  readonly changes: TableChanges | undefined;
}): ReactElement {
  const { info, changes } = props;
  if (changes === undefined || (changes.entries.length === 0 && changes.tables.length === 0))
    return <p className={styles['empty']}>{words.nothingHasChangedPage}</p>;
  return (
    <div className={styles['part']}>
      <p className={styles['lead']}>
        <code>{changes.span.text}</code>
      </p>
      {changes.entries.length > 0 && (
        <Wide label={words.entriesThatChanged}>
          <table className={styles['table']}>
            <caption>{words.entriesThatMapMemory}</caption>
            <thead>
              <tr>
                <th scope="col">{words.map}</th>
                <th scope="col">{words.what}</th>
                <th scope="col">{words.entries}</th>
                <th scope="col">{words.from}</th>
                <th scope="col">{words.bytes}</th>
                <th scope="col">{words.attributes}</th>
              </tr>
            </thead>
            <tbody>
              {changes.entries.slice(0, LISTED).map((change) => (
                <Entry key={`${change.level} ${change.start}`} change={change} info={info} />
              ))}
            </tbody>
          </table>
        </Wide>
      )}
      {changes.tables.length > 0 && (
        <Wide label={words.tablesThatChanged}>
          <table className={styles['table']}>
            <caption>{words.tablePagesAllocatedFreed(changes.counts.allocated, changes.counts.freed)}</caption>
            <thead>
              <tr>
                <th scope="col">{words.map}</th>
                <th scope="col">{words.level}</th>
                <th scope="col">{words.what}</th>
                <th scope="col">{words.spansFrom}</th>
                <th scope="col">{words.liesIn}</th>
              </tr>
            </thead>
            <tbody>
              {changes.tables.slice(0, LISTED).map((table) => (
                <Page key={`${table.change} ${table.id}`} table={table} info={info} />
              ))}
            </tbody>
          </table>
        </Wide>
      )}
      {(changes.entries.length > LISTED || changes.tables.length > LISTED) && (
        <p className={styles['note']}>
          {words.pictureMarksThemAll(
            [
              changes.entries.length > LISTED ? words.moreRunsOfEntries(changes.entries.length - LISTED) : '',
              changes.tables.length > LISTED
                ? words.moreTables(changes.counts.allocated + changes.counts.freed - LISTED)
                : '',
            ]
              .filter((text) => text !== '')
              .join(', '),
          )}
        </p>
      )}
    </div>
  );
}

function Entry({ change, info }: { readonly change: EntryChange; readonly info: MachineInfo }): ReactElement {
  const atlas = useAtlasStore().getState;
  const level = info.geometry.levels[change.level];
  const attributes = (change.mark === 'freed' ? change.before : change.after).trim().replace(/\s+/g, ' ');
  return (
    <tr>
      <th scope="row">{REGION_NAMES[change.region]}</th>
      <td>{words.marks[change.mark]}</td>
      <td>
        {formatCount(change.entries)} {level?.name}
      </td>
      <td>
        <button
          type="button"
          onClick={() => atlas().select({ kind: 'va', va: change.start, bytes: Number(change.end - change.start) })}
        >
          {formatAddress(change.start)}
        </button>
      </td>
      <td>{formatBytes(Number(change.end - change.start))}</td>
      <td className={styles['attributes']}>{attributes}</td>
    </tr>
  );
}

function Page({ table, info }: { readonly table: TableChange; readonly info: MachineInfo }): ReactElement {
  const atlas = useAtlasStore().getState;
  const above = info.geometry.levels[table.table.level - 1];
  const { place } = table;
  return (
    <tr>
      <th scope="row">{REGION_NAMES[table.region]}</th>
      <td>{table.level}</td>
      <td>{words.tableChanges[table.change]}</td>
      <td>
        <button
          type="button"
          onClick={() => atlas().select({ kind: 'va', va: table.table.va, bytes: 2 ** (above?.shift ?? 0) })}
        >
          {formatAddress(table.table.va)}
        </button>
      </td>
      <td>
        {place.kind === 'page' ? (
          <button type="button" onClick={() => atlas().select({ kind: 'pfn', pfn: place.pfn })}>
            {placeWords(place)}
          </button>
        ) : (
          placeWords(place)
        )}
      </td>
    </tr>
  );
}
