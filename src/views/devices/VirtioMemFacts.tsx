import type { ReactElement } from 'react';
import type { VirtioMemView } from '../../engine/devices/view.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { useAtlasStore } from '../../store/atlas.ts';
import { formatBytes, formatPlural } from '../../ui/format.ts';
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
      <Part title="Plugged" aside={`${formatBytes(v.plugged)} of ${formatBytes(v.requested)} requested`}>
        <PluggedBitmap device={v} info={info} ghost={false} onPick={(s) => atlas().select(s)} />
        <Facts
          facts={[
            { name: 'state', value: words.text, tone: words.tone },
            { name: 'usable region', value: formatBytes(v.usable) },
            { name: 'device block', value: formatBytes(v.blockSize) },
            { name: 'fake-offline', value: formatBytes(fake) },
            { name: 'memdev', value: v.memdev },
          ]}
        />
      </Part>
      {v.driver !== undefined && (
        <Part title={`Driver ${v.driver.name}`} aside={v.driver.mode === 'sbm' ? 'sub-block mode' : 'big-block mode'}>
          <Facts
            facts={[
              { name: 'adds at once', value: formatBytes(v.driver.unit) },
              { name: 'plugs at once', value: formatBytes(v.driver.piece) },
              { name: 'unplug_online', value: v.driver.unplugOnline ? '1' : '0: takes only offline blocks back' },
              {
                name: 'offline',
                value: `${formatBytes(v.driver.offlineSize)} of at most ${formatBytes(v.driver.offlineThreshold)}`,
              },
              {
                name: 'retry',
                value: v.driver.retryMs === undefined ? 'not armed' : `in ${v.driver.retryMs / 1000} s`,
                tone: v.driver.retryMs === undefined ? undefined : 'caution',
              },
              ...[...states].map(([name, n]) => ({ name, value: formatPlural(n, 'block') })),
            ]}
          />
        </Part>
      )}
    </>
  );
}
