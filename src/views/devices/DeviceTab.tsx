import { type ReactElement, useState } from 'react';
import * as words from '#words/devices.ts';
import type { DevicesView } from '../../engine/devices/view.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { type DeviceRef, deviceSpans, NO_DEVICES, spansOfDevice } from '../../store/devices.ts';
import { formatAddressRange, formatBytes } from '../../ui/format.ts';
import { refusalOf } from '../bay/moves.ts';
import inspector from '../inspector/inspector.module.css';
import { Empty, Part } from '../inspector/parts.tsx';
import { cx } from '../../ui/cx.ts';
import { rich } from '../../ui/rich.ts';
import { DeviceName } from './CardHead.tsx';
import { chainOf, policiesOf } from './chain.ts';
import { chosenDevice } from './chosenDevice.ts';
import { DevicePartView } from './DevicePartView.tsx';
import styles from './devices.module.css';
import { deviceParts } from './facts.ts';
import { type Send, SendProvider } from './hands.ts';
import { StageList } from './StageList.tsx';

/** One device: its range, its own struct pages, and how far it got on the way to System RAM. */
export function DeviceTab(): ReactElement | undefined {
  const store = useAtlasStore();
  const info = useAtlas((s) => s.info);
  const devices = useAtlas((s) => s.cells.devices) ?? NO_DEVICES;
  const ref = useDevice();
  const [refused, setRefused] = useState<{ readonly of: string; readonly why: string } | undefined>();
  const of = ref === undefined ? '' : `${ref.kind} ${ref.id}`;
  const send: Send = async (title, lines) => {
    const atlas = store.getState;
    try {
      const replies = await atlas().sendAll(lines);
      const ran = atlas().history.filter(({ reply }) => replies.includes(reply));
      const why = ran.map(refusalOf).find((text) => text !== undefined);
      setRefused(why === undefined ? undefined : { of, why });
      atlas().announce(why === undefined ? words.done(title) : words.refused(title, why));
    } catch {
      // the store's notice says what became of the worker
    }
  };
  if (info === undefined) return undefined;
  if (ref === undefined) return <NoDevice devices={devices} />;
  return (
    <SendProvider value={send}>
      <div className={inspector['tab']}>
        <Head devices={devices} device={ref} />
        {refused?.of === of && <p className={styles['refusal']}>{refused.why}</p>}
        <Stages devices={devices} device={ref} info={info} />
        {deviceParts(devices, ref, info).map((part) => (
          <DevicePartView key={`${part.of} ${part.title}`} part={part} devices={devices} info={info} />
        ))}
      </div>
    </SendProvider>
  );
}

function useDevice(): DeviceRef | undefined {
  const selection = useAtlas((s) => s.selection);
  const info = useAtlas((s) => s.info);
  const cells = useAtlas((s) => s.cells);
  const mirror = useAtlas((s) => s.mirror);
  return chosenDevice(selection, { info, cells, mirror });
}

function NoDevice({ devices }: { readonly devices: DevicesView }): ReactElement {
  const all = deviceSpans(devices).filter(
    (s, i, list) => list.findIndex((x) => x.kind === s.kind && x.id === s.id) === i,
  );
  if (all.length === 0)
    return (
      <Empty title={words.thisMachineHasNothing}>
        {rich(
          words.takeNvdimmFromShelf(
            <code>-device virtio-mem-pci</code>,
            <code>nvdimm</code>,
            <code>virtio-pmem-pci</code>,
          ),
        )}
      </Empty>
    );
  return (
    <div className={inspector['tab']}>
      <p className={inspector['note']}>{words.chooseDeviceHere}</p>
      <ul className={cx(styles['rows'], styles['ways'])}>
        {all.map((s) => (
          <li key={s.kind + s.id} className={styles['rowMain']}>
            <DeviceName device={{ kind: s.kind, id: s.id }} />
            <span className={styles['size']}>
              {words.deviceKinds[s.kind]} · {formatBytes(s.end - s.start)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Head({ devices, device }: { readonly devices: DevicesView; readonly device: DeviceRef }): ReactElement {
  const spans = spansOfDevice(devices, device);
  return (
    <header>
      <h2 className={inspector['title']}>{device.id}</h2>
      {spans.map((s) => (
        <p key={s.start} className={inspector['range']}>
          <span>{formatAddressRange(s.start, s.end)}</span>
          <span>{formatBytes(s.end - s.start)}</span>
        </p>
      ))}
    </header>
  );
}

function Stages(props: {
  readonly devices: DevicesView;
  readonly device: DeviceRef;
  readonly info: MachineInfo;
}): ReactElement | undefined {
  const cells = useAtlas((s) => s.cells);
  const stages = chainOf(props.devices, props.device, policiesOf(props.info, cells));
  return stages.length === 0 ? undefined : (
    <Part title={words.bootToBash} aside={words.howFarItGot}>
      <StageList stages={stages} />
    </Part>
  );
}
