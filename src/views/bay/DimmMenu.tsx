import type { ReactElement } from 'react';
import * as words from '#words/bay.ts';
import type { DimmView, MachineInfo } from '../../link/messages.ts';
import { useAtlasStore } from '../../store/atlas.ts';
import { setStage } from '../../store/page.ts';
import { IconButton } from '../../ui/Button.tsx';
import { MoreIcon } from '../../ui/icons.tsx';
import { Menu, type MenuGroup } from '../../ui/Menu.tsx';
import { useCarry } from './carry.ts';
import { chipState } from './chips.ts';
import { linesForState, linesToDiscard, linesForMove, partOf } from './moves.ts';
import styles from './Bay.module.css';
import { useTargetEntries } from './targets.ts';

/** Everything that can be done to a DIMM, without dragging. */
export function DimmMenu({ dimm, info }: { readonly dimm: DimmView; readonly info: MachineInfo }): ReactElement {
  const atlas = useAtlasStore().getState;
  const { send, put, hover } = useCarry();
  const part = partOf(dimm);
  const targets = useTargetEntries(part);
  const groups = (): readonly MenuGroup[] => {
    const known = atlas();
    const offline: number[] = [];
    const online: number[] = [];
    const end = Math.ceil((dimm.addr + dimm.size) / info.blockBytes);
    for (let block = Math.floor(dimm.addr / info.blockBytes); block < end; block++) {
      const state = chipState(known, block);
      if (state === 'offline') offline.push(block);
      else if (state !== 'absent' && state !== 'leaving') online.push(block);
    }
    const bring = (label: string, state: 'online' | 'online_kernel' | 'online_movable') => ({
      id: state,
      label,
      description: words.stateToOffline(state, offline.length),
      disabled: offline.length === 0,
      onAction: () => void send(`${dimm.id}: ${label.toLowerCase()}`, linesForState(offline, state), dimm.id),
    });
    return [
      { id: 'move', title: words.moveTo, entries: targets() },
      {
        id: 'state',
        title: words.blocks,
        entries: [
          bring(words.onlineZoneAsLinux, 'online'),
          bring(words.onlineToNormal, 'online_kernel'),
          bring(words.onlineToMovable, 'online_movable'),
          {
            id: 'offline',
            label: words.takeOffline,
            description: words.offlineTo(online.length),
            disabled: online.length === 0,
            onAction: () => void send(words.offline(dimm.id), linesForState(online.toReversed(), 'offline'), dimm.id),
          },
        ],
      },
      {
        id: 'look',
        entries: [
          {
            id: 'tables',
            label: words.showInPageTables,
            description: words.whereItIsMapped,
            onAction: () => {
              atlas().select({ kind: 'dimm', id: dimm.id });
              setStage('tables');
            },
          },
        ],
      },
      {
        id: 'eject',
        entries: [
          {
            id: 'eject',
            label: words.ejectToShelf,
            description: `device_del ${dimm.id}`,
            danger: true,
            onPreview: () => hover({ kind: 'shelf' }, { part }),
            onAction: () => void put(part, { kind: 'shelf' }),
          },
          {
            id: 'discard',
            label: words.ejectAndPutAway,
            description: `device_del ${dimm.id}, object_del ${dimm.memdev}`,
            danger: true,
            onAction: () =>
              void send(
                words.putAway(dimm.id),
                [...linesForMove(part, { kind: 'shelf' }, {}), ...linesToDiscard(dimm.memdev)],
                dimm.id,
              ),
          },
        ],
      },
    ];
  };
  return (
    <Menu label={dimm.id} groups={groups} onOpenChange={(open) => !open && hover(undefined, {})}>
      <IconButton label={words.actionsFor(dimm.id)} hint={undefined} size="small" className={styles['more']}>
        <MoreIcon />
      </IconButton>
    </Menu>
  );
}
