/** What map says. */
import { formatPlural, formatCount, formatBytes } from './numbers.ts';

// A11yGrid
export const memoryBlocksArrowsMove =
  'Memory blocks. Arrows move, Enter goes nearer, Escape goes back, Space selects, Shift with arrows selects a range';

// BlockMenu
export const memoryBlock = 'Memory block';
export const onlineToMovable = 'Online to Movable';
export const onlineToNormal = 'Online to Normal';
export const onlineKernelChoosesZone = 'Online (kernel chooses the zone)';
export const offline = 'Offline';
export const canItGoOffline = 'Can it go offline?';

// HoverCard
export const structPage = (start: string): string => `struct page ${start}`;

// Legend
export const legendEachEntryCan = 'Legend; each entry can be switched off';
export const colourOfZoneStronger = 'colour of a zone; the stronger, the fuller';
export const pagesOfDeviceZone = 'pages of a device: ZONE_DEVICE';
export const cellsThatHoldStruct = 'cells that hold struct pages';
export const blocks = (offline: number): string => formatPlural(offline, 'block');
export const piecesOfVirtioMem = 'pieces of virtio-mem with nothing behind them';
export const pageThatCannotBe = 'a ring: a page that cannot be moved; a cross: one that the hardware gave up';

// Map
export const physicalMemoryMap = 'Physical memory map';

// SearchBox
export const titleOfAt = (title: string, at: number, n: number): string => `${title}, ${at + 1} of ${n}`;
export const searchExamples = '0x…, pfn, memory50, node 1';
export const findInMemory = 'Find in memory';
export const previous = 'Previous';
export const next = 'Next';

// SelectionBar
export const blocksInAll = (blocks: number): string => `${blocks} blocks`;
export const selectedMemory = 'Selected memory';
export const showInMap = 'Show in the map';
export const someOffline = (offline: number): string => ` · ${offline} offline`;
export const allOffline = ' · offline';
export const online = ' · online';
export const bringOnline = 'Bring online';
export const toMovable = 'to Movable';
export const onlineMovableOnlyPages = 'online_movable: only pages that can be moved away again';
export const toNormal = 'to Normal';
export const onlineKernelKernelMay = 'online_kernel: the kernel may use it for itself';
export const asPolicySays = 'as the policy says';
export const selectionBarOnlineKernelChoosesZone = 'online: the kernel chooses the zone';
export const onlineMenu = 'Online…';
export const pageTables = 'Page tables';
export const dismiss = 'Dismiss';

// Toolbar
export const view = 'View';
export const zoomOut = 'Zoom out';
export const zoomIn = 'Zoom in';
export const showAllOfMemory = 'Show all of memory';
export const showAsTable = 'Show as a table';

// actions
export const whatOffline = 'taken offline';
export const whatOnline = 'brought online';
export const whatOnlineKernel = 'brought online to Normal';
export const whatOnlineMovable = 'brought online to Movable';
export const waiting = (pending: string): string => `Waiting: ${pending}`;
export const after = (failed: number): string => ` after ${formatPlural(failed, 'block')}`;
export const memoryWriteRefused = (order: string | number, errno: string, done: string): string =>
  `memory${order}: write refused with ${errno}${done}`;

// counts
export const dmaDma32 = 'DMA·DMA32';

// describe
/** What sysfs calls the states of a block, in words. */
export const blockState = {
  absent: 'absent',
  offline: 'offline',
  online: 'online',
  'going-offline': 'going offline',
} as const;
export const node = (node: string | number): string => `node ${node}`;
export const zone = (zone: string): string => `zone ${zone}`;
export const zones = (split: string): string => `zones ${split}`;
export const percentUsed = (value: number): string => `${value} percent used`;
export const poisoned = 'poisoned';
export const poisonedPages = (pages: number): string => formatPlural(pages, 'poisoned page');
export const address = 'address';
export const describeNode = 'node';
export const state = 'state';
export const noBlockDevice = 'no block device';
export const describeZone = 'zone';
export const couldBe = 'could be';
export const inUse = 'in use';
export const ofPages = (used: number, pagesPerSection: number): string =>
  `${formatCount(used)} of ${formatCount(pagesPerSection)} pages`;
export const dimm = 'DIMM';
export const device = 'device';
export const softReserved = 'Soft Reserved';
export const pages = (pages: number): string => `, ${formatCount(pages)} pages`;
export const fromBootMemory = (node: string | number, size: string): string =>
  `from boot memory of node ${node}${size}`;
export const inBlockItself = (size: string): string => `in the block itself${size}`;
export const paidByNode = (node: string | number, zone: string | undefined, size: string): string =>
  `paid by node ${node}${zone === undefined ? '' : ` ${zone}`}${size}`;
export const memorySection = (block: number, sectionNr: number): string => `memory${block} · section ${sectionNr}`;
export const pfn = (at: number): string => `pfn ${at}`;
export const pfnNode = (at: number, nid: number, zone: string): string => `pfn ${at} · node ${nid} ${zone}`;

