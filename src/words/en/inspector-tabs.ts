/** What inspector-tabs says. */
import { formatBytes, formatCount, formatPlural } from './numbers.ts';

// BlockActions
export const offline = 'offline';
export const takeOffline = 'Take offline';
export const online = 'Online';
export const onlineTo = (first: string): string => `Online to ${first}`;
export const onlineToZone = (zone: string): string => `Online to ${zone}`;
export const writeError = (errnoText: string, errno: string): string => `write error: ${errnoText} (${errno})`;
export const memoryWritten = (block: number, value: string): string => `memory${block}: ${value} written`;
export const memory = (block: number, text: string): string => `memory${block}: ${text}`;
export const canItGoOffline = 'Can it go offline?';
export const bringItOnline = 'Bring it online';
export const noItsMemoryLies = 'No: its memory lies in several zones, so the block has none of its own.';
export const memoryBlockOfflineAnswers = 'memory_block_offline answers EINVAL before it looks at a page.';
export const yesEveryPage = 'Yes. Every page in it is free or can be migrated.';
export const noIsInWay = <Node>(link: Node, name: string, ownerWords: string): readonly (string | Node)[] => [
  'No: ',
  link,
  ` is in the way: ${name} (${ownerWords}).`,
];
export const page = (pfn: number): string => `page ${pfn}`;

// CostTab
export const countingStructPages = 'Counting struct pages';
export const oneIsNeeded = 'One is needed for every page frame of every section.';
export const couldStillBeAdded = 'could still be added before struct pages run out';
export const addableBytes = (addableBytes: number): string => `could still be added: ${formatBytes(addableBytes)}`;
export const availableFreePages =
  'available: free pages of kernel zones of all nodes above their min mark and what is kept from requests for higher zones.';
export const pageTablesTakeLittle =
  'Page tables take a little of it too; page cache that could be dropped is not counted.';
export const structPagesOfAll = 'struct pages of all memory';
export const structPages = (all: number): string => `struct pages: ${formatBytes(all)}`;
export const kernelMemoryLeft = 'kernel memory left for more';
export const nodePays = (nid: number, zone: string): string => `node ${nid} · ${zone} pays`;
export const ofItsPages = (pages: string): string => ` · ${pages} of its pages`;
export const payFor = 'for';
export const pagesFor = (pages: number, describesBytes: number): string =>
  `${formatCount(pages)} pages for ${formatBytes(describesBytes)}`;

// Descent
export const titlesDirectMap = 'Direct map';
export const walk = 'Walk';
export const walkOf = (titles: string): string => `Walk of the ${titles}`;
export const leaf = (shift: number): string => `leaf ${formatBytes(shift)}`;
export const notMapped = 'Not mapped.';
export const isEmptyNothing = (level: string, index: number, shift: number): string =>
  `${level}[${index}] is empty: nothing in its ${formatBytes(shift)} is mapped.`;
export const mapped = 'Mapped';
export const pfnInMemory = <Node>(link: Node, block: number): readonly (string | Node)[] => [
  ' pfn ',
  link,
  `, in memory${block}`,
];
export const throughLeaf = (leafBytes: number): string => `, through a leaf of ${formatBytes(leafBytes)}`;
export const thisLeafHoldsStruct = (pageBytes: number): string =>
  `This leaf holds the struct pages of ${formatBytes(pageBytes)} of memory.`;

// KernelBar
export const structPagesOfAdded = 'struct pages of added memory';
export const structPagesOfBoot = 'struct pages of boot memory';
export const inUse = 'in use';
export const keptByWatermarks = 'kept by watermarks';
export const freeForStructPages = 'free for struct pages';
export const kernelZonesOfAll = 'kernel zones of all nodes';
export const ofInKernelZones = (size: string, parts: string): string => `Of ${size} in kernel zones: ${parts}`;

// NextDimm
export const zonesMovable = 'to Movable';
export const zonesKernel = 'to Normal';
export const nextDimm = 'The next DIMM';
export const playedOnCopy = 'played on a copy of this machine';
export const sizeOfDimm = 'Size of the DIMM';
export const zoneItGoesOnline = 'Zone it goes online to';
export const addingIt = 'Adding it…';
export const onNodeByMemmap = (bytes: number, nid: number): string =>
  `${formatBytes(bytes)} on node ${nid}, by memmap_on_memory`;
export const memmapOnMemory = 'memmap_on_memory';
export const thisBoot = 'this boot';
export const nextDimmAddingIt = 'adding it';
export const kernelZonesPay = 'kernel zones pay';
export const dimmPays = 'the DIMM pays';
export const wastedOfThat = 'wasted of that';
export const usable = 'usable';
export const leftForMore = 'left for more';
export const failedAddLeavesMm = (left: string): string =>
  `The failed add leaves ${left} (mm/memory_hotplug.c: __add_pages undoes nothing).`;
