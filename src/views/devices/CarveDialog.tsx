import { type FormEvent, type ReactElement, useState } from 'react';
import * as words from '#words/devices.ts';
import type { DevicesView, NamespaceView, RegionView } from '../../engine/devices/view.ts';
import { GiB, KiB, MiB } from '../../engine/units.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogFoot } from '../../ui/Dialog.tsx';
import { Segmented, TextField } from '../../ui/fields.tsx';
import { formatBytes, formatQemuSize, parseSize } from '../../ui/format.ts';
import { namespaceParts, regionParts } from './bar.ts';
import styles from './devices.module.css';
import { typed, useDeviceHands, useTrial } from './hands.ts';
import { linesToCarve, linesToResize, type NamespacePlan } from './lines.ts';
import { RangeBar } from './RangeBar.tsx';
import { SizeSlider } from './SizeSlider.tsx';
import { LAYOUT_WORDS } from './words.ts';

/** ndctl takes multiples of this from a region that is not interleaved. */
const STEP = 16 * MiB;

type Align = '4K' | '2M' | '1G';
const ALIGN_BYTES: Readonly<Record<Align, number>> = { '4K': 4 * KiB, '2M': 2 * MiB, '1G': GiB };
const alignOf = (bytes: number | undefined): Align => (bytes === GiB ? '1G' : bytes === 4 * KiB ? '4K' : '2M');

/** Carves a namespace out of a region, or makes one anew in another size. What would come of it is shown while one chooses. */
export function CarveDialog(props: {
  readonly region: RegionView;
  /** The namespace that is made anew; undefined: free space is carved. */
  readonly of: NamespaceView | undefined;
  readonly devices: DevicesView;
  readonly info: MachineInfo;
  readonly onClose: () => void;
}): ReactElement {
  const { region, of, devices, info, onClose } = props;
  const hands = useDeviceHands();
  const room = of === undefined ? region.largestGap : region.end - region.start;
  const [text, setText] = useState(formatQemuSize(of === undefined ? Math.min(room, 512 * MiB) : of.end - of.start));
  const [mode, setMode] = useState<NamespacePlan['mode']>(of?.mode ?? 'devdax');
  const [map, setMap] = useState<'mem' | 'dev'>(of?.map === 'mem' ? 'mem' : 'dev');
  const [align, setAlign] = useState<Align>(alignOf(of?.align));
  const size = parseSize(text);
  const plan = { mode, map, align: ALIGN_BYTES[align] };
  const lines =
    size === undefined || size <= 0
      ? undefined
      : of === undefined
        ? linesToCarve(region.id, size, plan)
        : linesToResize(of.name, region.id, size, plan);
  const ghost = useTrial(lines);
  const after = ghost?.refused === undefined ? ghost?.devices : undefined;
  const afterRegion = after?.regions.find((r) => r.id === region.id);
  const made = after?.namespaces.find(
    (n) => n.region === region.id && !devices.namespaces.some((was) => was.name === n.name && was.uuid === n.uuid),
  );
  const go = (event: FormEvent): void => {
    event.preventDefault();
    if (lines === undefined) return;
    hands.preview(undefined);
    onClose();
    void hands.send(of === undefined ? words.carveTitle(region.id) : words.anotherSizeTitle(of.name), lines);
  };
  return (
    <Dialog
      title={of === undefined ? words.carveNamespaceOut(region.id) : words.inAnotherSize(of.name)}
      isOpen
      onClose={onClose}
    >
      <form onSubmit={go} className={styles['form']}>
        <RangeBar
          tall
          span={afterRegion ?? region}
          parts={regionParts(after ?? devices, afterRegion ?? region, info.blockBytes)}
          ghost={after !== undefined}
          lit={made?.name}
          label={words.regionAsItWould(region.id)}
        />
        <div className={styles['formRow']}>
          <TextField
            label={words.size}
            value={text}
            onChange={setText}
            error={size === undefined ? words.sizeIsNumber : undefined}
            hint={words.areFreeInOne(room)}
          />
          <SizeSlider
            label={words.sizeOnScale}
            min={STEP}
            max={Math.max(STEP, Math.floor(room / STEP) * STEP)}
            step={STEP}
            value={Math.min(Math.max(size ?? STEP, STEP), Math.max(STEP, room))}
            words={formatBytes}
            onStage={(n) => setText(formatQemuSize(n))}
            onCommit={(n) => setText(formatQemuSize(n))}
            onCancel={() => undefined}
          />
        </div>
        <div className={styles['formRow']}>
          <Segmented
            label={words.mode}
            value={mode}
            onChange={setMode}
            choices={[
              { id: 'devdax', label: 'devdax' },
              { id: 'fsdax', label: 'fsdax' },
              { id: 'sector', label: 'sector' },
              { id: 'raw', label: 'raw' },
            ]}
          />
          {mode !== 'raw' && mode !== 'sector' && (
            <>
              <Segmented
                label={words.structPages}
                value={map}
                onChange={setMap}
                choices={[
                  { id: 'dev', label: words.memmapOnDevice },
                  { id: 'mem', label: words.inRam },
                ]}
              />
              <Segmented
                label={words.alignment}
                value={align}
                onChange={setAlign}
                choices={[
                  { id: '4K', label: '4K' },
                  { id: '2M', label: '2M' },
                  { id: '1G', label: '1G' },
                ]}
              />
            </>
          )}
        </div>
        {made !== undefined && (
          <>
            <RangeBar
              tall
              ghost
              span={made}
              parts={namespaceParts(made, undefined, info.blockBytes)}
              label={words.asItWouldBe(made.name)}
            />
            <ul className={styles['legendRow']}>
              {made.layout
                .filter((l) => l.end > l.start)
                .map((l) => (
                  <li key={l.kind + String(l.start)}>
                    <i className={styles[`look-${l.kind}`]} aria-hidden="true" />
                    {LAYOUT_WORDS[l.kind].name} {formatBytes(l.end - l.start)}
                  </li>
                ))}
            </ul>
          </>
        )}
        {ghost?.refused !== undefined && <p className={styles['refusal']}>{ghost.refused.text}</p>}
        <code className={styles['line']}>{(lines ?? []).map(typed).join('\n')}</code>
        <DialogFoot>
          <Button onPress={onClose}>{words.cancel}</Button>
          <Button type="submit" look="primary" isDisabled={lines === undefined}>
            {of === undefined ? words.carve : words.makeItAnew}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
