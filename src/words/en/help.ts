/** What help says. */

// HelpDialog
export const inFocusTitle = 'A DIMM in the bay';
export const inFocusKeysTitle = 'Pick it up';
export const nextPlaceItCould = 'Next place it could go';
export const putItDown = 'Put it down';
export const leaveItWhereIt = 'Leave it where it was';
export const selectIt = 'Select it';
export const map = 'The map';
export const nextBlock = 'Next block';
export const closerWider = 'Closer, wider';
export const selectSelectUp = 'Select, select up to here';
export const zoomAllOfIt = 'Zoom, all of it';
export const pageTable = 'A page table';
export const nextEntryNextOne = 'Next entry, next one in use';
export const intoTableBelow = 'Into the table below';
export const backUp = 'Back up';
export const timeline = 'The timeline';
export const stepTenSteps = 'A step, ten steps';
export const play = 'Play';
export const firstLastStep = 'First, last step';
export const console = 'The console';
export const earlierLines = 'Earlier lines';
export const complete = 'Complete';
export const interruptClear = 'Interrupt, clear';
export const keysAndWhat = 'Keys and what is what';
export const simulatedLinuxMachineRuns =
  'A simulated Linux machine runs in this page. Everything your hands do is a console line that you could have typed; the console shows it. Nothing leaves the page.';
export const anywhere = 'Anywhere';
