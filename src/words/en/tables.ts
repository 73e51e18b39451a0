/** What tables says. */
import { formatBytes, formatCount, formatPlural } from './numbers.ts';

// AddressBar
export const ofPfnMemory = (
  region: string,
  regionNames: string,
  at: number,
  block: number,
  dimm: string | undefined,
): string =>
  `${region === 'vmemmap' ? 'struct page' : regionNames} of pfn ${at} · memory${block}${dimm === undefined ? '' : ` · ${dimm}`}`;
export const noAddress = 'No address: 0xffff…, a physical address, a page frame number or memoryN';
export const address = 'Address';
export const addressExamples = '0xffff…, pfn, memoryN';
export const partsOfAddress = 'Parts of the address';
export const folded = 'folded';
export const bits = (bits: number): string => `${bits} bits`;
export const indexRange = (name: string, most: number): string => `Index in the ${name}, 0 to ${most}`;

// Beside
export const unverifiedNoRecordingConfirms = (line: string): string => `${line} Unverified: no recording confirms it.`;
export const dimm = (size: number | undefined): string => `${size === undefined ? '1 GiB' : formatBytes(size)} DIMM`;
export const sameOnAnotherMachine = (what: string): string => `The same ${what} on another machine`;
export const sameOnAnotherArchitecture = (what: string): string => `The same ${what}, on another architecture`;
export const otherPageSizes = 'Other page sizes and table depths';
export const anotherMachineOfThis = 'Another machine of this architecture';
export const starting = 'Starting…';
export const compare = 'Compare…';

// ChangeLine
export const showIt = 'Show it';

// ChangePart
export const nothingHasChangedPage =
  'Nothing has changed the page tables yet. Plug a DIMM, or take one out: what it adds, splits and frees stands here and is marked above.';
export const entriesThatChanged = 'Entries that changed';
export const entriesThatMapMemory = 'Entries that map memory';
export const map = 'map';
export const what = 'what';
export const entries = 'entries';
export const from = 'from';
export const bytes = 'bytes';
export const attributes = 'attributes';
export const tablesThatChanged = 'Tables that changed';
export const tablePagesAllocatedFreed = (allocated: number, freed: number): string =>
  `Table pages: ${formatCount(allocated)} allocated, ${formatCount(freed)} freed`;
export const level = 'level';
/** What became of an entry, and of a table page. */
export const marks = {
  added: 'added',
  freed: 'freed',
  split: 'split',
  joined: 'joined',
  changed: 'changed',
} as const;
export const tableChanges = { allocated: 'allocated', freed: 'freed' } as const;
export const spansFrom = 'spans from';
export const liesIn = 'lies in';
export const pictureMarksThemAll = (entries: string): string => `${entries}; the picture marks them all.`;

// CostPart
export const costPartDimm = 'DIMM';
export const atPhysicalAddress = 'at physical address';
export const addressOn512Mib = 'An address on a 512 MiB boundary: 0x180000000, 6G';
export const options = 'Options';
export const n1gPagesX86 = '1G pages (x86)';
export const n2mPagesX86 = '2M pages (x86)';
export const rodataFullArm64 = 'rodata=full (arm64)';
export const costOnEveryKernel = (dimm: string): string => `${dimm} on every kernel`;
export const kernel = 'kernel';
export const thisMachine = 'this machine';
export const noTables = 'no tables';
export const costColumns = {
  direct: 'direct map',
  vmemmap: 'vmemmap',
  structPages: 'struct pages',
  tables: 'tables',
  share: 'share',
} as const;
export const noRecordingOfReal = 'No recording of a real kernel confirms this combination; it follows the source';
export const unverified = 'unverified';
export const sharedTableThatSpans =
  'Shared: a table that spans other addresses, too, and that memory nearby has already or needs as well. The engine carries out the same additions on every one of these kernels and counts the same: a test of the project holds the two together.';
export const threadsWorstCases = 'The threads’ worst cases';
export const threadSaysIt = <Node>(
  figure: Node,
  what: string,
  arch: string,
  said: string,
  tablesText: string,
): readonly (string | Node)[] => [`${what} (${arch}): the thread says “${said}”; it is `, figure, ` (${tablesText})`];
export const tables = (tablePages: number): string => formatPlural(tablePages, 'table');
export const shared = (shared: string): string => `${shared} shared`;

// DumpPane
export const dumpOfPageTables = 'Dump of the page tables';
export const regionOfDump = 'Region of the dump';
export const ptdump = (all: number): string => `ptdump · ${formatPlural(all, 'line')}`;
export const linesOfDump = 'Lines of the dump';

