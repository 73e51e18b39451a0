import { type ReactElement, useMemo } from 'react';
import { ToggleButton } from 'react-aria-components';
import * as words from '#words/map.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { cx } from '../../ui/cx.ts';
import { formatBytes } from '../../ui/format.ts';
import { offlineBlocks, zoneCounts } from './counts.ts';
import styles from './map.module.css';

/** What the colours and textures mean, how much there is of each, and a switch for each. */
export function Legend(): ReactElement {
  const atlas = useAtlasStore().getState;
  const hidden = useAtlas((s) => s.hidden);
  const nodes = useAtlas((s) => s.cells.nodes);
  const info = useAtlas((s) => s.info);
  const frame = useAtlas((s) => s.frame);
  const zones = useMemo(() => (info === undefined ? [] : zoneCounts(nodes ?? [], info.sizes.pageBytes)), [nodes, info]);
  const offline = useMemo(() => {
    void frame;
    const { mirror, cells } = atlas();
    return info === undefined
      ? 0
      : offlineBlocks(mirror, Math.ceil((cells.highestSection ?? 0) / info.sectionsPerBlock));
  }, [frame, info, atlas]);
  const devices = useAtlas((s) => s.cells.devices);
  const deviceBytes = devices?.pagemaps.reduce((sum, p) => sum + p.end - p.start, 0) ?? 0;
  const unplugged = (devices?.virtioMem.length ?? 0) > 0;
  const entry = (key: string, title: string, count: string, what: string): ReactElement => (
    <ToggleButton
      key={key}
      className={styles['legendItem'] ?? ''}
      isSelected={!hidden.has(key)}
      onChange={() => {
        const store = atlas();
        store.toggleHidden(key);
        store.announce(store.hidden.has(key) ? words.isShown(title) : words.isHidden(title));
      }}
      aria-label={`${title}${count === '' ? '' : `, ${count}`}: ${what}`}
    >
      <span className={cx(styles['swatch'], styles[`swatch-${key}`])} aria-hidden="true" />
      <span>{title}</span>
      {count !== '' && <span className={styles['legendCount']}>{count}</span>}
    </ToggleButton>
  );
  return (
    <div className={styles['legend']} role="group" aria-label={words.legendEachEntryCan}>
      {zones.map((z) => entry(z.key, z.title, z.bytes === 0 ? '' : formatBytes(z.bytes), words.colourOfZoneStronger))}
      {deviceBytes > 0 && entry('Device', 'Device', formatBytes(deviceBytes), words.pagesOfDeviceZone)}
      {entry('memmap', 'memmap', '', words.cellsThatHoldStruct)}
      {entry('offline', words.offlineEntry, offline === 0 ? '' : words.blocks(offline), words.hatched)}
      {unplugged && entry('unplugged', words.unplugged, '', words.piecesOfVirtioMem)}
      {entry('trouble', words.pinned, '', words.pageThatCannotBe)}
    </div>
  );
}
