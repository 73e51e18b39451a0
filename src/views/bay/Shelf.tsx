import { type ComponentProps, memo, type ReactElement, useEffect, useId, useMemo, useRef, useState } from 'react';
import * as words from '#words/bay.ts';
import { GiB } from '../../engine/units.ts';
import type { BackendView, MachineInfo } from '../../link/messages.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { hasDevices } from '../../store/devices.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { keepShelf, keptShelf } from '../../store/keep.ts';
import { cx } from '../../ui/cx.ts';
import { Select } from '../../ui/fields.tsx';
import { formatBytes, formatBytesShort } from '../../ui/format.ts';
import { ChevronIcon, CloseIcon, PlusIcon } from '../../ui/icons.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { lazyParts, useEver } from '../../ui/lazyPart.tsx';
import styles from './Bay.module.css';
import { useCarry } from './carry.ts';
import type { CustomPart as CustomPartDialog } from './CustomPart.tsx';
import { useLift, useTarget } from './dnd.ts';
import {
  linesToDiscard,
  type Model,
  MODEL_NAMES,
  modelOfBackend,
  MODELS,
  type OnArrival,
  type Part,
  shelfSizes,
} from './moves.ts';
import { useTargetEntries } from './targets.ts';

const { part, early } = lazyParts(() => import('./CustomPart.tsx'));
const CustomPart = part<ComponentProps<typeof CustomPartDialog>>((all) => all.CustomPart);

/** A part that can be had. */
interface NewPart {
  readonly model: Model;
  readonly size: number;
}

/** Spare parts: DIMMs that can be had, and those that were taken out. */
export function Shelf({ info }: { readonly info: MachineInfo }): ReactElement {
  const ref = useRef<HTMLElement>(null);
  const backends = useAtlas((s) => s.cells.backends) ?? [];
  const spare = backends.filter(({ inUseBy }) => inUseBy === undefined);
  const { props, isOver, isPossible } = useTarget(ref, { kind: 'shelf' });
  const first = useFirstFold(info);
  const [made, setMade] = useState<readonly NewPart[]>([]);
  const [asking, setAsking] = useState(false);
  const asked = useEver(asking);
  const [chosen, setFold] = useState(keptShelf);
  const fold = chosen ?? first;
  const id = useId();
  useEffect(early, []);
  const parts = [
    ...shelfSizes(info.blockBytes, info.hotBytes).map((size): NewPart => ({ model: 'pc-dimm', size })),
    ...MODEL_NAMES.slice(1).map((model): NewPart => ({ model, size: GiB })),
    ...made,
  ]
    // a board without slots has room for devices that need none
    .filter(({ model }) => info.slots > 0 || !MODELS[model].slotted)
    .filter((p, i, all) => all.findIndex((q) => q.model === p.model && q.size === p.size) === i)
    .sort((a, b) => MODEL_NAMES.indexOf(a.model) - MODEL_NAMES.indexOf(b.model) || a.size - b.size);
  return (
    <section
      {...props}
      ref={ref}
      tabIndex={-1}
      aria-label={words.shelf}
      className={cx(styles['shelf'], isPossible && styles['possible'], isOver && styles['over'])}
    >
      <header className={styles['shelfHead']}>
        <h3>
          <Button
            look="quiet"
            size="small"
            aria-expanded={fold === 'open'}
            aria-controls={id}
            className={styles['fold']}
            onPress={() => {
              const next = fold === 'open' ? 'folded' : 'open';
              setFold(next);
              keepShelf(next);
            }}
          >
            {words.shelf}
            <ChevronIcon />
          </Button>
        </h3>
        <Arrival />
        <IconButton label={words.partOfAnotherSize} size="small" onPress={() => setAsking(true)}>
          <PlusIcon />
        </IconButton>
      </header>
      <div id={id} className={styles['stock']} hidden={fold === 'folded'}>
        {spare.length > 0 && (
          <ul className={styles['spares']} aria-label={words.takenOut}>
            {spare.map((backend) => (
              <li key={backend.id}>
                <Spare backend={backend} />
              </li>
            ))}
          </ul>
        )}
        <ul className={styles['parts']} aria-label={words.spareParts}>
          {parts.map(({ model, size }) => (
            <li key={model + String(size)}>
              <Offered model={model} size={size} />
            </li>
          ))}
        </ul>
      </div>
      {asked && (
        <CustomPart
          isOpen={asking}
          onClose={() => setAsking(false)}
          onMake={(size, model) => setMade([...made, { model, size }])}
          info={info}
        />
      )}
    </section>
  );
}

