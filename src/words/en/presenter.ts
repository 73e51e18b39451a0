/** What presenter says. */

// Notes
export const speakerNotesHotplugAtlas = 'Speaker notes · Hotplug Atlas';
export const waitingForPresentationOpen = <Node>(figure: Node): readonly (string | Node)[] => [
  'Waiting for the presentation. Open a story in the other window and press ',
  figure,
  '.',
];
export const present = 'Present';
export const stepOf = <Node>(figure: Node, part: Node, step: number, steps: number): readonly (string | Node)[] => [
  figure,
  ` · step ${step + 1} of ${steps}`,
  part,
];
export const screenIsBlank = 'screen is blank';
export const elapsed = 'Elapsed';
export const timeOfDay = 'Time of day';
export const now = 'Now';
export const askedNext = 'Asked next: ';
export const next = 'Next';
export const end = 'The end';
export const back = 'Back';
export const blank = 'Blank';

// Presenter
export const story = 'Story';
export const picture = 'Picture';
export const presentation = 'Presentation';
export const laserPointer = 'Laser pointer';
export const speakerNotes = 'Speaker notes';
export const inWindowOfTheir = 'in a window of their own';
export const fullScreen = 'Full screen';
export const keys = 'Keys';
export const leavePresentation = 'Leave the presentation';
export const screenIsBlankShow = 'The screen is blank. Show the picture again';
export const goOn = 'on';
export const goBack = 'back';
export const leaveStage = 'leave';
export const chooseAnswer = 'choose an answer';
export const blankScreen = 'blank screen';
export const laserPointerWhileHeld = 'laser pointer, while held';
export const presenterSpeakerNotes = 'speaker notes';
export const presenterFullScreen = 'full screen';
export const keysOfPresentation = 'Keys of the presentation';
export const close = 'Close';
