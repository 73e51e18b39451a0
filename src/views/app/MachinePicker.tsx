import { type ComponentProps, type ReactElement, useEffect, useState } from 'react';
import * as words from '#words/app.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { listMachines, type MachineEntry } from '../../store/machines.ts';
import type { MachineSource } from '../../link/messages.ts';
import { PRESETS } from '../../link/presets.ts';
import { setComparing, setPasting, usePage } from '../../store/page.ts';
import { labelStanding, openBeside } from '../../store/world.ts';
import { Button } from '../../ui/Button.tsx';
import { ChevronIcon } from '../../ui/icons.tsx';
import { lazyParts, useEver } from '../../ui/lazyPart.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { openFile } from './openFile.ts';
import type { PasteDialog as Paste } from './PasteDialog.tsx';
import styles from './TopBar.module.css';

const { part, early } = lazyParts(() => import('./PasteDialog.tsx'));
const PasteDialog = part<ComponentProps<typeof Paste>>((all) => all.PasteDialog);

/** The name of a machine that somebody put beside the main one. */
const BESIDE = 'beside';

/** The machines that come with the page; empty while unknown. */
function useBundled(): readonly MachineEntry[] {
  const [machines, setMachines] = useState<readonly MachineEntry[]>([]);
  useEffect(() => {
    // without the list the picker still offers the preset and files
    listMachines().then(setMachines, () => undefined);
  }, []);
  return machines;
}

const opensStory = (): boolean => usePage.getState().story !== undefined;

/** Chooses another machine: bundled, generated, or a file of one's own. */
export function MachinePicker(): ReactElement {
  const atlas = useAtlasStore().getState;
  const source = useAtlas((s) => s.source);
  const title = useAtlas((s) => s.info?.title);
  const bundled = useBundled();
  const pasting = usePage((p) => p.pasting);
  const pasted = useEver(pasting);
  useEffect(early, []);
  const start =
    (next: MachineSource): (() => void) =>
    () =>
      void atlas().load(next);
  const presetEntry = (p: (typeof PRESETS)[number]) => ({
    id: p.id,
    label: p.title,
    description: p.verified ? p.line : words.unverifiedNoRecordingConfirms(p.line),
    onAction: start({ kind: 'preset', id: p.id }),
  });
  // a page that is opened for a story finds out which machine it starts with
  const known = useAtlas((s) => s.info !== undefined) || !opensStory();
  const named = known && source.kind === 'bundled' ? bundled.find(({ id }) => id === source.id)?.title : undefined;
  return (
    <>
      <Menu
        label={words.machines}
        groups={[
          {
            id: 'bundled',
            title: words.realMachinesRecorded,
            entries: bundled.map((machine) => ({
              id: machine.id,
              label: machine.title,
              description: machine.line,
              onAction: start({ kind: 'bundled', id: machine.id }),
            })),
          },
          {
            id: 'beside',
            title: words.twoAtOnce,
            entries: [
              {
                id: 'beside',
                label: words.besideThisOne,
                description: words.anotherMachineNext,
                entries: [
                  ...bundled.map((machine) => ({
                    source: { kind: 'bundled', id: machine.id } as const,
                    title: machine.title,
                  })),
                  ...PRESETS.map((p) => ({ source: { kind: 'preset', id: p.id } as const, title: p.title })),
                ].map((machine) => ({
                  id: `beside-${machine.source.id}`,
                  label: machine.title,
                  onAction: () => {
                    void openBeside(BESIDE, machine.source);
                    labelStanding(BESIDE, machine.title);
                    setComparing(true);
                  },
                })),
              },
            ],
          },
          {
            id: 'generated',
            title: words.largerThanLife,
            entries: PRESETS.filter((p) => p.base === undefined || 'devices' in p).map(presetEntry),
          },
          {
            id: 'tables',
            title: words.pageSizesAndTable,
            entries: PRESETS.filter((p) => p.base !== undefined && !('devices' in p)).map(presetEntry),
          },
          {
            id: 'file',
            title: words.yourOwn,
            entries: [
              {
                id: 'open',
                label: words.openSnapshotFile,
                description: words.orDropItAnywhere,
                onAction: openFile,
              },
              {
                id: 'paste',
                label: words.pasteQemuCommandLine,
                description: words.machineItDescribesBooted,
                onAction: () => setPasting(true),
              },
            ],
          },
        ]}
      >
        <Button className={styles['picker']} aria-label={words.machineNamed(named ?? title)}>
          <span className={styles['pickerLabel']}>{named ?? title ?? words.chooseMachine}</span>
          <ChevronIcon />
        </Button>
      </Menu>
      {pasted && <PasteDialog isOpen={pasting} onClose={() => setPasting(false)} bundled={bundled} />}
    </>
  );
}
