import type { ReactElement, ReactNode } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import * as words from '#words/app.ts';
import styles from './App.module.css';
import { PanelFrame } from './PanelFrame.tsx';
import { Bay } from '../bay/Bay.tsx';
import { Console, Timeline } from './LazyPanels.tsx';
import { Inspector } from '../inspector/Inspector.tsx';
import { Stage } from '../stage/Stage.tsx';
import { usePage } from '../../store/page.ts';
import { useWorld } from '../../store/world.ts';

/** Bay, map and inspector over timeline and console; every border can be moved, by keyboard too, and stays moved. */
export function WideLayout(): ReactElement {
  const active = useWorld((w) => w.active);
  const stage = usePage((p) => p.stage);
  const wide = usePage((p) => p.wide);
  const label = stage === 'map' ? words.physicalMemoryMap : words.pageTables;
  if (wide)
    return (
      <PanelFrame label={label}>
        <Stage />
      </PanelFrame>
    );
  return (
    <Split id="rows" orientation="vertical">
      <Panel id="rows-top" minSize="35%" defaultSize="69%">
        <Split id="columns" orientation="horizontal">
          <Panel
            id="columns-bay"
            minSize={220}
            defaultSize={288}
            maxSize="40%"
            groupResizeBehavior="preserve-pixel-size"
          >
            <PanelFrame label={words.viewsBayTitle}>
              <Bay key={active} />
            </PanelFrame>
          </Panel>
          <Border label={words.widthOfBay} />
          <Panel id="columns-map" minSize={320}>
            <PanelFrame label={label}>
              <Stage />
            </PanelFrame>
          </Panel>
          <Border label={words.widthOfInspector} />
          <Panel
            id="columns-inspector"
            minSize={240}
            defaultSize={360}
            maxSize="45%"
            groupResizeBehavior="preserve-pixel-size"
          >
            <PanelFrame label={words.inspector}>
              <Inspector key={active} />
            </PanelFrame>
          </Panel>
        </Split>
      </Panel>
      <Border label={words.heightOfTimeline} />
      <Panel id="rows-bottom" minSize={90} defaultSize="31%" collapsible>
        <Split id="bottom" orientation="horizontal">
          <Panel id="bottom-timeline" minSize={240} defaultSize="62%">
            <PanelFrame label={words.viewsTimelineTitle}>
              <Timeline key={active} />
            </PanelFrame>
          </Panel>
          <Border label={words.widthOfTimeline} />
          <Panel id="bottom-console" minSize={240}>
            <PanelFrame label={words.viewsConsoleTitle}>
              <Console key={active} />
            </PanelFrame>
          </Panel>
        </Split>
      </Panel>
    </Split>
  );
}

function Split(props: {
  readonly id: string;
  readonly orientation: 'horizontal' | 'vertical';
  readonly children: ReactNode;
}): ReactElement {
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({ id: `atlas-${props.id}`, storage: localStorage });
  return (
    <Group
      id={props.id}
      orientation={props.orientation}
      defaultLayout={defaultLayout}
      onLayoutChanged={onLayoutChanged}
      disableCursor
    >
      {props.children}
    </Group>
  );
}

function Border({ label }: { readonly label: string }): ReactElement {
  return <Separator className={styles['separator']} aria-label={label} />;
}
