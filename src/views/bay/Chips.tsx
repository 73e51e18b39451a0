import type { ReactElement } from 'react';
import type { MachineInfo } from '../../link/messages.ts';
import { cx } from '../../ui/cx.ts';
import styles from './Bay.module.css';
import type { Chip } from './chips.ts';
import { useLit } from './lit.ts';

/** The chips of a stick. Pictures only: the stick says the same in words. They alone follow the pointer over the map. */
export function Chips(props: { readonly chips: readonly Chip[]; readonly info: MachineInfo }): ReactElement {
  const litBy = useLit(props.info);
  // two rows of small ones where one row would be of slivers
  const many = props.chips.length > 16;
  return (
    <span
      className={cx(styles['chips'], many && styles['manyChips'])}
      aria-hidden="true"
      {...(many && { style: { gridTemplateColumns: `repeat(${Math.ceil(props.chips.length / 2)}, 1fr)` } })}
    >
      {props.chips.map((chip) => {
        const lit = litBy(chip);
        return (
          <span key={chip.from} className={cx(styles['chip'], lit !== undefined && styles[lit])} data-block={chip.from}>
            {chip.parts.map(({ state, count }) => (
              <i key={state} className={styles[state]} style={{ flexGrow: count }} />
            ))}
            {chip.memmap && <b className={styles['memmap']} />}
          </span>
        );
      })}
    </span>
  );
}
