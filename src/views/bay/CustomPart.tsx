import { type FormEvent, type ReactElement, useState } from 'react';
import type { MachineInfo } from '../../link/messages.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogFoot } from '../../ui/Dialog.tsx';
import { Segmented, TextField } from '../../ui/fields.tsx';
import { formatBytes, parseSize } from '../../ui/format.ts';
import { type Model, MODEL_NAMES, MODELS } from './moves.ts';

/** What is wrong with a size; undefined: it can be a DIMM's. Only what no QEMU would make is refused here. */
export function sizeProblem(text: string): string | undefined {
  const size = parseSize(text);
  if (size === undefined) return 'A size is a number with K, M, G or T, such as 768M.';
  if (size <= 0) return 'A DIMM of size 0 cannot be made.';
  return undefined;
}

/** What a machine will make of an unusual size; undefined: nothing unusual. */
export function sizeHint(text: string, info: Pick<MachineInfo, 'blockBytes' | 'hotBytes'>): string | undefined {
  const size = parseSize(text);
  if (size === undefined) return undefined;
  if (size % info.blockBytes !== 0)
    return `Not a multiple of this machine's ${formatBytes(info.blockBytes)} memory blocks: try it and see what Linux does.`;
  if (size > info.hotBytes)
    return `More than the ${formatBytes(info.hotBytes)} this board keeps for DIMMs: try it and see.`;
  return undefined;
}

/** Asks for a DIMM of any size. */
export function CustomPart(props: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onMake: (size: number, model: Model) => void;
  readonly info: MachineInfo;
}): ReactElement {
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const [model, setModel] = useState<Model>('pc-dimm');
  const problem = sizeProblem(text);
  const make = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    const size = parseSize(text);
    if (problem !== undefined || size === undefined) return;
    props.onMake(size, model);
    props.onClose();
    setText('');
    setTried(false);
  };
  return (
    <Dialog title="A part of another size" isOpen={props.isOpen} onClose={props.onClose}>
      <form onSubmit={make}>
        <Segmented
          label="Kind of part"
          value={model}
          onChange={setModel}
          choices={MODEL_NAMES.map((id) => ({
            id,
            label: MODELS[id].name,
          }))}
        />
        <TextField
          label="Size"
          value={text}
          onChange={setText}
          placeholder="768M"
          autoFocus
          error={tried ? problem : undefined}
          hint={
            sizeHint(text, props.info) ??
            `Blocks are ${formatBytes(props.info.blockBytes)} here. Sizes that do not fit are allowed: the machine answers.`
          }
        />
        <DialogFoot>
          <Button onPress={props.onClose}>Cancel</Button>
          <Button type="submit" look="primary">
            Put it on the shelf
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
