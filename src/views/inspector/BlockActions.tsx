import { type ReactElement, useState } from 'react';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { ERRNO_TEXT } from '../../engine/kernel/errno.ts';
import { pfn } from '../../engine/units.ts';
import type { SectionDetail } from '../../link/messages.ts';
import { Button } from '../../ui/Button.tsx';
import { WarningIcon } from '../../ui/icons.tsx';
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
  if (blockState === 'online') return [{ value: 'offline', label: 'Take offline' }];
  if (blockState !== 'offline') return [];
  // the first of valid_zones is what plain `online` takes
  const [first, ...others] = validZones.split(/\s+/).filter((zone) => zone !== '' && zone !== 'none');
  const out: Action[] = [{ value: 'online', label: first === undefined ? 'Online' : `Online to ${first}` }];
  for (const zone of others)
    out.push({ value: zone === 'Movable' ? 'online_movable' : 'online_kernel', label: `Online to ${zone}` });
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
        reply.errno !== undefined ? `write error: ${ERRNO_TEXT[reply.errno]} (${reply.errno})` : (reply.pending ?? '');
      setSaid(text === '' ? undefined : { block, text });
      atlas().announce(text === '' ? `memory${block}: ${value} written` : `memory${block}: ${text}`);
    } catch {
      setSaid(undefined); // the store shows why
    }
  };
  const online = detail.blockState === 'online';
  // drivers/base/memory.c: memory_block_offline refuses a block without a zone
  const several = online && detail.validZones === 'none';
  return (
    <Part title={online ? 'Can it go offline?' : 'Bring it online'} aside={`memory${block}`}>
      {several && (
        <div className={styles['no']}>
          <WarningIcon />
          <div>
            <p>No: its memory lies in several zones, so the block has none of its own.</p>
            <p className={styles['muted']}>memory_block_offline answers EINVAL before it looks at a page.</p>
          </div>
        </div>
      )}
      {online &&
        !several &&
        (whyNot === undefined ? (
          <p className={styles['yes']}>Yes. Every page in it is free or can be migrated.</p>
        ) : (
          <div className={styles['no']}>
            <WarningIcon />
            <div>
              <p>
                No:{' '}
                <button
                  type="button"
                  className={styles['link']}
                  onClick={() => atlas().select({ kind: 'pfn', pfn: pfn(whyNot.pfn) })}
                >
                  page {whyNot.pfn}
                </button>{' '}
                is in the way: {whyNot.name} ({OWNER_WORDS[whyNot.owner]}).
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
