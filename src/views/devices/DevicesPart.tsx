import { type ReactElement, useCallback, useEffect, useRef } from 'react';
import * as words from '#words/devices.ts';
import type { RegionView } from '../../engine/devices/view.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { useAtlas } from '../../store/atlas.ts';
import { deviceSpans, NO_DEVICES } from '../../store/devices.ts';
import { setCarving, usePage } from '../../store/page.ts';
import { useCarry } from '../bay/carry.ts';
import { rich } from '../../ui/rich.ts';
import { AcceleratorCard } from './AcceleratorCard.tsx';
import { CxlCard } from './CxlCard.tsx';
import styles from './devices.module.css';
import { type Send, SendProvider } from './hands.ts';
import { RegionCard } from './RegionCard.tsx';
import { SoftCard } from './SoftCard.tsx';
import { VirtioMemCard } from './VirtioMemCard.tsx';

/** The devices beyond DIMMs of the machine, under its nodes. */
export function DevicesPart({ info }: { readonly info: MachineInfo }): ReactElement {
  const devices = useAtlas((s) => s.cells.devices) ?? NO_DEVICES;
  const { send: carried } = useCarry();
  const send = useCallback<Send>((title, lines) => carried(title, lines), [carried]);
  const { regions, virtioMem, soft, cxl, accelerators, dax } = devices;
  useCarvingHere(regions, info);
  // memory of the hmem driver whose range stands in no soft-reserved card
  const loose = dax.filter((d) => d.origin === 'hmem' && !soft.some((s) => d.start < s.end && s.start < d.end));
  return (
    <SendProvider value={send}>
      <section className={styles['devices']} aria-label={words.devices}>
        <h3 className={styles['head']}>{words.devices}</h3>
        {deviceSpans(devices).length === 0 && accelerators.length === 0 && cxl.memdevs.length === 0 && (
          <None info={info} />
        )}
        {regions.map((r) => (
          <RegionCard key={r.id} region={r} devices={devices} info={info} />
        ))}
        {virtioMem.map((v) => (
          <VirtioMemCard key={v.id} device={v} info={info} />
        ))}
        {soft.map((s) => (
          <SoftCard key={s.start} range={s} devices={devices} info={info} />
        ))}
        {loose.map((d) => (
          <SoftCard key={d.name} range={{ ...d, takenBy: d.name }} devices={devices} info={info} />
        ))}
        {(cxl.windows.length > 0 || cxl.memdevs.length > 0) && <CxlCard devices={devices} info={info} />}
        {accelerators.map((a) => (
          <AcceleratorCard key={a.id} device={a} />
        ))}
      </section>
    </SendProvider>
  );
}

/** Forgets what is being carved when its region is gone: a region of that number on another machine was not meant. */
function useCarvingHere(regions: readonly RegionView[], info: MachineInfo): void {
  const machine = useRef(info);
  const gone = usePage((p) => p.carving !== undefined && !regions.some((r) => r.id === p.carving?.region));
  useEffect(() => {
    if (gone || machine.current !== info) setCarving(undefined);
    machine.current = info;
  }, [gone, info]);
}

/** What a machine without devices could have, and how. */
function None({ info }: { readonly info: MachineInfo }): ReactElement {
  return (
    <p className={styles['none']}>
      {rich(
        words.nothingBeyondDimmsMachine(
          <code>-device virtio-mem-pci</code>,
          <code>nvdimm</code>,
          <code>virtio-pmem-pci</code>,
          info.slots,
        ),
      )}
    </p>
  );
}
