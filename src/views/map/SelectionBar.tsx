import { createContext, type ReactElement, type ReactNode, useContext, useMemo } from 'react';
import * as words from '#words/map.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { setStage } from '../../store/page.ts';
import { rangesOf } from '../../store/selection.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { formatBytes, formatRuns } from '../../ui/format.ts';
import { CloseIcon } from '../../ui/icons.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { selectedBlocks } from './actions.ts';
import styles from './map.module.css';
import { useBlockActions } from './useBlockActions.ts';
import type { BlockActions } from './useBlockActions.ts';

const Actions = createContext<BlockActions | undefined>(undefined);

/** Shares one set of actions and one outcome between bar, menu and grid. */
export function SelectionActions({ children }: { readonly children: ReactNode }): ReactElement {
  const actions = useBlockActions();
  return <Actions value={actions}>{children}</Actions>;
}
/** @throws Error outside of SelectionActions */
export function useSelectionBar(): BlockActions {
  const actions = useContext(Actions);
  if (actions === undefined) throw new Error('SelectionActions is missing');
  return actions;
}

/** What is selected in the map, what can be done with it, and how the last attempt ended. */
export function SelectionBar({ onShow }: { readonly onShow: () => void }): ReactElement | null {
  const atlas = useAtlasStore().getState;
  const actions = useSelectionBar();
  const selection = useAtlas((s) => s.selection);
  const frame = useAtlas((s) => s.frame);
  const busy = useAtlas((s) => s.busy);
  const { online, offline, bytes } = useMemo(() => {
    void frame;
    const state = atlas();
    const pages = rangesOf(selection, state).reduce((n, r) => n + r.end - r.start, 0);
    return { ...selectedBlocks(state, selection), bytes: pages * (state.info?.sizes.pageBytes ?? 0) };
  }, [selection, frame, atlas]);
  const blocks = [...online, ...offline].sort((a, b) => a - b);
  if (blocks.length === 0)
    return actions.result === undefined ? null : <div className={styles['bar']}>{outcomeLine(actions)}</div>;
  const names =
    blocks.length <= 12
      ? formatRuns(blocks, 'memory')
      : `${formatRuns(blocks).split(', ').length > 3 ? words.blocksInAll(blocks.length) : formatRuns(blocks, 'memory')}`;
  return (
    <div className={styles['bar']} role="group" aria-label={words.selectedMemory}>
      <button type="button" className={styles['barName']} onClick={onShow} title={words.showInMap}>
        {names}
      </button>
      <span className={styles['barMuted']}>
        {formatBytes(bytes)}
        {offline.length > 0 && online.length > 0
          ? words.someOffline(offline.length)
          : offline.length > 0
            ? words.allOffline
            : words.online}
      </span>
      {offline.length > 0 && (
        <Menu
          label={words.bringOnline}
          groups={[
            {
              id: 'online',
              title: undefined,
              entries: [
                {
                  id: 'movable',
                  label: words.toMovable,
                  description: words.onlineMovableOnlyPages,
                  onAction: () => void actions.setState('online_movable'),
                },
                {
                  id: 'kernel',
                  label: words.toNormal,
                  description: words.onlineKernelKernelMay,
                  onAction: () => void actions.setState('online_kernel'),
                },
                {
                  id: 'auto',
                  label: words.asPolicySays,
                  description: words.selectionBarOnlineKernelChoosesZone,
                  onAction: () => void actions.setState('online'),
                },
              ],
            },
          ]}
        >
          <Button size="small" isDisabled={busy}>
            {words.onlineMenu}
          </Button>
        </Menu>
      )}
      {online.length > 0 && (
        <>
          <Button size="small" isDisabled={busy} onPress={() => void actions.setState('offline')}>
            {words.offline}
          </Button>
          <Button size="small" look="quiet" onPress={() => void actions.whyNot()}>
            {words.canItGoOffline}
          </Button>
        </>
      )}
      <Button size="small" look="quiet" onPress={() => setStage('tables')}>
        {words.pageTables}
      </Button>
      {outcomeLine(actions)}
    </div>
  );
}

function outcomeLine(actions: BlockActions): ReactElement | undefined {
  if (actions.result === undefined) return undefined;
  return (
    <span className={styles[actions.result.ok ? 'good' : 'refused']}>
      {actions.result.text}
      <IconButton label={words.dismiss} size="small" onPress={actions.clear}>
        <CloseIcon />
      </IconButton>
    </span>
  );
}
