/** The stage's end of the wire to the speaker's window. */
import { useEffect } from 'react';
import { useStory } from '../../stories/story.ts';
import { turn, useBeat } from './beat.ts';
import { openChannel } from './channel.ts';
import type { StageAt } from './channel.ts';

/** Opens the speaker's window, or brings it to the front. */
export function openNotes(): void {
  const url = new URL(location.href);
  url.search = '?notes';
  url.hash = '';
  window.open(url, 'hotplug-atlas-notes', 'popup,width=960,height=640');
}

function here(): StageAt | undefined {
  const { story, step } = useStory.getState();
  const { asked, blank, since } = useBeat.getState();
  return story && { type: 'at', story: story.id, step, asked, blank, since };
}

/** Tells the speaker's window where the stage is, and turns pages for it. */
export function useNotesLink(): void {
  useEffect(() => {
    const tell = (): void => {
      const at = here();
      if (at !== undefined) channel.say(at);
    };
    const channel = openChannel((message) => {
      switch (message.type) {
        case 'hello':
          return tell();
        case 'turn':
          return turn(message.by);
        case 'blank':
          return useBeat.setState((b) => ({ blank: !b.blank }));
        case 'at':
          return undefined;
      }
    });
    const stops = [useStory.subscribe(tell), useBeat.subscribe(tell)];
    tell();
    return () => {
      for (const stop of stops) stop();
      channel.close();
    };
  }, []);
}
