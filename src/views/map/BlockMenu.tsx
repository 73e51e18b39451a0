import { type ReactElement, useRef } from 'react';
import { Menu, MenuItem, Popover } from 'react-aria-components';
import * as words from '#words/map.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import controls from '../../ui/controls.module.css';
import { selectedBlocks } from './actions.ts';
import styles from './map.module.css';
import { useSelectionBar } from './SelectionBar.tsx';

/** The menu of the blocks under the pointer: the same actions as the bar below the map. */
export function BlockMenu(props: {
  readonly at: { readonly px: number; readonly py: number };
  readonly onClose: () => void;
}): ReactElement {
  const atlas = useAtlasStore().getState;
  const anchor = useRef<HTMLSpanElement>(null);
  const actions = useSelectionBar();
  const selection = useAtlas((s) => s.selection);
  const { online, offline } = selectedBlocks(atlas(), selection);
  const item = (id: string, label: string, disabled: boolean, act: () => void): ReactElement => (
    <MenuItem
      key={id}
      id={id}
      textValue={label}
      isDisabled={disabled}
      className={controls['item'] ?? ''}
      onAction={act}
    >
      <span className={controls['itemLabel']}>{label}</span>
    </MenuItem>
  );
  return (
    <>
      <span ref={anchor} className={styles['anchor']} style={{ left: props.at.px, top: props.at.py }} />
      <Popover
        triggerRef={anchor}
        isOpen
        onOpenChange={(open) => !open && props.onClose()}
        placement="bottom start"
        className={controls['popover'] ?? ''}
      >
        <Menu
          aria-label={words.memoryBlock}
          className={controls['menu'] ?? ''}
          autoFocus="first"
          onClose={props.onClose}
        >
          {item('movable', words.onlineToMovable, offline.length === 0, () => void actions.setState('online_movable'))}
          {item('kernel', words.onlineToNormal, offline.length === 0, () => void actions.setState('online_kernel'))}
          {item('online', words.onlineKernelChoosesZone, offline.length === 0, () => void actions.setState('online'))}
          {item('offline', words.offline, online.length === 0, () => void actions.setState('offline'))}
          {item('why', words.canItGoOffline, online.length === 0, () => void actions.whyNot())}
        </Menu>
      </Popover>
    </>
  );
}
