/** The keys of a story: those that a clicker sends, and the arrows where nothing else wants them. */
import { useEffect } from 'react';
import { useStory } from '../../stories/story.ts';

/** What takes arrows and the space bar for itself. */
const OWN_KEYS =
  'input, textarea, select, [contenteditable], [role=dialog], [role=menu], [role=listbox], [role=grid], [role=tree], [role=slider], [role=tablist], [role=separator], [role=application], canvas';

/** What a key means to a story; undefined: nothing. */
export function turnOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): 1 | -1 | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  switch (event.key) {
    case 'PageDown':
    case 'ArrowRight':
      return 1;
    case 'PageUp':
    case 'ArrowLeft':
      return -1;
    case ' ':
      return event.shiftKey ? -1 : 1;
    default:
      return undefined;
  }
}

/** Turns the story's pages by key as long as it is read. */
export function useStoryKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const turn = turnOf(event);
      const { target } = event;
      if (turn === undefined || event.defaultPrevented) return;
      if (target instanceof Element) {
        if (target.closest(OWN_KEYS) !== null) return;
        // a button is pressed with the space bar
        if (event.key === ' ' && target.closest('button, summary, a') !== null) return;
      }
      event.preventDefault();
      void (turn === 1 ? useStory.getState().next() : useStory.getState().previous());
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