// Facts
export const figuresOfPageTables = 'Figures of the page tables';
export const whatItCosts = 'What it costs';
export const lastChange = 'Last change';
export const tablePages = 'Table pages';
export const tearDown = 'Tear-down';
export const processes = 'Processes';

// LeafCard
export const leaf = (entryBytes: number): string => `${formatBytes(entryBytes)} leaf`;
export const describes = (blocks: string): string => `Describes ${blocks}`;
export const maps = (sizes: string): string => `Maps ${sizes}`;
export const memoryTheseStructPages = 'The memory these struct pages lie in: show it on the map';
export const placeOfBackingIn = (placeOfBacking: string): string => `in ${placeOfBacking}`;
export const structPagesOfBytes = <Node>(
  figure: Node,
  lineBreak: Node,
  figure2: Node,
  structPageBytes: number,
  entryBytes: number,
): readonly (string | Node)[] => [
  figure,
  ` struct pages of ${structPageBytes} bytes`,
  lineBreak,
  `${formatBytes(entryBytes)} describe `,
  figure2,
];
export const node = (block: string, nid: number, zone: string): string => `${block} · node ${nid} ${zone}`;
export const blocks = (last: number): string => formatPlural(last, 'block');
export const subsections = (pages: number): string => formatPlural(pages, 'subsection');
export const page = (start: number): string => `page ${start}`;
export const pages = (start: number, end: number): string => `pages ${start}–${end - 1}`;
export const nodeAndZone = (nid: number, zone: string): string => `node ${nid} ${zone}`;
export const fromMemory = (count: number, block: number): string =>
  `${formatPlural(count, 'section')} from memory${block} on, as the map shows them`;
export const andMore = (count: number): string => `and ${formatPlural(count, 'section')} more`;

// Legend
export const whatCellsMean = 'What the cells mean';
export const tableBelow = 'table below';
export const leafMapsMemory = 'leaf: maps memory';
export const leafHoldsStructPages = 'leaf: holds struct pages';
export const contiguousLeaves = 'contiguous leaves';
export const newInLastChange = 'new in the last change';
export const changedBelow = 'changed below';
export const orphanEmptyTableNobody = 'orphan: empty table nobody frees';

// PagesPart
export const tablePagesByLevel = 'Table pages by level';
export const pagesThatArePage = 'Pages that are page tables';
export const region = 'region';
export const tablesName = 'tables';
export const cost = 'cost';
export const madeAtBoot = 'made at boot for ever';
export const orphans = 'orphans';
export const sinceBootOneTable = (value: string, pageBytes: number): string =>
  `Since boot: ${value}. One table is one page of ${formatBytes(pageBytes)}.`;
export const orphansHeading = 'Orphans';
export const inEmptyTablesThat = (total: number, bytes: number): string =>
  `${formatPlural(total, 'orphan')}: ${formatBytes(bytes)} in empty tables that nobody frees`;
export const andMorePages = (total: number): string => `and ${formatCount(total)} more`;
export const regionNamesAtLevel = (regionNames: string, level: string, va: string): string =>
  `${regionNames} ${level} at ${va}`;
export const spans = (spanBytes: number, placeWords: string): string =>
  `spans ${formatBytes(spanBytes)} · ${placeWords}`;

// ProcessesPart
export const howShared =
  'One top table serves every process: the CPU has a register of its own for the kernel’s half (TTBR1). A new entry is there for all at once.';
export const howSynced =
  'Every process has a copy of the kernel’s top entries. A new one is written into all copies (sync_global_pgds), and never taken out again: that is why top tables are never freed.';
export const howPreallocated =
  'Every process copies the kernel’s top entries when it is made, and nobody tells it of new ones. So every entry gets its table at boot, and none ever appears later.';
export const howStale =
  'Every process copied the kernel’s top entries when it was made, nobody tells it of new ones, and the pre-allocation is off: an entry that appears now is missing in every copy.';
export const topEntries = 'Top entries';
export const topEntriesName = 'top entries';
export const present = 'present';
export const tablesMadeAtBoot = 'tables made at boot for their sake';
export const writtenIntoProcessesSince = (syncs: number): string =>
  `${formatPlural(syncs, 'entry', 'entries')} written into processes since boot.`;
export const diedOfFault = 'died of a fault at';
export const hasEveryEntry = 'has every entry';
export const lacksAccessThroughIt = <Node>(part: Node, missing: number): readonly (string | Node)[] => [
  'lacks ',
  part,
  `${missing > 6 ? ` and ${missing - 6} more` : ''}: an access through it faults`,
];
export const bootWithPreAllocation = 'Boot with the pre-allocation';
export const bootWithoutPreAllocation = 'Boot without the pre-allocation';
export const pgtableCacheInitMakes = 'pgtable_cache_init makes the tables again';
export const andWatchProcessFault = 'and watch a process fault on a missing entry';

