/** The part of the address that says where a story stands: `#story=block-life&step=3`. */
import { storage } from './keep.ts';
import { usePage } from './page.ts';
import type { StoryMode, StoryPlace } from './page.ts';

const MODE = 'hotplug-atlas.story-mode';
const MODES: readonly StoryMode[] = ['reading', 'presenting', 'exploring'];

/** The place an address names; undefined: none. */
export function placeFromHash(hash: string): StoryPlace | undefined {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  const id = params.get('story');
  const step = params.get('step') ?? '1';
  return id !== null && /^[a-z0-9-]{1,80}$/.test(id) && /^[1-9]\d{0,2}$/.test(step)
    ? { id, step: Number(step) }
    : undefined;
}

/** An address with another place in it; what else it says is kept. */
export function hashWithPlace(place: StoryPlace | undefined, hash: string): string {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  params.delete('story');
  params.delete('step');
  if (place !== undefined) {
    params.set('story', place.id);
    params.set('step', String(place.step));
  }
  return `#${params.toString()}`;
}

/** How the story of this tab was shown before a reload. */
function keptMode(): StoryMode {
  try {
    const kept = storage('sessionStorage')?.getItem(MODE);
    return MODES.find((mode) => mode === kept) ?? 'reading';
  } catch {
    return 'reading';
  }
}

/** Follows the address to a story's step and back; call once. Answers what undoes it. */
export function followStory(): () => void {
  const read = (): void => {
    const place = placeFromHash(location.hash);
    const { story } = usePage.getState();
    if (place?.id !== story?.id || place?.step !== story?.step) usePage.setState({ story: place });
  };
  const place = placeFromHash(location.hash);
  if (place !== undefined) usePage.setState({ story: place, storyMode: keptMode() });
  const stop = usePage.subscribe((now, before) => {
    if (now.story !== before.story) {
      const hash = hashWithPlace(now.story, location.hash);
      if (hash !== location.hash) window.history.replaceState(window.history.state, '', hash);
    }
    if (now.storyMode === before.storyMode) return;
    try {
      storage('sessionStorage')?.setItem(MODE, now.storyMode);
    } catch {
      // without storage a reload shows the story beside the panels
    }
  });
  addEventListener('hashchange', read);
  return () => {
    stop();
    removeEventListener('hashchange', read);
  };
}
