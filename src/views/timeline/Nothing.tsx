import type { ReactElement } from 'react';
import * as words from '#words/timeline.ts';
import { GiB } from '../../engine/units.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { usePage } from '../../store/page.ts';
import { Button } from '../../ui/Button.tsx';
import { linesForMove } from '../bay/moves.ts';
import styles from './timeline.module.css';

/** What a timeline shows before anything has happened: how to let something happen. */
export function Nothing(): ReactElement {
  const atlas = useAtlasStore().getState;
  const slots = useAtlas((s) => s.info?.slots ?? 0);
  const node = useAtlas((s) => s.cells.nodes?.findLast((n) => n.online)?.id);
  const story = usePage((s) => s.story !== undefined);
  return (
    <div className={styles['empty']}>
      <p>{words.nothingHasHappenedYet}</p>
      {!story && (
        <p className={styles['begin']}>
          {slots > 0 && node !== undefined && (
            <Button
              size="small"
              onPress={() => {
                const target = { kind: 'slot', node, slot: undefined } as const;
                void atlas()
                  .sendAll(linesForMove({ kind: 'new', size: GiB }, target, atlas().cells))
                  .catch(() => undefined);
              }}
            >
              {words.plugDimm(GiB, node)}
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