// levels
export const levelsMemoryName = 'memory';
export const levelsMemoryTitle = 'All memory';
export const levelsMemoryWhat = 'one dot is a section';
export const levelsBlocksName = 'blocks';
export const levelsBlocksTitle = 'Blocks';
export const levelsBlocksWhat = 'one square is a section';
export const levelsSubsectionsName = 'subsections';
export const levelsSubsectionsTitle = 'Subsections';
export const levelsSubsectionsWhat = 'one cell is 2 MiB';
export const levelsSectionName = 'section';
export const levelsSectionTitle = 'Section';
export const levelsSectionWhat = 'bitmap, pageblocks, pages in use';
export const levelsFramesName = 'frames';
export const levelsFramesTitle = 'Page frames';
export const levelsFramesWhat = 'one dot is a page';

// machine
export const roomForHotPlug = 'room for hot-plug';
export const pciHole = 'PCI hole';
export const hole = 'hole';

// bits
export const bit = (address: string, i: number): string => `${address} · bit ${i}`;
export const ofPagesUsed = (exact: boolean, pages: number, pagesPerCell: number, type: string | undefined): string =>
  `${exact ? '' : '~'}${pages} of ${pagesPerCell} pages used${type === undefined ? '' : ` · ${type}`}`;
export const notThere = 'not there';
export const sortedByOwnerPlaces = 'sorted by owner: places in the pageblock are modelled';
export const sortedByOwnerShort = 'sorted by owner, places modelled';

// outlines
export const outlinesNode = (change: string, sectionBytes: number, node: number): string =>
  `${change === 'removed' ? '−' : change === 'added' ? '+' : ''}${formatBytes(sectionBytes)} · node ${node}`;
/** What a ghost maps as device pages. */
export const outlinesMapped = (bytes: number): string => `+${formatBytes(bytes)} of device pages`;

// search
export const help =
  'Type an address (0x1_4000_0000), pfn 1310720, memory50, section 50, node 1, a DIMM, a zone or "offline"';
export const noMachineIsRunning = 'No machine is running yet';
export const isTooLargeNumber = (number: string): string => `${number} is too large a number`;
export const thereIsNoMemory = (n: number, blockSpan: string): string => `There is no memory${n}; ${blockSpan}`;
export const sectionIsNotPresent = (n: number): string => `Section ${n} is not present`;
export const section = (n: number): string => `section ${n}`;
export const thereIsNoNode = (n: number, nodes: string | undefined): string =>
  `There is no node ${n}; this machine has ${nodes ?? 'none'}`;
export const nodeTitle = (n: number): string => `node ${n}`;
export const nodeHasNoMemory = (n: number): string => `Node ${n} has no memory yet`;
export const isKernelAddressBut = (address: string): string =>
  `${address} is a kernel address, but in neither the direct map nor the vmemmap`;
export const isBeyondAddressBits = (address: string, maxPhysmemBits: number): string =>
  `${address} is beyond the ${maxPhysmemBits} address bits of this machine`;
export const searchPfn = (n: number): string => `pfn ${n}`;
export const searchThereIsNoMemory = (title: string, blockSpan: string): string =>
  `There is no memory at ${title}; ${blockSpan}`;
export const zoneTitle = (id: number, name: string): string => `node ${id} ${name}`;
export const noMemory = (name: string, zone: string | undefined): string =>
  `No memory is in zone ${name}${zone === undefined ? '' : ` of node ${zone}`}`;
export const nothingIsCalled = (query: string, help: string): string => `Nothing is called "${query}". ${help}`;
export const memory = (from: number): string => `memory${from}`;
export const searchMemory = (from: number, id: number): string => `memory${from}–${id}`;
export const noBlock = (state: string): string => `No block is ${state}`;
export const thisMachineHas = 'this machine has no memory blocks';
export const blocksLieBetweenMemory = (first: number, last: number): string =>
  `blocks lie between memory${first} and memory${last}`;

// useBlockActions
export const itsMemoryLies =
  'its memory lies in several zones, so the block has none of its own (valid_zones: none, EINVAL)';
export const pageFrameBelongs = (pfn: number, name: string, owner: string): string =>
  `page frame ${pfn} belongs to ${name} (${owner}) and cannot be moved${owner === 'pinned' ? ' until it is let go: offlining would wait' : ''}`;
export const memoryCannotGoOffline = (id: number, why: string): string => `memory${id} cannot go offline: ${why}`;
export const nothingIsInWay = (online: string | number): string =>
  `Nothing is in the way of taking memory${online} offline`;
export const nothingIsInWayOfThese = 'Nothing is in the way of taking these blocks offline';
export const isShown = (title: string): string => `${title} shown`;
export const isHidden = (title: string): string => `${title} hidden`;
export const offlineEntry = 'offline';
export const hatched = 'hatched';
export const unplugged = 'unplugged';
export const pinned = 'pinned, bad';
