/** Small pieces that every tab of the inspector is made of. */
import type { CSSProperties, ReactElement, ReactNode } from 'react';
import * as words from '#words/inspector.ts';
import { cx } from '../../ui/cx.ts';
import { Term } from '../guide/Term.tsx';
import styles from './inspector.module.css';

/** A name and a value on one line. */
export interface Fact {
  readonly name: string;
  readonly value: ReactNode;
  readonly tone?: 'caution' | 'trouble' | 'good' | undefined;
}

/** Names on the left, values on the right. */
export function Facts({ facts }: { readonly facts: readonly (Fact | undefined)[] }): ReactElement {
  return (
    <dl className={styles['facts']}>
      {facts.map(
        (fact) =>
          fact !== undefined && (
            <div key={fact.name} className={styles['fact']}>
              <dt>
                <Term name={fact.name} />
              </dt>
              <dd className={cx(fact.tone !== undefined && styles[fact.tone])}>{fact.value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** A part of a tab under its heading. */
export function Part(props: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <section className={styles['part']}>
      <h3 className={styles['partHead']}>
        <span>{props.title}</span>
        {props.aside !== undefined && <span className={styles['aside']}>{props.aside}</span>}
      </h3>
      {props.children}
    </section>
  );
}

/** Opens a figure to its formula, with the values filled in, and the kernel function it comes from. */
export function Explain(props: {
  readonly what?: string;
  readonly lines: readonly string[];
  readonly source: string;
}): ReactElement {
  return (
    <details className={styles['explain']}>
      <summary>{props.what ?? words.explainThis}</summary>
      {props.lines.map((line) => (
        <p key={line} className={styles['formula']}>
          {line}
        </p>
      ))}
      <p className={styles['source']}>{props.source}</p>
    </details>
  );
}

/** A piece of a stacked bar. */
export interface Slice {
  readonly key: string;
  readonly share: number;
  readonly color: string;
  readonly hatched?: boolean;
  readonly title: string;
}

/** A bar of coloured parts; the words for it stand beside it. */
export function Stack({ slices, label }: { readonly slices: readonly Slice[]; readonly label: string }): ReactElement {
  return (
    <div className={styles['stack']} role="img" aria-label={label}>
      {slices.map((slice) => {
        const style: CSSProperties = { width: `${slice.share * 100}%`, backgroundColor: slice.color };
        return (
          <span
            key={slice.key}
            title={slice.title}
            className={cx(slice.hatched === true && styles['hatched'])}
            style={style}
          />
        );
      })}
    </div>
  );
}

/** A tab that has nothing to show, and what to do about it. */
export function Empty({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactElement {
  return (
    <div className={styles['empty']}>
      <p className={styles['emptyTitle']}>{title}</p>
      <p>{children}</p>
    </div>
  );
}
