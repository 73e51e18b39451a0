import type { ReactElement } from 'react';
import { useAtlas } from '../../store/atlas.ts';
import type { NodeState, Zone } from '../../engine/zones/types.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { cx } from '../../ui/cx.ts';
import { formatBytes, formatCount } from '../../ui/format.ts';
import styles from './inspector.module.css';
import { formulas, pressure } from './marks.ts';
import { Explain, Part } from './parts.tsx';
import { useAsk } from './useAsk.ts';
import { useMomentKey } from './useMomentKey.ts';

const MARKS = ['min', 'low', 'high', 'promo'] as const;

/** The four marks as a gauge with the free pages against them. */
export function Watermarks(props: {
  readonly info: MachineInfo;
  readonly node: NodeState;
  readonly zone: Zone;
  readonly nodes: readonly NodeState[];
  readonly free: number;
}): ReactElement {
  const { info, node, zone, nodes, free } = props;
  const params = useAtlas((s) => s.cells.params);
  const read = useAsk('read', { path: '/proc/sys/vm/min_free_kbytes' }, useMomentKey(), false);
  const text = read !== undefined && 'text' in read ? read.text : params?.['vm.min_free_kbytes'];
  const known = text === undefined ? Number.NaN : Number.parseInt(text, 10);
  // the marks fill two thirds; free memory is mostly far beyond them
  const scale = Math.max(1, zone.promo * 1.5);
  const beyond = free > scale;
  const { level, words } = pressure(zone, free);
  return (
    <Part title="Watermarks" aside={node.watermarksKnown ? undefined : 'not computed yet'}>
      <div
        className={styles['gauge']}
        role="img"
        aria-label={`Free ${formatCount(free)} pages against min ${zone.min}, low ${zone.low}, high ${zone.high}, promo ${zone.promo}`}
      >
        <span
          className={cx(styles['gaugeFill'], styles[`gauge-${level}`])}
          style={{ width: `${Math.min(100, (free / scale) * 100)}%` }}
        />
        {MARKS.map((mark) => (
          <span key={mark} className={styles['mark']} style={{ left: `${(zone[mark] / scale) * 100}%` }} />
        ))}
        {beyond && <span className={styles['beyond']}>{formatCount(free)} free ›</span>}
      </div>
      <ol className={styles['marks']}>
        {MARKS.map((mark) => (
          <li key={mark} title={formatBytes(zone[mark] * info.sizes.pageBytes)}>
            <span>{mark}</span>
            <span className={styles['num']}>{formatCount(zone[mark])}</span>
          </li>
        ))}
      </ol>
      <p className={cx(styles['note'], level === 'min' && styles['trouble'])}>
        {formatCount(free)} free, {words}.
      </p>
      <Explain
        lines={formulas(zone, nodes, info.sizes.pageBytes, Number.isNaN(known) ? undefined : known)}
        source="mm/page_alloc.c: init_per_zone_wmark_min, __setup_per_zone_wmarks"
      />
    </Part>
  );
}
