import type { ReactElement } from 'react';
import * as words from '#words/inspector-tabs.ts';
import type { MigrateType, OwnerKind, SectionUse } from '../../engine/pages/types.ts';
import { formatCount } from '../../ui/format.ts';
import styles from './inspector.module.css';
import { Part } from './parts.tsx';
import { IMMOVABLE, OWNER_WORDS, percent } from './words.ts';

interface Owned {
  readonly kind: OwnerKind;
  readonly name: string;
  readonly pages: number;
}
/** Who holds how many pages of a section, most first. */
export function ownersOf(use: SectionUse): readonly Owned[] {
  const sums = new Map<string, Owned>();
  for (const { owners } of use.pageblocks)
    for (const { kind, name, pages } of owners) {
      const key = `${kind} ${name}`;
      sums.set(key, { kind, name, pages: (sums.get(key)?.pages ?? 0) + pages });
    }
  return [...sums.values()].sort((a, b) => b.pages - a.pages);
}
/** How many pageblocks have which migrate type, most first. */
export function typesOf(use: SectionUse): readonly (readonly [MigrateType, number])[] {
  const counts = new Map<MigrateType, number>();
  for (const { type } of use.pageblocks) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

/** Pageblocks by migrate type, and the owners of the used pages. */
export function Pageblocks({
  use,
  pagesPerPageblock,
}: {
  readonly use: SectionUse;
  readonly pagesPerPageblock: number;
}): ReactElement | undefined {
  if (use.pageblocks.length === 0) return undefined;
  const types = typesOf(use);
  const owners = ownersOf(use);
  const most = Math.max(1, ...owners.map((o) => o.pages));
  return (
    <Part title={words.pageblocks} aside={words.ofPages(use.pageblocks.length, pagesPerPageblock)}>
      <ul className={styles['chips']}>
        {types.map(([type, n]) => (
          <li key={type}>
            <span className={styles['chipCount']}>{n}</span> {type}
          </li>
        ))}
      </ul>
      {owners.length === 0 ? (
        <p className={styles['note']}>{words.nobodyHoldsPageHere}</p>
      ) : (
        <ul className={styles['owners']}>
          {owners.map((o) => (
            <li key={`${o.kind} ${o.name}`}>
              <span
                className={styles['ownerBar']}
                style={{ width: `${(o.pages / most) * 100}%`, backgroundColor: ownerColor(o.kind) }}
              />
              <span className={styles['ownerName']}>
                {o.name}
                {OWNER_WORDS[o.kind] !== o.name && <small> {OWNER_WORDS[o.kind]}</small>}
                {IMMOVABLE.has(o.kind) && <small> {words.doesNotMove}</small>}
              </span>
              <span className={styles['num']}>
                {formatCount(o.pages)} · {percent(o.pages, use.pageblocks.length * pagesPerPageblock)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}

function ownerColor(kind: OwnerKind): string {
  if (kind === 'memmap' || kind === 'self-hosted-memmap') return 'var(--memmap)';
  if (kind === 'pinned') return 'var(--trouble)';
  return IMMOVABLE.has(kind) ? 'var(--zone-dma)' : 'var(--zone-movable)';
}
