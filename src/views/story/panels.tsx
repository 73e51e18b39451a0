/** The panels that a step can point at, and which of them it points at. */
import type { ReactElement } from 'react';
import * as words from '#words/story-panel.ts';
import { useWorld } from '../../store/world.ts';
import { useStory } from '../../stories/story.ts';
import type { PanelName, Step } from '../../stories/types.ts';
import { PanelFrame } from '../app/PanelFrame.tsx';
import { Bay } from '../bay/Bay.tsx';
import { Console, Timeline } from '../app/LazyPanels.tsx';
import { Inspector } from '../inspector/Inspector.tsx';
import { Stage } from '../stage/Stage.tsx';
import { BackingLinks } from './BackingLinks.tsx';
import styles from './story.module.css';

const LABELS: Readonly<Record<PanelName, string>> = {
  bay: words.labelsBay,
  map: words.labelsMap,
  inspector: words.labelsInspector,
  timeline: words.labelsTimeline,
  console: words.labelsConsole,
};

/** The step on screen; undefined while a story is opened. */
export const useStep = (): Step | undefined => useStory((s) => s.story?.steps[s.step]);

/** Where the step's subject can be seen. */
export const panelOf = (step: Step | undefined): PanelName => step?.look?.panel ?? 'map';

/** A panel, in a frame that tells whether the step points at it. */
export function StoryFrame({ name }: { readonly name: PanelName }): ReactElement {
  const pointed = panelOf(useStep()) === name;
  return (
    <div className={styles['frame']} data-pointed={pointed || undefined}>
      <PanelFrame label={LABELS[name]}>
        <Content name={name} />
      </PanelFrame>
    </div>
  );
}

/** A panel about the active machine. */
export function Content({ name }: { readonly name: PanelName }): ReactElement {
  const active = useWorld((w) => w.active);
  switch (name) {
    case 'map':
      return (
        <>
          <Stage />
          <BackingLinks />
        </>
      );
    case 'bay':
      return <Bay key={active} />;
    case 'inspector':
      return <Inspector key={active} />;
    case 'timeline':
      return <Timeline key={active} />;
    case 'console':
      return <Console key={active} />;
  }
}
