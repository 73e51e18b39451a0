import { type ReactElement, type ReactNode, useRef } from 'react';
import * as words from '#words/devices.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { type DeviceRef, sameDevice } from '../../store/devices.ts';
import type { Selection } from '../../store/types.ts';
import { IconButton } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { MoreIcon } from '../../ui/icons.tsx';
import { Menu, type MenuGroup } from '../../ui/Menu.tsx';
import bay from '../bay/Bay.module.css';
import { useCarry } from '../bay/carry.ts';
import { useLift } from '../bay/dnd.ts';
import type { Part } from '../bay/moves.ts';
import styles from './devices.module.css';

/** Whether the page's selection or hover is this device. */
export function useIsDevice(ref: DeviceRef): { readonly selected: boolean; readonly hovered: boolean } {
  const is = (s: Selection): boolean => s.kind === 'device' && sameDevice(s.ref, ref);
  return { selected: useAtlas((s) => is(s.selection)), hovered: useAtlas((s) => is(s.hover)) };
}

/** A device's name as a button: selects it everywhere. */
export function DeviceName(props: {
  readonly device: DeviceRef;
  readonly children?: ReactNode;
  readonly className?: string | undefined;
}): ReactElement {
  const atlas = useAtlasStore().getState;
  const { selected } = useIsDevice(props.device);
  return (
    <button
      type="button"
      className={cx(styles['name'], props.className)}
      aria-pressed={selected}
      data-device={`${props.device.kind}:${props.device.id}`}
      onClick={() => {
        atlas().select(selected ? { kind: 'none' } : { kind: 'device', ref: props.device });
        if (!selected) atlas().setTab('device');
      }}
      onMouseEnter={() => atlas().setHover({ kind: 'device', ref: props.device })}
      onMouseLeave={() => atlas().setHover({ kind: 'none' })}
    >
      {props.children ?? props.device.id}
    </button>
  );
}

/** A device's name as something that can be picked up: dragging is for what hardware could move. */
export function LiftName({ device, part }: { readonly device: DeviceRef; readonly part: Part }): ReactElement {
  const atlas = useAtlasStore().getState;
  const ref = useRef<HTMLDivElement>(null);
  const { selected } = useIsDevice(device);
  const { refusal } = useCarry();
  const { props, isLifted } = useLift(ref, part, () => {
    atlas().select({ kind: 'device', ref: device });
    atlas().setTab('device');
  });
  return (
    <div
      {...props}
      ref={ref}
      role="button"
      tabIndex={0}
      data-dimm={device.id}
      data-device={`${device.kind}:${device.id}`}
      aria-pressed={selected}
      aria-label={`${device.id}, ${words.deviceKinds[device.kind]}`}
      className={cx(
        styles['name'],
        styles['grip'],
        isLifted && bay['lifted'],
        refusal?.dimm === device.id && bay['refused'],
      )}
      onMouseEnter={() => atlas().setHover({ kind: 'device', ref: device })}
      onMouseLeave={() => atlas().setHover({ kind: 'none' })}
    >
      {device.id}
    </div>
  );
}

/** The "…" of a device. */
export function MoreMenu(props: {
  readonly label: string;
  readonly groups: () => readonly MenuGroup[];
  readonly onClose: () => void;
}): ReactElement {
  return (
    <Menu label={props.label} groups={props.groups} onOpenChange={(open) => !open && props.onClose()}>
      <IconButton label={words.actionsFor(props.label)} hint={undefined} size="small" className={styles['more']}>
        <MoreIcon />
      </IconButton>
    </Menu>
  );
}

/** A device's card: its name, what it is, and what can be done to it. */
export function DeviceCard(props: {
  readonly device: DeviceRef;
  /** What the hand holds when the device's name is picked up; undefined: it cannot be. */
  readonly part?: Part | undefined;
  readonly node?: number | undefined;
  /** Where the device's id is no name. */
  readonly title?: string | undefined;
  readonly fact: ReactNode;
  readonly menu?: (() => readonly MenuGroup[]) | undefined;
  readonly onMenuClose?: () => void;
  readonly children: ReactNode;
}): ReactElement {
  const { selected, hovered } = useIsDevice(props.device);
  return (
    <article
      className={cx(styles['card'], selected && styles['cardSelected'], hovered && styles['cardHovered'])}
      style={props.node === undefined ? undefined : { borderLeftColor: `var(--node-${props.node % 4})` }}
      aria-label={props.title ?? props.device.id}
    >
      <header className={styles['cardHead']}>
        {props.part === undefined ? (
          <DeviceName device={props.device}>{props.title}</DeviceName>
        ) : (
          <LiftName device={props.device} part={props.part} />
        )}
        <span className={styles['fact']}>{props.fact}</span>
        {props.menu !== undefined && (
          <MoreMenu label={props.device.id} groups={props.menu} onClose={() => props.onMenuClose?.()} />
        )}
      </header>
      {props.children}
    </article>
  );
}
