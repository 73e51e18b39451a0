import { type ReactElement, createContext, useContext } from 'react';
import { partsOf, piecesOf } from '../../stories/text.ts';
import type { Piece } from '../../stories/text.ts';
import type { Source } from '../../stories/types.ts';
import { Explained, Term } from '../guide/Term.tsx';
import { functionOf, termOf } from './words.ts';
import styles from './story.module.css';

/** The sources of the story whose words are explained where one rests on them; undefined: they are not, as on a stage. */
export const Explains = createContext<readonly Source[] | undefined>(undefined);

const entryOfFunction = async (place: string) => (await import('../guide/functions.ts')).entryOfFunction(place);

/** A kernel function: resting on it tells what it does, and where its source is. `place`: file and function. */
export function KernelFunction({ place }: { readonly place: string }): ReactElement {
  const name = place.slice(place.indexOf(': ') + 2);
  return (
    <Explained name={name} about={place} load={entryOfFunction}>
      <code>{name}</code>
    </Explained>
  );
}

function Code({ text }: { readonly text: string }): ReactElement {
  const sources = useContext(Explains);
  const place = sources && functionOf(text, sources);
  return place === undefined ? <code>{text}</code> : <KernelFunction place={place} />;
}

function Emphasis({ text }: { readonly text: string }): ReactElement {
  const term = useContext(Explains) && termOf(text);
  return term === undefined ? <em>{text}</em> : <Term name={term}>{<em>{text}</em>}</Term>;
}

/** A line of text with its code and emphasis. */
export function Pieces({ pieces }: { readonly pieces: readonly Piece[] }): ReactElement {
  return (
    <>
      {pieces.map((piece, i) =>
        piece.kind === 'code' ? (
          <Code key={i} text={piece.text} />
        ) : piece.kind === 'em' ? (
          <Emphasis key={i} text={piece.text} />
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
