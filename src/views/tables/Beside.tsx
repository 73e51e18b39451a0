import { type ReactElement, useEffect, useState } from 'react';
import type { MachineSource } from '../../link/messages.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { listMachines, type MachineEntry } from '../../store/machines.ts';
import { useWorld } from '../../store/world.ts';
import { Button } from '../../ui/Button.tsx';
import { formatBytes } from '../../ui/format.ts';
import { Menu } from '../../ui/Menu.tsx';
import styles from './tables.module.css';
import { comparedDimm, compareBeside } from './beside.ts';

/** Opens another machine beside this one and plugs the same DIMM into it. */
export function Beside(): ReactElement | undefined {
  const store = useAtlasStore();
  const info = useAtlas((s) => s.info);
  const standing = useWorld((w) => w.machines);
  const [machines, setMachines] = useState<readonly MachineEntry[]>([]);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  useEffect(() => {
    // without the list there is nothing to compare with
    listMachines().then(setMachines, () => undefined);
  }, []);
  if (info === undefined || machines.length === 0) return undefined;
  const open = (name: string, source: MachineSource): void => {
    setBusy(true);
    void compareBeside(store, name, source)
      .then((words) => {
        setSaid(words);
        store.getState().announce(words);
      })
      .finally(() => setBusy(false));
  };
  const others = machines.filter((m) => m.id !== info.id);
  const dimm = comparedDimm(store.getState());
  const what = `${dimm === undefined ? '1 GiB' : formatBytes(dimm.size)} DIMM`;
  const nameFor = (machine: MachineEntry): string => {
    const taken = new Set(standing.map(({ name }) => name));
    for (let n = 1; ; n++) {
      const name = n === 1 ? machine.arch : `${machine.arch}-${n}`;
      if (!taken.has(name)) return name;
    }
  };
  const group = (id: string, title: string, list: readonly MachineEntry[]) => ({
    id,
    title,
    entries: list.map((machine) => ({
      id: machine.id,
      label: machine.title,
      description: machine.line,
      onAction: () => open(nameFor(machine), { kind: 'bundled', id: machine.id }),
    })),
  });
  return (
    <>
      {said !== '' && standing.length > 1 && <span className={styles['status']}>{said}</span>}
      <Menu
        label={`The same ${what} on another machine`}
        groups={[
          group(
            'others',
            `The same ${what}, on another architecture`,
            others.filter((m) => m.arch !== info.geometry.arch),
          ),
          group(
            'same',
            `The same ${what}, on another machine`,
            others.filter((m) => m.arch === info.geometry.arch),
          ),
        ].filter(({ entries }) => entries.length > 0)}
      >
        <Button size="small" isDisabled={busy}>
          {busy ? 'Starting…' : 'Compare…'}
        </Button>
      </Menu>
    </>
  );
}
