import { type FormEvent, type ReactElement, useState } from 'react';
import * as words from '#words/knobs-panel.ts';
import { ERRNO_TEXT } from '../../engine/kernel/errno.ts';
import type { Line, Reply } from '../../engine/lines.ts';
import type { Questions } from '../../link/messages.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { Button } from '../../ui/Button.tsx';
import { Select } from '../../ui/fields.tsx';
import { useAsk } from '../inspector/useAsk.ts';
import styles from './knobs.module.css';
import type { Access, Knob } from './types.ts';
import { type Current, estimated } from './value.ts';

type Live = Extract<Access, { kind: 'file' | 'rule' }>;

/** The line that gives a knob another value, as a person could type it. */
function lineOf(access: Live, value: string): Line {
  return access.kind === 'file'
    ? { channel: 'write', path: access.path, value }
    : { channel: 'world', line: `${access.command}${value}` };
}

/** Why a line changed nothing; undefined: it did what it should. */
function refusalOf(value: string, { errno, output = '' }: Reply): string | undefined {
  if (errno !== undefined) return words.write(value, ERRNO_TEXT[errno], errno);
  return output.trim() === '' ? undefined : output.trim();
}

/** A value that can be changed while the kernel runs; what is refused stands below it. */
export function RunControl(props: {
  readonly knob: Knob;
  readonly access: Live;
  readonly mirrored: Current;
  readonly canWrite: boolean;
}): ReactElement {
  const atlas = useAtlasStore().getState;
  const { knob, access, mirrored } = props;
  const [refusal, setRefusal] = useState<string>();
  const path = access.kind === 'file' && mirrored.kind === 'unknown' ? access.path : undefined;
  const asked = useAsk('read', path === undefined ? undefined : { path }, path ?? '');
  const text =
    mirrored.kind !== 'unknown'
      ? mirrored.text
      : asked !== undefined && 'text' in asked
        ? asked.text.trim().replaceAll(/\s+/g, ' ')
        : undefined;
  const send = (value: string): void => {
    setRefusal(undefined);
    atlas()
      .send(lineOf(access, value))
      .then((reply) => {
        const refused = refusalOf(value, reply);
        setRefusal(refused);
        atlas().announce(refused ?? reply.pending ?? words.isNow(knob.name, value));
      })
      // the store has said it in a notice
      .catch(() => undefined);
  };
  if (text === undefined) return <Absent knob={knob} read={asked} />;
  const unit = knob.values.kind === 'number' ? knob.values.unit : undefined;
  return (
    <div className={styles['control']}>
      {!props.canWrite ? (
        <span className={styles['chip']}>{unit === undefined ? text : `${text} ${unit}`}</span>
      ) : knob.values.kind === 'word' ? (
        <Select
          label={`${knob.name}: ${text}`}
          value={text}
          choices={knob.values.words.map(({ word, says }) => ({ id: word, label: word, description: says }))}
          onChange={(value) => value !== text && send(value)}
        />
      ) : (
        <Entry key={text} label={knob.name} text={text} unit={unit} onWrite={send} />
      )}
      {refusal !== undefined && (
        <p className={styles['refusal']} role="alert">
          {refusal}
        </p>
      )}
    </div>
  );
}

/** A file that this machine does not have: what the kernel is taken to go by instead. */
function Absent(props: { readonly knob: Knob; readonly read: Questions['read']['answer'] | undefined }): ReactElement {
  const nodes = useAtlas((s) => s.cells.nodes);
  const pageBytes = useAtlas((s) => s.info?.sizes.pageBytes) ?? 0;
  const { knob, read } = props;
  const text =
    read === undefined
      ? '…'
      : 'errno' in read && read.errno === 'ENOENT'
        ? (estimated(knob, nodes ?? [], pageBytes) ?? words.assumed(knob.byDefault))
        : words.cannotBeRead;
  return (
    <span className={styles['chip']} data-unknown="" title={words.thisMachinesFilesDo}>
      {text}
    </span>
  );
}

/** A value to type. Anything may be sent: what is wrong with it, the kernel says. */
function Entry(props: {
  readonly label: string;
  readonly text: string;
  readonly unit: string | undefined;
  readonly onWrite: (value: string) => void;
}): ReactElement {
  const [value, setValue] = useState(props.text);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (value !== props.text) props.onWrite(value);
  };
  return (
    <form className={styles['entry']} onSubmit={submit}>
      <input
        aria-label={props.unit === undefined ? props.label : words.labelInUnit(props.label, props.unit)}
        className={styles['input']}
        value={value}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setValue(event.target.value)}
      />
      {props.unit !== undefined && <span className={styles['unit']}>{props.unit}</span>}
      <Button type="submit" isDisabled={value === props.text} aria-label={words.writeLabel(props.label)}>
        {words.writeButton}
      </Button>
    </form>
  );
}
