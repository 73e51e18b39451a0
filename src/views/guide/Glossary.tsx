import { type ReactElement, useState } from 'react';
import * as words from '#words/guide-late.ts';
import { LANGUAGE } from '#words/numbers.ts';
import { TERMS } from '#words/terms.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import styles from './guide.module.css';
import { sourceAddress } from './source.ts';

/** All words of the glossary, to read and to search. */
export default function Glossary({ onClose }: { readonly onClose: () => void }): ReactElement {
  const [query, setQuery] = useState('');
  const wanted = query.trim().toLowerCase();
  const found = Object.entries(TERMS)
    .filter(([name, { title, text }]) => `${name} ${title} ${text}`.toLowerCase().includes(wanted))
    .sort(([, a], [, b]) => a.title.localeCompare(b.title, LANGUAGE));
  return (
    <Dialog title={words.glossary} isOpen onClose={onClose}>
      <input
        type="search"
        className={styles['search']}
        aria-label={words.searchGlossary}
        placeholder={words.search}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      {found.length === 0 && <p className={styles['none']}>{words.noEntryHas(query.trim())}</p>}
      <dl className={styles['glossary']}>
        {found.map(([name, { title, text, source }]) => (
          <div key={name}>
            <dt>{title}</dt>
            <dd>
              {text}
              {source !== undefined && (
                <a href={sourceAddress(source[1])} target="_blank" rel="noreferrer">
                  {source[0]}: {source[1]}
                </a>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
