import { type ReactElement, useState } from 'react';
import * as words from '#words/knobs-panel.ts';
import { useAtlasStore } from '../../store/atlas.ts';
import { Button } from '../../ui/Button.tsx';
import { rich } from '../../ui/rich.ts';
import { Copy } from './Copy.tsx';
import { wordsOf } from './commandLine.ts';
import { type Draft, bootLine, nextCommandLine } from './draft.ts';
import { type Consequences, consequences } from './kconfig.ts';
import styles from './knobs.module.css';
import type { Known } from './value.ts';

/** What the world answers when the machine did not start. */
const REFUSED = /^boot: /;

/** Boots the machine with other words, or tells the command line that would. */
export function BootTray(props: {
  readonly known: Known;
  readonly draft: Draft;
  readonly canBoot: boolean;
  readonly onDone: () => void;
}): ReactElement | undefined {
  const atlas = useAtlasStore().getState;
  const { known, draft } = props;
  const { cmdline } = known;
  const follows = known.config === undefined ? undefined : consequences(draft, known.arch, known.config);
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
    <section className={styles['tray']} aria-label={words.nextBoot}>
      {draft.size > 0 && (
        <>
          <p className={styles['trayLine']}>
            <code aria-label={words.kernelCommandLine}>
              {wordsOf(next).map((word, i) => (
                <span key={`${i} ${word}`}>
                  {i > 0 && ' '}
                  {old.has(word) ? word : <mark className={styles['new']}>{word}</mark>}
                </span>
              ))}
            </code>
            <Copy text={next} named={words.copyCommandLine} />
          </p>
          <Follows follows={follows} />
          <div className={styles['trayFoot']}>
            <p className={styles['meta']}>{rich(words.sameDimmsStayPlugged(<code>{line}</code>))}</p>
            <Button
              onPress={() => {
                props.onDone();
                setAnswer(undefined);
              }}
            >
              {words.reset}
            </Button>
            <Button
              look="primary"
              isDisabled={!props.canBoot || booting || follows?.refused !== undefined}
              onPress={boot}
            >
              {booting ? words.booting : words.rebootWithThese}
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

/** What the build changes by itself, or why it cannot be. */
function Follows({ follows }: { readonly follows: Consequences | undefined }): ReactElement | undefined {
  if (follows === undefined) return undefined;
  if (follows.refused !== undefined)
    return (
      <p className={styles['refused']} role="alert">
        {follows.refused}
      </p>
    );
  const rows = [
    { what: words.alsoOff, names: follows.off },
    { what: words.alsoOn, names: follows.on },
  ].filter(({ names }) => names.length > 0);
  if (rows.length === 0) return undefined;
  return (
    <dl className={styles['follows']} aria-label={words.whatChangesWithIt}>
      {rows.map(({ what, names }) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd>
            {names.map((name) => (
              <code key={name}>{name}</code>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
