import type { ReactElement } from 'react';
import { cx } from '../../ui/cx.ts';
import styles from './Bay.module.css';
import type { Chip } from './chips.ts';

/** The chips of a stick. Pictures only: the stick says the same in words. */
export function Chips(props: {
  readonly chips: readonly Chip[];
  readonly lit: (chip: Chip) => 'selected' | 'hovered' | undefined;
}): ReactElement {
  // two rows of small ones where one row would be of slivers
  const many = props.chips.length > 16;
  return (
    <span
      className={cx(styles['chips'], many && styles['manyChips'])}
      aria-hidden="true"
      {...(many && { style: { gridTemplateColumns: `repeat(${Math.ceil(props.chips.length / 2)}, 1fr)` } })}
    >
      {props.chips.map((chip) => {
        const lit = props.lit(chip);
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
