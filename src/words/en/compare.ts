/** What compare says. */
import { formatBytes, formatCount } from './numbers.ts';

// CompareBar
export const now = (momentText: string): string => `now (${momentText})`;
export const branch = (id: number): string => `branch ${id}`;
export const isNotThereAny = (label: string): string => `${label} is not there any more.`;
export const comparison = 'Comparison';
export const compare = 'Compare';
export const nothingIsPinnedYet =
  'Nothing is pinned yet: pin a moment in the timeline, choose a branch or a bookmark, or put another machine beside this one.';
export const bringingUp = (label: string): string => `Bringing up ${label} …`;
export const endComparison = 'End the comparison';
export const onScreen = 'On screen';
export const against = 'against';
export const noDifference = 'no difference';
export const copied = 'Copied.';
export const browserDidNotLet = 'The browser did not let the page copy.';
export const copyAsText = 'Copy as text';
export const differences = 'Differences';
export const blocksAndSections =
  'Blocks and sections of these two have different sizes: they are not compared one by one.';
export const bothAreSame = 'Both are the same in everything that is compared.';
export const besideIt = 'Beside it';
export const andMoreCopy = (own: number): string => `… and ${own} more: “Copy as text” has all of them.`;

// diff
export const groups = 'Machine';
export const memoryBlocks = 'Memory blocks';
export const sections = 'Sections';
export const zones = 'Zones';
export const pageTables = 'Page tables';
export const memory = 'Memory';
export const blockStates = 'going offline';
export const kernelCommandLine = 'kernel command line';
export const pageSize = 'page size';
export const sectionSize = 'section size';
export const memoryBlockSize = 'memory block size';
export const at0xNodeSlot = (size: number, addr: string, node: number, slot: number): string =>
  `${formatBytes(size)} at 0x${addr}, node ${node}, slot ${slot}`;
export const dimms = 'DIMMs';
export const node = (blockStates: string, state: number, zone: string | undefined, nid: number): string =>
  `${blockStates}${state === 1 || zone === undefined ? '' : ` ${zone}`}, node ${nid}`;
export const ofSubsections = (n: number, value: number): string => `${n} of ${value} subsections`;
export const zoneFigures = (present: string, spanned: string, managed: number, free: string): readonly string[] => [
  `present ${present}`,
  `spanned ${spanned}`,
  `managed ${formatCount(managed)} pages`,
  `free ${free}`,
];
export const diffNode = (nid: number, name: string): string => `node ${nid} ${name}`;
export const tablePagesTakenFreed = (inTree: number, allocated: number, freed: number): string =>
  `${formatCount(inTree)} table pages (${formatCount(allocated)} taken, ${formatCount(freed)} freed)`;
export const directMap = 'direct map';
export const directMapInLeaves = (size: string): string => `direct map in leaves of ${size}`;
export const onlyHere = (own: string): string => `only here: ${own}`;
export const notHere = (other: string): string => `not here: ${other}`;
export const there = (other: string): string => `there: ${other}`;
export const diffAgainst = (here: string, there: string): string => `${here}  against  ${there}`;
export const howMany = (n: number): string => `${n} ${n === 1 ? 'difference' : 'differences'}`;
export const absent = 'absent';
export const offline = 'offline';
export const online = 'online';
