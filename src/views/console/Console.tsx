import type { ReactElement } from 'react';
import * as words from '#words/console.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { Tabs } from '../../ui/Tabs.tsx';
import styles from './console.module.css';
import { Dmesg } from './Dmesg.tsx';
import type { Pane } from './entries.ts';
import { PaneView } from './PaneView.tsx';

/** The guest's shell, QEMU's monitor, the kernel's log and the world outside: every line that changed the machine. */
export function Console(): ReactElement {
  const tab = useAtlas((s) => s.pane);
  const { setPane } = useAtlasStore().getState();
  const ready = useAtlas((s) => s.info !== undefined);
  const pane = (id: Pane): ReactElement =>
    ready ? <PaneView key={id} pane={id} /> : <p className={styles['note']}>{words.machineStarts}</p>;
  return (
    <Tabs
      label={words.console}
      selected={tab}
      onSelect={setPane}
      panelClassName={styles['panel']}
      items={[
        { id: 'shell', title: words.guestShell, content: pane('shell') },
        { id: 'monitor', title: words.qemuMonitor, content: pane('monitor') },
        { id: 'dmesg', title: 'dmesg', content: <Dmesg /> },
        { id: 'world', title: words.world, content: pane('world') },
      ]}
    />
  );
}
