import { type ReactElement, useRef } from 'react';
import * as words from '#words/devices.ts';
import type { NvdimmView } from '../../engine/devices/view.ts';
import { nodeId } from '../../engine/units.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { type DeviceRef, NO_DEVICES } from '../../store/devices.ts';
import { cx } from '../../ui/cx.ts';
import { formatBytesShort } from '../../ui/format.ts';
import bay from '../bay/Bay.module.css';
import { useCarry } from '../bay/carry.ts';
import { useLift } from '../bay/dnd.ts';
import type { Part } from '../bay/moves.ts';
import { SlotNumber } from '../bay/Stick.tsx';
import { useTargetEntries } from '../bay/targets.ts';
import { regionParts } from './bar.ts';
import { MoreMenu, useIsDevice } from './CardHead.tsx';
import { RangeBar } from './RangeBar.tsx';
import styles from './devices.module.css';

/** An NVDIMM in its slot: a stick whose face is its region. */
export function NvdimmStick({
  nvdimm,
  info,
}: {
  readonly nvdimm: NvdimmView;
  readonly info: MachineInfo;
}): ReactElement {
  const atlas = useAtlasStore().getState;
  const ref = useRef<HTMLDivElement>(null);
  const { refusal, put, hover } = useCarry();
  const devices = useAtlas((s) => s.cells.devices) ?? NO_DEVICES;
  const device: DeviceRef = { kind: 'nvdimm', id: nvdimm.id };
  const { selected, hovered } = useIsDevice(device);
  const part: Part = {
    kind: 'dimm',
    model: 'nvdimm',
    id: nvdimm.id,
    memdev: nvdimm.memdev,
    size: nvdimm.size,
    node: nodeId(nvdimm.node),
    slot: nvdimm.slot,
  };
  const targets = useTargetEntries(part);
  const { props, isLifted } = useLift(ref, part, () => {
    atlas().select({ kind: 'device', ref: device });
    atlas().setTab('device');
  });
  const region = devices.regions.find((r) => r.id === nvdimm.region);
  const spaces = devices.namespaces.filter((n) => n.region === nvdimm.region).length;
  return (
    <div className={bay['slotRow']}>
      <SlotNumber slot={nvdimm.slot} />
      <div
        {...props}
        ref={ref}
        role="button"
        tabIndex={0}
        data-dimm={nvdimm.id}
        aria-pressed={selected}
        aria-label={words.nvdimmNodeSlot(nvdimm.id, nvdimm.size, nvdimm.node, nvdimm.slot)}
        className={cx(
          bay['stick'],
          styles['nvdimm'],
          selected && bay['stickSelected'],
          hovered && bay['stickHovered'],
          isLifted && bay['lifted'],
          refusal?.dimm === nvdimm.id && bay['refused'],
        )}
        onMouseEnter={() => atlas().setHover({ kind: 'device', ref: device })}
        onMouseLeave={() => atlas().setHover({ kind: 'none' })}
      >
        <span aria-hidden="true">
          <RangeBar
            span={region ?? { start: nvdimm.addr, end: nvdimm.addr + nvdimm.size }}
            parts={region === undefined ? [] : regionParts(devices, region, info.blockBytes)}
            label={nvdimm.id}
          />
        </span>
        <span className={bay['print']}>
          <b>{formatBytesShort(nvdimm.size)}</b>
          <span>{nvdimm.id}</span>
          <em>{region === undefined ? words.noRegion : spaces === 0 ? words.empty : words.regionName(region.id)}</em>
        </span>
      </div>
      <MoreMenu
        label={nvdimm.id}
        groups={() => [
          { id: 'move', title: words.moveTo, entries: targets().filter((t) => t.id !== 'shelf') },
          {
            id: 'eject',
            entries: [
              {
                id: 'eject',
                label: words.ejectToShelf,
                description: `device_del ${nvdimm.id}`,
                danger: true,
                onPreview: () => hover({ kind: 'shelf' }, { part }),
                onAction: () => void put(part, { kind: 'shelf' }),
              },
            ],
          },
        ]}
        onClose={() => hover(undefined, {})}
      />
    </div>
  );
}
