import { type ReactElement, useState } from 'react';
import * as wording from '#words/devices.ts';
import type { VirtioMemView } from '../../engine/devices/view.ts';
import { nodeId } from '../../engine/units.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { useAtlasStore } from '../../store/atlas.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { formatBytes } from '../../ui/format.ts';
import { useCarry } from '../bay/carry.ts';
import type { Part } from '../bay/moves.ts';
import { useTargetEntries } from '../bay/targets.ts';
import { DeviceCard } from './CardHead.tsx';
import styles from './devices.module.css';
import { typed, useDeviceHands, useTrial } from './hands.ts';
import { linesToRequest } from './lines.ts';
import { virtioMemMenu } from './menus.ts';
import { PluggedBitmap } from './PluggedBitmap.tsx';
import { SizeSlider } from './SizeSlider.tsx';
import { virtioMemWords } from './words.ts';

/** A virtio-mem device: how much is requested (a slider that is a console line), how much is plugged, and where. */
export function VirtioMemCard({
  device: v,
  info,
}: {
  readonly device: VirtioMemView;
  readonly info: MachineInfo;
}): ReactElement {
  const atlas = useAtlasStore().getState;
  const hands = useDeviceHands();
  const [staged, setStaged] = useState<number | undefined>();
  const [sending, setSending] = useState(false);
  const size = v.end - v.start;
  const part: Part = {
    kind: 'dimm',
    model: 'virtio-mem',
    id: v.id,
    memdev: v.memdev,
    size,
    node: nodeId(v.node),
    slot: undefined,
  };
  const targets = useTargetEntries(part);
  const { hover } = useCarry();
  const lines = staged === undefined ? undefined : linesToRequest(v.id, staged);
  const ghost = useTrial(sending ? undefined : lines);
  const after = ghost?.devices?.virtioMem.find((x) => x.id === v.id);
  const words = virtioMemWords(after ?? v);
  const request = (value: number): void => {
    if (value === v.requested) {
      setStaged(undefined);
      return;
    }
    setSending(true);
    void hands.send(wording.requested(v.id, value), linesToRequest(v.id, value)).finally(() => {
      setStaged(undefined);
      setSending(false);
    });
  };
  return (
    <DeviceCard
      device={{ kind: 'virtio-mem', id: v.id }}
      node={v.node}
      fact={wording.virtioMemFact(v.plugged, size)}
      part={part}
      menu={() => [...virtioMemMenu(v, hands), { id: 'move', title: wording.moveTo, entries: targets() }]}
      onMenuClose={() => {
        hands.preview(undefined);
        hover(undefined, {});
      }}
    >
      <SizeSlider
        label={wording.requestedSize(v.id)}
        max={size}
        step={v.blockSize}
        value={staged ?? v.requested}
        filled={after?.plugged ?? v.plugged}
        words={(n) => formatBytes(n)}
        onStage={setStaged}
        onCommit={request}
        onCancel={() => setStaged(undefined)}
      />
      <PluggedBitmap device={after ?? v} info={info} ghost={after !== undefined} onPick={(s) => atlas().select(s)} />
      <p className={cx(styles['words'], words.tone === 'caution' && styles['warn'])}>
        {staged !== undefined && !sending && <code className={styles['line']}>{lines?.map(typed).join('; ')}</code>}
        <span>
          {ghost?.refused === undefined
            ? wording.requestedPlugged(staged ?? v.requested, (after ?? v).plugged, words.text)
            : ghost.refused.text}
        </span>
      </p>
      {staged !== undefined && !sending && (
        <span className={styles['buttons']}>
          <Button size="small" look="primary" onPress={() => request(staged)}>
            {wording.requestSize(staged)}
          </Button>
          <Button size="small" look="quiet" onPress={() => setStaged(undefined)}>
            {wording.giveUp}
          </Button>
        </span>
      )}
      {v.driver !== undefined && (
        <p className={styles['small']}>
          {wording.modeAndNode(v.driver.mode, v.driver.unit / v.driver.piece, v.driver.piece, v.driver.unit, v.node)}
        </p>
      )}
    </DeviceCard>
  );
}
