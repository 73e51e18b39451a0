import { type ReactElement, useMemo, useState } from 'react';
import * as words from '#words/console.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { Button, ToggleButton } from '../../ui/Button.tsx';
import styles from './console.module.css';
import { asText, lastRows, type Pane, rowsOf } from './entries.ts';
import { EntryView } from './EntryView.tsx';
import { Log } from './Log.tsx';
import { Prompt } from './Prompt.tsx';
import { useNames } from './useNames.ts';

/** Rows kept on screen; a session may have many more. */
const LIMIT = 2000;
const WELCOME: Readonly<Record<Pane, string>> = {
  shell: words.welcomeShell,
  monitor: words.welcomeMonitor,
  world: words.welcomeWorld,
};

/** One channel: what was said, and the prompt. */
export function PaneView({ pane }: { readonly pane: Pane }): ReactElement {
  const atlas = useAtlasStore().getState;
  const history = useAtlas((s) => s.history);
  const moment = useAtlas((s) => s.moment);
  const pending = useAtlas((s) => s.session.pending);
  const names = useNames();
  const [limit, setLimit] = useState(LIMIT);
  const [ticks, setTicks] = useState(false);
  /** Entries before this one were cleared away (Ctrl+L). */
  const [clearedTo, setClearedTo] = useState(0);
  const { shown, earlier } = useMemo(
    () => lastRows(history.slice(Math.min(clearedTo, history.length)), (entry) => rowsOf(entry, pane, ticks), limit),
    [history, pane, ticks, limit, clearedTo],
  );
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(asText(shown.flatMap((s) => s.rows)));
      atlas().announce(words.copied);
    } catch {
      atlas().announce(words.browserDidNotAllow);
    }
  };
  const later = (index: number): boolean => index > moment.line;
  const last = shown.at(-1)?.entry;
  return (
    <div className={styles['pane']}>
      <Log label={words.outputOf[pane]} newest={`${last?.index} ${last?.reply.pending ?? ''} ${history.length}`}>
        {earlier > 0 && (
          <Button size="small" look="quiet" onPress={() => setLimit((n) => n + LIMIT)}>
            {words.showEarlierLines(earlier)}
          </Button>
        )}
        {shown.length === 0 && <p className={styles['welcome']}>{WELCOME[pane]}</p>}
        {shown.map(({ entry, rows }) => (
          <EntryView
            key={`${entry.index} ${entry.undone}`}
            rows={rows}
            undone={entry.undone}
            later={later(entry.index)}
            names={names}
          />
        ))}
      </Log>
      <div className={styles['foot']}>
        <Prompt pane={pane} onClear={() => setClearedTo(history.length)} />
        {pending.length > 0 && (
          <Button
            size="small"
            look="danger"
            onPress={() =>
              void atlas()
                .interrupt()
                .catch(() => undefined)
            }
          >
            {words.interrupt}
          </Button>
        )}
        {pane === 'world' && (
          <ToggleButton size="small" look="quiet" isSelected={ticks} onChange={setTicks}>
            {words.showTicks}
          </ToggleButton>
        )}
        <Button size="small" look="quiet" onPress={() => void copy()}>
          {words.copyAll}
        </Button>
      </div>
    </div>
  );
}
