import type { ReactElement } from 'react';
import * as words from '#words/inspector-tabs.ts';
import { cx } from '../../ui/cx.ts';
import { formatBytes } from '../../ui/format.ts';
import type { KernelPages } from './costStory.ts';
import styles from './cost.module.css';
import { percent } from './words.ts';

/** All kernel zones as one bar: what struct pages have taken, and what they could still take. */
export function KernelBar({
  kernel,
  pageBytes,
}: {
  readonly kernel: KernelPages;
  readonly pageBytes: number;
}): ReactElement {
  const parts = [
    { key: 'added', label: words.structPagesOfAdded, pages: kernel.addedMemmap },
    { key: 'boot', label: words.structPagesOfBoot, pages: kernel.bootMemmap },
    { key: 'other', label: words.inUse, pages: kernel.other },
    { key: 'kept', label: words.keptByWatermarks, pages: kernel.kept },
    { key: 'room', label: words.freeForStructPages, pages: kernel.room },
  ].filter(({ pages }) => pages > 0);
  const size = (pages: number): string => formatBytes(pages * pageBytes);
  return (
    <div className={styles['kernel']}>
      <p className={styles['kernelHead']}>
        <span>{words.kernelZonesOfAll}</span>
        <span className={styles['quiet']}>{size(kernel.present)}</span>
      </p>
      <div
        className={styles['bar']}
        role="img"
        aria-label={words.ofInKernelZones(
          size(kernel.present),
          parts.map((p) => `${size(p.pages)} ${p.label}`).join(', '),
        )}
      >
        {parts.map(({ key, label, pages }) => (
          <span
            key={key}
            title={`${label}: ${size(pages)}`}
            className={styles[`part-${key}`]}
            style={{ flexGrow: pages }}
          />
        ))}
      </div>
      <ul className={styles['legend']} aria-hidden="true">
        {parts.map(({ key, label, pages }) => (
          <li key={key}>
            <span className={cx(styles['swatch'], styles[`part-${key}`])} />
            {label}
            <span className={styles['amount']}>
              {size(pages)} · {percent(pages, kernel.present)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
