import type { ReactElement } from 'react';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { formatBytes, formatCount } from '../../ui/format.ts';
import { costSentence, payersOf } from './cost.ts';
import styles from './inspector.module.css';
import { Empty, Explain, Part, Stack } from './parts.tsx';
import { useAsk } from './useAsk.ts';
import { useMomentKey } from './useMomentKey.ts';
import { percent, zoneColor } from './words.ts';

/** Who pays for whose struct pages. */
export function CostTab(): ReactElement {
  const atlas = useAtlasStore().getState;
  const info = useAtlas((s) => s.info);
  const nodes = useAtlas((s) => s.cells.nodes);
  const dimms = useAtlas((s) => s.cells.dimms);
  const moment = useMomentKey();
  const rows = useAsk('memmapCost', {}, moment, false);
  if (info === undefined || nodes === undefined || rows === undefined)
    return <Empty title="Counting struct pages">One is needed for every page frame of every section.</Empty>;
  const payers = payersOf(rows, nodes);
  const { pageBytes } = info.sizes;
  const most = Math.max(1, ...payers.map((p) => p.pages));
  const dimmIn = (text: string): string | undefined => dimms?.find((d) => text.split(/[\s,:()]+/).includes(d.id))?.id;
  return (
    <div className={styles['tab']}>
      <p className={styles['lead']}>{costSentence(payers, pageBytes, info.geometry.structPageBytes)}</p>
      <Explain
        lines={[
          `A section of ${formatBytes(info.sizes.sectionBytes)} has ${formatCount(info.sizes.pagesPerSection)} pages × ${info.geometry.structPageBytes} B = ${formatCount(info.sizes.memmapPagesPerSection)} pages of struct page.`,
          'They are kernel memory: never Movable. Memory online to Movable makes other zones pay, unless memmap_on_memory puts the struct pages into the block itself.',
        ]}
        source="mm/sparse-vmemmap.c: __populate_section_memmap, vmemmap_alloc_block_buf"
      />
      {payers.map((payer) => (
        <Part
          key={`${payer.ref.nid} ${payer.ref.zone}`}
          title={`node ${payer.ref.nid} · ${payer.ref.zone} pays`}
          aside={`${formatBytes(payer.pages * pageBytes)}${payer.present === 0 ? '' : ` · ${percent(payer.pages, payer.present)} of its pages`}`}
        >
          <div style={{ width: `${Math.max(2, (payer.pages / most) * 100)}%` }}>
            <Stack
              label={payer.rows.map((row) => `${row.forWhat}: ${formatBytes(row.pages * pageBytes)}`).join(', ')}
              slices={payer.rows.map((row, i) => ({
                key: row.forWhat,
                share: row.pages / payer.pages,
                color: `color-mix(in oklab, var(--memmap) ${[100, 64, 82, 46][i % 4]}%, var(--surface))`,
                title: `${row.forWhat}: ${formatBytes(row.pages * pageBytes)}`,
              }))}
            />
          </div>
          <ul className={styles['owners']}>
            {payer.rows.map((row) => {
              const dimm = dimmIn(row.forWhat);
              return (
                <li
                  key={row.forWhat}
                  onPointerEnter={() => dimm !== undefined && atlas().setHover({ kind: 'dimm', id: dimm })}
                  onPointerLeave={() => atlas().setHover({ kind: 'none' })}
                >
                  <span className={styles['ownerName']}>
                    for{' '}
                    {dimm === undefined ? (
                      row.forWhat
                    ) : (
                      <button
                        type="button"
                        className={styles['link']}
                        onClick={() => atlas().select({ kind: 'dimm', id: dimm })}
                      >
                        {row.forWhat}
                      </button>
                    )}
                  </span>
                  <span className={styles['num']}>
                    {formatCount(row.pages)} pages for {formatBytes(row.describesBytes)}
                  </span>
                </li>
              );
            })}
          </ul>
          {payer.present > 0 && (
            <div className={styles['shareBar']} aria-hidden="true">
              <span
                style={{
                  width: `${Math.min(100, (payer.pages / payer.present) * 100)}%`,
                  backgroundColor: 'var(--memmap)',
                }}
              />
              <span
                style={{
                  flex: 1,
                  backgroundColor: `color-mix(in oklab, ${zoneColor(payer.ref.zone)} 40%, var(--cell-empty))`,
                }}
              />
            </div>
          )}
        </Part>
      ))}
    </div>
  );
}
