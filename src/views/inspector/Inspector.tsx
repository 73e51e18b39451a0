import { type ReactElement, useEffect } from 'react';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { lazyParts } from '../../ui/lazyPart.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { LazyDeviceTab } from '../devices/Lazy.tsx';
import styles from './inspector.module.css';
import { SectionTab } from './SectionTab.tsx';

const { part, early } = lazyParts(() => import('./tabs.ts'));
const ZoneTab = part<object>((all) => all.ZoneTab);
const TablesTab = part<object>((all) => all.TablesTab);
const CostTab = part<object>((all) => all.CostTab);

/** What is selected, from five sides. */
export function Inspector(): ReactElement {
  const atlas = useAtlasStore().getState;
  const tab = useAtlas((s) => s.tab);
  useEffect(early, []);
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
