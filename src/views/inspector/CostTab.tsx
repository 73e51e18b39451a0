import type { ReactElement } from 'react';
import * as words from '#words/inspector-tabs.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { cx } from '../../ui/cx.ts';
import { formatBytes } from '../../ui/format.ts';
import { Explain } from '../explain/Explain.tsx';
import { costSentence, payersOf } from './cost.ts';
import cost from './cost.module.css';
import { kernelPages } from './costStory.ts';
import styles from './inspector.module.css';
import { KernelBar } from './KernelBar.tsx';
import { NextDimm, useNextDimm } from './NextDimm.tsx';
import { Empty, Part, Stack } from './parts.tsx';
import { useAsk } from './useAsk.ts';
import { useMomentKey } from './useMomentKey.ts';
import { percent, zoneColor } from './words.ts';

/** Who pays for whose struct pages, how much kernel memory is left for more, and what the next DIMM would cost. */
export function CostTab(): ReactElement {
  const atlas = useAtlasStore().getState;
  const info = useAtlas((s) => s.info);
  const nodes = useAtlas((s) => s.cells.nodes);
  const free = useAtlas((s) => s.cells.free);
  const dimms = useAtlas((s) => s.cells.dimms);
  const moment = useMomentKey();
  const rows = useAsk('memmapCost', {}, moment, false);
  const [asked, ask] = useNextDimm();
  const nid = nodes?.findLast((n) => n.online)?.id ?? 0;
  const story = useAsk('memmapStory', { ...asked, nid }, `${moment} ${asked.bytes} ${asked.zone} ${nid}`, false);
  if (info === undefined || nodes === undefined || rows === undefined)
    return <Empty title={words.countingStructPages}>{words.oneIsNeeded}</Empty>;
  const payers = payersOf(rows, nodes);
  const { pageBytes } = info.sizes;
  const { structPageBytes } = info.geometry;
  const all = payers.reduce((sum, p) => sum + p.pages, 0);
  const kernel =
    story === undefined
      ? undefined
      : kernelPages(
          nodes,
          rows,
          (id, zone) => free?.find((f) => f.ref.nid === id && f.ref.zone === zone)?.pages ?? 0,
          story.room,
        );
  const most = Math.max(1, ...payers.map((p) => p.pages));
  const dimmIn = (text: string): string | undefined => dimms?.find((d) => text.split(/[\s,:()]+/).includes(d.id))?.id;
  return (
    <div className={styles['tab']}>
      <dl className={cost['tiles']}>
        <div className={cx(cost['tile'], cost['head'])}>
          <dt>{words.couldStillBeAdded}</dt>
          <dd className={cost[story !== undefined && story.room * 8 < story.kernel.managed ? 'trouble' : '']}>
            {story === undefined ? (
              '…'
            ) : (
              <Explain
                id="MOM-6"
                room="pages"
                label={words.addableBytes(story.addableBytes)}
                values={{
                  addable: formatBytes(story.addableBytes),
                  available: story.room,
                  page_bytes: pageBytes,
                  struct_page_bytes: structPageBytes,
                }}
                lines={[words.availableFreePages, words.pageTablesTakeLittle]}
              >
                {formatBytes(story.addableBytes)}
              </Explain>
            )}
          </dd>
        </div>
        <div className={cost['tile']}>
          <dt>{words.structPagesOfAll}</dt>
          <dd>
            <Explain
              id="MOM-4"
              room="sections"
              label={words.structPages(all * pageBytes)}
              values={{
                memmap_pages: all,
                pages: Math.round((all * pageBytes) / structPageBytes),
                struct_page_bytes: structPageBytes,
                page_bytes: pageBytes,
              }}
            >
              {formatBytes(all * pageBytes)}
            </Explain>
          </dd>
        </div>
        <div className={cost['tile']}>
          <dt>{words.kernelMemoryLeft}</dt>
          <dd className={cost[story !== undefined && story.room * 8 < story.kernel.managed ? 'trouble' : '']}>
            {story === undefined ? '…' : formatBytes(story.room * pageBytes)}
          </dd>
        </div>
      </dl>
      {kernel !== undefined && <KernelBar kernel={kernel} pageBytes={pageBytes} />}
      <NextDimm info={info} story={story} asked={asked} onAsk={ask} />
      <p className={styles['lead']}>{costSentence(payers, pageBytes, structPageBytes)}</p>
      {payers.map((payer) => (
        <Part
          key={`${payer.ref.nid} ${payer.ref.zone}`}
          title={words.nodePays(payer.ref.nid, payer.ref.zone)}
          aside={`${formatBytes(payer.pages * pageBytes)}${payer.present === 0 ? '' : words.ofItsPages(percent(payer.pages, payer.present))}`}
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
                    {words.payFor}{' '}
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
                  <span className={styles['num']}>{words.pagesFor(row.pages, row.describesBytes)}</span>
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
