/** What share-dialogs says. */
import { formatCount } from './numbers.ts';

// BookmarksDialog
export const bookmarked = (text: string): string => `Bookmarked: ${text}`;
export const branch = (id: number): string => `branch ${id}`;
export const bookmarks = 'Bookmarks';
export const thisMoment = (named: boolean, momentText: string, showsNow: boolean): string =>
  `${named ? 'Rename' : 'Bookmark'} this moment: ${momentText}${showsNow ? ' (now)' : ''}`;
export const beforeDimmIsPulled = 'Before the DIMM is pulled';
export const add = 'Add';
export const rename = 'Rename';
export const noMomentHasName =
  'No moment has a name yet. Bookmarks stay with the session: in its link, in its file, over a reload.';
export const nameOfBookmark = (i: number): string => `Name of bookmark ${i + 1}`;
export const line = (branchName: string, line: number, step: number | undefined): string =>
  `${branchName}, line ${line + 1}${step === undefined ? '' : ` step ${step}`}`;
export const goTo = (label: string): string => `Go to ${label}`;
export const go = 'Go';
export const compareWithWhat = (label: string): string => `Compare ${label} with what is on screen`;
export const compare = 'Compare';
export const remove = (label: string): string => `Remove ${label}`;

// BranchesDialog
export const branchTitle = (id: string | number): string => `Branch ${id}`;
export const branches = 'Branches';
export const whoeverActsWhileLooking =
  'Whoever acts while looking at the past, or after undo, begins a branch; what was there before stays as another. They share the lines before they part.';
export const nameOfBranch = (id: number): string => `Name of branch ${id}`;
export const fromBoot = (lines: number): string => `${lines} ${lines === 1 ? 'line' : 'lines'} from the boot`;
export const leavesBranchAfterLine = (branch: number, lines: number, own: number): string =>
  `leaves branch ${branch} after line ${lines}, ${own} of its own`;
export const onScreen = 'on screen';
export const goToBranch = (name: string): string => `Go to ${name}`;
export const isOnScreen = (name: string): string => `${name} is on screen`;
export const compareBranch = (name: string): string => `Compare ${name} with what is on screen`;
export const forget = (name: string): string => `Forget ${name}`;

// RecoverDialog
export const thatSessionCannotBe = 'That session cannot be brought back.';
export const sessionIsBack = 'The session is back';
export const earlierSessionsInThis = 'Earlier sessions in this browser';
export const thereIsNoneSessions =
  'There is none: sessions are kept while you act, and offered when their tab is gone.';
export const earlierSessions = 'Earlier sessions';
export const lineColumn = 'line';
export const lines = 'lines';
export const recover = (title: string, whenText: string): string => `Recover ${title}, ${whenText}`;
export const recoverIt = 'Recover';
export const forgetSession = (title: string, whenText: string): string => `Forget ${title}, ${whenText}`;

// ScriptsDialog
export const kindsHost = 'Host script';
export const kindsGuest = 'Guest script';
export const kindsMonitor = 'Monitor lines';
export const aboutHost =
  'bash on the host: the monitor through socat, the guest through ssh. Does what this session did to a real guest.';
export const aboutGuest = 'sh in the guest, as root. Where the host has to act it says so and waits.';
export const aboutMonitor = 'What the monitor was told: socat - UNIX-CONNECT:monitor.sock < session.hmp';
export const aboutQemu =
  'The command line of this machine, its monitor on a socket. Kernel and initrd are those of whoever recorded it.';
export const nobodyKnowsCommandLine =
  'Nobody knows a command line for this machine: it was generated, or its file has none.';
export const monitorWasToldNothing = 'The monitor was told nothing yet.';
export const scriptsForRealGuest = 'Scripts for a real guest';
export const script = 'Script';
export const livingWorkloadsAreSimulations = ' Living workloads are the simulation’s own: a real guest brings its own.';
export const theScript = 'The script';
export const copied = 'Copied.';
export const couldNotCopy = 'The browser did not let the page copy.';
export const copy = 'Copy';
export const save = 'Save';

// ShareDialog
export const hotplugAtlas = 'Hotplug Atlas';
export const couldNotCopySelect = 'The browser did not let the page copy: select the text and copy it.';
export const share = 'Share';
export const whatLinkIsAbout = 'What the link is about';
export const thisPage = 'This page';
export const frameForSlide = 'Frame for a slide';
export const atWhateverHappensLater = (thing: string, momentText: string): string =>
  `${thing} at ${momentText}, whatever happens later.`;
export const oneViewWithNothing = 'One view with nothing around it and a way to open it in full.';
export const machinesLinesBranchesBookmarks =
  'Machines, lines, branches, bookmarks, the moment, what is selected and how it is looked at.';
export const nameOfLinkOptional = 'Name of the link (optional)';
export const whyThisBlockWill = 'Why this block will not go offline';
export const link = 'The link';
export const lettersLongerThanChat = (link: number): string =>
  `${formatCount(link)} letters: longer than chat programs and mail readers keep whole. A file is safer.`;
export const lettersEverything = (link: number): string =>
  `${formatCount(link)} letters. Everything is in the link itself: nothing is stored anywhere.`;
export const saveAsFile = 'Save as a file';
export const copyFrame = 'Copy the frame';
export const copyLink = 'Copy the link';

// TableDialog
export const timelineAsTable = 'The timeline as a table';
export const format = 'Format';
export const rowForEachLine =
  'A row for each line: the number of the moment after it, who sent it, what it answered, its kernel steps, what the kernel logged and what QEMU reported.';
export const table = 'The table';

// openSession
export const cannotBeOpenedPage = (name: string): string => `${name} cannot be opened. The page stays as it is.`;
export const isOpen = (title: string): string => `${title} is open`;

// save
export const sessionSavedAsFile = 'Session saved as a file';
export const thisSessionIsToo = 'This session is too long for a link: save it as a file';
export const linkCopied = 'Link copied';
export const couldNotCopyHint = 'The browser did not let the page copy';

// table
export const head = 'kernel steps';
export const kernelLog = 'kernel log';
export const qemuEvents = 'QEMU events';
export const waits = (pending: string): string => `waits: ${pending}`;
export const ok = 'ok';
export const status = (status: number): string => `status ${status}`;

// things
export const block = (id: number): string => `Block ${id}`;
export const section = (nr: number): string => `Section ${nr}`;
export const selectedRange = 'Selected range';
export const pageFrame0x = (pfn: string): string => `Page frame 0x${pfn}`;
export const dimm = (id: string): string => `DIMM ${id}`;
export const device = (id: string): string => `Device ${id}`;
export const node = (id: number): string => `Node ${id}`;
export const nodeAndZone = (nid: number, zone: string): string => `Node ${nid} ${zone}`;
export const address0x = (va: string): string => `Address 0x${va}`;
export const columns = ['number', 'line', 'by', 'channel', 'text', 'result', 'output'] as const;
