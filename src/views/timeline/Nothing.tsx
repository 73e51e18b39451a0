import type { ReactElement } from 'react';
import * as words from '#words/timeline.ts';
import { GiB } from '../../engine/units.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { usePage } from '../../store/page.ts';
import { Button } from '../../ui/Button.tsx';
import { linesForMove, shelfSizes } from '../bay/moves.ts';
import styles from './timeline.module.css';

/** A size of the shelf: 1 GiB where the machine takes such DIMMs; undefined: it takes none. */
function firstDimm({ slots, blockBytes, hotBytes }: MachineInfo): number | undefined {
  const sizes = slots === 0 ? [] : shelfSizes(blockBytes, hotBytes);
  return sizes.includes(GiB) ? GiB : sizes[0];
}

/** What a timeline shows before anything has happened: how to let something happen. */
export function Nothing(): ReactElement {
  const atlas = useAtlasStore().getState;
  const size = useAtlas((s) => s.info && firstDimm(s.info));
  const node = useAtlas((s) => s.cells.nodes?.findLast((n) => n.online)?.id);
  const story = usePage((s) => s.story !== undefined);
  return (
    <div className={styles['empty']}>
      <p>{words.nothingHasHappenedYet}</p>
      {!story && (
        <p className={styles['begin']}>
          {size !== undefined && node !== undefined && (
            <Button
              size="small"
              onPress={() => {
                const target = { kind: 'slot', node, slot: undefined } as const;
                void atlas()
                  .sendAll(linesForMove({ kind: 'new', size }, target, atlas().cells))
                  .catch(() => undefined);
              }}
            >
              {words.plugDimm(size, node)}
            </Button>
          )}
          <Button size="small" onPress={() => usePage.setState({ storyPicker: true })}>
            {words.chooseStory}
          </Button>
        </p>
      )}
    </div>
  );
}
