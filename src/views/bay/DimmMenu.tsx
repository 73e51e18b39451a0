import type { ReactElement } from 'react';
import type { DimmView, MachineInfo } from '../../link/messages.ts';
import { useAtlasStore } from '../../store/atlas.ts';
import { setStage } from '../../store/page.ts';
import { IconButton } from '../../ui/Button.tsx';
import { formatPlural } from '../../ui/format.ts';
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
      description: `${state} to ${formatPlural(offline.length, 'block')}`,
      disabled: offline.length === 0,
      onAction: () => void send(`${dimm.id}: ${label.toLowerCase()}`, linesForState(offline, state), dimm.id),
    });
    return [
      { id: 'move', title: 'Move to…', entries: targets },
      {
        id: 'state',
        title: 'Blocks',
        entries: [
          bring('Online, zone as Linux chooses', 'online'),
          bring('Online to Normal', 'online_kernel'),
          bring('Online to Movable', 'online_movable'),
          {
            id: 'offline',
            label: 'Take offline',
            description: `offline to ${formatPlural(online.length, 'block')}`,
            disabled: online.length === 0,
            onAction: () => void send(`${dimm.id}: offline`, linesForState(online.toReversed(), 'offline'), dimm.id),
          },
        ],
      },
      {
        id: 'look',
        entries: [
          {
            id: 'tables',
            label: 'Show in page tables',
            description: 'where it is mapped, and where its struct pages are',
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
            label: 'Eject to the shelf',
            description: `device_del ${dimm.id}`,
            danger: true,
            onPreview: () => hover({ kind: 'shelf' }, { part }),
            onAction: () => void put(part, { kind: 'shelf' }),
          },
          {
            id: 'discard',
            label: 'Eject and put away',
            description: `device_del ${dimm.id}, object_del ${dimm.memdev}`,
            danger: true,
            onAction: () =>
              void send(
                `${dimm.id}: put away`,
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
      <IconButton label={`Actions for ${dimm.id}`} hint={undefined} size="small" className={styles['more']}>
        <MoreIcon />
      </IconButton>
    </Menu>
  );
}
