/** Controls that hold a value. */
import type { ReactElement, ReactNode } from 'react';
import {
  Button as AriaButton,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select as AriaSelect,
  SelectValue,
  Text,
  TextField as AriaTextField,
  ToggleButton,
  ToggleButtonGroup,
} from 'react-aria-components';
import styles from './controls.module.css';
import { cx } from './cx.ts';
import { ChevronIcon } from './icons.tsx';

/** A line of text with its label and, where it is wrong, why. */
export function TextField(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | undefined;
  readonly hint?: string | undefined;
  readonly placeholder?: string;
  readonly autoFocus?: boolean;
}): ReactElement {
  return (
    <AriaTextField
      className={styles['field'] ?? ''}
      value={props.value}
      onChange={props.onChange}
      isInvalid={props.error !== undefined}
      autoFocus={props.autoFocus === true}
      autoComplete="off"
    >
      <Label className={styles['fieldLabel']}>{props.label}</Label>
      <Input
        className={styles['input'] ?? ''}
        spellCheck={false}
        {...(props.placeholder !== undefined && { placeholder: props.placeholder })}
      />
      {props.hint !== undefined && props.error === undefined && (
        <Text slot="description" className={styles['fieldHint']}>
          {props.hint}
        </Text>
      )}
      <FieldError className={styles['fieldError'] ?? ''}>{props.error}</FieldError>
    </AriaTextField>
  );
}

export interface Choice<Id extends string> {
  readonly id: Id;
  readonly label: string;
  readonly description?: string;
}

/** One of a list, opened by a button. */
export function Select<Id extends string>(props: {
  readonly label: string;
  readonly choices: readonly Choice<Id>[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
  readonly showLabel?: boolean;
}): ReactElement {
  return (
    <AriaSelect
      className={styles['select'] ?? ''}
      selectedKey={props.value}
      {...(props.showLabel !== true && { 'aria-label': props.label })}
      onSelectionChange={(key) => {
        const choice = props.choices.find(({ id }) => id === key);
        if (choice !== undefined) props.onChange(choice.id);
      }}
    >
      {props.showLabel === true && <Label className={styles['fieldLabel']}>{props.label}</Label>}
      <AriaButton className={cx(styles['button'], styles['selectButton'])}>
        <SelectValue className={styles['selectValue'] ?? ''}>
          {() => props.choices.find(({ id }) => id === props.value)?.label ?? props.label}
        </SelectValue>
        <ChevronIcon />
      </AriaButton>
      <Popover className={styles['popover'] ?? ''}>
        <ListBox className={styles['menu'] ?? ''}>
          {props.choices.map((choice) => (
            <ListBoxItem key={choice.id} id={choice.id} textValue={choice.label} className={styles['item'] ?? ''}>
              <Text slot="label" className={styles['itemLabel']}>
                {choice.label}
              </Text>
              {choice.description !== undefined && (
                <Text slot="description" className={styles['itemDescription']}>
                  {choice.description}
                </Text>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

/** One of a few, all visible. */
export function Segmented<Id extends string>(props: {
  readonly label: string;
  readonly choices: readonly (Choice<Id> & { readonly content?: ReactNode })[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
}): ReactElement {
  return (
    <ToggleButtonGroup
      aria-label={props.label}
      className={styles['segmented'] ?? ''}
      disallowEmptySelection
      selectedKeys={[props.value]}
      onSelectionChange={(keys) => {
        const choice = props.choices.find(({ id }) => keys.has(id));
        if (choice !== undefined) props.onChange(choice.id);
      }}
    >
      {props.choices.map(({ id, label, content }) => (
        <ToggleButton
          key={id}
          id={id}
          className={styles['segment'] ?? ''}
          {...(content !== undefined && { 'aria-label': label })}
        >
          {content ?? label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
