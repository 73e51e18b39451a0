import type { ReactElement } from 'react';
import type { ProcessTables } from '../../engine/mapping/table-views.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { useAtlasStore } from '../../store/atlas.ts';
import { Button } from '../../ui/Button.tsx';
import { formatAddress, formatBytes, formatCount, formatPlural } from '../../ui/format.ts';
import { useAsk } from '../inspector/useAsk.ts';
import { useMomentKey } from '../inspector/useMomentKey.ts';
import styles from './facts.module.css';
import { Wide } from './Wide.tsx';
import { REGION_NAMES } from './words.ts';

const HOW: Readonly<Record<ProcessTables['how'], string>> = {
  shared:
    'One top table serves every process: the CPU has a register of its own for the kernel’s half (TTBR1). A new entry is there for all at once.',
  synced:
    'Every process has a copy of the kernel’s top entries. A new one is written into all copies (sync_global_pgds), and never taken out again: that is why top tables are never freed.',
  preallocated:
    'Every process copies the kernel’s top entries when it is made, and nobody tells it of new ones. So every entry gets its table at boot, and none ever appears later.',
  stale:
    'Every process copied the kernel’s top entries when it was made, nobody tells it of new ones, and the pre-allocation is off: an entry that appears now is missing in every copy.',
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
      <Wide label="Top entries">
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">region</th>
              <th scope="col">top entries</th>
              <th scope="col">present</th>
              <th scope="col">tables made at boot for their sake</th>
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
      {answer.how === 'synced' && (
        <p className={styles['note']}>
          {formatPlural(answer.syncs, 'entry', 'entries')} written into processes since boot.
        </p>
      )}
      <ul className={styles['processes']}>
        {answer.processes.map((process) => (
          <li key={process.name} data-died={process.died !== undefined || undefined}>
            <strong>{process.name}</strong>{' '}
            {process.died !== undefined ? (
              <>
                died of a fault at{' '}
                <button
                  type="button"
                  onClick={() => process.died !== undefined && atlas().select({ kind: 'va', va: process.died })}
                >
                  {formatAddress(process.died)}
                </button>
              </>
            ) : process.missing.length === 0 ? (
              'has every entry'
            ) : (
              <>
                lacks{' '}
                {process.missing.slice(0, 6).map((entry, i) => (
                  <span key={entry.index}>
                    {i > 0 && ', '}
                    <button type="button" onClick={() => atlas().select({ kind: 'va', va: entry.va })}>
                      {REGION_NAMES[entry.region]} [{entry.index}]
                    </button>
                  </span>
                ))}
                {process.missing.length > 6 && ` and ${process.missing.length - 6} more`}: an access through it faults
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
            {answer.how === 'stale' ? 'Boot with the pre-allocation' : 'Boot without the pre-allocation'}
          </Button>
          <span className={styles['note']}>
            {answer.how === 'stale'
              ? 'pgtable_cache_init makes the tables again'
              : 'and watch a process fault on a missing entry'}
          </span>
        </div>
      )}
    </div>
  );
}
