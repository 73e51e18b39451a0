/** What guide-late says. */
import { formatPlural, formatBytes } from './numbers.ts';

// Glossary
export const glossary = 'Glossary';
export const searchGlossary = 'Search the glossary';
export const search = 'Search';
export const noEntryHas = (query: string): string => `No entry has “${query}” in it.`;

// Palette
export const commandPalette = 'Command palette';
export const whatToDo = 'What to do';
export const paletteExamples = 'A command, memory50, 0x1_4000_0000, lsmem …';
export const commands = 'Commands';
export const nothingIsCalledThat = 'Nothing is called that.';

// Tour
export const atOfStops = (at: number, stops: number): string => `${at + 1} of ${stops}`;
export const close = 'Close';
export const skipTour = 'Skip the tour';
export const back = 'Back';
export const next = 'Next';

// entries
export const states = 'online, zone by policy';
export const onlineToKernelZone = 'online to a kernel zone';
export const onlineToMovable = 'online to Movable';
export const nothingIsSelected = 'nothing is selected';
export const noBlockInIt = (value: string): string => `no ${value === 'offline' ? 'online' : 'offline'} block in it`;
export const selection = 'Selection';
export const take = (ids: number, words: string): string =>
  `Take ${ids === 0 ? 'the selected blocks' : formatPlural(ids, 'block')} ${words}`;
export const memoryBlock = (value: string): string => `${value} memory block`;
export const writesToState = (ids: number): string => `${ids} writes to …/state`;
export const thisMachineHas = 'this machine has no DIMM slots';
export const everySlotIsTaken = 'every slot is taken';
export const dimms = 'DIMMs';
export const plugNewDimmInto = (size: number, id: number): string =>
  `Plug a new ${formatBytes(size)} DIMM into node ${id}`;
export const takeOut = (id: string): string => `Take ${id} out`;
export const goTo = 'Go to';
export const typeIt = 'Type it';
export const inGuestShell = 'In the guest shell';
export const atQemuMonitor = 'At the QEMU monitor';
export const section = 'Section';
export const zone = 'Zone';
export const pageTables = 'Page tables';
export const memmapCost = 'Memmap cost';
export const view = 'View';
export const inspector = (title: string): string => `Inspector: ${title}`;
export const tabShow = 'tab show';
export const stories = 'Stories';
export const storyPlayDemonstration = 'story play demonstration';
export const machines = 'Machines';
export const start = (title: string): string => `Start ${title}`;
export const openLoad = (arch: string): string => `${arch} open load`;
export const generatedPreset = (arch: string): string => `${arch} generated preset`;
export const unverified = (line: string): string => `${line} Unverified.`;

// stops
export const stopsTitle = 'This is all of its memory';
export const stops =
  'One cell is 2 MiB, one tile a memory section. Colour is the zone, strength how full it is. Scroll to zoom: the closer you come, the more it tells. Point at anything to select it everywhere.';
export const changeMachineWithYour = 'Change the machine with your hands';
export const dragDimmFromShelf =
  'Drag a DIMM from the shelf into a slot, or move one between nodes. While it hovers, its ghost on the map shows what Linux would do, and why it would refuse.';
export const lookInside = 'Look inside';
export const bitmapsZonesAndWatermarks =
  'Bitmaps, zones and watermarks, page tables, who pays for struct pages: about whatever is selected. Words with dots under them are explained when you rest on them.';
export const everyKernelStepCan = 'Every kernel step can be visited';
export const eachOperationUnfolds =
  'Each operation unfolds as its call tree, with the locks it holds. Step, play or scrub: the whole screen shows that moment.';
export const allOfIt = 'All of it is lines';
export const whatYourHandsDo =
  'What your hands do appears here as the lines you could have typed: a QEMU monitor and a guest shell. Undo takes back a line and everything it did.';

// entries
export const done = (text: string): string => `${text}: done`;
export const offline = 'offline';
export const device = 'Device';
