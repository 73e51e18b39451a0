/** What share says. */

// LazyShare
export const notFound = 'Not found';
export const notLoaded = 'This part of the page cannot be loaded: is it still where it was? The machine goes on.';

// RecoverOffer
export const yourLastSessionWas = (lines: number, title: string): string =>
  `Your last session was left behind: ${lines} ${lines === 1 ? 'line' : 'lines'} on ${title}.`;
export const recoverIt = 'Recover it';
export const all = 'All';
export const forgetIt = 'Forget it';

// ShareMenu
export const groupsShareTitle = 'Share';
export const groupsSaveTitle = 'Save';
export const groupsExportTitle = 'Export';
export const groupsTimeTitle = 'Moments';
export const shareAndSave = 'Share and save';
export const shareSave = 'Share & save';

// commands
export const noLineWasSent = 'no line was sent yet';
export const screenShowsBoot = 'the screen shows the boot';
export const screenShowsPresent = 'the screen shows the present';
export const copyLinkToThis = 'Copy a link to this page';
export const urlAddressShare = 'url address share';
export const share = 'Share…';
export const linkToThingName = 'link to a thing name embed iframe slide';
export const saveSessionAsFile = 'Save the session as a file';
export const jsonDownload = 'json download';
export const earlierSessions = 'Earlier sessions…';
export const recoverAutosaveCrashClosed = 'recover autosave crash closed tab';
export const pictureOfView = 'Picture of a view…';
export const svgPngExportImage = 'svg png export image slide screenshot';
export const scriptsForRealGuest = 'Scripts for a real guest…';
export const shellBashQemuMonitor = 'shell bash qemu monitor hmp export replay';
export const timelineAsTable = 'The timeline as a table…';
export const csvTsvExportSpreadsheet = 'csv tsv export spreadsheet';
export const bookmarks = 'Bookmarks…';
export const session = 'Session';
export const labelNameThisMoment = 'label name this moment time travel';
export const branches = 'Branches…';
export const thereIsOneBranch = 'there is one branch only: act in the past to begin another';
export const pinThisMoment = 'Pin this moment and compare';
export const differenceSideBySide = 'difference side by side';
export const compareWhatStandsSide = 'Compare what stands side by side';
export const differencesTwoMachinesBranches = 'differences two machines branches moments';
export const nothingStandsBesideThis =
  'nothing stands beside this machine: pin a moment, choose a branch, or open a machine beside it';
export const oneKernelStepBack = 'One kernel step back';
export const oneKernelStepForward = 'One kernel step forward';
export const oneLineBack = 'One line back';
export const oneLineForward = 'One line forward';
export const goToMoment = 'Go to a moment by its number';
export const jumpTimeTravelStep = 'jump time travel step line';

// commands
export const forkTreeTimeTravel = 'fork tree time travel switch';
