/** What timeline says. */
import { formatBytes, formatCount } from './numbers.ts';

// CallList
export const calls = 'Calls';
export const step = (sourceWords: string, start: number, more: number): string =>
  `${sourceWords} · step ${formatCount(start + 1)}${more > 0 ? ` · ${formatCount(more)} more after this one: use the chart` : ''}`;

// Controls
export const moments = 'Moments';
export const lineBefore = 'Line before';
export const toFirstStep = 'To the first step';
export const oneStepBack = 'One step back';
export const pause = 'Pause';
export const playBackwards = 'Play backwards';
export const playSteps = 'Play the steps';
export const oneStepForward = 'One step forward';
export const runToEnd = 'Run to the end';
export const lineAfter = 'Line after';
export const paceOfPlaying = 'Pace of playing';
export const list = 'List';
export const now = 'Now';
export const backToNow = 'Back to now';

// FlameChart
export const kernelStep = 'Kernel step';
export const stepOf = (head: number, steps: number, stepWords: string): string =>
  `step ${head} of ${steps}: ${stepWords}`;
export const arrowKeysStepHome = 'Arrow keys step, Home and End go to the ends, Space plays, plus and minus zoom.';
export const andMore = (times: number): string => ` and ${formatCount(times - 1)} more`;
export const steps = (start: number, steps: number): string => `steps ${formatCount(start)}…${formatCount(steps)}`;
export const taken = (holds: number): string => `taken ${holds === 1 ? 'once' : `${formatCount(holds)} times`}`;

// Moments
export const notMomentOfThis = (why: string): string => `Not a moment of this session: ${why}`;
export const momentAsNumber = 'Moment, as a number';
export const typeOrPasteAnother = (momentText: string): string =>
  `${momentText}. Type or paste another: #214, line 12 step 40, a bookmark`;
export const bookmarks = 'Bookmarks';
export const pinMoment = 'Pin this moment';
export const pinHint = 'it stays beside what comes next, differences marked';
export const thisIs = (count: number, momentText: string): string =>
  `${count === 0 ? 'none yet' : count}; this is ${momentText}`;
export const allBranchesGo = 'All branches: go to one, name it, compare it';
export const branch = (id: number): string => `Branch ${id}`;
export const branchesOf = (branches: number): string => `of ${branches}`;

// SessionStrip
export const momentOfSession = 'Moment of the session';

// Timeline
export const timeline = 'Timeline';
export const actingHereForks = (line: number): string =>
  `${line < 0 ? 'Looking at the boot' : `Looking at line ${line + 1}`} — acting here forks`;
export const timelineStepOf = (step: number, steps: number): string =>
  `step ${formatCount(step)} of ${formatCount(steps)}`;
export const nothingHasHappenedYet =
  'Nothing has happened yet. Drag a DIMM into a slot, or write to a block’s state: the calls of the kernel and the locks it holds unfold here.';
export const plugDimm = (size: number, node: number): string => `Plug ${formatBytes(size)} into node ${node}`;
export const chooseStory = 'Choose a story';
export const readingSteps = 'Reading the steps …';
export const thisLineRanNothing = 'This line ran nothing in the kernel that is traced.';

// layout
export const actor = (task: number): string => `actor ${task}`;

// usePlayback
export const paces4 = '4 steps/s';
export const paces16 = '16 steps/s';
export const paces64 = '64 steps/s';
export const pacesLine = (lineSeconds: number): string => `line in ${lineSeconds} s`;

// words
export const section = (arg: number): string => `section ${arg}`;
export const node = (arg: number): string => `node ${arg}`;
export const slot = (arg: number): string => `slot ${arg}`;
export const pfn = (arg: number): string => `pfn ${arg}`;
export const sourceFileNotKnown = 'source file not known';
export const beforeFirstStep = 'before the first step';
export const holding = (held: string): string => `; holding ${held}`;
export const enters = (name: string, arg: string, holding: string): string =>
  `enters ${name}${arg === '' ? '' : ` (${arg})`}${holding}`;
export const leaves = (name: string, holding: string): string => `leaves ${name}${holding}`;
export const takes = (name: string, holding: string): string => `takes ${name}${holding}`;

// words
export const releases = (name: string, holding: string): string => `releases ${name}${holding}`;
