import { type ReactElement, useEffect, useState } from 'react';
import * as wording from '#words/tables.ts';
import type { MachineSource } from '../../link/messages.ts';
import { PRESETS } from '../../link/presets.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { listMachines, type MachineEntry } from '../../store/machines.ts';
import { useWorld } from '../../store/world.ts';
import { Button } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { comparedDimm, compareBeside } from './beside.ts';
import styles from './tables.module.css';

/** A machine that can stand beside this one. */
interface Other {
  readonly id: string;
  readonly title: string;
  readonly line: string;
  readonly arch: string;
  /** What it is called beside this one. */
  readonly name: string;
  readonly source: MachineSource;
}

const STARTED: readonly Other[] = PRESETS.filter((p) => p.base !== undefined).map((p) => ({
  id: p.id,
  title: p.title,
  line: p.verified ? p.line : wording.unverifiedNoRecordingConfirms(p.line),
  arch: p.arch,
  name: p.id,
  source: { kind: 'preset', id: p.id },
}));

/** Opens another machine beside this one and plugs the same DIMM into it. */
export function Beside(): ReactElement | undefined {
  const store = useAtlasStore();
  const info = useAtlas((s) => s.info);
  const standing = useWorld((w) => w.machines);
  const [machines, setMachines] = useState<readonly MachineEntry[]>([]);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  useEffect(() => {
    // without the list the machines that are started remain
    listMachines().then(setMachines, () => undefined);
  }, []);
  if (info === undefined) return undefined;
  const open = ({ name, source }: Other): void => {
    const taken = new Set(standing.map((machine) => machine.name));
    let free = name;
    for (let n = 2; taken.has(free); n++) free = `${name}-${n}`;
    setBusy(true);
    void compareBeside(store, free, source)
      .then((words) => {
        setSaid(words);
        store.getState().announce(words);
      })
      .finally(() => setBusy(false));
  };
  const recorded = machines
    .filter((machine) => machine.id !== info.id)
    .map((m): Other => ({
      id: m.id,
      title: m.title,
      line: m.line,
      arch: m.arch,
      name: m.arch,
      source: { kind: 'bundled', id: m.id },
    }));
  const dimm = comparedDimm(store.getState());
  const what = wording.dimm(dimm?.size);
  const own = info.geometry.arch;
  const group = (id: string, title: string, list: readonly Other[]) => ({
    id,
    title,
    entries: list.map((other) => ({
      id: other.id,
      label: other.title,
      description: other.line,
      onAction: () => open(other),
    })),
  });
  return (
    <>
      {said !== '' && standing.length > 1 && <span className={styles['status']}>{said}</span>}
      <Menu
        label={wording.sameOnAnotherMachine(what)}
        groups={[
          group(
            'others',
            wording.sameOnAnotherArchitecture(what),
            recorded.filter((m) => m.arch !== own),
          ),
          group('sizes', wording.otherPageSizes, STARTED),
          group(
            'same',
            wording.anotherMachineOfThis,
            recorded.filter((m) => m.arch === own),
          ),
        ].filter(({ entries }) => entries.length > 0)}
      >
        <Button size="small" isDisabled={busy}>
          {busy ? wording.starting : wording.compare}
        </Button>
      </Menu>
    </>
  );
}