/** CSS pixels of a screen's height below which the shelf leaves devices too little room. */
const LOW = 800;

/** How the shelf of a machine begins: folded away where it would hide the machine's devices. It does not follow them. */
function useFirstFold(info: MachineInfo): 'open' | 'folded' {
  const atlas = useAtlasStore().getState;
  return useMemo(
    () => (innerHeight < LOW && hasDevices(atlas().cells.devices) ? 'folded' : 'open'),
    // oxlint-disable-next-line react/exhaustive-deps -- once for each machine
    [info, atlas],
  );
}

function Arrival(): ReactElement {
  const policy = useAtlas((s) => s.cells.params?.['auto_online_blocks']) ?? 'offline';
  const { onArrival, setOnArrival } = useCarry();
  return (
    <Select<OnArrival>
      label={words.whatHappensToBlocks}
      value={onArrival}
      onChange={setOnArrival}
      choices={[
        { id: 'policy', label: words.onArrival(policy), description: words.machinesOwnAutoOnline },
        { id: 'online', label: words.onArrivalOnline, description: words.thenWriteOnline },
        {
          id: 'online_kernel',
          label: words.onArrivalOnlineKernel,
          description: words.thenWriteOnlineKernel,
        },
        {
          id: 'online_movable',
          label: words.onArrivalOnlineMovable,
          description: words.thenWriteOnlineMovable,
        },
      ]}
    />
  );
}

interface PortableProps {
  readonly part: Part;
  readonly name: string;
  readonly text: string;
  readonly className?: string | undefined;
}

/** A part that can be picked up. */
function Liftable(props: PortableProps & { readonly onSelect: () => void }): ReactElement {
  const ref = useRef<HTMLDivElement>(null);
  const lift = useLift(ref, props.part, props.onSelect);
  return (
    <div
      {...lift.props}
      ref={ref}
      role="button"
      tabIndex={0}
      aria-label={`${props.name}, ${formatBytes(props.part.size)}`}
      className={cx(styles['part'], props.className, lift.isLifted && styles['lifted'])}
    >
      {props.text}
    </div>
  );
}

/** A part with a menu behind a press: what a drag can do, a press can too. */
function Portable(props: PortableProps): ReactElement {
  const [open, setOpen] = useState(false);
  const { hover } = useCarry();
  const targets = useTargetEntries(props.part);
  return (
    <div className={styles['portable']}>
      <Liftable {...props} onSelect={() => setOpen(true)} />
      <Menu
        label={words.moveItTo(props.name)}
        groups={() => [{ id: 'to', title: words.moveTo, entries: targets() }]}
        isOpen={open}
        onOpenChange={(next) => {
          setOpen(next);
          if (!next) hover(undefined, {});
        }}
      >
        <Button aria-label={words.moveItTo(props.name)} className={styles['partMenu']} excludeFromTabOrder>
          {''}
        </Button>
      </Menu>
    </div>
  );
}

/** A new part; it stays as it is whatever the shelf does. */
const Offered = memo(({ model, size }: NewPart): ReactElement => {
  const offered = useMemo((): Part => ({ kind: 'new', size, ...(model !== 'pc-dimm' && { model }) }), [model, size]);
  const { name } = MODELS[model];
  return (
    <Portable
      part={offered}
      name={words.newPart(name)}
      text={model === 'pc-dimm' ? formatBytesShort(size) : `${name} ${formatBytesShort(size)}`}
      className={model === 'pc-dimm' ? undefined : styles['device']}
    />
  );
});

function Spare({ backend }: { readonly backend: BackendView }): ReactElement {
  const { send } = useCarry();
  const model = modelOfBackend(backend.id);
  return (
    <>
      <Portable
        part={{ kind: 'backend', memdev: backend.id, size: backend.size, ...(model !== 'pc-dimm' && { model }) }}
        name={backend.id}
        text={`${backend.id} · ${formatBytesShort(backend.size)}`}
        className={styles['spare']}
      />
      <IconButton
        label={words.putItAway(backend.id)}
        hint={`object_del ${backend.id}`}
        size="small"
        onPress={() => void send(words.putAway(backend.id), linesToDiscard(backend.id))}
      >
        <CloseIcon />
      </IconButton>
    </>
  );
}
