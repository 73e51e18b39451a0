import { type ReactElement, useState } from 'react';
import * as words from '#words/app.ts';
import { useAtlas } from '../../store/atlas.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Select } from '../../ui/fields.tsx';
import { PauseIcon, PlayIcon } from '../../ui/icons.tsx';
import styles from './TopBar.module.css';
import { FIRST_SPEED, changeSpeed, toggleClock } from './clock.ts';

const SPEEDS = [
  { id: '1', label: words.speeds1 },
  { id: '4', label: words.speeds4 },
  { id: '10', label: words.speeds10 },
  { id: '30', label: words.speeds30 },
] as const;
type Speed = (typeof SPEEDS)[number]['id'];

/** The clock of the living workloads: paused means that nothing moves. */
export function ClockControl({ narrow }: { readonly narrow: boolean }): ReactElement {
  const speed = useAtlas((s) => s.speed);
  const ticks = useAtlas((s) => s.cells.ticks ?? 0);
  const none = useAtlas((s) => (s.cells.workloads?.length ?? 0) === 0);
  const [last, setLast] = useState<Speed>(`${FIRST_SPEED}`);
  const known = SPEEDS.find(({ id }) => Number(id) === speed)?.id;
  return (
    <div className={styles['clock']} role="group" aria-label={words.workloadClock}>
      {!narrow && <span className={styles['ticks']}>{words.tick(ticks)}</span>}
      <IconButton
        label={none ? words.startWorkloadsPageCache : speed === 0 ? words.runWorkloads : words.pauseWorkloads}
        look="plain"
        onPress={toggleClock}
      >
        {speed === 0 ? <PlayIcon /> : <PauseIcon />}
      </IconButton>
      {!narrow && (
        <Select
          label={words.speedOfWorkloads}
          choices={SPEEDS}
          value={known ?? last}
          onChange={(id) => {
            setLast(id);
            changeSpeed(Number(id));
          }}
        />
      )}
    </div>
  );
}