export const changesNothingHere = (modes: string, why: string): string => `“${modes}” changes nothing here: ${why}.`;
export const thisBoardHasRoom = (board: number): string =>
  `This board has room for ${formatBytes(board)} of DIMMs; its maxmem would have to be larger.`;

// PagePart
export const pageTitle = (pfn: number): string => `Page ${pfn}`;
export const heldBy = 'held by';
export const nobodyFree = 'nobody: free';
export const structPage = 'struct page';
export const directMap = 'direct map';
export const leaves = 'leaves';

// Pageblocks
export const pageblocks = 'Pageblocks';
export const ofPages = (pageblocks: number, pagesPerPageblock: number): string =>
  `${formatPlural(pageblocks, 'block')} of ${formatCount(pagesPerPageblock)} pages`;
export const nobodyHoldsPageHere = 'Nobody holds a page here.';
export const doesNotMove = '· does not move';

// SectionParts
export const subsectionMap = (active: number, subsectionsPerSection: number): string =>
  `subsection_map: ${active} of ${subsectionsPerSection}`;
export const flags = 'flags';
export const state = 'state';
export const noMemoryBlockDevice = 'no memory block device';
export const zone = 'zone';
export const noneNode = (node: number): string => `none (node ${node})`;
export const node = (zone: string, nid: number): string => `${zone} (node ${nid})`;
export const validZones = (validZones: string): string => `valid_zones: ${validZones}`;
export const block = 'block';
export const blockName = (block: number): string => `memory${block}`;
export const blockAndSections = (block: number, sectionsPerBlock: number, start: number): string =>
  `memory${block}${sectionsPerBlock > 1 ? `: ${sectionsPerBlock} sections from pfn ${start}` : ''}`;
export const memmap = (memmapWords: string): string => `memmap: ${memmapWords}`;
export const structPagesAt = 'struct pages at';
export const structPagesAtVa = (va: string): string => `struct pages at ${va}`;
export const usedOfPages = (usedPages: number, active: number): string =>
  `${formatCount(usedPages)} of ${formatCount(active)} pages`;
export const pages = (pages: number, bytes: number): string => `${formatCount(pages)} pages = ${formatBytes(bytes)}`;
export const inNode = (node: number, zone: string | undefined): string =>
  ` in node ${node}${zone === undefined ? '' : ` ${zone}`}`;
export const inBlockItself = (size: string): string => `in the block itself: ${size}`;

// SpanBar
export const spanOfNodeIts = (id: number, name: string): string =>
  `Span of node ${id} ${name}: its own memory in colour, memory of other zones in it as outlines, holes empty`;

// SubsectionGrid
export const subsectionsOfSection = (nr: number): string => `Subsections of section ${nr}`;
export const subsectionAt = (i: number, start: string, words: string, zone: string | undefined): string =>
  `Subsection ${i} at ${start}: ${words}${zone === undefined ? '' : `, ${zone}`}`;
export const noMemory = 'no memory';
export const isActive = 'active';
export const ofPagesUsed = (type: string, used: number, pagesPerPageblock: number): string =>
  `${type}, ${used} of ${pagesPerPageblock} pages used`;

// TableCounts
export const directMapByLeaf = 'Direct map by leaf size';
export const tablePages = 'Table pages';
export const region = 'region';
export const atBoot = 'at boot';
export const allocated = '+ allocated';
export const freed = '− freed';
export const inTree = '= in tree';
export const everyTableIsOne =
  'Every table is one page. Adding memory allocates the tables it needs and finds missing; removing it frees those that became empty, if this architecture does so at that level.';

// TableStrip
export const entry = (i: number, kinds: string | undefined, withIndex: string, span: number): string =>
  `entry ${i}: ${kinds ?? 'empty'} · ${withIndex} · ${formatBytes(span)}`;
export const leavesOfSpan = (leaves: number, span: number): string =>
  `${formatPlural(leaves, 'leaf', 'leaves')} of ${formatBytes(span)}`;
export const tables = (tables: number): string => formatPlural(tables, 'table');
export const empty = (empty: number): string => `${formatCount(empty)} empty`;
export const changed = (touched: number): string => `${formatCount(touched)} changed`;
export const entryOfTable = (level: string): string => `Entry of the ${level} table`;

