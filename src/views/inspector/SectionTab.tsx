import type { ReactElement } from 'react';
import * as words from '#words/inspector.ts';
import { useAtlas } from '../../store/atlas.ts';
import { sectionRange } from '../../store/selection.ts';
import { formatAddressRange } from '../../ui/format.ts';
import { LazyPredicates } from '../devices/Lazy.tsx';
import styles from './inspector.module.css';
import { part } from './late.ts';
import { Overview } from './Overview.tsx';
import { useSubject } from './useSubject.ts';
import { useAsk } from './useAsk.ts';

const SectionParts = part((all) => all.SectionParts);

/** One section: its bitmap, its flags, where its struct pages live, who holds its pages, whether it can go offline. */
export function SectionTab(): ReactElement | undefined {
  const info = useAtlas((s) => s.info);
  const subject = useSubject();
  const nr = subject?.section;
  const detail = useAsk('section', nr === undefined ? undefined : { nr }, `${nr}`);
  if (info === undefined) return undefined;
  if (subject === undefined) return <Overview info={info} />;
  const range = sectionRange(info, subject.section);
  const { pageBytes } = info.sizes;
  return (
    <div className={styles['tab']}>
      <header>
        <h2 className={styles['title']}>{subject.title}</h2>
        <p className={styles['range']}>
          <span>{formatAddressRange(range.start * pageBytes, range.end * pageBytes)}</span>
          <span>{words.pfn(range.start, range.end)}</span>
        </p>
      </header>
      {detail === undefined || detail.nr !== subject.section ? (
        <>
          <p className={styles['note']}>{words.noMemoryHereMem(subject.section)}</p>
          <LazyPredicates />
        </>
      ) : (
        <SectionParts detail={detail} info={info} />
      )}
    </div>
  );
}
