import { type ReactElement, useEffect } from 'react';
import * as words from '#words/inspector.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { Tabs } from '../../ui/Tabs.tsx';
import { LazyDeviceTab } from '../devices/Lazy.tsx';
import styles from './inspector.module.css';
import { early, part } from './late.ts';
import { SectionTab } from './SectionTab.tsx';

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
      label={words.inspector}
      selected={tab}
      onSelect={(id) => atlas().setTab(id)}
      className={styles['tabs']}
      panelClassName={styles['panel']}
      items={[
        { id: 'section', title: words.section, content: <SectionTab /> },
        { id: 'zone', title: words.zone, content: <ZoneTab /> },
        { id: 'tables', title: words.pageTables, content: <TablesTab /> },
        { id: 'cost', title: words.memmapCost, content: <CostTab /> },
        { id: 'device', title: 'Device', content: <LazyDeviceTab /> },
      ]}
    />
  );
}
