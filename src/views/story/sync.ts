/** Keeps the page's place in a story (its address) and the player together. */
import { useEffect } from 'react';
import * as words from '#words/story-panel.ts';
import { usePage } from '../../store/page.ts';
import { MAIN, activeAtlas, atlasOf } from '../../store/world.ts';
import { storyById } from '../../stories/index.ts';
import { useStory } from '../../stories/story.ts';
import { plainText } from '../../stories/text.ts';

/** Resolves when the page's own machine stands: until then it is still being loaded. */
function mainStands(): Promise<void> {
  const store = atlasOf(MAIN);
  if (store === undefined || store.getState().phase !== 'starting') return Promise.resolve();
  return new Promise((resolve) => {
    const stop = store.subscribe(({ phase }) => {
      if (phase === 'starting') return;
      stop();
      resolve();
    });
  });
}

/** The place wanted last; a story that is still being opened is not opened again. */
let opening: string | undefined;

async function follow(): Promise<void> {
  const { story: place } = usePage.getState();
  const player = useStory.getState();
  if (place === undefined) return;
  if (player.story?.id === place.id) {
    if (player.step !== place.step - 1) await player.go(place.step - 1);
    return;
  }
  if (opening === place.id) return;
  opening = place.id;
  const entry = storyById(place.id);
  try {
    if (entry === undefined) useStory.setState({ problem: words.thereIsNoStory(place.id) });
    else {
      await mainStands();
      await player.open(entry, place.step - 1);
    }
  } finally {
    opening = undefined;
  }
}

/** Follows both ways as long as a story shows. */
export function useStorySync(): void {
  useEffect(() => {
    void follow();
    const stopPage = usePage.subscribe((now, before) => now.story !== before.story && void follow());
    const stopStory = useStory.subscribe((now, before) => {
      if (now.story !== undefined && (now.step !== before.step || now.story !== before.story)) {
        const { story: place } = usePage.getState();
        if (place?.id !== now.story.id || place.step !== now.step + 1)
          usePage.setState({ story: { id: now.story.id, step: now.step + 1 } });
      }
      // spoken when the machines stand there, not while keys are held
      if (before.moving && !now.moving && now.story !== undefined && now.phase === 'playing') {
        const step = now.story.steps[now.step];
        if (step !== undefined) activeAtlas().announce(words.syncStep(now.step, step.title, plainText(step.narration)));
      }
    });
    return () => {
      stopPage();
      stopStory();
    };
  }, []);
}
