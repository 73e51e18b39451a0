/**
 * React Aria's drag and drop, with what this bay needs on top: a tilted preview, mice that are never taken for screen
 * readers, and fingers that tap a part and then a slot.
 */
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
import * as words from '#words/bay-tap.ts';
import { useAtlasStore } from '../../store/atlas.ts';
import { useCarry, useHeld } from './carry.ts';
import styles from './Bay.module.css';
import { isMove, type Part, type Target } from './moves.ts';
import { nameOfPart } from './words.ts';

const TYPE = 'application/x-hotplug-atlas-part';

/** Parts that a finger's tap picked up: the next tap says where to. */
const tapped = new WeakSet<Part>();
const same = (a: Part | undefined, b: Part): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Whether a pointer is a finger. What screen readers send in its place touches a single point. */
const isFinger = ({ pointerType, width, height }: PointerEvent<HTMLElement>): boolean =>
  pointerType === 'touch' && (width > 1 || height > 1);

/**
 * Taps on a part: the first picks it up (a DIMM is selected, too), the second opens what it can do, one anywhere else puts
 * it down or leaves it where it was.
 */
function useTap(part: Part, onSelect: () => void): { readonly tap: () => void; readonly isHeld: boolean } {
  const atlas = useAtlasStore().getState;
  const { holding, lift, release } = useCarry();
  const held = useHeld();
  const away = useRef<AbortController>(undefined);
  useEffect(() => () => away.current?.abort(), []);
  const leave = (): void => {
    away.current?.abort();
    if (same(holding.current, part)) release();
  };
  return {
    isHeld: held !== undefined && tapped.has(held) && same(held, part),
    tap: () => {
      if (holding.current !== undefined && tapped.has(holding.current) && same(holding.current, part)) {
        leave();
        onSelect();
        return;
      }
      tapped.add(part);
      lift(part);
      if (part.kind === 'dimm') onSelect();
      atlas().announce(words.heldTapSlot(nameOfPart(part, atlas().cells)));
      away.current?.abort();
      const watch = new AbortController();
      away.current = watch;
      const { signal } = watch;
      // a slot that is tapped asks for what is held: it is let go after that
      setTimeout(() => addEventListener('click', () => setTimeout(leave), { signal, capture: true, once: true }));
      addEventListener('keydown', (event) => event.key === 'Escape' && leave(), { signal });
    },
  };
}

/** Makes an element something that can be picked up. */
export function useLift(
  ref: RefObject<HTMLElement | null>,
  part: Part,
  onSelect: () => void,
): { readonly props: HTMLAttributes<HTMLElement>; readonly isLifted: boolean } {
  const { lift, release, hover } = useCarry();
  const { tap, isHeld } = useTap(part, onSelect);
  const finger = useRef(false);
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
    isLifted: isDragging || isHeld,
    props: {
      ...dragProps,
      // React Aria takes a press in the very middle of an element for a screen reader's; a mouse is none
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        finger.current = isFinger(event);
        if (event.pointerType !== 'mouse' && !finger.current) drag.onPointerDown?.(event);
      },
      onClick: (event: MouseEvent<HTMLElement>) => {
        if (finger.current) return tap();
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
  const { holding, hover, put } = useCarry();
  const held = useHeld();
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
  const drop: DOMAttributes<HTMLElement> = dropProps;
  const onClick = (event: MouseEvent<HTMLElement>): void => {
    const part = holding.current;
    const inner = event.target instanceof Element ? event.target.closest('button, [role=button]') : null;
    // a node's card holds other sticks: only a slot of its own, or the shelf, is meant by a tap
    const meant = target.kind === 'shelf' || target.slot !== undefined;
    if (part === undefined || !tapped.has(part) || !meant || !isMove(part, target)) return;
    if (inner !== null && inner !== event.currentTarget) return;
    void put(part, target);
  };
  return { props: { ...drop, onClick }, isOver: isDropTarget, isPossible };
}
