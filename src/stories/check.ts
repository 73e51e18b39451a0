/** Checks a step's claims against the machines as they stand on screen. */
import * as words from '#words/story-player.ts';
import type { AtlasStore } from '../store/atlas.ts';
import { indexOf, machineOf } from './script.ts';
import type { Claim, Facts, Story } from './types.ts';

/** How a claim came out. `found`: what was found instead; undefined: it holds. */
export interface Verdict {
  readonly claim: Claim;
  readonly found: string | undefined;
}

/** What a claim may know about its machine. */
function factsOf(
  story: Story,
  step: number,
  claim: Claim,
  find: (machine: string) => AtlasStore | undefined,
): Facts | undefined {
  const store = find(claim.machine ?? story.machines[0].name);
  const info = store?.getState().info;
  if (store === undefined || info === undefined) return undefined;
  return {
    info,
    ask: store.getState().ask,
    line: (position) => {
      const at = indexOf(story, step, position);
      return (
        at &&
        find(at.machine)
          ?.getState()
          .history.find((l) => l.index === at.index && !l.undone)
      );
    },
  };
}

/** The verdicts on a step's claims, in their order. */
export function verdicts(
  story: Story,
  step: number,
  find: (machine: string) => AtlasStore | undefined,
): Promise<readonly Verdict[]> {
  return Promise.all(
    (story.steps[step]?.claims ?? []).map(async (claim): Promise<Verdict> => {
      const facts = factsOf(story, step, claim, find);
      if (facts === undefined) return { claim, found: words.machineDoesNotStand };
      try {
        return { claim, found: await claim.check(facts) };
      } catch (error) {
        return { claim, found: error instanceof Error ? error.message : String(error) };
      }
    }),
  );
}

/** Lines of a step that were answered with a complaint. `complaint`: see claims.ts. */
export function complaints(
  story: Story,
  step: number,
  find: (machine: string) => AtlasStore | undefined,
  complaint: (reply: NonNullable<ReturnType<Facts['line']>>['reply']) => string | undefined,
): readonly { readonly position: number; readonly machine: string; readonly text: string }[] {
  return (story.steps[step]?.lines ?? []).flatMap((line, position) => {
    const at = indexOf(story, step, position);
    const ran =
      at &&
      find(at.machine)
        ?.getState()
        .history.find((l) => l.index === at.index && !l.undone);
    const text = ran === undefined ? words.wasNotCarriedOut : complaint(ran.reply);
    return text === undefined ? [] : [{ position, machine: machineOf(story, line), text }];
  });
}
