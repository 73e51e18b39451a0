/**
 * Rows of words and figures, set in columns as a newspaper sets them: no heading at the foot of a column, no gap at its
 * head, and all columns about as long.
 */
import * as words from '#words/pictures.ts';
import type { Ctx } from '../map/paint/ctx.ts';
import * as draw from './draw.ts';
import type { Scene } from './scene.ts';

/** A row; it is drawn at its upper left corner. */
export interface Row {
  readonly height: number;
  /** A heading stays with what follows it; a gap is left out at the head of a column. */
  readonly kind?: 'head' | 'gap';
  readonly paint: (x: number, y: number) => void;
}

/** A name and its value. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  readonly tone?: 'caution' | 'trouble' | 'good' | undefined;
}

const LINE = 18;
/** Room for the names of facts. */
const NAMES = 128;
/** Space between columns. */
export const GAP = 36;

/** The width of each of so many columns. */
export const columnWidth = (width: number, columns: number): number => (width - GAP * (columns - 1)) / columns;

/** What rows are made with. */
type Pen = Pick<Scene, 'ctx' | 'styles' | 'palette'>;

/** Space within a part. */
export const spaceRow = (height: number): Row => ({ height, paint: () => undefined });
/** Space before the next part. */
export const gapRow = (height = 14): Row => ({ height, kind: 'gap', paint: () => undefined });

/** A heading, with something about it at its end. */
export const headRow = ({ ctx, styles }: Pen, width: number, title: string, aside = ''): Row => ({
  height: 24,
  kind: 'head',
  paint: (x, y) => {
    const used = draw.write(ctx, title, x, y + 13, styles.part, width) + 10;
    if (aside !== '') draw.write(ctx, aside, x + width, y + 13, { ...styles.note, align: 'right' }, width - used);
  },
});

/** A text in as many lines as it needs. */
export function textRows({ ctx, styles }: Pen, width: number, text: string, style: draw.Style = styles.note): Row[] {
  const lines = draw.wrapped(ctx, text, width, style.font);
  return lines.map((line) => ({
    height: LINE - 2,
    paint: (x, y) => void draw.write(ctx, line, x, y + 12, style, width),
  }));
}

/** Names and values under each other, long values in several lines. */
export function factRows({ ctx, styles, palette }: Pen, width: number, facts: readonly Fact[], names = NAMES): Row[] {
  return facts.map(({ name, value, tone }) => {
    const lines = draw.wrapped(ctx, value, width - names, styles.value.font);
    const style = tone === 'trouble' ? { ...styles.value, colour: palette.trouble } : styles.value;
    return {
      height: lines.length * LINE + 2,
      paint: (x, y) => {
        draw.write(ctx, name, x, y + 13, styles.note, names - 10);
        lines.forEach((line, i) => draw.write(ctx, line, x + names, y + 13 + i * LINE, style, width - names));
      },
    };
  });
}

/** Figures in columns under their names. */
export function tableRows({ ctx, styles }: Pen, width: number, table: Table): Row[] {
  const each = width / Math.max(1, table.head.length);
  const cells = (row: readonly string[], style: draw.Style, height: number): Row => ({
    height,
    paint: (x, y) => row.forEach((cell, i) => draw.write(ctx, cell, x + i * each, y + 12, style, each - 8)),
  });
  return [
    { ...cells(table.head, styles.note, LINE), kind: 'head' },
    ...table.rows.map((row) => cells(row, styles.value, LINE)),
  ];
}
interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Where rows stand: column, and distance from the top. */
interface Laid {
  readonly at: readonly { readonly row: Row; readonly column: number; readonly y: number }[];
  /** Rows that found no room. */
  readonly left: number;
  /** Length of the longest column. */
  readonly length: number;
}

/** `whole`: what stands below a heading is not torn apart. */
function lay(rows: readonly Row[], columns: number, height: number, whole: boolean): Laid {
  const at: Laid['at'][number][] = [];
  let [column, y, length] = [0, 0, 0];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (row === undefined) break;
    if (row.kind === 'gap' && y === 0) continue;
    // a heading, or several, with the first row below, or with all of them
    let needed = 0;
    for (let n = i; n < rows.length; n++) {
      if (n > i && rows[n]?.kind === 'gap') break;
      needed += rows[n]?.height ?? 0;
      if (rows[n]?.kind !== 'head' && !(whole && row.kind === 'head')) break;
    }
    if (y > 0 && y + needed > height && !(whole && row.kind === undefined)) {
      column++;
      y = 0;
      if (column === columns) return { at, left: rows.slice(i).filter((r) => r.kind === undefined).length, length };
      if (row.kind === 'gap') continue;
    }
    at.push({ row, column, y });
    y += row.height;
    if (row.kind !== 'gap') length = Math.max(length, y);
  }
  return { at, left: 0, length };
}

/** Rows in columns that are as short as they can be, but not longer than `most`. */
function even(rows: readonly Row[], columns: number, most: number): Laid {
  const total = rows.reduce((sum, row) => sum + row.height, 0);
  // a part that is longer than a column is torn all the same
  for (const whole of [true, false])
    for (let height = Math.min(most, total / columns); ; height = Math.min(most, height + 6)) {
      const done = lay(rows, columns, height, whole);
      if (done.left === 0 && done.length <= height) return done;
      if (height >= most) break;
    }
  return lay(rows, columns, most, false);
}

/** How much room rows want in so many columns: no more than `most`. */
export const columnsHeight = (rows: readonly Row[], columns: number, most: number): number => {
  const { left, length } = even(rows, columns, most);
  return left > 0 ? most : length;
};

/** Sets rows in columns and draws them; what finds no room is counted at the end. Answers where the longest column ends. */
export function paintColumns(pen: Pen, rows: readonly Row[], box: draw.Box, columns: number): number {
  let done = even(rows, columns, box.h);
  if (done.left > 0) done = lay(rows, columns, box.h - LINE, false);
  const width = columnWidth(box.w, columns);
  for (const { row, column, y } of done.at) row.paint(box.x + column * (width + GAP), box.y + y);
  if (done.left === 0) return box.y + done.length;
  andMore(pen.ctx, pen.styles, done.left, box.x + (columns - 1) * (width + GAP), box.y + box.h - LINE);
  return box.y + box.h;
}

const andMore = (ctx: Ctx, styles: draw.Styles, left: number, x: number, y: number): void =>
  void draw.write(ctx, words.andMore(left), x, y + 13, styles.note);
