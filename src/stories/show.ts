/** Turns a machine's screen to what a step is about: the moment, the selection, the map, the line in the timeline. */
import type { Moment } from '../link/messages.ts';
import type { AtlasStore } from '../store/atlas.ts';
import { backstageOf } from '../store/atlas.ts';
import { setStage } from '../store/page.ts';
import { paneOf } from '../store/words.ts';
import { indexOf, linesUpTo, machineInView, stepInside } from './script.ts';
import type { Story } from './types.ts';

/** Ms to wait for a frame: a page that is not seen paints none. */
const PATIENCE_MS = 1200;

const sameMoment = (a: Moment, b: Moment): boolean => a.line === b.line && a.step === b.step;

/** Resolves when the screen shows a moment of a session of that length, or after a while. */
function shown(store: AtlasStore, moment: Moment, length: number): Promise<void> {
  const there = (): boolean => {
    const state = store.getState();
    return state.session.length === length && sameMoment(state.moment, moment);
  };
  if (there()) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(done, PATIENCE_MS);
    const stop = store.subscribe(() => there() && done());
  });
}

/** The moment inside an operation that a step stops at. */
async function momentInside(
  story: Story,
  step: number,
  find: (machine: string) => AtlasStore | undefined,
): Promise<{ readonly machine: string; readonly moment: Moment } | undefined> {
  const inside = story.steps[step]?.inside;
  if (inside === undefined) return undefined;
  const at = indexOf(story, step - (inside.back ?? 0), inside.line);
  const store = at && find(at.machine);
  const trace = at && (await store?.getState().ask('trace', { line: at.index }));
  const found = trace && stepInside(trace, inside);
  if (at === undefined || found === undefined) throw new Error(`Step ${step + 1}: ${inside.at} is not called there.`);
  return { machine: at.machine, moment: { line: at.index, step: found } };
}

/** Shows a step on machines that have been sent its lines. */
export async function show(
  story: Story,
  step: number,
  find: (machine: string) => AtlasStore | undefined,
): Promise<void> {
  const at = story.steps[step];
  if (at === undefined) return;
  const inside = await momentInside(story, step, find);
  for (const { name } of story.machines) {
    const store = find(name);
    if (store === undefined) continue;
    const length = backstageOf(store).client().saved?.session.lines.length ?? 0;
    const line = linesUpTo(story, name, step).length - 1;
    const moment = inside?.machine === name ? inside.moment : { line, step: undefined };
    const isNow = moment.step === undefined && moment.line === length - 1;
    const state = store.getState();
    if (!isNow || !sameMoment(state.moment, moment)) await state.seek(isNow ? undefined : moment);
    await shown(store, moment, length);
    state.setSpeed(0);
    state.setHover({ kind: 'none' });
  }
  const { look = {} } = at;
  const inView = machineInView(story, at);
  setStage(look.stage ?? 'map');
  for (const { name } of story.machines) {
    const store = find(name);
    const state = store?.getState();
    if (state === undefined) continue;
    const here = name === inView;
    state.select((here ? look.select : undefined) ?? { kind: 'none' });
    state.setAim((here ? look.map : undefined) ?? 'all');
    if (here && look.tab !== undefined) state.setTab(look.tab);
    const traced = look.line === undefined ? undefined : indexOf(story, step, look.line);
    const last = linesUpTo(story, name, step).length - 1;
    const line = inside?.machine === name ? inside.moment.line : traced?.machine === name ? traced.index : last;
    state.setTraced(line < 0 ? undefined : line);
    const typed = linesUpTo(story, name, step)[line];
    if (typed !== undefined) state.setPane(paneOf(typed));
  }
}
