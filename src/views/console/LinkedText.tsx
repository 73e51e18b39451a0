import type { ReactElement } from 'react';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { pfnsOfVa, rangesOf } from '../../store/selection.ts';
import type { AtlasState, Selection } from '../../store/types.ts';
import styles from './console.module.css';
import { linkify, type Names } from './linkify.ts';

/** Text in which memory blocks, addresses and DIMMs can be pointed at; the arrow keys go from one to the next. */
export function LinkedText({ text, names }: { readonly text: string; readonly names: Names }): ReactElement {
  return (
    <>
      {linkify(text, names).map((piece, i) =>
        piece.means === undefined ? piece.text : <Named key={i} text={piece.text} means={piece.means} />,
      )}
    </>
  );
}

const NOTHING: Selection = { kind: 'none' };

function Named({ text, means }: { readonly text: string; readonly means: Selection }): ReactElement {
  const atlas = useAtlasStore().getState;
  // a row that covers the selection, such as one of lsmem, lights up
  const lit = useAtlas(
    (s) =>
      s.selection.kind !== 'none' &&
      (means.kind === 'range' || means.kind === 'block' || means.kind === 'va') &&
      overlaps(means, s),
  );
  return (
    <button
      type="button"
      tabIndex={-1}
      data-link
      {...(lit && { 'data-lit': true })}
      className={styles['link']}
      onClick={() => atlas().select(means)}
      onPointerEnter={() => atlas().setHover(means)}
      onPointerLeave={() => atlas().setHover(NOTHING)}
      onFocus={() => atlas().setHover(means)}
      onBlur={() => atlas().setHover(NOTHING)}
    >
      {text}
    </button>
  );
}

function overlaps(means: Selection, s: AtlasState): boolean {
  if (s.info === undefined) return false;
  // a line of the page-table dump lights up with the entries it tells of
  if (means.kind === 'va') {
    const { selection } = s;
    if (means.bytes === undefined) return false;
    const end = means.va + BigInt(means.bytes);
    if (selection.kind === 'va') return selection.va < end && means.va < selection.va + BigInt(selection.bytes ?? 1);
    const own = pfnsOfVa(s.info.geometry, means.va, means.bytes);
    return own !== undefined && rangesOf(selection, s).some((r) => r.start < own.end && own.start < r.end);
  }
  const own =
    means.kind === 'range'
      ? means.range
      : means.kind === 'block'
        ? {
            start: (means.id * s.info.blockBytes) / s.info.sizes.pageBytes,
            end: ((means.id + 1) * s.info.blockBytes) / s.info.sizes.pageBytes,
          }
        : undefined;
  return own !== undefined && rangesOf(s.selection, s).some((r) => r.start < own.end && own.start < r.end);
}
