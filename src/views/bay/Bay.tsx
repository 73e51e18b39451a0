import { type ReactElement, useMemo, useRef } from 'react';
import * as words from '#words/bay.ts';
import type { DimmView, MachineInfo } from '../../link/messages.ts';
import { useAtlas } from '../../store/atlas.ts';
import { NO_DEVICES } from '../../store/devices.ts';
import { PanelHead } from '../../ui/PanelHead.tsx';
import { LazyDevices } from '../devices/Lazy.tsx';
import styles from './Bay.module.css';
import { useMediaQuery } from '../app/useMediaQuery.ts';
import { Hands } from './carry.ts';
import { bootOf } from './chips.ts';
import { freeSlots } from './moves.ts';
import { NodeCard } from './NodeCard.tsx';
import { Outcome, RefusalNote } from './Outcome.tsx';
import { Shelf } from './Shelf.tsx';
import { blockVersion } from './Stick.tsx';
import { useKeptFocus } from './useKeptFocus.ts';

const NONE: readonly DimmView[] = [];

/** Nodes, DIMMs and the shelf: the machine as hands know it. */
export function Bay(): ReactElement | undefined {
  const info = useAtlas((s) => s.info);
  const root = useRef<HTMLDivElement>(null);
  const finger = useMediaQuery('(pointer: coarse)');
  useKeptFocus(root, [useAtlas((s) => s.cells.dimms), useAtlas((s) => s.cells.devices)]);
  if (info === undefined) return undefined;
  return (
    <Hands root={root}>
      <div ref={root} className={styles['bay']}>
        <PanelHead
          title={words.bay}
          hint={info.slots === 0 ? undefined : finger ? words.tapDimmThenSlot : words.dragDimmOrPress}
        />
        <div className={styles['nodes']}>
          <Nodes info={info} />
          {info.slots === 0 && <p className={styles['noSlots']}>{words.thisBoardHas(info.hotBytes)}</p>}
          <LazyDevices info={info} />
        </div>
        <RefusalNote info={info} />
        {(info.slots > 0 || info.hotBytes > 0) && <Shelf info={info} />}
        <Outcome info={info} />
      </div>
    </Hands>
  );
}

function Nodes({ info }: { readonly info: MachineInfo }): ReactElement {
  const nodes = useAtlas((s) => s.cells.nodes);
  const dimms = useAtlas((s) => s.cells.dimms) ?? NONE;
  const devices = useAtlas((s) => s.cells.devices) ?? NO_DEVICES;
  const highest = useAtlas((s) => s.cells.highestSection) ?? 0;
  const mirror = useAtlas((s) => s.mirror);
  const version = useAtlas((s) => blockVersion(s.mirror));
  const boot = useMemo(
    () => bootOf(info, mirror, { dimms, devices, highestSection: highest }),
    // oxlint-disable-next-line react/exhaustive-deps -- the mirror changes in place; its version says so
    [mirror, version, highest, dimms, devices, info],
  );
  const free = useMemo(() => freeSlots(info.slots, [...dimms, ...devices.nvdimms]), [info.slots, dimms, devices]);
  return (
    <>
      {nodes?.map((node) => (
        <NodeCard
          key={node.id}
          node={node}
          info={info}
          free={free}
          dimms={dimms.filter((dimm) => dimm.node === node.id).sort((a, b) => a.slot - b.slot)}
          nvdimms={devices.nvdimms.filter((n) => n.node === node.id)}
          boot={boot.get(node.id) ?? []}
        />
      ))}
    </>
  );
}
