import { type ReactElement, type ReactNode, Suspense, lazy } from 'react';
import { usePage } from '../../store/page.ts';
import { StoryBar } from './StoryBar.tsx';
import { NarrowStory } from './NarrowStory.tsx';
import { WideStory } from './WideStory.tsx';
import { useStorySync } from './sync.ts';

const Presenter = lazy(() => import('../presenter/Presenter.tsx'));

/** A story: beside the machine it is about, on a stage, or as a line above what somebody explores. */
export default function StoryScreen(props: { readonly narrow: boolean; readonly children: ReactNode }): ReactElement {
  const mode = usePage((p) => p.storyMode);
  useStorySync();
  if (mode === 'presenting')
    return (
      <Suspense fallback={undefined}>
        <Presenter />
      </Suspense>
    );
  if (mode === 'exploring') return <StoryBar>{props.children}</StoryBar>;
  return props.narrow ? <NarrowStory /> : <WideStory />;
}
