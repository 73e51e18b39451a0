import type { ReactElement } from 'react';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { rangesOf } from '../../store/selection.ts';
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
    (s) => s.selection.kind !== 'none' && (means.kind === 'range' || means.kind === 'block') && overlaps(means, s),
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
