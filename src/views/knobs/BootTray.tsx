import { type ReactElement, useState } from 'react';
import { useAtlasStore } from '../../store/atlas.ts';
import { Button } from '../../ui/Button.tsx';
import { Copy } from './Copy.tsx';
import { wordsOf } from './commandLine.ts';
import { type Draft, bootLine, nextCommandLine } from './draft.ts';
import styles from './knobs.module.css';

/** What the world answers when the machine did not start. */
const REFUSED = /^boot: /;

/** Boots the machine with other words, or tells the command line that would. */
export function BootTray(props: {
  readonly cmdline: string;
  readonly draft: Draft;
  readonly canBoot: boolean;
  readonly onDone: () => void;
}): ReactElement | undefined {
  const atlas = useAtlasStore().getState;
  const { cmdline, draft } = props;
  const [answered, setAnswer] = useState<{ readonly text: string; readonly to: Draft }>();
  const [booting, setBooting] = useState(false);
  const next = nextCommandLine(cmdline, draft);
  const old = new Set(wordsOf(cmdline));
  const line = bootLine(draft);
  const refused = answered !== undefined && REFUSED.test(answered.text);
  // a refusal is about one draft; that the machine started is news until the next draft
  const answer =
    answered !== undefined && (refused ? answered.to === draft : draft.size === 0) ? answered.text : undefined;
  const boot = (): void => {
    setBooting(true);
    setAnswer(undefined);
    atlas()
      .send({ channel: 'world', line })
      .then(({ output = '' }) => {
        setAnswer({ text: output.trim(), to: draft });
        atlas().announce(output.trim());
        if (!REFUSED.test(output)) props.onDone();
      })
      // the store has said it in a notice
      .catch(() => undefined)
      .finally(() => setBooting(false));
  };
  if (draft.size === 0 && answer === undefined) return undefined;
  return (
    <section className={styles['tray']} aria-label="The next boot">
      {draft.size > 0 && (
        <>
          <p className={styles['trayLine']}>
            <code aria-label="Kernel command line">
              {wordsOf(next).map((word, i) => (
                <span key={`${i} ${word}`}>
                  {i > 0 && ' '}
                  {old.has(word) ? word : <mark className={styles['new']}>{word}</mark>}
                </span>
              ))}
            </code>
            <Copy text={next} named="Copy the command line" />
          </p>
          <div className={styles['trayFoot']}>
            <p className={styles['meta']}>
              The same DIMMs stay plugged in. Sends <code>{line}</code>
            </p>
            <Button
              onPress={() => {
                props.onDone();
                setAnswer(undefined);
              }}
            >
              Reset
            </Button>
            <Button look="primary" isDisabled={!props.canBoot || booting} onPress={boot}>
              {booting ? 'Booting…' : 'Reboot with these'}
            </Button>
          </div>
        </>
      )}
      {answer !== undefined && (
        <p className={refused ? styles['refused'] : styles['answer']} role={refused ? 'alert' : 'status'}>
          {answer}
        </p>
      )}
    </section>
  );
}
