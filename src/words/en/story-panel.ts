/** What story-panel says. */
import { formatBytes } from './numbers.ts';

// BackingLinks
export const dimmOfIsGuest = (dimm: string, guest: string, value: number, host: string): string =>
  `${dimm} of ${guest} is ${formatBytes(value)} of ${host}.`;

// Details
export const sources = 'Sources';
export const whatWasTyped = 'What was typed';
export const checkedOnThisMachine = 'Checked on this machine';
export const wrongOfClaims = (wrong: number, claims: number): string => `✗ ${wrong} of ${claims}`;
export const found = (found: string): string => `Found: ${found}`;
export const linux612 = 'Linux 6.12';
/** What follows the subject of a thread: the patches' version, and which part is meant. */
export const ofThread = (version: string | undefined, part: string | undefined): string =>
  version === undefined
    ? part === undefined
      ? ''
      : `, ${part}`
    : `, ${version}${part === undefined ? '' : ` (${part})`}`;
/** `month`: with its year, as the language writes it. */
export const inListAt = (list: string, month: string): string => `${list}, ${month}`;
export const titled = (title: string): string => `“${title}”`;

// NarrowStory
export const story = 'Story';

// Picker
export const stories = 'Stories';
export const guidedDemonstrationsThatPlay =
  'Guided demonstrations that play on the simulated machine itself. Leave one at any step to try something of your own, and come back. What you have now is kept.';

// Progress
export const steps = 'Steps';
export const step = (i: number, title: string): string => `Step ${i + 1}: ${title}`;

// Question
export const whatHappensNext = 'What happens next?';
export const right = '(right)';

// StoryBar
export const backToStory = 'Back to the story';
export const exploringFromStep = <Node>(figure: Node, span: Node, step: number): readonly (string | Node)[] => [
  `Exploring from step ${step + 1} of `,
  figure,
  span,
];
export const storyBarStory = 'the story';

// StoryPanel
export const openingStory = 'Opening the story …';
export const close = 'Close';
export const present = 'Present';
export const onStageLargeType = 'on a stage: large type, no panels';
export const stepOf = (index: number, steps: number): string => `Step ${index + 1} of ${steps}`;
export const thisStepCould = (problem: string): string => `This step could not be shown: ${problem}`;
export const moreStories = 'More stories';
export const youLeftScriptHere = 'You left the script here. What you do is yours, and stays.';
export const previousStep = 'Previous step';
export const back = 'Back';
export const nextStep = 'Next step';
export const next = 'Next';
export const exploreFromHere = 'Explore from here';
export const whatYouExplored = 'What you explored';
export const closeStory = 'Close the story';
export const backToMachineI = 'Back to the machine I had before';
export const keepStorysMachine = 'Keep the story’s machine';

// panels
export const labelsBay = 'Bay';
export const labelsMap = 'Physical memory map';
export const labelsInspector = 'Inspector';
export const labelsTimeline = 'Timeline';
export const labelsConsole = 'Console';

// sync
export const thereIsNoStory = (id: string): string => `There is no story “${id}” here.`;
export const syncStep = (step: number, title: string, plainText: string): string =>
  `Step ${step + 1}: ${title}. ${plainText}`;
