import { type ReactElement, useState } from 'react';
import { Dialog } from '../../ui/Dialog.tsx';
import styles from './guide.module.css';
import { sourceAddress } from './source.ts';
import { TERMS } from './terms.ts';

/** All words of the glossary, to read and to search. */
export default function Glossary({ onClose }: { readonly onClose: () => void }): ReactElement {
  const [query, setQuery] = useState('');
  const wanted = query.trim().toLowerCase();
  const found = Object.entries(TERMS)
    .filter(([name, { title, text }]) => `${name} ${title} ${text}`.toLowerCase().includes(wanted))
    .sort(([, a], [, b]) => a.title.localeCompare(b.title, 'en'));
  return (
    <Dialog title="Glossary" isOpen onClose={onClose}>
      <input
        type="search"
        className={styles['search']}
        aria-label="Search the glossary"
        placeholder="Search"
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      {found.length === 0 && <p className={styles['none']}>No entry has “{query.trim()}” in it.</p>}
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
