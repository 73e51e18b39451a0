import type { ReactElement } from 'react';
import { partsOf, piecesOf } from '../../stories/text.ts';
import type { Piece } from '../../stories/text.ts';
import styles from './story.module.css';

/** A line of text with its code and emphasis. */
export function Pieces({ pieces }: { readonly pieces: readonly Piece[] }): ReactElement {
  return (
    <>
      {pieces.map((piece, i) =>
        piece.kind === 'code' ? (
          <code key={i}>{piece.text}</code>
        ) : piece.kind === 'em' ? (
          <em key={i}>{piece.text}</em>
        ) : (
          piece.text
        ),
      )}
    </>
  );
}

/** A short text in the tiny format. */
export const Inline = ({ text }: { readonly text: string }): ReactElement => <Pieces pieces={piecesOf(text)} />;

/** A narration. */
export function Narration({ text }: { readonly text: string }): ReactElement {
  return (
    <div className={styles['narration']}>
      {partsOf(text).map((part, i) =>
        part.kind === 'paragraph' ? (
          <p key={i}>
            <Pieces pieces={part.pieces} />
          </p>
        ) : (
          <ul key={i}>
            {part.items.map((item, n) => (
              <li key={n}>
                <Pieces pieces={item} />
              </li>
            ))}
          </ul>
        ),
      )}
    </div>
  );
}
