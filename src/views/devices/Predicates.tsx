import type { ReactElement } from 'react';
import * as words from '#words/devices.ts';
import type { PfnDetail } from '../../link/messages.ts';
import { useAtlas } from '../../store/atlas.ts';
import { rangesOf } from '../../store/selection.ts';
import type { Selection } from '../../store/types.ts';
import { cx } from '../../ui/cx.ts';
import { formatAddress } from '../../ui/format.ts';
import { Part } from '../inspector/parts.tsx';
import { useAsk } from '../inspector/useAsk.ts';
import styles from './devices.module.css';

/** Sections and blocks stand for their first page. */
const PLACES: ReadonlySet<Selection['kind']> = new Set(['pfn', 'range', 'section', 'block', 'device']);

function usePlace(of: 'selection' | 'hover'): PfnDetail | undefined {
  const selection = useAtlas((s) => s[of]);
  const info = useAtlas((s) => s.info);
  const cells = useAtlas((s) => s.cells);
  const mirror = useAtlas((s) => s.mirror);
  const at = PLACES.has(selection.kind) ? rangesOf(selection, { info, cells, mirror })[0]?.start : undefined;
  const detail = useAsk('pfn', at === undefined ? undefined : { pfn: at }, `${at}`);
  return detail?.pfn === at ? detail : undefined;
}

/** What the kernel's predicates say of the selected page frame, and of the one pointed at, side by side. */
export function Predicates(): ReactElement | undefined {
  const info = useAtlas((s) => s.info);
  const selected = usePlace('selection');
  const pointed = usePlace('hover');
  if (info === undefined || selected === undefined || selected.predicates.length === 0) return undefined;
  const other = pointed !== undefined && pointed.pfn !== selected.pfn ? pointed : undefined;
  const same = (name: string): boolean | undefined => other?.predicates.find((p) => p.name === name)?.value;
  return (
    <Part title={words.whatKernelSays} aside={formatAddress(selected.pfn * info.sizes.pageBytes)}>
      <table className={styles['predicates']}>
        <thead>
          <tr>
            <th scope="col">{words.predicate}</th>
            <th scope="col">{words.pfn(selected.pfn)}</th>
            {other !== undefined && <th scope="col">{words.pointedAt(other.pfn)}</th>}
          </tr>
        </thead>
        <tbody>
          {selected.predicates.map((p) => (
            <tr
              key={p.name}
              className={cx(p.name.startsWith('pfn_to') || p.name === 'pfn_valid' ? styles['answer'] : undefined)}
            >
              <th scope="row">
                {p.name}
                <small>
                  {p.why} <span className={styles['rule']}>{p.rule}</span>
                </small>
              </th>
              <td className={p.value ? styles['yes'] : styles['no']}>{p.value ? words.yes : words.no}</td>
              {other !== undefined && (
                <td className={same(p.name) === true ? styles['yes'] : styles['no']}>
                  {same(p.name) === true ? words.yes : words.no}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
}
