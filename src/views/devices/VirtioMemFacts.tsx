import type { ReactElement } from 'react';
import * as wording from '#words/devices.ts';
import type { VirtioMemView } from '../../engine/devices/view.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { useAtlasStore } from '../../store/atlas.ts';
import { formatBytes } from '../../ui/format.ts';
import { Facts, Part } from '../inspector/parts.tsx';
import { PluggedBitmap } from './PluggedBitmap.tsx';
import { virtioMemWords } from './words.ts';

/** A virtio-mem device in figures: what is requested and plugged, how its driver works, and its units by state. */
export function VirtioMemFacts({
  device: v,
  info,
}: {
  readonly device: VirtioMemView;
  readonly info: MachineInfo;
}): ReactElement {
  const atlas = useAtlasStore().getState;
  const words = virtioMemWords(v);
  const states = new Map<string, number>();
  for (const u of v.units) states.set(u.state, (states.get(u.state) ?? 0) + 1);
  const sum = (state: 'fake-offline'): number =>
    v.bitmap.reduce((n, r) => n + (r.state === state ? r.end - r.start : 0), 0);
  const fake = sum('fake-offline');
  return (
    <>
      <Part title={wording.plugged} aside={wording.ofRequested(v.plugged, v.requested)}>
        <PluggedBitmap device={v} info={info} ghost={false} onPick={(s) => atlas().select(s)} />
        <Facts
          facts={[
            { name: wording.state, value: words.text, tone: words.tone },
            { name: wording.usableRegion, value: formatBytes(v.usable) },
            { name: wording.deviceBlock, value: formatBytes(v.blockSize) },
            { name: wording.fakeOffline, value: formatBytes(fake) },
            { name: wording.memdev, value: v.memdev },
          ]}
        />
      </Part>
      {v.driver !== undefined && (
        <Part
          title={wording.driver(v.driver.name)}
          aside={v.driver.mode === 'sbm' ? wording.subBlockMode : wording.bigBlockMode}
        >
          <Facts
            facts={[
              { name: wording.addsAtOnce, value: formatBytes(v.driver.unit) },
              { name: wording.plugsAtOnce, value: formatBytes(v.driver.piece) },
              { name: 'unplug_online', value: v.driver.unplugOnline ? '1' : wording.takesOnlyOffline },
              {
                name: wording.statesOffline,
                value: wording.ofAtMost(v.driver.offlineSize, v.driver.offlineThreshold),
              },
              {
                name: wording.retry,
                value: v.driver.retryMs === undefined ? wording.notArmed : wording.inS(v.driver.retryMs / 1000),
                tone: v.driver.retryMs === undefined ? undefined : 'caution',
              },
              ...[...states].map(([name, n]) => ({ name, value: wording.blocks(n) })),
            ]}
          />
        </Part>
      )}
    </>
  );
}
