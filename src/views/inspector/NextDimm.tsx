import { type ReactElement, useState } from 'react';
import * as wording from '#words/inspector-tabs.ts';
import { useAtlas } from '../../store/atlas.ts';
import type { MachineInfo } from '../../link/messages.ts';
import type { MemmapOutcome, MemmapStory } from '../../session/memmap-story.ts';
import { Segmented } from '../../ui/fields.tsx';
import { cx } from '../../ui/cx.ts';
import { formatBytes } from '../../ui/format.ts';
import { GiB, TiB } from '../../engine/units.ts';
import { leftBehind, sizeOf, verdict } from './costStory.ts';
import styles from './cost.module.css';
import { Part } from './parts.tsx';

/** Sizes that are asked about. */
const SIZES = [1 * GiB, 16 * GiB, 256 * GiB, 1 * TiB].map((bytes) => ({
  id: `${bytes}`,
  bytes,
  label: formatBytes(bytes).replace('iB', ''),
}));
const ZONES = [
  { id: 'movable', label: wording.zonesMovable },
  { id: 'kernel', label: wording.zonesKernel },
] as const;

/** What is asked, and how it is changed. */
export interface NextDimmState {
  readonly bytes: number;
  readonly zone: 'movable' | 'kernel';
}
/** What one is asked about first: quickly answered, and big enough to show. */
export const useNextDimm = () => useState<NextDimmState>({ bytes: 16 * GiB, zone: 'movable' });

const MODES: Readonly<Record<MemmapOutcome['mode'], string>> = { N: 'off', Y: 'on', force: 'force' };

/** The next DIMM with each value of memmap_on_memory, played on a copy of the machine. */
export function NextDimm(props: {
  readonly info: MachineInfo;
  readonly story: MemmapStory | undefined;
  readonly asked: NextDimmState;
  readonly onAsk: (next: NextDimmState) => void;
}): ReactElement {
  const { info, story, asked, onAsk } = props;
  const board = useAtlas((s) => s.info?.hotBytes ?? 0);
  return (
    <Part title={wording.nextDimm} aside={wording.playedOnCopy}>
      <div className={styles['choosers']}>
        <Segmented
          label={wording.sizeOfDimm}
          value={`${asked.bytes}`}
          choices={SIZES}
          onChange={(id) => onAsk({ ...asked, bytes: Number(id) })}
        />
        <Segmented
          label={wording.zoneItGoesOnline}
          value={asked.zone}
          choices={ZONES}
          onChange={(zone) => onAsk({ ...asked, zone })}
        />
      </div>
      {story === undefined ? (
        <p className={styles['quiet']}>{wording.addingIt}</p>
      ) : (
        <Outcomes info={info} story={story} board={board} />
      )}
    </Part>
  );
}

function Outcomes(props: {
  readonly info: MachineInfo;
  readonly story: MemmapStory;
  readonly board: number;
}): ReactElement {
  const { info, story, board } = props;
  const { pageBytes } = info.sizes;
  const { tone, text } = verdict(story, pageBytes);
  const left = story.outcomes
    .map((o) => leftBehind(o, info.sizes.memmapPagesPerSection * pageBytes))
    .find((words) => words !== undefined);
  const row = (name: string, cell: (o: MemmapOutcome) => string, strong?: (o: MemmapOutcome) => boolean) => (
    <tr>
      <th scope="row">{name}</th>
      {story.outcomes.map((o) => (
        <td key={o.mode} className={cx(o.mode === story.mode && styles['now'], strong?.(o) === true && styles['bad'])}>
          {cell(o)}
        </td>
      ))}
    </tr>
  );
  const total = story.bytes / pageBytes;
  return (
    <>
      <p className={cx(styles['verdict'], styles[tone])} role="status">
        {text}
      </p>
      <table className={styles['outcomes']}>
        <caption className={styles['caption']}>{wording.onNodeByMemmap(story.bytes, story.nid)}</caption>
        <thead>
          <tr>
            <th scope="col" className={styles['corner']}>
              {wording.memmapOnMemory}
            </th>
            {story.outcomes.map((o) => (
              <th key={o.mode} scope="col" className={cx(o.mode === story.mode && styles['now'])}>
                {MODES[o.mode]}
                {o.mode === story.mode && <span className={styles['here']}>{wording.thisBoot}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {row(
            wording.nextDimmAddingIt,
            (o) => (o.errno === undefined ? wording.works : `✕ ${o.errno}`),
            (o) => o.errno !== undefined,
          )}
          {row(wording.kernelZonesPay, (o) => sizeOf(o.fromKernel, pageBytes))}
          {row(wording.dimmPays, (o) =>
            o.errno === undefined ? sizeOf(o.carvedPerBlock * story.blocks, pageBytes) : '–',
          )}
          {story.outcomes.some((o) => o.wastedPerBlock > 0) &&
            row(wording.wastedOfThat, (o) => sizeOf(o.wastedPerBlock * story.blocks, pageBytes))}
          <tr>
            <th scope="row">{wording.usable}</th>
            {story.outcomes.map((o) => (
              <td key={o.mode} className={cx(o.mode === story.mode && styles['now'])}>
                {sizeOf(o.usable, pageBytes)}
                <span className={styles['usable']} aria-hidden="true">
                  <span
                    style={{
                      width: `${(o.usable / total) * 100}%`,
                      backgroundColor: `var(--zone-${story.zone === 'movable' ? 'movable' : 'normal'})`,
                    }}
                  />
                  <span
                    style={{
                      width: `${((o.errno === undefined ? o.carvedPerBlock * story.blocks : 0) / total) * 100}%`,
                      backgroundColor: 'var(--memmap)',
                    }}
                  />
                </span>
              </td>
            ))}
          </tr>
          {row(
            wording.leftForMore,
            (o) => sizeOf(o.kernelLeft, pageBytes),
            (o) => o.errno !== undefined,
          )}
        </tbody>
      </table>
      {left !== undefined && <p className={styles['left']}>{wording.failedAddLeavesMm(left)}</p>}
      {story.outcomes
        .filter((o) => o.why !== undefined)
        .slice(0, 1)
        .map((o) => (
          <p key={o.mode} className={styles['quiet']}>
            {wording.changesNothingHere(MODES[o.mode], o.why ?? '')}
          </p>
        ))}
      {story.bytes > board && <p className={styles['quiet']}>{wording.thisBoardHasRoom(board)}</p>}
    </>
  );
}
