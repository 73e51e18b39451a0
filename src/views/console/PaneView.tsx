import { type ReactElement, useMemo, useState } from 'react';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { Button, ToggleButton } from '../../ui/Button.tsx';
import { formatCount } from '../../ui/format.ts';
import styles from './console.module.css';
import { asText, lastRows, type Pane, rowsOf } from './entries.ts';
import { EntryView } from './EntryView.tsx';
import { Log } from './Log.tsx';
import { Prompt } from './Prompt.tsx';
import { useNames } from './useNames.ts';

/** Rows kept on screen; a session may have many more. */
const LIMIT = 2000;
const WELCOME: Readonly<Record<Pane, string>> = {
  shell:
    'A root shell in the guest. Try lsmem, cat /proc/zoneinfo, echo offline > /sys/devices/system/memory/memory40/state, or help.',
  monitor:
    'QEMU’s monitor. Try info memory-devices, object_add memory-backend-ram,id=m9,size=1G, device_add pc-dimm,id=d9,memdev=m9, or help.',
  world:
    'What happens outside the machine: tick N lets the workloads live for N ticks, load starts one, boot begins again.',
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
      atlas().announce('Copied');
    } catch {
      atlas().announce('The browser did not allow copying');
    }
  };
  const later = (index: number): boolean => index > moment.line;
  const last = shown.at(-1)?.entry;
  return (
    <div className={styles['pane']}>
      <Log label={`${pane} output`} newest={`${last?.index} ${last?.reply.pending ?? ''} ${history.length}`}>
        {earlier > 0 && (
          <Button size="small" look="quiet" onPress={() => setLimit((n) => n + LIMIT)}>
            Show earlier: {formatCount(earlier)} lines
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
            Interrupt
          </Button>
        )}
        {pane === 'world' && (
          <ToggleButton size="small" look="quiet" isSelected={ticks} onChange={setTicks}>
            Show ticks
          </ToggleButton>
        )}
        <Button size="small" look="quiet" onPress={() => void copy()}>
          Copy all
        </Button>
      </div>
    </div>
  );
}
