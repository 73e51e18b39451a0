import type { ReactElement } from 'react';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { Tabs } from '../../ui/Tabs.tsx';
import { LazyDeviceTab } from '../devices/Lazy.tsx';
import { CostTab } from './CostTab.tsx';
import styles from './inspector.module.css';
import { SectionTab } from './SectionTab.tsx';
import { TablesTab } from './TablesTab.tsx';
import { ZoneTab } from './ZoneTab.tsx';

/** What is selected, from four sides. */
export function Inspector(): ReactElement {
  const atlas = useAtlasStore().getState;
  const tab = useAtlas((s) => s.tab);
  return (
    <Tabs
      label="Inspector"
      selected={tab}
      onSelect={(id) => atlas().setTab(id)}
      className={styles['tabs']}
      panelClassName={styles['panel']}
      items={[
        { id: 'section', title: 'Section', content: <SectionTab /> },
        { id: 'zone', title: 'Zone', content: <ZoneTab /> },
        { id: 'tables', title: 'Page tables', content: <TablesTab /> },
        { id: 'cost', title: 'Memmap cost', content: <CostTab /> },
        { id: 'device', title: 'Device', content: <LazyDeviceTab /> },
      ]}
    />
  );
}
