import { type FormEvent, type ReactElement, useId, useState } from 'react';
import * as words from '#words/app-late.ts';
import { bootBase } from '../../link/boot-base.ts';
import { useAtlasStore } from '../../store/atlas.ts';
import type { MachineEntry } from '../../store/machines.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogFoot } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import styles from './PasteDialog.module.css';

const EXAMPLE = `qemu-system-x86_64 -machine q35 -smp 2 -m 4G,slots=8,maxmem=32G \\
  -object memory-backend-ram,id=m0,size=2G -object memory-backend-ram,id=m1,size=2G \\
  -numa node,nodeid=0,cpus=0,memdev=m0 -numa node,nodeid=1,cpus=1,memdev=m1 \\
  -kernel bzImage -append "console=ttyS0 movable_node"`;

/** Which kernel a command line will get, in words. */
function kernelChoice(text: string, bundled: readonly MachineEntry[]): string {
  const base = bootBase(text);
  if (base === undefined) return words.programsNameQemuSystem;
  const title = bundled.find(({ id }) => id === base)?.title ?? base;
  return words.bootsKernelOfKernel(title);
}

/** Asks for a QEMU command line and starts the machine it describes. */
export function PasteDialog(props: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly bundled: readonly MachineEntry[];
}): ReactElement {
  const atlas = useAtlasStore().getState;
  const [text, setText] = useState('');
  const [cmdline, setCmdline] = useState('');
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [booting, setBooting] = useState(false);
  const [id, wrong] = [useId(), useId()];
  const change = (next: string): void => {
    setText(next);
    setProblems([]);
  };
  const boot = async (): Promise<void> => {
    if (text.trim() === '') return setProblems([words.thereIsNoCommand]);
    const source = { kind: 'qemu', text, ...(cmdline.trim() !== '' && { cmdline: cmdline.trim() }) } as const;
    setBooting(true);
    await atlas().load(source);
    setBooting(false);
    const state = atlas();
    if (state.source === source) {
      setProblems([]);
      props.onClose();
      return undefined;
    }
    // what is wrong is said where it can be put right
    setProblems(state.notice?.details ?? [words.itCouldNotBe]);
    if (state.notice?.tone === 'error' && state.info !== undefined) state.dismissNotice();
    return undefined;
  };
  return (
    <Dialog title={words.machineFromQemuCommand} isOpen={props.isOpen} onClose={props.onClose}>
      <form
        className={styles['form']}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void boot();
        }}
      >
        <label className={styles['label']} htmlFor={id}>
          {words.qemuCommandLine}
        </label>
        <textarea
          id={id}
          className={styles['text']}
          rows={9}
          value={text}
          placeholder={EXAMPLE}
          spellCheck={false}
          autoComplete="off"
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the dialog is there for this field
          autoFocus
          aria-invalid={problems.length > 0}
          aria-describedby={problems.length > 0 ? wrong : undefined}
          onChange={(event) => change(event.target.value)}
        />
        {problems.length > 0 && (
          <ul className={styles['problems']} id={wrong} role="alert">
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        )}
        <p className={styles['kernel']}>{kernelChoice(text === '' ? EXAMPLE : text, props.bundled)}</p>
        <TextField
          label={words.kernelCommandLine}
          value={cmdline}
          onChange={setCmdline}
          placeholder={words.asCommandLineSays}
        />
        <DialogFoot>
          <Button look="quiet" onPress={() => change(EXAMPLE)}>
            {words.useExample}
          </Button>
          <Button onPress={props.onClose}>{words.cancel}</Button>
          <Button type="submit" look="primary" isDisabled={booting}>
            {words.boot}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
