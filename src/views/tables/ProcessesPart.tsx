import type { ReactElement } from 'react';
import * as words from '#words/tables.ts';
import type { ProcessTables } from '../../engine/mapping/table-views.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { useAtlasStore } from '../../store/atlas.ts';
import { Button } from '../../ui/Button.tsx';
import { formatAddress, formatBytes, formatCount } from '../../ui/format.ts';
import { useAsk } from '../inspector/useAsk.ts';
import { useMomentKey } from '../inspector/useMomentKey.ts';
import { rich } from '../../ui/rich.ts';
import styles from './facts.module.css';
import { Wide } from './Wide.tsx';
import { REGION_NAMES } from './words.ts';

const HOW: Readonly<Record<ProcessTables['how'], string>> = {
  shared: words.howShared,
  synced: words.howSynced,
  preallocated: words.howPreallocated,
  stale: words.howStale,
};

/** How processes see the kernel's top table, and who would fault. */
export function ProcessesPart({ info }: { readonly info: MachineInfo }): ReactElement {
  const atlas = useAtlasStore().getState;
  const answer = useAsk('processes', {}, `processes ${useMomentKey()}`, false);
  if (answer === undefined) return <div className={styles['part']} />;
  const riscv = info.geometry.arch === 'riscv64';
  return (
    <div className={styles['part']}>
      <p className={styles['lead']}>{HOW[answer.how]}</p>
      <Wide label={words.topEntries}>
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">{words.region}</th>
              <th scope="col">{words.topEntriesName}</th>
              <th scope="col">{words.present}</th>
              <th scope="col">{words.tablesMadeAtBoot}</th>
            </tr>
          </thead>
          <tbody>
            {answer.regions.map((region) => (
              <tr key={region.region}>
                <th scope="row">{REGION_NAMES[region.region]}</th>
                <td>{formatCount(region.entries)}</td>
                <td>{formatCount(region.present)}</td>
                <td>{region.reservedBytes === 0 ? '–' : formatBytes(region.reservedBytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      {answer.how === 'synced' && <p className={styles['note']}>{words.writtenIntoProcessesSince(answer.syncs)}</p>}
      <ul className={styles['processes']}>
        {answer.processes.map((process) => (
          <li key={process.name} data-died={process.died !== undefined || undefined}>
            <strong>{process.name}</strong>{' '}
            {process.died !== undefined ? (
              <>
                {words.diedOfFault}{' '}
                <button
                  type="button"
                  onClick={() => process.died !== undefined && atlas().select({ kind: 'va', va: process.died })}
                >
                  {formatAddress(process.died)}
                </button>
              </>
            ) : process.missing.length === 0 ? (
              words.hasEveryEntry
            ) : (
              <>
                {rich(
                  words.lacksAccessThroughIt(
                    process.missing.slice(0, 6).map((entry, i) => (
                      <span key={entry.index}>
                        {i > 0 && ', '}
                        <button type="button" onClick={() => atlas().select({ kind: 'va', va: entry.va })}>
                          {REGION_NAMES[entry.region]} [{entry.index}]
                        </button>
                      </span>
                    )),
                    process.missing.length,
                  ),
                )}
              </>
            )}
          </li>
        ))}
      </ul>
      {riscv && (
        <div className={styles['row']}>
          <Button
            size="small"
            onPress={() =>
              void atlas().send({
                channel: 'world',
                line: `boot atlas.pgd_prealloc=${answer.how === 'stale' ? 'on' : 'off'}`,
              })
            }
          >
            {answer.how === 'stale' ? words.bootWithPreAllocation : words.bootWithoutPreAllocation}
          </Button>
          <span className={styles['note']}>
            {answer.how === 'stale' ? words.pgtableCacheInitMakes : words.andWatchProcessFault}
          </span>
        </div>
      )}
    </div>
  );
}