// TableCard
export const freedByLastChange = 'freed by the last change';
export const newTable = 'new table';
export const orphanCosts = (pageShift: number): string => `orphan: costs ${formatBytes(pageShift)}`;
export const madeAtBootKept = 'made at boot, kept for ever';
export const pageFrameThisTable = 'The page frame this table lies in: show it on the map';
export const entriesArrowsMoveControl = (title: string, entries: number): string =>
  `${title}: ${entries} entries. Arrows move, Control with an arrow goes to the next entry in use, Enter goes into a table, Backspace goes back up`;

// TablesView
export const ptdumpTab = 'ptdump';
export const kPagesLevels = (arch: string, pageBytes: number, levels: number): string =>
  `${arch} · ${pageBytes}K pages · ${levels} levels`;
export const noRecordingConfirms =
  'No recording of a real kernel confirms this combination of page size, levels and address bits; it follows the source';
export const whichMap = 'Which map';
export const walkOf = (regionNames: string): string => `Walk of the ${regionNames}`;
export const whichMemory = 'Which memory?';
export const selectDimmBlockPage = <Node>(code: Node): readonly (string | Node)[] => [
  'Select a DIMM, a block, a page anywhere on the screen, or type a virtual address, a physical one, a page frame number or ',
  code,
  ' above. Both of its mappings appear here: where the kernel reaches the memory, and where the struct pages that describe it lie.',
];

// TeardownPart
export const policiesLeave = 'Leave the vmemmap';
export const policiesLeaveWhat = 'the struct pages of memory that is gone stay mapped';
export const policiesKeepShared = 'Unmap, keep shared tables';
export const policiesKeepSharedWhat =
  'the early arm64 patches: where vmalloc and the vmemmap share an entry, empty tables stay';
export const policiesFree = 'Free all';
export const policiesFreeWhat = 'Linux today';
export const scenariosReplace = 'Replace';
export const scenariosReplaceWhat = 'out of its slot and a new one in, at the same addresses';
export const scenariosMove = 'Move';
export const scenariosMoveWhat = 'the slot is faulty: the next one, at other addresses';
export const scenariosRemove = 'Remove';
export const scenariosRemoveWhat = 'it goes for good; the next one comes elsewhere';
export const scenariosReHome = 'Re-home';
export const scenariosReHomeWhat = 'the same addresses on another node';
export const whatRemovalDoes = 'What removal does with the vmemmap';
export const anotherChoiceRebootsThis = <Node>(code: Node, what: string): readonly (string | Node)[] => [
  `${what}. Another choice reboots this machine with `,
  code,
  ', the same DIMMs plugged.',
];
export const dimmOf = (s: number): string => `DIMM of ${formatBytes(s)}`;
export const roundsCounted = 'Rounds counted';
export const counting = 'Counting…';
export const countRounds = 'Count 1, 10 and 100 rounds';
export const ofPluggingAndUnplugging =
  'of plugging and unplugging, carried out on a copy of this machine. What each policy leaves behind, beyond what was there before:';
export const whatRoundsLeaveBehind = 'What rounds leave behind';
export const after = 'after';
export const rounds = 'rounds';
export const nothing = 'nothing';
export const emptyTables = (orphanTables: number): string => `${formatCount(orphanTables)} empty tables`;
export const pagesOfStaleStruct = (stalePages: number): string =>
  `${formatCount(stalePages)} pages of stale struct pages`;
export const ofThemOnWrong = (foreignPages: number): string => `${formatCount(foreignPages)} of them on the wrong node`;

// WalkColumn
export const leafBelowIt = 'A leaf: below it is memory';
export const isEmptyNothingBelow = (level: string, index: number): string =>
  `${level}[${index}] is empty: nothing below it`;
export const tablesOnWay = 'Tables on the way';
export const tablesOfOnWay = (regionNames: string): string => `Tables of the ${regionNames} on the way`;
export const isEmptyNowPicture = <Node>(figure: Node, level: string, lastIndex: number): readonly (string | Node)[] => [
  figure,
  ` ${level}[${lastIndex}] is empty now; the picture shows what the last change freed.`,
];
export const takenAway = 'Taken away.';
export const isEmptyNothing = <Node>(
  figure: Node,
  level: string,
  lastIndex: number,
  entryBytes: number,
  selectStart: string,
  areas: string | undefined,
): readonly (string | Node)[] => [
  figure,
  ` ${level}[${lastIndex}] is empty: nothing in the ${formatBytes(entryBytes)} from ${selectStart} on is mapped${areas === undefined ? '' : ` (${areas})`}.`,
];
export const notMapped = 'Not mapped.';
export const toLeaf = (entryBytes: number): string => ` → ${formatBytes(entryBytes)} leaf`;

