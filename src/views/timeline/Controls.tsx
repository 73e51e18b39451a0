import type { ReactElement } from 'react';
import * as words from '#words/timeline.ts';
import { Button, IconButton, ToggleButton } from '../../ui/Button.tsx';
import { Select } from '../../ui/fields.tsx';
import { PauseIcon, PlayIcon } from '../../ui/icons.tsx';
import { BackwardsIcon, FirstIcon, NextIcon, PreviousIcon, StepBackIcon, StepForwardIcon } from './icons.tsx';
import styles from './timeline.module.css';
import { PACES, type Playback } from './usePlayback.ts';

/** Lines, steps, play, pace, now. */
export function Controls(props: {
  readonly step: number;
  readonly steps: number;
  readonly play: Playback;
  /** Whether there is a moment before and after the one shown. */
  readonly canBack: boolean;
  readonly canForward: boolean;
  readonly list: boolean;
  readonly onList: (on: boolean) => void;
  readonly onStep: (step: number) => void;
  readonly onBefore: (() => void) | undefined;
  readonly onAfter: (() => void) | undefined;
  readonly onNow: (() => void) | undefined;
}): ReactElement {
  const { step, steps, play, onStep, onBefore, onAfter, onNow } = props;
  return (
    <div className={styles['controls']} role="group" aria-label={words.moments}>
      <IconButton
        size="small"
        label={words.lineBefore}
        isDisabled={onBefore === undefined}
        onPress={() => onBefore?.()}
      >
        <PreviousIcon />
      </IconButton>
      <IconButton size="small" label={words.toFirstStep} keys="Home" isDisabled={step <= 0} onPress={() => onStep(0)}>
        <FirstIcon />
      </IconButton>
      <IconButton
        size="small"
        label={words.oneStepBack}
        keys="←"
        isDisabled={!props.canBack}
        onPress={() => onStep(step - 1)}
      >
        <StepBackIcon />
      </IconButton>
      <IconButton
        size="small"
        label={play.playing === -1 ? words.pause : words.playBackwards}
        keys="Shift+Space"
        isDisabled={!props.canBack}
        onPress={() => play.toggle(-1)}
      >
        {play.playing === -1 ? <PauseIcon /> : <BackwardsIcon />}
      </IconButton>
      <IconButton
        size="small"
        label={play.playing === 1 ? words.pause : words.playSteps}
        keys="Space"
        isDisabled={steps === 0 && !props.canForward}
        onPress={() => play.toggle(1)}
      >
        {play.playing === 1 ? <PauseIcon /> : <PlayIcon />}
      </IconButton>
      <IconButton
        size="small"
        label={words.oneStepForward}
        keys="→"
        isDisabled={!props.canForward}
        onPress={() => onStep(step + 1)}
      >
        <StepForwardIcon />
      </IconButton>
      <IconButton
        size="small"
        label={words.runToEnd}
        keys="End"
        isDisabled={step >= steps}
        onPress={() => onStep(steps)}
      >
        <span className={styles['mirrored']}>
          <FirstIcon />
        </span>
      </IconButton>
      <IconButton size="small" label={words.lineAfter} isDisabled={onAfter === undefined} onPress={() => onAfter?.()}>
        <NextIcon />
      </IconButton>
      <div className={styles['pace']}>
        <Select label={words.paceOfPlaying} choices={PACES} value={play.pace} onChange={play.setPace} />
      </div>
      <ToggleButton size="small" look="quiet" isSelected={props.list} onChange={props.onList}>
        {words.list}
      </ToggleButton>
      <Button
        size="small"
        look={onNow === undefined ? 'plain' : 'primary'}
        isDisabled={onNow === undefined}
        onPress={() => onNow?.()}
      >
        {onNow === undefined ? words.now : words.backToNow}
      </Button>
    </div>
  );
}
