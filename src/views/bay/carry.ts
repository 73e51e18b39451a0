/**
 * What the hands are doing: which part is held, over which target, what would come of it, and the one way in which a
 * drop becomes lines. Drag, touch, keyboard and menu all end in `put`.
 */
import { createContext, type RefObject, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { Line } from '../../engine/lines.ts';
import type { Culprit } from '../../engine/pages/types.ts';
import type { Ghost } from '../../link/messages.ts';
import { useAtlas } from '../../store/atlas.ts';
import {
  dimmIdFor,
  isMove,
  linesForMove,
  linesForState,
  type OnArrival,
  type Part,
  refusalOf,
  type Target,
} from './moves.ts';
import { blocksLeftOffline, nameOfPart, nameOfTarget, spokenOutcome } from './words.ts';

/** A move that was tried on a fork. */
export interface Trial {
  readonly part: Part;
  readonly target: Target;
  /** Undefined while the fork runs. */
  readonly ghost: Ghost | undefined;
  /** The element it was tried over; undefined: a menu entry. */
  readonly over: Element | undefined;
}
/** A move that was not made, and why. */
export interface Refusal {
  readonly title: string;
  readonly text: string;
  readonly culprit: Culprit | undefined;
  /** What would be sent all the same; undefined: it was sent. */
  readonly lines: readonly Line[] | undefined;
  /** The DIMM that stays where it was. */
  readonly dimm: string | undefined;
}

export interface Carry {
  /** The bay, to find a stick in it. */
  readonly root: RefObject<HTMLDivElement | null>;
  readonly held: Part | undefined;
  readonly trial: Trial | undefined;
  readonly refusal: Refusal | undefined;
  readonly onArrival: OnArrival;
  setOnArrival(mode: OnArrival): void;
  lift(part: Part): void;
  /** The hand is empty again, dropped or not. */
  release(): void;
  /** The held part (or `part`, from a menu) hovers over a target; undefined: over none. */
  hover(target: Target | undefined, over: { readonly element?: Element | undefined; readonly part?: Part }): void;
  put(part: Part, target: Target): Promise<void>;
  /** Lines that are no move: online, offline, discard. */
  send(title: string, lines: readonly Line[], dimm?: string): Promise<void>;
  dismiss(): void;
}

const Context = createContext<Carry | undefined>(undefined);
export const CarryProvider = Context.Provider;

/** The bay's hands. Throws outside a bay. */
export function useCarry(): Carry {
  const carry = useContext(Context);
  if (carry === undefined) throw new Error('useCarry outside of a Bay');
  return carry;
}

/** Ms a target must be hovered before the fork runs. */
const SETTLE = 40;

/** The hands of one bay. */
export function useHands(): Carry {
  const [held, setHeld] = useState<Part>();
  const [trial, setTrial] = useState<Trial>();
  const [refusal, setRefusal] = useState<Refusal>();
  const [onArrival, setOnArrival] = useState<OnArrival>('policy');
  const timer = useRef<number>(undefined);
  const turn = useRef(0);
  const heldNow = useRef<Part>(undefined);
  const putting = useRef(false);
  const root = useRef<HTMLDivElement>(null);
  const mode = useRef(onArrival);
  useEffect(() => {
    mode.current = onArrival;
  }, [onArrival]);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const actions = useMemo(() => {
    const { announce, showGhost } = useAtlas.getState();

    /** Runs the move on a fork, with the arrival the person chose. */
    const attempt = async (
      part: Part,
      target: Target,
    ): Promise<{ readonly lines: readonly Line[]; readonly ghost: Ghost | undefined }> => {
      const { cells, info } = useAtlas.getState();
      const lines = linesForMove(part, target, cells);
      const ghost = await showGhost(lines);
      if (ghost === undefined || ghost.refused !== undefined || info === undefined || mode.current === 'policy')
        return { lines, ghost };
      const offline = target.kind === 'shelf' ? [] : blocksLeftOffline(ghost, info);
      if (offline.length === 0) return { lines, ghost };
      const all = [...lines, ...linesForState(offline, mode.current)];
      return { lines: all, ghost: await showGhost(all) };
    };

    const leave = (): void => {
      window.clearTimeout(timer.current);
      turn.current++;
      setTrial(undefined);
      void showGhost(undefined);
    };

    const hover: Carry['hover'] = (target, { element, part = heldNow.current }) => {
      // a drop leaves its target too: what it set going goes on
      if (putting.current) return;
      leave();
      if (target === undefined || part === undefined) return;
      const { cells, info } = useAtlas.getState();
      if (!isMove(part, target)) return;
      const mine = turn.current;
      setTrial({ part, target, ghost: undefined, over: element });
      timer.current = window.setTimeout(() => {
        attempt(part, target).then(
          ({ ghost }) => {
            if (mine !== turn.current || ghost === undefined) return;
            setTrial({ part, target, ghost, over: element });
            if (info !== undefined)
              announce(spokenOutcome(`${nameOfPart(part, cells)}, to ${nameOfTarget(target)}`, ghost, info));
          },
          () => undefined, // the notice banner says what became of the worker
        );
      }, SETTLE);
    };

    const refuse = (next: Refusal): void => {
      setRefusal(next);
      announce(`${next.title}: ${next.text}`);
    };

    const send: Carry['send'] = async (title, lines, dimm) => {
      if (lines.length === 0) return;
      setRefusal(undefined);
      const replies = await useAtlas.getState().sendAll(lines);
      const ran = useAtlas.getState().history.filter(({ reply }) => replies.includes(reply));
      const text = ran.map(refusalOf).find((why) => why !== undefined);
      const waits = replies.find(({ pending }) => pending !== undefined)?.pending;
      if (text !== undefined) refuse({ title: `${title}: refused`, text, culprit: undefined, lines: undefined, dimm });
      else announce(waits === undefined ? `${title}: done` : `${title}: waits. ${waits}`);
    };

    const put: Carry['put'] = async (part, target) => {
      const { cells } = useAtlas.getState();
      const title = `${nameOfPart(part, cells)}, to ${nameOfTarget(target)}`;
      const dimm = part.kind === 'dimm' ? part.id : undefined;
      window.clearTimeout(timer.current);
      turn.current++;
      putting.current = true;
      try {
        const { lines, ghost } = await attempt(part, target);
        if (ghost?.refused !== undefined) {
          const { text, culprit } = ghost.refused;
          refuse({ title, text, culprit, lines, dimm });
        } else {
          // the machine itself now shows what the ghost announced
          leave();
          await send(title, lines, dimm);
          follow(dimmIdFor(part, cells));
        }
      } catch {
        // the store's notice says what became of the worker
      } finally {
        putting.current = false;
        leave();
      }
    };

    /** Whoever moved a stick by keyboard finds the focus on it again. */
    const follow = (id: string): void => {
      requestAnimationFrame(() => {
        const focus = document.activeElement;
        if (focus !== null && focus !== document.body && root.current?.contains(focus) !== true) return;
        const stick = root.current?.querySelector(`[data-dimm="${CSS.escape(id)}"]`);
        if (stick instanceof HTMLElement) stick.focus({ preventScroll: false });
      });
    };

    return {
      lift: (part: Part) => {
        heldNow.current = part;
        setHeld(part);
        setRefusal(undefined);
      },
      release: () => {
        heldNow.current = undefined;
        setHeld(undefined);
      },
      hover,
      put,
      send,
      dismiss: () => setRefusal(undefined),
      setOnArrival,
    };
  }, []);

  return useMemo(
    () => ({ ...actions, root, held, trial, refusal, onArrival }),
    [actions, held, trial, refusal, onArrival],
  );
}
