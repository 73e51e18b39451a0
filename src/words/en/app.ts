/** What app says. */
import { formatCount, formatPlural, formatBytes } from './numbers.ts';

// ClockControl
export const speeds1 = '1 tick/s';
export const speeds4 = '4 ticks/s';
export const speeds10 = '10 ticks/s';
export const speeds30 = '30 ticks/s';
export const workloadClock = 'Workload clock';
export const tick = (ticks: number): string => `tick ${formatCount(ticks)}`;
export const startWorkloadsPageCache = 'Start workloads: page cache, anonymous, kernel, pinned';
export const runWorkloads = 'Run the workloads';
export const pauseWorkloads = 'Pause the workloads';
export const speedOfWorkloads = 'Speed of the workloads';

// FileDrop
export const dropSnapshotToSee = 'Drop the snapshot to see that machine. It stays in this page.';

// LazyPanels
export const notLoaded = 'This part of the page cannot be loaded: is it still where it was? The machine goes on.';
export const reloadPage = 'Reload the page';

// MachineFacts
export const nodes = (nodes: number): string => formatPlural(nodes, 'node');
export const online = (present: number): string => `${formatBytes(present)} online`;
export const dimms = (dimms: number): string => formatPlural(dimms, 'DIMM');
export const archAndLevels = (arch: string, levels: number): string => `${arch}, ${levels}-level`;
export const linux = (release: string): string => `Linux ${release}`;
export const machine = 'The machine';
export const machineWhereItsFigures = (word: string): string => `${word} machine: where its figures come from`;
export const whereFiguresCome = 'Where the figures come from';

// MachinePicker
export const unverifiedNoRecordingConfirms = (line: string): string => `${line} Unverified: no recording confirms it.`;
export const machines = 'Machines';
export const realMachinesRecorded = 'Real machines, recorded';
export const twoAtOnce = 'Two at once';
export const besideThisOne = 'Beside this one';
export const anotherMachineNext = 'Another machine next to it, to compare both.';
export const largerThanLife = 'Nobody recorded these';
export const pageSizesAndTable = 'Page sizes and table depths';
export const yourOwn = 'Your own';
export const openSnapshotFile = 'Open snapshot file…';
export const orDropItAnywhere = 'Or drop it anywhere on the page. It stays in this page.';
export const pasteQemuCommandLine = 'Paste a QEMU command line…';
export const machineItDescribesBooted = 'The machine it describes, booted with a kernel that is known.';
export const machineNamed = (named: string | undefined): string => `Machine: ${named ?? 'choose'}`;
export const chooseMachine = 'Choose a machine';

// NarrowLayout
export const viewsMapTitle = 'Map';
export const viewsBayTitle = 'Bay';
export const viewsInspectTitle = 'Inspect';
export const viewsTimelineTitle = 'Timeline';
export const viewsConsoleTitle = 'Console';
export const views = 'Views';

// NoticeBanner
export const dismiss = 'Dismiss';

// PanelFrame
export const stoppedDrawing = (label: string): string => `${label} stopped drawing`;
export const machineAndYourSession =
  'The machine and your session are untouched. This is a fault of the page, not of the machine.';
export const drawItAgain = 'Draw it again';

// Startup
export const machineDidNotStart = 'The machine did not start';
export const workerThatRunsIt = 'The worker that runs it did not answer.';
export const tryAgainIfIt =
  'Try again; if it stays, choose another machine above, or reload the page. Nothing is stored anywhere but in this page, and no data has left it.';
export const startItAgain = 'Start it again';
export const startingMachine = 'Starting the machine';

// StatusLine
export const youAreLooking = (line: number): string =>
  `You are looking at the past: ${line < 0 ? 'after boot' : `after line ${line + 1}`}.`;
export const backToNow = 'Back to now';
export const lineWaits = (index: number, why: string): string => `Line ${index + 1} waits: ${why}`;
export const interrupt = 'Interrupt';

// ThemeSwitch
export const namesSystem = 'as the system';
export const namesLight = 'light';
export const namesDark = 'dark';
export const theme = 'Theme';

// TopBar
export const hotplugAtlas = 'Hotplug Atlas';
export const commands = 'Commands';
export const everythingPageCanDo = 'everything the page can do';
export const undo = 'Undo';
export const nothingToTakeBack = 'nothing to take back';
export const redo = 'Redo';
export const nothingToDoAgain = 'nothing to do again';
export const knobs = 'Knobs';
export const policiesOfThisKernel = 'policies of this kernel';
export const help = 'Help';
export const keysAndWhat = 'keys and what is what';

// WideLayout
export const physicalMemoryMap = 'Physical memory map';
export const pageTables = 'Page tables';
export const widthOfBay = 'Width of the bay';
export const widthOfInspector = 'Width of the inspector';
export const inspector = 'Inspector';
export const heightOfTimeline = 'Height of timeline and console';
export const widthOfTimeline = 'Width of the timeline';

// commands
export const takenBack = (undoText: string | undefined): string => `Taken back: ${undoText ?? 'the last change'}`;
export const doneAgain = (redoText: string | undefined): string => `Done again: ${redoText ?? 'the last change'}`;
export const takeBackLastChange = 'Take back the last change';
export const session = 'Session';
export const alsoUndo = 'undo';
export const doItAgain = 'Do it again';
export const alsoRedo = 'redo';
export const pauseOrRunWorkloads = 'Pause or run the workloads';
export const alsoPlay = 'play clock tick memory use';
export const alsoPresent = 'present time travel';
export const screenShowsPresent = 'the screen shows the present';
export const interruptLineThatWaits = 'Interrupt the line that waits';
export const alsoInterrupt = 'signal ctrl+c offline pending';
export const noLineWaits = 'no line waits';
export const findInMemory = 'Find in memory';
export const view = 'View';
export const alsoFind = 'search address pfn block node zone';
export const mapOfPhysicalMemory = 'Map of physical memory';
export const alsoMap = 'stage sections blocks';
export const alsoTables = 'stage walk vmemmap direct map ptdump leaves pgd pud pmd pte';
export const giveStageWholePage = 'Give the stage the whole page, or take it back';
export const alsoWide = 'maximise full wide projector';
export const selectNothing = 'Select nothing';
export const selection = 'Selection';
export const nextPanel = 'Next panel';
export const focus = 'focus';
export const previousPanel = 'Previous panel';
export const policyKnobsOfThis = 'Policy knobs of this kernel';
export const machineGroup = 'Machine';
export const alsoKnobs = 'memhp_default_state online_policy kconfig boot parameter';
export const stories = 'Stories';
export const alsoStories = 'guided demonstration scenario tour talk present';
export const openSessionOrSnapshot = 'Open a session or snapshot file';
export const coloursAsSystem = 'Colours as the system';
export const colours = (theme: string): string => `${theme === 'dark' ? 'Dark' : 'Light'} colours`;
export const alsoTheme = 'theme';
export const chosenAlready = 'chosen already';
export const everythingCommand = 'Everything the page can do';
export const alsoPalette = 'command palette';
export const takeTour = 'Take the tour';
export const alsoTour = 'first visit introduction';
export const glossary = 'Glossary';
export const alsoGlossary = 'words terms meaning';
export const keysCommand = 'Keys and what is what';
export const alsoKeys = 'shortcuts cheat sheet';

// commands
export const alsoOpen = 'load recording';

// TopBar
export const takeBack = (undoText: string): string => `take back ${undoText}`;
export const doAgain = (redoText: string): string => `do again ${redoText}`;
export const provenance = { recorded: 'recorded', derived: 'derived', modelled: 'modelled' } as const;
