/**
 * Tables as util-linux' libsmartcols prints them: aligned columns, raw, key="value" pairs or JSON.
 */

/** One column of a table. */
export interface TableColumn {
  /** Header, upper case; its lower case is the JSON key. */
  readonly name: string;
  readonly alignRight: boolean;
  /** Width the column asks for when neither header nor data is that wide; 0: none. */
  readonly widthHint: number;
  readonly json: 'string' | 'number' | 'boolean';
}

/** A cell; undefined: the program gave no data for it. */
export type Cell = string | undefined;

/**
 * Aligned output. A column is as wide as its widest cell, at least as its header; the hint counts only where the data
 * is at least as wide as the header (libsmartcols: count_column_width).
 */
export function alignedTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly Cell[])[],
  headings: boolean,
): string {
  const widths = columns.map((column, i) => {
    const data = rows.reduce((w, row) => Math.max(w, row[i]?.length ?? 0), 0);
    if (data < column.name.length) return column.name.length;
    return data < column.widthHint && column.name.length < column.widthHint ? column.widthHint : data;
  });
  const line = (cells: readonly Cell[]): string =>
    columns
      .map((column, i) => {
        const text = cells[i] ?? '';
        const width = widths[i] ?? 0;
        const last = i === columns.length - 1;
        if (column.alignRight) return last && text === '' ? '' : text.padStart(width);
        return last ? text : text.padEnd(width);
      })
      .join(' ') + '\n';
  return (headings ? line(columns.map((c) => c.name)) : '') + rows.map(line).join('');
}

/** Raw output: cells separated by one space, blanks inside a cell as \x20. */
export function rawTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly Cell[])[],
  headings: boolean,
): string {
  const line = (cells: readonly Cell[]): string =>
    cells.map((c) => (c ?? '').replaceAll(' ', '\\x20')).join(' ') + '\n';
  return (headings ? line(columns.map((c) => c.name)) : '') + rows.map(line).join('');
}

/** KEY="value" output, one row a line. */
export function pairsTable(columns: readonly TableColumn[], rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => columns.map((c, i) => `${c.name}="${row[i] ?? ''}"`).join(' ') + '\n').join('');
}

/** JSON output with libsmartcols' layout: three blanks a level, objects joined by `},{`. */
export function jsonTable(name: string, columns: readonly TableColumn[], rows: readonly (readonly Cell[])[]): string {
  const value = (column: TableColumn, cell: Cell): string => {
    switch (column.json) {
      case 'boolean':
        return cell === undefined || cell === '' || cell === 'no' || cell === '0' ? 'false' : 'true';
      case 'number':
        return cell === undefined || cell === '' ? 'null' : cell;
      case 'string':
        return cell === undefined || cell === '' ? 'null' : JSON.stringify(cell);
    }
  };
  const objects = rows.map((row) =>
    columns.map((c, i) => `         ${JSON.stringify(c.name.toLowerCase())}: ${value(c, row[i])}`).join(',\n'),
  );
  if (objects.length === 0) return `{\n   ${JSON.stringify(name)}: [\n\n   ]\n}\n`;
  return `{\n   ${JSON.stringify(name)}: [\n      {\n${objects.join('\n      },{\n')}\n      }\n   ]\n}\n`;
}