// beside
export const machineDoesNotStart = 'the machine does not start';
export const thisBoardHas = 'this board has no memory slots';
export const noDimmToCompare = (why: string): string => `No DIMM to compare: ${why}`;
export const sameDimm = (name: string): string => `The same DIMM, on ${name}`;
export const standsBesideWithoutDimm = (name: string, why: string): string =>
  `${name} stands beside, without the DIMM: ${why}`;

// change
export const verbsAdded = 'took';
export const verbsFreed = 'lost';
export const verbsSplit = 'had split';
export const verbsJoined = 'had joined';
export const verbsChanged = 'changed';
export const leavesOf = (n: number, shift: number): string =>
  formatPlural(n, `leaf of ${formatBytes(shift)}`, `leaves of ${formatBytes(shift)}`);
export const newTables = (made: number): string => formatPlural(made, 'new table');
export const gaveBack = (gone: number): string => `gave back ${formatPlural(gone, 'table')}`;
export const vmemmap = 'The vmemmap';
export const the = (regionNames: string): string => `The ${regionNames}`;
export const got = (p: string): string => `got ${p}`;
export const noTable = ', no table';
export const inAll = (allocated: number, allocated2: number, freed: number): string =>
  `${formatPlural(allocated, 'new table')} in all (${formatBytes(allocated2)})${freed > 0 ? `, ${formatPlural(freed, 'table')} given back` : ''}.`;

// cost
export const foundInRegion = (found: number, region: string): string =>
  `${formatPlural(found, 'leaf', 'leaves')} in the ${region === 'vmemmap' ? 'vmemmap' : 'direct map'}`;
export const partsAndAllocated = (parts: string, allocated: number): string =>
  `${parts} and ${formatPlural(allocated, 'new table')}`;
export const atEdgesWereThere = (tables: number): string =>
  ` (${formatPlural(tables, 'table')} at the edges were there already)`;
export const engineAgreesPlugging = (bytes: number, base: string, took: string, shared: string): string =>
  `The engine agrees: plugging ${formatBytes(bytes)} at 0x${base} took ${took}${shared}.`;
export const engineCountedOtherwise = (took: string): string => `The engine counted otherwise: ${took}.`;

// words
export const regionNamesDirectMap = 'Direct map';
export const kindWords = 'leaf of a contiguous run';
export const invalidKeepsItsPage = 'invalid: keeps its page, not to be used';
export const markAdded = 'added by the last change';
export const markSplit = 'split by the last change: a leaf became a table';
export const markJoined = 'joined by the last change: a table became a leaf';
export const markChanged = 'changed by the last change';
export const markBelow = 'something below it changed';
export const entryBytesOf = (entryBytes: number): string => ` of ${formatBytes(entryBytes)}`;
export const ofItInUse = (used: number): string => `${formatBytes(used)} of it in use`;
export const leavesOfSize = (leaves: number, size: string, contiguous: number): string =>
  `${formatPlural(leaves, 'leaf', 'leaves')} of ${size}${contiguous > 0 ? `, ${formatCount(contiguous)} contiguous` : ''}`;
export const tableCount = (tables: number): string => formatPlural(tables, 'table');
export const invalid = (invalid: number): string => `${formatCount(invalid)} invalid`;
export const allEmpty = 'all empty';
export const empty = (none: number): string => `${formatCount(none)} empty`;
export const areNew = (fresh: number): string => `${formatCount(fresh)} new`;
export const takenAtBoot = 'taken at boot';
export const pageNode = (pfn: number, node: number): string => `page ${pfn} · node ${node}`;
export const noPageWasLeft = 'no page was left';

// ChangePart
export const moreRunsOfEntries = (entries: number): string => `${formatCount(entries)} more runs of entries`;
export const moreTables = (allocated: number): string => `${formatCount(allocated)} more tables`;

// PagesPart
export const allocatedFreed = (regionNames: string, allocated: number, freed: number): string =>
  `${regionNames} ${formatCount(allocated)} allocated, ${formatCount(freed)} freed`;
export const noEntry = 'empty';
export const tableEntry = 'table';
export const leafEntry = 'leaf';
export const invalidEntry = 'invalid';
export const didFreed = 'freed';
export const didSplit = 'split';
export const didJoined = 'joined';
export const didChanged = 'changed';
export const areContiguous = ' contiguous';
