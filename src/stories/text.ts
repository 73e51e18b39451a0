/**
 * The tiny format of narrations: `code`, *emphasis*, paragraphs parted by an empty line, lists whose lines begin with
 * “- ”. It becomes data, never markup.
 */

/** A piece of a line of text. */
export interface Piece {
  readonly kind: 'text' | 'code' | 'em';
  readonly text: string;
}
/** A paragraph or a list. */
export type Part =
  | { readonly kind: 'paragraph'; readonly pieces: readonly Piece[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly Piece[])[] };

/** The pieces of one line. A mark without its partner is text. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  const plain = (to: number): void => {
    if (to > from) pieces.push({ kind: 'text', text: text.slice(from, to) });
  };
  // emphasis hugs its words: in “2 * 3” the star is a star
  for (const found of text.matchAll(/`([^`]+)`|(?<![\w*])\*(?=\S)([^*`]*[^*`\s])\*(?![\w*])/g)) {
    plain(found.index);
    const [all, code, em] = found;
    pieces.push(code === undefined ? { kind: 'em', text: em ?? '' } : { kind: 'code', text: code });
    from = found.index + all.length;
  }
  plain(text.length);
  return pieces;
}

/** The parts of a narration. Lines of a paragraph are joined: they are broken for the author, not for the reader. */
export function partsOf(narration: string): readonly Part[] {
  return narration
    .trim()
    .split(/\n\s*\n/)
    .filter((part) => part.trim() !== '')
    .map((part): Part => {
      const lines = part
        .trim()
        .split('\n')
        .map((line) => line.trim());
      if (!lines.every((line) => line.startsWith('- ')))
        return { kind: 'paragraph', pieces: piecesOf(lines.join(' ')) };
      return { kind: 'list', items: lines.map((line) => piecesOf(line.slice(2))) };
    });
}

/** The words of a text without its marks: for counting, announcing and titles. */
export const plainText = (narration: string): string =>
  partsOf(narration)
    .flatMap((part) => (part.kind === 'list' ? part.items : [part.pieces]))
    .map((pieces) => pieces.map((p) => p.text).join(''))
    .join(' ');
