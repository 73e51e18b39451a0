import { type CSSProperties, type ReactElement, useEffect, useId, useRef } from 'react';
import styles from './devices.module.css';

/**
 * A size on a scale. A hand that lets go commits; keys only stage, and Enter commits, Escape gives up: each commit is a
 * line that is sent.
 */
export function SizeSlider(props: {
  readonly label: string;
  readonly min?: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
  /** How much of it is there already. */
  readonly filled?: number | undefined;
  readonly words: (value: number) => string;
  readonly onStage: (value: number) => void;
  readonly onCommit: (value: number) => void;
  readonly onCancel: () => void;
}): ReactElement {
  const { label, min = 0, max, step, value, filled, words } = props;
  const input = useRef<HTMLInputElement>(null);
  const byKey = useRef(false);
  const marks = useId();
  const commit = useRef(props.onCommit);
  useEffect(() => {
    commit.current = props.onCommit;
  });
  useEffect(() => {
    const element = input.current;
    // React's onChange is the input event; only the DOM's own change says that a hand let go
    const changed = (): void => {
      if (!byKey.current && element !== null) commit.current(Number(element.value));
    };
    element?.addEventListener('change', changed);
    return () => element?.removeEventListener('change', changed);
  }, []);
  const share = (n: number): string => `${((n - min) / Math.max(1, max - min)) * 100}%`;
  return (
    <div
      className={styles['slider']}
      style={{ '--at': share(value), ...(filled !== undefined && { '--filled': share(filled) }) } as CSSProperties}
    >
      <span className={styles['track']} aria-hidden="true">
        {filled !== undefined && <i className={styles['trackFilled']} />}
        <i className={filled !== undefined && filled > value ? styles['trackOver'] : styles['trackWanted']} />
      </span>
      <input
        ref={input}
        type="range"
        aria-label={label}
        aria-valuetext={words(value)}
        aria-describedby={marks}
        min={min}
        max={max}
        step={step}
        value={value}
        onChange={(event) => props.onStage(Number(event.target.value))}
        onPointerDown={() => (byKey.current = false)}
        onKeyDown={(event) => {
          byKey.current = true;
          if (event.key === 'Enter') props.onCommit(value);
          else if (event.key === 'Escape') props.onCancel();
        }}
      />
      <span id={marks} className={styles['marks']}>
        <span>{words(min)}</span>
        <b>{words(value)}</b>
        <span>{words(max)}</span>
      </span>
    </div>
  );
}
