import { type ReactElement, useEffect, useState } from 'react';
import { LANGUAGE } from '#words/numbers.ts';
import * as words from '#words/story-panel.ts';
import { machines } from '#words/story-player.ts';
import { atlasOf } from '../../store/world.ts';
import { lineText } from '../../store/words.ts';
import { verdicts } from '../../stories/check.ts';
import type { Verdict } from '../../stories/check.ts';
import { bare, machineOf, standingName } from '../../stories/script.ts';
import { useStory } from '../../stories/story.ts';
import type { Source, Step, Story } from '../../stories/types.ts';
import { documentAddress, sourceAddress, threadAddress } from '../guide/source.ts';
import styles from './story.module.css';

const MONTHS = new Intl.DateTimeFormat(LANGUAGE, { month: 'long', year: 'numeric', timeZone: 'UTC' });
const CHANNELS = { monitor: 'monitor', shell: 'shell', write: 'write', world: 'world' } as const;

/** What a step typed, what was checked about it, and where the story has its facts from. */
export function Details({ story, index }: { readonly story: Story; readonly index: number }): ReactElement {
  const step = story.steps[index];
  return (
    <div className={styles['details']}>
      {step?.lines !== undefined && step.lines.length > 0 && <Lines story={story} step={step} />}
      <Checked story={story} index={index} />
      <details className={styles['fold']}>
        <summary>{words.sources}</summary>
        <ul className={styles['list']}>
          {story.sources.map((source) => (
            <li key={JSON.stringify(source)}>
              <SourceText source={source} />
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}

function Lines({ story, step }: { readonly story: Story; readonly step: Step }): ReactElement {
  const lines = step.lines ?? [];
  const several = story.machines.length > 1;
  return (
    <details className={styles['fold']} open={lines.length <= 3}>
      <summary>
        {words.whatWasTyped} <span className={styles['count']}>{lines.length}</span>
      </summary>
      <ul className={styles['list']}>
        {lines.map((line, i) => (
          <li key={i} className={styles['typed']}>
            <span className={styles['channel']}>
              {several ? `${machines[machineOf(story, line)]} ` : ''}
              {CHANNELS[line.channel]}
            </span>
            <code>{lineText(bare(line))}</code>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The step's claims, checked on the machines on screen. */
function Checked({ story, index }: { readonly story: Story; readonly index: number }): ReactElement | undefined {
  const moving = useStory((s) => s.moving);
  const phase = useStory((s) => s.phase);
  const [last, setLast] = useState<{ readonly of: Step | undefined; readonly verdicts: readonly Verdict[] }>();
  const step = story.steps[index];
  useEffect(() => {
    let here = true;
    if (!moving && phase === 'playing')
      void verdicts(story, index, (name) => atlasOf(standingName(story, name))).then(
        (found) => here && setLast({ of: story.steps[index], verdicts: found }),
      );
    return () => {
      here = false;
    };
  }, [story, index, moving, phase]);
  const checked = last !== undefined && last.of === step ? last.verdicts : undefined;
  const claims = step?.claims ?? [];
  const wrong = checked?.filter((v) => v.found !== undefined).length ?? 0;
  return (
    <details className={styles['fold']}>
      <summary>
        {words.checkedOnThisMachine}{' '}
        <span className={styles['count']} data-wrong={wrong > 0 || undefined}>
          {checked === undefined ? '…' : wrong === 0 ? `✓ ${claims.length}` : words.wrongOfClaims(wrong, claims.length)}
        </span>
      </summary>
      <ul className={styles['list']}>
        {claims.map(({ says }, i) => {
          const found = checked?.[i]?.found;
          return (
            <li key={says} className={styles['claim']} data-wrong={found !== undefined || undefined}>
              <span aria-hidden="true">{checked === undefined ? '·' : found === undefined ? '✓' : '✗'}</span>
              <span>
                {says}
                {found !== undefined && <span className={styles['found']}>{words.found(found)}</span>}
              </span>
            </li>
          );
        })}
      </ul>
    </details>
  );
}

function SourceText({ source }: { readonly source: Source }): ReactElement {
  switch (source.kind) {
    case 'kernel':
      return (
        <>
          <a href={sourceAddress(source.fn.slice(source.fn.indexOf(': ') + 2))} target="_blank" rel="noreferrer">
            <code>{source.fn}</code>
          </a>{' '}
          <span className={styles['faint']}>{words.linux612}</span>
        </>
      );
    case 'thread':
      return (
        <>
          <a href={threadAddress(source.subject)} target="_blank" rel="noreferrer">
            {words.titled(source.subject)}
          </a>
          {words.ofThread(source.version, source.part)}{' '}
          <span className={styles['faint']}>{words.inListAt(source.list, MONTHS.format(new Date(source.month)))}</span>
        </>
      );
    case 'doc':
      return <Document file={source.file} />;
  }
}

function Document({ file }: { readonly file: string }): ReactElement {
  const address = documentAddress(file);
  if (address === undefined) return <>{file}</>;
  return (
    <a href={address} target="_blank" rel="noreferrer">
      {file}
    </a>
  );
}
