import type { ReactElement } from 'react';
import * as words from '#words/inspector-tabs.ts';
import { useAtlas } from '../../store/atlas.ts';
import type { MapRegion } from '../../engine/mapping/types.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { formatBytes, formatCount } from '../../ui/format.ts';
import styles from './inspector.module.css';
import { Explain, Part, Stack } from './parts.tsx';
import { percent } from './words.ts';

const REGIONS: readonly (readonly [MapRegion, string])[] = [
  ['direct-map', words.directMap],
  ['vmemmap', 'vmemmap'],
];
/** Strength of each leaf size, smallest first. */
const STRENGTH = [35, 60, 82, 100];

/** Pages that are page tables, and by which leaf sizes memory is mapped. */
export function TableCounts({ info }: { readonly info: MachineInfo }): ReactElement {
  const tables = useAtlas((s) => s.cells.tables);
  const direct = useAtlas((s) => s.cells.directMap) ?? {};
  const total = Object.values(direct).reduce((sum, bytes) => sum + bytes, 0);
  const sizes = Object.entries(direct).filter(([, bytes]) => bytes > 0);
  return (
    <>
      {total > 0 && (
        <Part title={words.directMapByLeaf} aside={formatBytes(total)}>
          <Stack
            label={sizes.map(([size, bytes]) => `${size}: ${formatBytes(bytes)}`).join(', ')}
            slices={sizes.map(([size, bytes], i) => ({
              key: size,
              share: bytes / total,
              color: `color-mix(in oklab, var(--zone-normal) ${STRENGTH[i] ?? 100}%, var(--cell-empty))`,
              title: `${size}: ${formatBytes(bytes)}`,
            }))}
          />
          <ul className={styles['chips']}>
            {sizes.map(([size, bytes]) => (
              <li key={size}>
                <span className={styles['chipCount']}>{size}</span> {formatBytes(bytes)} · {percent(bytes, total)}
              </li>
            ))}
          </ul>
        </Part>
      )}
      {tables !== undefined && (
        <Part title={words.tablePages}>
          <table className={styles['table']}>
            <thead>
              <tr>
                <th scope="col">{words.region}</th>
                <th scope="col">{words.atBoot}</th>
                <th scope="col">{words.allocated}</th>
                <th scope="col">{words.freed}</th>
                <th scope="col">{words.inTree}</th>
              </tr>
            </thead>
            <tbody>
              {REGIONS.map(([region, name]) => (
                <tr key={region}>
                  <th scope="row">{name}</th>
                  <td>{formatCount(tables[region].inTree - tables[region].allocated + tables[region].freed)}</td>
                  <td>{formatCount(tables[region].allocated)}</td>
                  <td>{formatCount(tables[region].freed)}</td>
                  <td title={formatBytes(tables[region].inTree * info.sizes.pageBytes)}>
                    {formatCount(tables[region].inTree)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <Explain
            lines={[words.everyTableIsOne]}
            source={
              info.geometry.arch === 'x86_64'
                ? 'arch/x86/mm/init_64.c: remove_pagetable, free_pmd_table'
                : info.geometry.arch === 'arm64'
                  ? 'arch/arm64/mm/mmu.c: free_empty_tables'
                  : 'arch/riscv/mm/init.c: remove_pgd_mapping'
            }
          />
        </Part>
      )}
    </>
  );
}
