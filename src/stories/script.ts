/** A script as arithmetic: which lines a machine has been sent at the end of a step, and where a line ended up. */
import type { TraceData } from '../engine/kernel/trace.ts';
import type { Line } from '../engine/lines.ts';
import type { SavedSession } from '../link/messages.ts';
import { MAIN } from '../store/world.ts';
import type { Inside, MachineName, Step, Story, StoryLine } from './types.ts';

/** The machine a line goes to, by name. */
export const machineOf = (story: Story, line: StoryLine): MachineName => line.machine ?? story.machines[0].name;

/** The name under which a story's machine stands on the page: the first one is the main machine. */
export const standingName = (story: Story, machine: string): string =>
  machine === story.machines[0].name ? MAIN : machine;

/** A line without its machine, as it is sent. */
export function bare(line: StoryLine): Line {
  const { machine: _, ...rest } = line;
  return rest;
}

/** The lines a machine has been sent at the end of a step; step −1: none. */
export function linesUpTo(story: Story, machine: string, step: number): readonly Line[] {
  return story.steps
    .slice(0, step + 1)
    .flatMap(({ lines = [] }) => lines.filter((line) => machineOf(story, line) === machine))
    .map(bare);
}

/** The session of a machine at the end of a step; each line is a gesture of its own. */
export function sessionUpTo(story: Story, machine: string, step: number): SavedSession {
  const lines = linesUpTo(story, machine, step);
  return { lines: lines.map((line, group) => ({ line, source: 'person', group })), undone: [] };
}

/** Position in its machine's session of a step's line; undefined: the step has no such line. */
export function indexOf(
  story: Story,
  step: number,
  position: number,
): { readonly machine: MachineName; readonly index: number } | undefined {
  const lines = story.steps[step]?.lines ?? [];
  const line = lines[position];
  if (line === undefined) return undefined;
  const machine = machineOf(story, line);
  const before = lines.slice(0, position).filter((l) => machineOf(story, l) === machine).length;
  return { machine, index: linesUpTo(story, machine, step - 1).length + before };
}

/** Whether two lines are the same. */
export function sameLine(a: Line, b: Line): boolean {
  if (a.channel === 'write')
    return b.channel === 'write' && a.path === b.path && a.value === b.value && a.timeout_s === b.timeout_s;
  return b.channel === a.channel && a.line === b.line;
}

/** Whether these lines are the beginning of those. */
export const startsWith = (those: readonly Line[], these: readonly Line[]): boolean =>
  these.length <= those.length &&
  these.every((line, i) => {
    const other = those[i];
    return other !== undefined && sameLine(line, other);
  });

/** engine/kernel/trace.ts: EventKind */
const ENTER = 0;
const LEAVE = 1;
const MANY = 5;

/**
 * The kernel step right after a function was entered or left for the nth time; undefined: it was not called that often.
 * Leaving is matched with its own entering, so that a function that calls itself is left as a whole.
 */
export function stepInside(trace: TraceData, { at, edge = 'enter', nth = 1 }: Inside): number | undefined {
  const name = trace.names.indexOf(at);
  if (name < 0) return undefined;
  let seen = 0;
  const depths = new Map<number, number>();
  let leaving: { readonly task: number; readonly depth: number } | undefined;
  for (const [i, kind] of trace.kinds.entries()) {
    const task = trace.tasks[i] ?? 0;
    const depth = depths.get(task) ?? 0;
    const here = trace.nameOf[i] === name;
    if (kind === ENTER) depths.set(task, depth + 1);
    else if (kind === LEAVE) {
      depths.set(task, depth - 1);
      if (leaving !== undefined && leaving.task === task && leaving.depth === depth - 1) return i + 1;
    }
    if (here && (kind === ENTER || kind === MANY) && ++seen === nth) {
      if (edge === 'enter' || kind === MANY) return i + 1;
      leaving = { task, depth };
    }
  }
  return undefined;
}

/** The machine that a step is about: as it says, else where its last line went, else the first. */
export function machineInView(story: Story, step: Step): MachineName {
  const last = step.lines?.at(-1);
  return step.look?.machine ?? (last === undefined ? story.machines[0].name : machineOf(story, last));
}
