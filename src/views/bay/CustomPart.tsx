import { type FormEvent, type ReactElement, useState } from 'react';
import * as words from '#words/bay-custom.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogFoot } from '../../ui/Dialog.tsx';
import { Segmented, TextField } from '../../ui/fields.tsx';
import { parseSize } from '../../ui/format.ts';
import { type Model, MODEL_NAMES, MODELS } from './moves.ts';

/** What is wrong with a size; undefined: it can be a DIMM's. Only what no QEMU would make is refused here. */
export function sizeProblem(text: string): string | undefined {
  const size = parseSize(text);
  if (size === undefined) return words.sizeIsNumber;
  if (size <= 0) return words.sizeZero;
  return undefined;
}

/** What a machine will make of an unusual size; undefined: nothing unusual. */
export function sizeHint(text: string, info: Pick<MachineInfo, 'blockBytes' | 'hotBytes'>): string | undefined {
  const size = parseSize(text);
  if (size === undefined) return undefined;
  if (size % info.blockBytes !== 0) return words.notMultipleOfThis(info.blockBytes);
  if (size > info.hotBytes) return words.moreThanThisBoard(info.hotBytes);
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
    <Dialog title={words.partOfAnotherSize} isOpen={props.isOpen} onClose={props.onClose}>
      <form onSubmit={make}>
        <Segmented
          label={words.kindOfPart}
          value={model}
          onChange={setModel}
          choices={MODEL_NAMES.map((id) => ({
            id,
            label: MODELS[id].name,
          }))}
        />
        <TextField
          label={words.size}
          value={text}
          onChange={setText}
          placeholder="768M"
          autoFocus
          error={tried ? problem : undefined}
          hint={sizeHint(text, props.info) ?? words.blocksAreHereSizes(props.info.blockBytes)}
        />
        <DialogFoot>
          <Button onPress={props.onClose}>{words.cancel}</Button>
          <Button type="submit" look="primary">
            {words.putItOnShelf}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
