import { type ReactElement, useRef, useState } from 'react';
import type { BackendView, MachineInfo } from '../../link/messages.ts';
import { useAtlas } from '../../store/atlas.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { Select } from '../../ui/fields.tsx';
import { formatBytes, formatBytesShort } from '../../ui/format.ts';
import { CloseIcon, PlusIcon } from '../../ui/icons.tsx';
import { Menu } from '../../ui/Menu.tsx';
import styles from './Bay.module.css';
import { useCarry } from './carry.ts';
import { CustomPart } from './CustomPart.tsx';
import { useLift, useTarget } from './dnd.ts';
import { linesToDiscard, type OnArrival, type Part, shelfSizes } from './moves.ts';
import { useTargetEntries } from './targets.ts';

/** Spare parts: DIMMs that can be had, and those that were taken out. */
export function Shelf({ info }: { readonly info: MachineInfo }): ReactElement {
  const ref = useRef<HTMLElement>(null);
  const backends = useAtlas((s) => s.cells.backends) ?? [];
  const spare = backends.filter(({ inUseBy }) => inUseBy === undefined);
  const { props, isOver, isPossible } = useTarget(ref, { kind: 'shelf' });
  const [own, setOwn] = useState<readonly number[]>([]);
  const [asking, setAsking] = useState(false);
  const sizes = [...new Set([...shelfSizes(info.blockBytes, info.hotBytes), ...own])].sort((a, b) => a - b);
  return (
    <section
      {...props}
      ref={ref}
      tabIndex={-1}
      aria-label="Shelf"
      className={cx(styles['shelf'], isPossible && styles['possible'], isOver && styles['over'])}
    >
      <header className={styles['shelfHead']}>
        <h3>Shelf</h3>
        <Arrival />
        <IconButton label="DIMM of another size…" size="small" onPress={() => setAsking(true)}>
          <PlusIcon />
        </IconButton>
      </header>
      {spare.length > 0 && (
        <ul className={styles['spares']} aria-label="Taken out">
          {spare.map((backend) => (
            <li key={backend.id}>
              <Spare backend={backend} />
            </li>
          ))}
        </ul>
      )}
      <ul className={styles['parts']} aria-label="Spare parts">
        {sizes.map((size) => (
          <li key={size}>
            <NewPart size={size} />
          </li>
        ))}
      </ul>
      <CustomPart
        isOpen={asking}
        onClose={() => setAsking(false)}
        onMake={(size) => setOwn([...own, size])}
        info={info}
      />
    </section>
  );
}

function Arrival(): ReactElement {
  const policy = useAtlas((s) => s.cells.params?.['auto_online_blocks']) ?? 'offline';
  const { onArrival, setOnArrival } = useCarry();
  return (
    <Select<OnArrival>
      label="What happens to the blocks of a DIMM that arrives"
      value={onArrival}
      onChange={setOnArrival}
      choices={[
        { id: 'policy', label: `on arrival: ${policy}`, description: "The machine's own auto_online_blocks decides." },
        { id: 'online', label: 'on arrival: online', description: 'Then write online to each new block.' },
        {
          id: 'online_kernel',
          label: 'on arrival: online_kernel',
          description: 'Then write online_kernel: to Normal.',
        },
        {
          id: 'online_movable',
          label: 'on arrival: online_movable',
          description: 'Then write online_movable: to Movable.',
        },
      ]}
    />
  );
}

/** A part with a menu behind a press: what a drag can do, a press can too. */
function Portable(props: {
  readonly part: Part;
  readonly name: string;
  readonly text: string;
  readonly className?: string | undefined;
}): ReactElement {
  const ref = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const { hover } = useCarry();
  const targets = useTargetEntries(props.part);
  const lift = useLift(ref, props.part, () => setOpen(true));
  return (
    <div className={styles['portable']}>
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
      <Menu
        label={`Move ${props.name} to…`}
        groups={[{ id: 'to', title: 'Move to…', entries: targets }]}
        isOpen={open}
        onOpenChange={(next) => {
          setOpen(next);
          if (!next) hover(undefined, {});
        }}
      >
        <Button aria-label={`Move ${props.name} to…`} className={styles['partMenu']} excludeFromTabOrder>
          {''}
        </Button>
      </Menu>
    </div>
  );
}

function NewPart({ size }: { readonly size: number }): ReactElement {
  return <Portable part={{ kind: 'new', size }} name="new DIMM" text={formatBytesShort(size)} />;
}

function Spare({ backend }: { readonly backend: BackendView }): ReactElement {
  const { send } = useCarry();
  return (
    <>
      <Portable
        part={{ kind: 'backend', memdev: backend.id, size: backend.size }}
        name={backend.id}
        text={`${backend.id} · ${formatBytesShort(backend.size)}`}
        className={styles['spare']}
      />
      <IconButton
        label={`Put ${backend.id} away`}
        hint={`object_del ${backend.id}`}
        size="small"
        onPress={() => void send(`${backend.id}: put away`, linesToDiscard(backend.id))}
      >
        <CloseIcon />
      </IconButton>
    </>
  );
}
