/**
 * What the hands are doing: which part is held, over which target, what would come of it, and the one way in which a
 * drop becomes lines. Drag, touch, keyboard and menu all end in `put`.
 */
import {
  createContext,
  createElement,
  type ReactElement,
  type ReactNode,
  type RefObject,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import * as words from '#words/bay.ts';
import type { Line } from '../../engine/lines.ts';
import type { Culprit } from '../../engine/pages/types.ts';
import type { Ghost } from '../../link/messages.ts';
import { useAtlasStore } from '../../store/atlas.ts';
import type { Selection } from '../../store/types.ts';
import {
  dimmIdFor,
  isMove,
  linesForMove,
  linesForState,
  modelOf,
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
  /** What is held, for events; useHeld draws it. */
  readonly holding: RefObject<Part | undefined>;
  readonly refusal: Refusal | undefined;
  readonly onArrival: OnArrival;
  readonly setOnArrival: (mode: OnArrival) => void;
  readonly lift: (part: Part) => void;
  /** The hand is empty again, dropped or not. */
  readonly release: () => void;
  /** The held part (or `part`, from a menu) hovers over a target; undefined: over none. */
  readonly hover: (
    target: Target | undefined,
    over: { readonly element?: Element | undefined; readonly part?: Part },
  ) => void;
  readonly put: (part: Part, target: Target) => Promise<void>;
  /** Lines that are no move: online, offline, discard. */
  readonly send: (title: string, lines: readonly Line[], dimm?: string) => Promise<void>;
  readonly dismiss: () => void;
}

const Context = createContext<Carry | undefined>(undefined);
/** Apart from the rest: it changes with every part that is lifted, and menus need not be drawn anew for that. */
const Holding = createContext<Part | undefined>(undefined);
/** Apart from the rest: it changes with every target that is passed, and one card shows it. */
const Trying = createContext<Trial | undefined>(undefined);

/** What is held; undefined: nothing. */
export const useHeld = (): Part | undefined => useContext(Holding);

/** What hovers over what, and what would come of it; undefined: nothing does. */
export const useTrial = (): Trial | undefined => useContext(Trying);

/** The hands of one bay, for what is in it. */
export function Hands(props: {
  /** The bay, to find a stick in it. */
  readonly root: RefObject<HTMLDivElement | null>;
  readonly children: ReactNode;
}): ReactElement {
  const { carry, held, trial } = useHands(props.root);
  const tried = createElement(Trying, { value: trial }, props.children);
  return createElement(Context, { value: carry }, createElement(Holding, { value: held }, tried));
}

/** The bay's hands. Throws outside a bay. */
export function useCarry(): Carry {
  const carry = useContext(Context);
  if (carry === undefined) throw new Error('useCarry outside of a Bay');
  return carry;
}

/** The lines of a move and what they did to a fork. */
interface Attempt {
  readonly lines: readonly Line[];
  readonly ghost: Ghost | undefined;
}

/** What has just been plugged in, as a selection. */
function selectionOf(part: Part, id: string): Selection {
  const model = modelOf(part);
  if (model === 'pc-dimm') return { kind: 'dimm', id };
  // the kernel gives an expander a name of its own
  return model === 'cxl-type3' ? { kind: 'none' } : { kind: 'device', ref: { kind: model, id } };
}

/** Ms a target must be hovered before the fork runs. */
const SETTLE = 40;

function useHands(root: RefObject<HTMLDivElement | null>): {
  readonly carry: Carry;
  readonly held: Part | undefined;
  readonly trial: Trial | undefined;
} {
  const atlas = useAtlasStore().getState;
  const [held, setHeld] = useState<Part>();
  const [trial, setTrial] = useState<Trial>();
  const [refusal, setRefusal] = useState<Refusal>();
  const [onArrival, setOnArrival] = useState<OnArrival>('policy');
  const timer = useRef<number>(undefined);
  const turn = useRef(0);
  const holding = useRef<Part>(undefined);
  const putting = useRef(false);
  const over = useRef<Element>(undefined);
  /** The attempt under way or done for what is hovered: a drop there needs no second one. */
  const tried = useRef<{ readonly key: string; readonly outcome: Promise<Attempt> }>(undefined);
  const mode = useRef(onArrival);
  useEffect(() => {
    mode.current = onArrival;
  }, [onArrival]);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const actions = useMemo(() => {
    /** Runs the move on a fork, with the arrival the person chose. */
    const attempt = async (part: Part, target: Target): Promise<Attempt> => {
      const { cells, info } = atlas();
      const lines = linesForMove(part, target, cells);
      const ghost = await atlas().showGhost(lines);
      if (ghost === undefined || ghost.refused !== undefined || info === undefined || mode.current === 'policy')
        return { lines, ghost };
      const offline = target.kind === 'shelf' ? [] : blocksLeftOffline(ghost, info);
      if (offline.length === 0) return { lines, ghost };
      const all = [...lines, ...linesForState(offline, mode.current)];
      return { lines: all, ghost: await atlas().showGhost(all) };
    };

    const keyOf = (part: Part, target: Target): string => JSON.stringify([part, target, mode.current]);

    const leave = (): void => {
      window.clearTimeout(timer.current);
      turn.current++;
      tried.current = undefined;
      over.current = undefined;
      setTrial(undefined);
      void atlas().showGhost(undefined);
    };

    const hover: Carry['hover'] = (target, { element, part = holding.current }) => {
      // a drop leaves its target too: what it set going goes on
      if (putting.current) return;
      // a card is left when one of its slots is entered, and after that: only what is hovered can be left
      if (target === undefined && element !== undefined && element !== over.current) return;
      leave();
      if (target === undefined || part === undefined) return;
      const { cells, info } = atlas();
      if (!isMove(part, target)) return;
      over.current = element;
      const mine = turn.current;
      setTrial({ part, target, ghost: undefined, over: element });
      timer.current = window.setTimeout(() => {
        const outcome = attempt(part, target);
        tried.current = { key: keyOf(part, target), outcome };
        outcome.then(
          ({ ghost }) => {
            if (mine !== turn.current || ghost === undefined) return;
            setTrial({ part, target, ghost, over: element });
            if (info !== undefined)
              atlas().announce(
                spokenOutcome(words.movedTo(nameOfPart(part, cells), nameOfTarget(target, part)), ghost, info),
              );
          },
          () => undefined, // the notice banner says what became of the worker
        );
      }, SETTLE);
    };

    const refuse = (next: Refusal): void => {
      setRefusal(next);
      atlas().announce(`${next.title}: ${next.text}`);
    };

    /** `shown`: told whether nobody refused when what the lines did comes on screen, to change with it. */
    const sendAll = async (
      title: string,
      lines: readonly Line[],
      dimm: string | undefined,
      shown: (fine: boolean) => void = () => undefined,
    ): Promise<void> => {
      if (lines.length === 0) return shown(true);
      setRefusal(undefined);
      await atlas().sendAll(lines, (replies) => {
        const ran = atlas().history.filter(({ reply }) => replies.includes(reply));
        const text = (ran.length > 0 ? ran : replies.map((reply) => ({ reply, dmesg: [] })))
          .map(refusalOf)
          .find((why) => why !== undefined);
        const waits = replies.find(({ pending }) => pending !== undefined)?.pending;
        if (text !== undefined)
          refuse({ title: words.wasRefused(title), text, culprit: undefined, lines: undefined, dimm });
        else atlas().announce(waits === undefined ? words.done(title) : words.waits(title, waits));
        shown(text === undefined);
      });
    };
    // the store's notice says what became of the worker
    const send: Carry['send'] = (title, lines, dimm) => sendAll(title, lines, dimm).catch(() => undefined);

    const put: Carry['put'] = async (part, target) => {
      const { cells } = atlas();
      const title = words.movedTo(nameOfPart(part, cells), nameOfTarget(target, part));
      const dimm = part.kind === 'dimm' ? part.id : undefined;
      window.clearTimeout(timer.current);
      turn.current++;
      putting.current = true;
      try {
        const hovered = tried.current?.key === keyOf(part, target) ? await tried.current.outcome : undefined;
        const { lines, ghost } = hovered?.ghost === undefined ? await attempt(part, target) : hovered;
        if (ghost?.refused !== undefined) {
          const { text, culprit } = ghost.refused;
          refuse({ title, text, culprit, lines, dimm });
        } else {
          const id = dimmIdFor(part, cells);
          await sendAll(title, lines, dimm, (fine) => {
            // the machine itself now shows what the ghost announced
            leave();
            // what has just been plugged in is what the person wants to know about
            if (fine && target.kind === 'slot') atlas().select(selectionOf(part, id));
            // before the bay looks for a home for the focus that the slot had
            follow(id);
          });
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
        holding.current = part;
        setHeld(part);
        setRefusal(undefined);
        atlas().setHover({ kind: 'none' });
      },
      release: () => {
        holding.current = undefined;
        setHeld(undefined);
      },
      hover,
      put,
      send,
      dismiss: () => setRefusal(undefined),
      setOnArrival,
    };
  }, [root, atlas]);

  const carry = useMemo(() => ({ ...actions, root, holding, refusal, onArrival }), [actions, root, refusal, onArrival]);
  return { carry, held, trial };
}
