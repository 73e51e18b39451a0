import type { ReactElement, ReactNode, Ref } from 'react';
import {
  Button as AriaButton,
  ToggleButton as AriaToggleButton,
  type ButtonProps as AriaButtonProps,
  type ToggleButtonProps as AriaToggleButtonProps,
} from 'react-aria-components';
import styles from './controls.module.css';
import { cx } from './cx.ts';
import { WithTooltip } from './Tooltip.tsx';

interface Look {
  readonly look?: 'plain' | 'quiet' | 'primary' | 'danger' | undefined;
  readonly size?: 'normal' | 'small' | undefined;
  readonly className?: string | undefined;
  readonly children?: ReactNode;
}
const classes = ({ look = 'plain', size = 'normal', className }: Look, icon: boolean): string =>
  cx(
    styles['button'],
    look !== 'plain' && styles[look],
    size === 'small' && styles['small'],
    icon && styles['icon'],
    className,
  );

export type ButtonProps = Look & Omit<AriaButtonProps, keyof Look> & { readonly ref?: Ref<HTMLButtonElement> };
/** A button with words in it. */
export function Button(props: ButtonProps): ReactElement {
  const { look, size, className, ...rest } = props;
  return <AriaButton {...rest} className={classes({ look, size, className }, false)} />;
}

export type IconButtonProps = ButtonProps & {
  /** The name, spoken and shown as a tooltip. */
  readonly label: string;
  /** What the tooltip adds: why it is disabled, what it would undo. */
  readonly hint?: string | undefined;
  /** Its key, shown in the tooltip. */
  readonly keys?: string | undefined;
};
/** A button that is only an icon: it always has a name and a tooltip. */
export function IconButton({
  label,
  hint,
  keys,
  look = 'quiet',
  size,
  className,
  ...rest
}: IconButtonProps): ReactElement {
  return (
    <WithTooltip text={hint ?? label} keys={keys}>
      <AriaButton
        {...rest}
        aria-label={hint === undefined ? label : `${label}: ${hint}`}
        className={classes({ look, size, className }, true)}
      />
    </WithTooltip>
  );
}

export type ToggleButtonProps = Look & Omit<AriaToggleButtonProps, keyof Look>;
/** A button that stays pressed. */
export function ToggleButton(props: ToggleButtonProps): ReactElement {
  const { look, size, className, ...rest } = props;
  return <AriaToggleButton {...rest} className={classes({ look, size, className }, false)} />;
}
