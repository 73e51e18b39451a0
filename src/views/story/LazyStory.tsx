/** The doors to the stories: what lies behind is loaded when it is first opened. */
import { type ReactElement, type ReactNode, Suspense, lazy } from 'react';
import * as words from '#words/story.ts';
import { setStoryPicker, usePage } from '../../store/page.ts';
import { IconButton } from '../../ui/Button.tsx';

const Missing = (): ReactElement => <p role="alert">{words.storiesCannotBeLoaded}</p>;
const load = () => import('./StoryScreen.tsx');
const Screen = lazy(() => load().catch(() => ({ default: Missing })));
const List = lazy(() => import('./Picker.tsx').catch(() => ({ default: Missing })));

/** Fetches the screen of a story while the page's machine starts. */
export const preloadStory = (): void => void load().catch(() => undefined);

/** The screen of a story; `children`: what the page shows while somebody explores. */
export function StoryScreen(props: { readonly narrow: boolean; readonly children: ReactNode }): ReactElement {
  return (
    <Suspense fallback={undefined}>
      <Screen {...props} />
    </Suspense>
  );
}

/** Opens the list of stories. */
export function StoriesButton(): ReactElement {
  const open = usePage((p) => p.storyPicker);
  return (
    <>
      <IconButton label={words.stories} hint={words.guidedDemonstrations} keys="S" onPress={() => setStoryPicker(true)}>
        <svg
          width="16"
          height="16"
          viewBox="0 0 16 16"
          aria-hidden="true"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeLinejoin="round"
        >
          <path d="M8 4.2C6.6 3 4.6 2.6 2 2.8v9.4c2.6-.2 4.6.2 6 1.4 1.4-1.2 3.4-1.6 6-1.4V2.8c-2.6-.2-4.6.2-6 1.4Zm0 0v9.4" />
        </svg>
      </IconButton>
      {open && (
        <Suspense fallback={undefined}>
          <List />
        </Suspense>
      )}
    </>
  );
}