// TablesTab
export const noMachine = 'No machine';
export const itsPageTablesAppear = 'Its page tables appear here.';
export const showInPageTables = 'Show in page tables';
export const whichAddress = 'Which address?';
export const selectMemoryAnywhere = <Node>(code: Node): readonly (string | Node)[] => [
  'Select memory anywhere on the screen, or type a virtual address, a physical one, a page frame number or ',
  code,
  '.',
];
export const whichMap = 'Which map';
export const entries = 'Entries';
export const emptyEntry = 'empty';
export const table = 'table';
export const mapsPages = 'leaf';
export const newInLastChange = 'new in the last change';
export const notAddress0xPage = 'Not an address: 0x…, a page frame number or memoryN.';
export const address = 'Address';
export const addressExamples = '0xffff…, pfn or memoryN';

// VaBar
export const folded = 'folded';
export const bits = (bits: number): string => `${bits} bits`;

// Watermarks
export const watermarks = 'Watermarks';
export const notComputedYet = 'not computed yet';
export const freePagesAgainstMin = (free: number, min: number, low: number, high: number, promo: number): string =>
  `Free ${formatCount(free)} pages against min ${min}, low ${low}, high ${high}, promo ${promo}`;
export const free = (free: number): string => `${formatCount(free)} free ›`;
export const watermarksFree = (free: number, words: string): string => `${formatCount(free)} free, ${words}.`;
export const allZonesButMovable = <Node>(
  explain: Node,
  pagesMin: number,
  minFreeKbytes: number | undefined,
): readonly (string | Node)[] => [
  `All zones but Movable share ${formatCount(pagesMin)} pages${minFreeKbytes === undefined ? ', about: the sum of their min.' : `: min_free_kbytes ${formatCount(minFreeKbytes)} kB.`} `,
  explain,
];
export const ofNodePages = (mark: string, nid: number, name: string, text: string): string =>
  `${mark} of node ${nid} ${name}: ${text} pages`;
export const oneStepIsPages = (low: number): string => `one step is ${formatCount(low)} pages`;

// ZoneTab
export const noZones = 'No zones';
export const machineHasNotReported = 'The machine has not reported its zones yet.';
export const nodeName = 'Node';
export const nodeChoice = (id: string | number): string => `node ${id}`;
export const zoneName = 'Zone';
export const nodeAndZone = (id: number, name: string): string => `node ${id} · ${name}`;
export const spansNothing = 'spans nothing';
export const startPfn = (startPfn: number): string => `start_pfn ${startPfn}`;
export const noBlockIsOnline =
  'No block is online to Movable here. Online one with “Online to Movable” (online_movable) in the Section tab.';
export const noMemoryOfThis = 'No memory of this node is online in this zone.';
export const ofPagesSpannedUsed = (
  spanned: number,
  used: number,
  free: number,
  unmanaged: number,
  holes: number,
): string =>
  `Of ${formatCount(spanned)} pages spanned: ${formatCount(used)} used, ${formatCount(free)} free, ${formatCount(unmanaged)} not managed, ${formatCount(holes)} holes`;
export const used = (pages: string): string => `used: ${pages}`;
export const pagesFree = (pages: string): string => `free: ${pages}`;
export const presentButNotManaged = (pages: string): string => `present but not managed: ${pages}`;
export const holes = (pages: string): string => `holes: ${pages}`;
export const spanned = 'spanned';
export const pagesSpanned = (pages: string): string => `spanned: ${pages}`;
export const present = 'present';
export const pagesPresent = (pages: string): string => `present: ${pages}`;
export const ofThemSinceBoot = (presentEarly: number): string => `${formatCount(presentEarly)} of them since boot`;
export const managed = 'managed';
export const pagesManaged = (pages: string): string => `managed: ${pages}`;
export const freePages = 'free';
export const holesInSpan = 'holes in the span';
export const noneContiguous = 'none: contiguous';
export const cma = 'cma';
export const blocks = 'blocks';
export const keptFromRequests = 'Kept from requests for higher zones';
export const pagesKeptFromRequests = (pages: number, name: string): string =>
  `${formatCount(pages)} pages kept from requests for ${name}`;
export const aboveItUp = (name: string, above: string): string => `above it, up to ${name}: ${above}`;

// bits
export const sign = 'sign';
export const offset = 'offset';

// cost
export const noMemoryHasStruct = 'No memory has struct pages.';
export const ofMemoryNeed = (
  described: number,
  pages: number,
  structPageBytes: number,
  pageBytes: number,
  structPageBytes2: string,
): string =>
  `${formatBytes(described)} of memory need ${formatBytes(pages)} of struct pages: ${structPageBytes} bytes for each page of ${formatBytes(pageBytes)}, ${structPageBytes2}.`;
export const costOfItsPages = (pages: string): string => `, ${pages} of its pages`;
export const andMore = (rows: number): string => ` and ${rows} more`;
export const costNode = (nid: number, zone: string): string => `node ${nid} ${zone}`;
export const allOfItLies = (head: string, who: string, share: string): string =>
  `${head} All of it lies in ${who}${share}.`;
