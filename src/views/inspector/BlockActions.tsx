import { type ReactElement, useState } from 'react';
import * as words from '#words/inspector-tabs.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { ERRNO_TEXT } from '../../engine/kernel/errno.ts';
import { pfn } from '../../engine/units.ts';
import type { Culprit } from '../../engine/pages/types.ts';
import type { SectionDetail } from '../../link/messages.ts';
import { Button } from '../../ui/Button.tsx';
import { WarningIcon } from '../../ui/icons.tsx';
import { rich } from '../../ui/rich.ts';
import styles from './inspector.module.css';
import { Part } from './parts.tsx';
import { answerWords, offlineAnswer } from './sectionWords.ts';

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
      label: words.onlineToZone(zone),
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
  const { block } = detail;
  const answer = offlineAnswer(detail);
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
  return (
    <Part title={answer === undefined ? words.bringItOnline : words.canItGoOffline} aside={`memory${block}`}>
      {answer?.can === true && <p className={styles['yes']}>{rich(answerWords(answer, undefined))}</p>}
      {answer?.can === false && (
        <div className={styles['no']}>
          <WarningIcon />
          <div>
            <p>{rich(answerWords(answer, answer.culprit && <PageLink culprit={answer.culprit} />))}</p>
            <p className={styles['muted']}>{answer.more}</p>
          </div>
        </div>
      )}
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

/** The page that is in the way: pressed, it is selected. */
function PageLink({ culprit }: { readonly culprit: Culprit }): ReactElement {
  const atlas = useAtlasStore().getState;
  return (
    <button
      type="button"
      className={styles['link']}
      onClick={() => atlas().select({ kind: 'pfn', pfn: pfn(culprit.pfn) })}
    >
      {words.page(culprit.pfn)}
    </button>
  );
}
