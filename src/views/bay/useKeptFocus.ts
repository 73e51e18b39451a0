import { type RefObject, useEffect, useRef } from 'react';
import { bringFocus, focusIsLost } from '../../ui/focus.ts';

/**
 * The focus stays in the bay when the stick that had it goes. `what` changes with what stands there; `root`: the bay.
 */
export function useKeptFocus(root: RefObject<HTMLElement | null>, what: readonly unknown[]): void {
  const inside = useRef(false);
  useEffect(() => {
    const element = root.current;
    if (element === null) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    element.addEventListener('focusin', () => (inside.current = true), { signal });
    // what is taken out of the page loses the focus without a word: only a focus that goes elsewhere says so
    document.addEventListener(
      'focusin',
      ({ target }) => {
        if (target instanceof Node && !element.contains(target)) inside.current = isMenu(target);
      },
      { signal },
    );
    document.addEventListener('pointerdown', () => (inside.current = false), { signal, capture: true });
    return () => controller.abort();
  }, [root]);
  useEffect(() => {
    if (inside.current && focusIsLost()) bringFocus(() => root.current?.closest('[data-panel-frame]'));
    // the list is the caller's
    // oxlint-disable-next-line react/exhaustive-deps
  }, what);

  /** A menu of a stick lies outside of the bay; it gives the focus back. */
  function isMenu(target: Node): boolean {
    return inside.current && target instanceof Element && target.closest('[role=menu]') !== null;
  }
}
