import { type ReactElement, useState } from 'react';
import * as words from '#words/inspector-tabs.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { ERRNO_TEXT } from '../../engine/kernel/errno.ts';
import { pfn } from '../../engine/units.ts';
import type { SectionDetail } from '../../link/messages.ts';
import { Button } from '../../ui/Button.tsx';
import { WarningIcon } from '../../ui/icons.tsx';
import { rich } from '../../ui/rich.ts';
import styles from './inspector.module.css';
import { Part } from './parts.tsx';
import { OWNER_LEAVES, OWNER_WORDS } from './words.ts';

type State = 'offline' | 'online' | 'online_kernel' | 'online_movable';
interface Action {
  readonly value: State;
  readonly label: string;
}

/** What may be written to the block's state file now. */
export function actionsFor(blockState: string, validZones: string): readonly Action[] {
  if (blockState === 'online') return [{ value: words.offline, label: words.takeOffline }];
  if (blockState !== 'offline') return [];
  // the first of valid_zones is what plain `online` takes
  const [first, ...others] = validZones.split(/\s+/).filter((zone) => zone !== '' && zone !== 'none');
  const out: Action[] = [{ value: 'online', label: first === undefined ? words.online : words.onlineTo(first) }];
  for (const zone of others)
    out.push({
      value: zone === 'Movable' ? 'online_movable' : 'online_kernel',
      label: words.blockActionsOnlineTo(zone),
    });
  return out;
}

/** Whether the block can go offline, and what is in the way; the buttons write to its state file. */
export function BlockActions({ detail }: { readonly detail: SectionDetail }): ReactElement | undefined {
  const atlas = useAtlasStore().getState;
  const busy = useAtlas((s) => s.busy);
  const [said, setSaid] = useState<{ readonly block: number; readonly text: string } | undefined>();
  const actions = actionsFor(detail.blockState, detail.validZones);
  if (actions.length === 0) return undefined;
  const { block, whyNot } = detail;
  const write = async (value: State): Promise<void> => {
    try {
      const reply = await atlas().send({
        channel: 'write',
        path: `/sys/devices/system/memory/memory${block}/state`,
        value,
      });
      const text =
        reply.errno !== undefined ? words.writeError(ERRNO_TEXT[reply.errno], reply.errno) : (reply.pending ?? '');
      setSaid(text === '' ? undefined : { block, text });
      atlas().announce(text === '' ? words.memoryWritten(block, value) : words.memory(block, text));
    } catch {
      setSaid(undefined); // the store shows why
    }
  };
  const online = detail.blockState === 'online';
  // drivers/base/memory.c: memory_block_offline refuses a block without a zone
  const several = online && detail.validZones === 'none';
  return (
    <Part title={online ? words.canItGoOffline : words.bringItOnline} aside={`memory${block}`}>
      {several && (
        <div className={styles['no']}>
          <WarningIcon />
          <div>
            <p>{words.noItsMemoryLies}</p>
            <p className={styles['muted']}>{words.memoryBlockOfflineAnswers}</p>
          </div>
        </div>
      )}
      {online &&
        !several &&
        (whyNot === undefined ? (
          <p className={styles['yes']}>{words.yesEveryPage}</p>
        ) : (
          <div className={styles['no']}>
            <WarningIcon />
            <div>
              <p>
                {rich(
                  words.noIsInWay(
                    <button
                      type="button"
                      className={styles['link']}
                      onClick={() => atlas().select({ kind: 'pfn', pfn: pfn(whyNot.pfn) })}
                    >
                      {words.page(whyNot.pfn)}
                    </button>,
                    whyNot.name,
                    OWNER_WORDS[whyNot.owner],
                  ),
                )}
              </p>
              <p className={styles['muted']}>{OWNER_LEAVES[whyNot.owner]}</p>
            </div>
          </div>
        ))}
      <div className={styles['actions']}>
        {actions.map(({ value, label }) => (
          <Button key={value} size="small" isDisabled={busy} onPress={() => void write(value)}>
            {label}
          </Button>
        ))}
      </div>
      {said?.block === block && (
        <p className={styles['refusal']} role="status">
          {said.text}
        </p>
      )}
    </Part>
  );
}
