import { type ReactElement, useState } from 'react';
import { useAtlas } from '../../store/atlas.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Select } from '../../ui/fields.tsx';
import { formatCount } from '../../ui/format.ts';
import { PauseIcon, PlayIcon } from '../../ui/icons.tsx';
import styles from './TopBar.module.css';
import { FIRST_SPEED, changeSpeed, toggleClock } from './clock.ts';

const SPEEDS = [
  { id: '1', label: '1 tick/s' },
  { id: '4', label: '4 ticks/s' },
  { id: '10', label: '10 ticks/s' },
  { id: '30', label: '30 ticks/s' },
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
    <div className={styles['clock']} role="group" aria-label="Workload clock">
      {!narrow && <span className={styles['ticks']}>tick {formatCount(ticks)}</span>}
      <IconButton
        label={
          none
            ? 'Start workloads: page cache, anonymous, kernel, pinned'
            : speed === 0
              ? 'Run the workloads'
              : 'Pause the workloads'
        }
        look="plain"
        onPress={toggleClock}
      >
        {speed === 0 ? <PlayIcon /> : <PauseIcon />}
      </IconButton>
      {!narrow && (
        <Select
          label="Speed of the workloads"
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
