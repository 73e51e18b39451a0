import type { ReactElement } from 'react';
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
    return (
      <p className={styles['empty']}>
        Nothing has changed the page tables yet. Plug a DIMM, or take one out: what it adds, splits and frees stands
        here and is marked above.
      </p>
    );
  return (
    <div className={styles['part']}>
      <p className={styles['lead']}>
        <code>{changes.span.text}</code>
      </p>
      {changes.entries.length > 0 && (
        <Wide label="Entries that changed">
          <table className={styles['table']}>
            <caption>Entries that map memory</caption>
            <thead>
              <tr>
                <th scope="col">map</th>
                <th scope="col">what</th>
                <th scope="col">entries</th>
                <th scope="col">from</th>
                <th scope="col">bytes</th>
                <th scope="col">attributes</th>
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
        <Wide label="Tables that changed">
          <table className={styles['table']}>
            <caption>
              Table pages: {formatCount(changes.counts.allocated)} allocated, {formatCount(changes.counts.freed)} freed
            </caption>
            <thead>
              <tr>
                <th scope="col">map</th>
                <th scope="col">level</th>
                <th scope="col">what</th>
                <th scope="col">spans from</th>
                <th scope="col">lies in</th>
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
          {[
            changes.entries.length > LISTED
              ? `${formatCount(changes.entries.length - LISTED)} more runs of entries`
              : '',
            changes.tables.length > LISTED
              ? `${formatCount(changes.counts.allocated + changes.counts.freed - LISTED)} more tables`
              : '',
          ]
            .filter((text) => text !== '')
            .join(', ')}
          ; the picture marks them all.
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
      <td>{change.mark}</td>
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
      <td>{table.change}</td>
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