export const largestPartLies = (
  head: string,
  pages: number,
  who: string,
  share: string,
  whom: string,
  rest: string,
): string => `${head} The largest part, ${formatBytes(pages)}, lies in ${who}${share}: for ${whom}${rest}.`;

// costStory
export const good = 'good';
export const onlyWithOptionCan = (size: string, addableBytes: number, carved: string): string =>
  `Only with memmap_on_memory can ${size} be added: kernel memory runs out at ${formatBytes(addableBytes)}. The DIMM pays with ${carved} of its own.`;
export const trouble = 'trouble';
export const cannotBeAdded = (size: string, errno: string, why: string | undefined): string =>
  `${size} cannot be added: ${errno}${why !== undefined ? `, and memmap_on_memory does nothing here: ${why}` : ''}.`;
export const caution = 'caution';
export const optionDoesNothing = (why: string): string => `memmap_on_memory does nothing on this machine: ${why}.`;
export const ofThatHoldNothing = (wastedPerBlock: number): string =>
  ` ${formatBytes(wastedPerBlock)} of that hold nothing: whole pageblocks are given up.`;
export const noGainInKernel = (memmapPages: number, wasted: string): string =>
  `No gain in a kernel zone: the same ${formatBytes(memmapPages)} are spent, here by the DIMM itself instead of by kernel memory that it adds to. What is lost: room for 1 GiB pages, and struct pages that huge pages could share.${wasted}`;
export const optionSparesKernelZones = (
  pageBytes: number,
  carved: string,
  memmapPages: boolean,
  room: number,
  wasted: string,
): string =>
  `memmap_on_memory spares kernel zones ${formatBytes(pageBytes)} and costs the DIMM ${carved}, whether its blocks are online or not.${memmapPages ? '' : ` Kernel memory is plentiful here: ${formatBytes(room)} are left for struct pages.`}${wasted}`;
export const withOfStructPages = (sections: number, bytes: number): string =>
  `${formatPlural(sections, 'section')} with ${formatBytes(bytes)} of struct pages`;
export const ofDirectMap = (leftDirectMapBytes: number): string => `${formatBytes(leftDirectMapBytes)} of direct map`;
export const whichNobodyGivesBack = (parts: string): string => `${parts}, which nobody gives back`;

// marks
export const min = 'min';
export const belowMinOrdinaryRequests = 'below min: ordinary requests reclaim memory themselves before they get a page';
export const low = 'low';
export const belowLowKswapd = 'below low: kswapd is awake and reclaims';
export const high = 'high';
export const belowHighKswapdThat = 'below high: a kswapd that is awake goes on';
export const calm = 'calm';
export const aboveHighKswapdSleeps = 'above high: kswapd sleeps';

// words
export const ownerLeavesBoot = 'Taken before the page allocator existed (kernel image, early tables). It never leaves.';
export const ownerLeavesMemmap = 'Struct pages of other memory. They leave when that memory is removed.';
export const ownerLeavesPagetable = 'A kernel page table. It leaves when the range it maps is removed.';
export const ownerLeavesKernel =
  'A kernel allocation is used by its address and cannot be migrated. It leaves when its owner frees it.';
export const ownerLeavesAnon = 'Movable: offlining migrates it to another node or zone with free pages.';
export const ownerLeavesPagecache = 'Movable: offlining migrates it, or drops it when it is clean.';
export const ownerLeavesPinned =
  'Pinned for I/O: migration fails and is tried again until the pin is released. Interrupt the write to give up.';
export const ownerLeavesHugetlb = 'A huge page is dissolved when free and migrated as a whole when not.';
export const ownerLeavesSelfHostedMemmap =
  'The block describes itself here. It is never isolated and leaves with the block.';
export const ownerLeavesOffline =
  'Nothing is behind these pages: their device has unplugged them. They pass isolation and leave with the block.';
export const ownerBoot = 'boot';
export const ownerPagetable = 'page table';
export const ownerKernel = 'kernel';
export const ownerAnon = 'anonymous';
export const ownerPagecache = 'page cache';
export const ownerPinned = 'pinned';
export const ownerHugetlb = 'huge page';
export const ownerSelfHostedMemmap = 'own memmap';
export const ownerOffline = 'unplugged';

// zoneBlocks
export const noneWholly = 'none wholly';
export const zoneBlocksMemory = (ids: number, runs: string): string => `${formatCount(ids)}: memory ${runs}`;
export const works = 'works';
export const none = 'none';
export const fromBoot = (place: string, size: string): string => `boot${place}: ${size}`;
export const allocatedLater = (place: string, size: string): string => `allocated${place}: ${size}`;
export const noEntry = 'empty';
export const leafEntry = 'leaf';
