import type { ReactElement } from 'react';
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
    ready ? <PaneView key={id} pane={id} /> : <p className={styles['note']}>The machine starts.</p>;
  return (
    <Tabs
      label="Console"
      selected={tab}
      onSelect={setPane}
      panelClassName={styles['panel']}
      items={[
        { id: 'shell', title: 'Guest shell', content: pane('shell') },
        { id: 'monitor', title: 'QEMU monitor', content: pane('monitor') },
        { id: 'dmesg', title: 'dmesg', content: <Dmesg /> },
        { id: 'world', title: 'World', content: pane('world') },
      ]}
    />
  );
}
