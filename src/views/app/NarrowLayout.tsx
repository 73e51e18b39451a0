import { type ReactElement, useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import * as words from '#words/app.ts';
import { BayIcon, ClockIcon, ConsoleIcon, InspectIcon, MapIcon } from '../../ui/icons.tsx';
import styles from './App.module.css';
import { PanelFrame } from './PanelFrame.tsx';
import { Bay } from '../bay/Bay.tsx';
import { Console, Timeline } from './LazyPanels.tsx';
import { Inspector } from '../inspector/Inspector.tsx';
import { Stage } from '../stage/Stage.tsx';
import { usePage } from '../../store/page.ts';
import { useWorld } from '../../store/world.ts';

const views = [
  { id: 'map', title: words.viewsMapTitle, Icon: MapIcon, View: Stage },
  { id: 'bay', title: words.viewsBayTitle, Icon: BayIcon, View: Bay },
  { id: 'inspect', title: words.viewsInspectTitle, Icon: InspectIcon, View: Inspector },
  { id: 'timeline', title: words.viewsTimelineTitle, Icon: ClockIcon, View: Timeline },
  { id: 'console', title: words.viewsConsoleTitle, Icon: ConsoleIcon, View: Console },
] as const;

/** A phone: one view at a time over a tab bar. */
export function NarrowLayout(): ReactElement {
  const [selected, setSelected] = useState<string>('map');
  const active = useWorld((w) => w.active);
  // its dialog stands beside the region's card
  const carving = usePage((s) => s.carving !== undefined);
  return (
    <Tabs
      className={styles['narrow'] ?? ''}
      selectedKey={carving ? 'bay' : selected}
      onSelectionChange={(key) => setSelected(String(key))}
    >
      <TabList aria-label={words.views} className={styles['tabBar'] ?? ''}>
        {views.map(({ id, title, Icon }) => (
          <Tab key={id} id={id} className={styles['tabBarItem'] ?? ''}>
            <Icon />
            {title}
          </Tab>
        ))}
      </TabList>
      {views.map(({ id, title, View }) => (
        <TabPanel key={id} id={id} className={styles['narrowPanel'] ?? ''}>
          <PanelFrame label={title}>
            <View key={id === 'map' ? id : active} />
          </PanelFrame>
        </TabPanel>
      ))}
    </Tabs>
  );
}
