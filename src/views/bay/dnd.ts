/** React Aria's drag and drop, with what this bay needs on top: a tilted preview, and mice that are never taken for screen readers. */
import {
  type DOMAttributes,
  type HTMLAttributes,
  type MouseEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useRef,
} from 'react';
import { type DragPreviewRenderer, useDrag, useDrop } from 'react-aria-components';
import { useCarry } from './carry.ts';
import styles from './Bay.module.css';
import { isMove, type Part, type Target } from './moves.ts';

const TYPE = 'application/x-hotplug-atlas-part';

/** Makes an element something that can be picked up. */
export function useLift(
  ref: RefObject<HTMLElement | null>,
  part: Part,
  onSelect: () => void,
): { readonly props: HTMLAttributes<HTMLElement>; readonly isLifted: boolean } {
  const { lift, release, hover } = useCarry();
  const preview = useRef<DragPreviewRenderer>(null);
  useEffect(() => {
    preview.current = (_, show) => {
      const stick = ref.current;
      if (stick === null) return;
      const box = document.createElement('div');
      box.className = styles['preview'] ?? '';
      const clone = stick.cloneNode(true);
      if (clone instanceof HTMLElement) clone.style.width = `${stick.offsetWidth}px`;
      box.append(clone);
      document.body.append(box);
      show(box);
      requestAnimationFrame(() => box.remove());
    };
  }, [ref]);
  const { dragProps, isDragging } = useDrag({
    preview,
    getItems: () => [{ [TYPE]: JSON.stringify(part) }],
    getAllowedDropOperations: () => ['move'],
    onDragStart: () => lift(part),
    onDragEnd: (event) => {
      if (event.dropOperation === 'cancel') hover(undefined, {});
      release();
    },
  });
  const drag: DOMAttributes<HTMLElement> = dragProps;
  // Enter that closed a menu comes up over what has the focus then: only one that went down here picks up
  const pressed = useRef(false);
  return {
    isLifted: isDragging,
    props: {
      ...dragProps,
      // React Aria takes a press in the very middle of an element for a screen reader's; a mouse is none
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.pointerType !== 'mouse') drag.onPointerDown?.(event);
      },
      onClick: (event: MouseEvent<HTMLElement>) => {
        if (!('pointerType' in event.nativeEvent) || event.nativeEvent.pointerType !== 'mouse') drag.onClick?.(event);
        if (!event.defaultPrevented) onSelect();
      },
      onKeyDownCapture: (event) => {
        pressed.current = event.key === 'Enter';
        drag.onKeyDownCapture?.(event);
      },
      onKeyUpCapture: (event) => {
        if (event.key !== 'Enter' || pressed.current) drag.onKeyUpCapture?.(event);
        pressed.current = false;
      },
      onKeyDown: (event) => {
        if (event.key !== ' ' || event.target !== event.currentTarget) return;
        event.preventDefault();
        onSelect();
      },
    },
  };
}

/** Makes an element a place where the held part can be put. */
export function useTarget(
  ref: RefObject<HTMLElement | null>,
  target: Target,
): { readonly props: DOMAttributes<HTMLElement>; readonly isOver: boolean; readonly isPossible: boolean } {
  const { held, holding, hover, put } = useCarry();
  const isPossible = held !== undefined && isMove(held, target);
  const { dropProps, isDropTarget } = useDrop({
    ref,
    getDropOperation: (types) => {
      const part = holding.current;
      return types.has(TYPE) && part !== undefined && isMove(part, target) ? 'move' : 'cancel';
    },
    onDropEnter: () => hover(target, { element: ref.current ?? undefined }),
    onDropExit: () => hover(undefined, { element: ref.current ?? undefined }),
    onDrop: () => {
      if (holding.current !== undefined) void put(holding.current, target);
    },
  });
  return { props: dropProps, isOver: isDropTarget, isPossible };
}
