import type { ReactElement } from 'react';
import * as words from '#words/inspector-tabs.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { cx } from '../../ui/cx.ts';
import { PARTS, splitVa } from './bits.ts';
import styles from './inspector.module.css';
import { useAsk } from './useAsk.ts';
import { useMomentKey } from './useMomentKey.ts';

/** The address split into sign, indices and offset. */
export function VaBar({ va, info }: { readonly va: bigint; readonly info: MachineInfo }): ReactElement {
  // where a leaf ends the walk early, the rest of the address is its offset
  const walk = useAsk('walk', { va }, `va ${va} ${useMomentKey()}`, false);
  const last = walk === undefined || 'outside' in walk || walk.va !== va ? undefined : walk.levels.at(-1);
  const fields = splitVa(va, info.geometry, last?.kind === 'leaf' ? last.shift : undefined);
  const byName = new Map(fields.map((field) => [field.name, field]));
  return (
    <dl className={styles['va']}>
      {PARTS.map((name) => {
        const field = byName.get(name);
        return (
          <div key={name} className={cx(styles['vaField'], styles[`va-${field?.kind ?? 'folded'}`])}>
            <dt>{name}</dt>
            <dd>
              {field === undefined
                ? words.folded
                : field.kind === 'inside'
                  ? '–'
                  : field.kind === 'index'
                    ? `${field.value}`
                    : `${field.kind === 'sign' ? '' : '0x'}${field.value.toString(16)}`}
              {field !== undefined && <small>{words.bits(field.bits)}</small>}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
