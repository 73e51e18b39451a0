/**
 * The beats of a step on a stage: the narration, then the question where there is one, then its answer. A clicker has
 * only two keys: they go through the beats of every step.
 */
import { create } from 'zustand';
import { useStory } from '../../stories/story.ts';

const KEPT = 'hotplug-atlas.presenter';

interface Beat {
  /** The question of the step is on screen. */
  readonly asked: boolean;
  readonly blank: boolean;
  /** When the presentation began, in ms since 1970. */
  readonly since: number;
}

/** What a reload brings back. */
function kept(): Beat & { readonly chosen: number | undefined } {
  const fresh = { asked: false, blank: false, since: Date.now(), chosen: undefined };
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
    if (typeof value !== 'object' || value === null) return fresh;
    const has = <K extends string>(key: K): unknown => (key in value ? Reflect.get(value, key) : undefined);
    const [since, chosen] = [has('since'), has('chosen')];
    return {
      asked: has('asked') === true,
      blank: has('blank') === true,
      since: typeof since === 'number' && Number.isFinite(since) ? since : fresh.since,
      chosen: typeof chosen === 'number' && Number.isSafeInteger(chosen) && chosen >= 0 ? chosen : undefined,
    };
  } catch {
    return fresh;
  }
}

const { chosen: keptChoice, ...start } = kept();

/** The beat on screen. */
export const useBeat = create<Beat>()(() => start);

/** Keeps the beat for a reload; call once while presenting. Answers what undoes it. */
export function keepBeat(): () => void {
  const keep = (): void => {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify({ ...useBeat.getState(), chosen: useStory.getState().chosen }));
    } catch {
      // without storage a reload comes back to the narration of the step
    }
  };
  // a step that was just reloaded gets its answer back
  let first = keptChoice;
  const stops = [
    useBeat.subscribe(keep),
    useStory.subscribe((now, before) => {
      if (first !== undefined && now.phase === 'playing' && !now.moving) {
        const choice = first;
        first = undefined;
        if (useBeat.getState().asked) now.choose(choice);
      }
      if (before.story !== undefined && before.step !== now.step) useBeat.setState({ asked: false });
      keep();
    }),
  ];
  keep();
  return () => {
    for (const stop of stops) stop();
  };
}

/** The presentation is over: the next one begins anew. */
export function endBeat(): void {
  useBeat.setState({ asked: false, blank: false, since: Date.now() });
  try {
    sessionStorage.removeItem(KEPT);
  } catch {
    // nothing was kept
  }
}

/** One beat on or back. */
export function turn(by: 1 | -1): void {
  const player = useStory.getState();
  const question = player.story?.steps[player.step]?.question;
  const { asked, blank } = useBeat.getState();
  if (blank) {
    useBeat.setState({ blank: false });
    return;
  }
  if (by === 1) {
    if (question !== undefined && !asked) useBeat.setState({ asked: true });
    else if (question !== undefined && player.chosen === undefined)
      player.choose(question.choices.findIndex((c) => c.right === true));
    else void player.next();
  } else if (asked) {
    if (player.chosen === undefined) useBeat.setState({ asked: false });
    else player.choose(undefined);
  } else void player.previous();
}
