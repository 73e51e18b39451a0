import type { ReactElement } from 'react';
import * as wording from '#words/inspector-tabs.ts';
import { useAtlas } from '../../store/atlas.ts';
import type { NodeState, Zone } from '../../engine/zones/types.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { cx } from '../../ui/cx.ts';
import { formatBytes, formatCount } from '../../ui/format.ts';
import styles from './inspector.module.css';
import { partsOf, pressure } from './marks.ts';
import { Explain } from '../explain/Explain.tsx';
import { rich } from '../../ui/rich.ts';
import { Part } from './parts.tsx';
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
  const parts = partsOf(zone, nodes, info.sizes.pageBytes, Number.isNaN(known) ? undefined : known);
  return (
    <Part title={wording.watermarks} aside={node.watermarksKnown ? undefined : wording.notComputedYet}>
      <div
        className={styles['gauge']}
        role="img"
        aria-label={wording.freePagesAgainstMin(free, zone.min, zone.low, zone.high, zone.promo)}
      >
        <span
          className={cx(styles['gaugeFill'], styles[`gauge-${level}`])}
          style={{ width: `${Math.min(100, (free / scale) * 100)}%` }}
        />
        {MARKS.map((mark) => (
          <span key={mark} className={styles['mark']} style={{ left: `${(zone[mark] / scale) * 100}%` }} />
        ))}
        {beyond && <span className={styles['beyond']}>{wording.free(free)}</span>}
      </div>
      <ol className={styles['marks']}>
        {MARKS.map((mark) => (
          <li key={mark} title={formatBytes(zone[mark] * info.sizes.pageBytes)}>
            <span>{mark}</span>
            <span className={styles['num']}>
              <Mark mark={mark} zone={zone} nid={node.id} parts={parts} />
            </span>
          </li>
        ))}
      </ol>
      <p className={cx(styles['note'], level === 'min' && styles['trouble'])}>{wording.watermarksFree(free, words)}</p>
      <p className={styles['note']}>
        {rich(
          wording.allZonesButMovable(
            <Explain
              id="WMK-6"
              room="zones"
              label="min_free_kbytes"
              values={{
                min_free_kbytes: Math.round((parts.pagesMin * info.sizes.pageBytes) / 1024),
                lowmem_kbytes: (parts.kernelManaged * info.sizes.pageBytes) / 1024,
                pageblock_kbytes: (info.sizes.pagesPerPageblock * info.sizes.pageBytes) / 1024,
                zones: parts.kernelZones,
              }}
            />,
            parts.pagesMin,
            parts.minFreeKbytes,
          ),
        )}
      </p>
    </Part>
  );
}

/** One mark, opening to what it is computed from. */
function Mark(props: {
  readonly mark: (typeof MARKS)[number];
  readonly zone: Zone;
  readonly nid: number;
  readonly parts: ReturnType<typeof partsOf>;
}): ReactElement {
  const { mark, zone, nid, parts } = props;
  const text = formatCount(zone[mark]);
  const label = wording.ofNodePages(mark, nid, zone.name, text);
  if (mark !== 'min')
    return (
      <Explain
        id="WMK-4"
        room="zones"
        label={label}
        values={{
          mark: `${mark} ${text}`,
          min: zone.min,
          times: MARKS.indexOf(mark),
          share: parts.share,
          managed: zone.managed,
          scale: 10,
        }}
        lines={[wording.oneStepIsPages(zone.low - zone.min)]}
      >
        {text}
      </Explain>
    );
  return zone.name === 'Movable' ? (
    <Explain id="WMK-3" room="zones" label={label} values={{ min: zone.min, managed: zone.managed }}>
      {text}
    </Explain>
  ) : (
    <Explain
      id="WMK-2"
      room="zones"
      label={label}
      values={{
        min: zone.min,
        pages_min: parts.pagesMin,
        managed: zone.managed,
        managed_of_all: parts.managedOfAll,
      }}
    >
      {text}
    </Explain>
  );
}
