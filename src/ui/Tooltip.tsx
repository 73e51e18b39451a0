import type { ReactElement } from 'react';
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components';
import styles from './controls.module.css';
import { Kbd } from './Kbd.tsx';

/** Shows a text beside a focusable child on hover and on keyboard focus. */
export function WithTooltip(props: {
  readonly text: string;
  readonly keys?: string | undefined;
  readonly children: ReactElement;
}): ReactElement {
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      {props.children}
      <AriaTooltip className={styles['tooltip'] ?? ''} offset={6}>
        <span>{props.text}</span>
        {props.keys !== undefined && <Kbd keys={props.keys} />}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
