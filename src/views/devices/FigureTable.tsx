import type { ReactElement, ReactNode } from 'react';
import type { DeviceTable } from './facts.ts';

/** Figures in columns. `beside`: what is drawn beside a figure. */
export function FigureTable(props: {
  readonly table: DeviceTable;
  readonly className: string | undefined;
  readonly captioned?: boolean;
  readonly beside?: (row: number, column: number) => ReactNode;
}): ReactElement {
  const { table, className, captioned = false, beside } = props;
  return (
    <table className={className}>
      {captioned && <caption>{table.caption}</caption>}
      <thead>
        <tr>
          {table.head.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row, r) => (
          <tr key={row.join()}>
            {row.map((value, column) => (
              <td key={table.head[column]}>
                {value}
                {beside?.(r, column)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
