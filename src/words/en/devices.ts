/** What devices says. */
import { formatBytes, formatPlural, formatCount, formatBytesShort } from './numbers.ts';

// AcceleratorCard
export const statesUnplugged = 'not plugged';
export const statesReady = 'ready';
export const statesOffline = 'offline';
export const statesReset = 'being re-initialised';
export const acceleratorFact = (size: number, node: number): string =>
  `accelerator · ${formatBytes(size)} · node ${node}`;
export const itsMemory = 'Its memory';
export const takeItOfflineHigh = 'Take it offline: high-priority error';
export const initialiseIt = 'Initialise it';
export const putItBackWhere = 'Put it back where it was';
export const putItBack = 'Put it back at another range';
export const holdPages = 'Somebody holds 512 of its pages';
export const theyAreLetGo = 'They are let go';
export const moveTo = 'Move to…';
export const startAt = (start: string): string => ` · at ${start}`;
export const wasAt = (before: string): string => ` · was at ${before}`;
export const held = (pinned: number): string => ` · ${formatPlural(pinned, 'page')} held`;

// CardHead
export const actionsFor = (label: string): string => `Actions for ${label}`;

// CarveDialog
export const carveTitle = (id: number): string => `region${id}: carve`;
export const anotherSizeTitle = (name: string): string => `${name}: another size`;
export const carveNamespaceOut = (id: number): string => `Carve a namespace out of region${id}`;
export const inAnotherSize = (name: string): string => `${name} in another size`;
export const regionAsItWould = (id: number): string => `region${id} as it would be`;
export const size = 'Size';
export const sizeIsNumber = 'A size is a number with K, M, G or T, such as 400M.';
export const areFreeInOne = (room: number): string => `${formatBytes(room)} are free in one piece.`;
export const sizeOnScale = 'Size on a scale';
export const mode = 'Mode';
export const structPages = 'Struct pages';
export const memmapOnDevice = 'memmap on device';
export const inRam = 'in RAM';
export const alignment = 'Alignment';
export const asItWouldBe = (name: string): string => `${name} as it would be`;
export const cancel = 'Cancel';
export const carve = 'Carve';
export const makeItAnew = 'Make it anew';

export const sectorNeverTorn = 'sector, writes are never torn';
export const toSectorTitle = (name: string): string => `${name} to sector`;
export const sectors = (bytes: number, shown: number): string =>
  `sector · ${formatCount(bytes)} bytes each · shows ${formatBytes(shown)}`;
export const hostCannotFlush =
  'Anonymous host memory: the host cannot flush it, so that no info block can be written (EIO).';

// CxlCard
export const cxlWindowFact = (end: number): string => `CXL window · ${formatBytes(end)}`;
export const windowWords = (targets: string, ways: number, granularity: number, free: number): string =>
  `${ways > 1 ? `${formatBytes(granularity)} each over ` : 'behind '}${targets} · ${free > 0 ? `${formatBytes(free)} free` : 'full'}`;
export const windowLabel = (decoder: string, own: string): string => `CXL window ${decoder}: ${own || 'no region'}`;
export const ofOver = (
  mode: string,
  ways: number,
  granularity: number,
  targets: string,
  state: string,
  device: string | undefined,
): string =>
  `${mode} · ${formatPlural(ways, 'way')} of ${formatBytes(granularity)} over ${targets} · ${state}${device === undefined ? '' : ` · ${device}`}`;
export const ports = 'Ports';
export const portIn = (bridge: string, device: string | undefined): string => `behind ${bridge} · ${device ?? 'free'}`;
export const plugAnExpander = 'Plug an expander of…';
export const plugTitle = (port: string): string => `${port}: plug`;
export const unplugIt = 'Unplug it';
export const unplugTitle = (id: string): string => `${id}: unplug`;
export const spare = (ram: number, pmem: number): string =>
  [ram > 0 ? `${formatBytes(ram)} volatile` : '', pmem > 0 ? `${formatBytes(pmem)} persistent` : '']
    .filter((w) => w !== '')
    .join(', ') || 'nothing';
export const spareFact = (spare: string): string => ` · ${spare} to spare`;
export const cxlExpanderFact = (volatileBytes: number): string => `CXL expander · ${formatBytes(volatileBytes)}`;
export const behind = (id: string, hostBridge: string, readNs: number | undefined): string =>
  `${id} behind ${hostBridge}${readNs === undefined ? '' : ` · read ${readNs} ns`}`;
export const poisonedLines = (poison: number): string => formatPlural(poison, 'poisoned line');
export const assembleRegionOver = 'Assemble a region over…';
export const noExpanderToSpare = 'No expander behind it has memory to spare';
export const expandersOfKind = (names: string, kind: 'ram' | 'pmem'): string =>
  `${names} · ${kind === 'ram' ? 'volatile' : 'persistent'}`;
export const newRegionTitle = (decoder: string): string => `${decoder}: region`;
export const followsKernelsSource = "Follows the kernel's source; no recording confirms it.";
export const unverified = 'unverified';

// DeviceTab
export const done = (title: string): string => `${title}: done`;
export const refused = (title: string, why: string): string => `${title}: refused. ${why}`;
export const thisMachineHasNothing = 'This machine has nothing beyond DIMMs';
export const takeNvdimmFromShelf = <Node>(code: Node, code2: Node, code3: Node): readonly (string | Node)[] => [
  'Take an NVDIMM from the shelf, choose a machine with devices, or paste a QEMU command line with ',
  code,
  ', ',
  code2,
  ' or ',
  code3,
  '.',
];
export const chooseDeviceHere = 'Choose a device, here, in the bay or on the map.';
export const bootToBash = 'Boot to bash';
export const howFarItGot = 'how far it got, and what decides';
export const kernelHasNoRegion = 'The kernel has no region of it.';
export const regionName = (id: string | number): string => `region${id}`;
export const labels = 'labels';
export const yesItCanBe = 'yes: it can be carved';
export const noOneNamespaceCovers = 'no: one namespace covers it';
export const free = 'free';
export const largestPiece = (available: number, largestGap: number): string =>
  `${formatBytes(available)}, largest piece ${formatBytes(largestGap)}`;
export const softReserved = 'Soft Reserved';
export const targetNode = 'target node';
export const takenBy = 'taken by';
export const coherentDeviceMemory = 'Coherent device memory';
export const state = 'state';
export const pages = 'pages';
export const node = 'node';
export const fault = 'fault';
export const wasAtName = 'was at';
export const layoutOf = (name: string): string => `Layout of ${name}`;
export const noUuid = 'no uuid';
export const whyItsMemmapMust = 'Why its memmap must be given back';
export const memmapOnDeviceWhy =
  'The struct pages of this range lie in the range itself (struct vmem_altmap). Unmapping must free the vmemmap and give each page back, or the device could never be taken away: memunmap_pages warns “failed to free all reserved pages” while alloc is not 0.';
export const memmapInRamWhy =
  'The struct pages of this range are taken from RAM: 64 bytes for each page. They are freed when the namespace is disabled.';
export const noMemmapWhy =
  'A raw namespace has no struct pages: it can be read and written, and nothing can be mapped from it by page.';
export const firstPage = 'first page';
export const devicePages = (owner: string): string => `Device pages of ${owner}`;
export const type = 'type';
export const zone = 'zone';
export const deviceNode = (node: number): string => `Device (node ${node})`;
export const structPagesName = 'struct pages';
export const pagesTimesBytes = (pages: number, structPageBytes: number): string =>
  `${formatCount(pages)} × ${structPageBytes} B`;
export const compound = 'compound';
export const compoundPages = (compound: number, deduplicated: boolean): string =>
  `${formatCount(compound)} pages${deduplicated ? ', tails share memory' : ''}`;
export const singlePages = 'single pages';
export const heldName = 'held';
export const unmappingWaitsForThem = (pinned: number): string =>
  `${formatPlural(pinned, 'page')}: unmapping waits for them`;
export const altmapInPages = 'altmap, in pages';
export const reserve = 'reserve';
export const align = 'align';
export const alloc = 'alloc';
export const cxlWindow = 'CXL window';
export const ways = 'ways';
export const hostBridges = 'host bridges';
export const cxlRegion = 'CXL region';
export const modeName = 'mode';
export const interleave = 'interleave';
export const over = 'over';
export const became = 'became';
export const nothingYet = 'nothing yet';
export const cxlExpander = 'CXL expander';
export const volatile = 'volatile';
export const persistent = 'persistent';
export const behindName = 'behind';
export const poisonAt = 'poison at';
export const lostInCracks = 'Lost in the cracks';
export const reasonByRule = (why: string, rule: string): string => `${why} (${rule})`;
export const memoryTiers = 'Memory tiers';
export const hmatHead = 'Memory as CPUs see it';
export const hmatAside = 'the firmware’s HMAT';
export const hmatFrom = 'from';
export const hmatTo = 'to';
export const hmatLatency = 'latency';
export const hmatBandwidth = 'bandwidth';
export const hmatNode = (n: number): string => `node ${n}`;
export const nanoseconds = (n: number | undefined): string => (n === undefined ? '?' : `${formatCount(n)} ns`);
export const perSecond = (bytes: number | undefined): string => (bytes === undefined ? '?' : `${formatBytes(bytes)}/s`);
/** On a node's card: the tier its memory is in, and what the firmware says of it. */
export const nodeTier = (tier: string, latency: number | undefined, bandwidth: number | undefined): string =>
  [
    tier,
    ...(latency === undefined ? [] : [nanoseconds(latency)]),
    ...(bandwidth === undefined ? [] : [perSecond(bandwidth)]),
  ].join(' · ');
export const noTierYet = 'no tier yet';
export const nodeTierTitle = (adistance: number): string =>
  `Memory tier: abstract distance ${adistance}, smaller is faster. Latency and bandwidth are the best that a node with CPUs gets (HMAT).`;
export const smallerIsFaster = 'smaller is faster';
export const distance = (count: number, nodes: string, adistance: number): string =>
  `${count === 1 ? 'node' : 'nodes'} ${nodes} · distance ${adistance}`;

// DevicesPart
export const devices = 'Devices';
export const nothingBeyondDimmsMachine = <Node>(
  code: Node,
  code2: Node,
  code3: Node,
  slots: number,
): readonly (string | Node)[] => [
  `Nothing beyond DIMMs. ${slots > 0 ? 'Take an NVDIMM from the shelf, choose' : 'Choose'} a machine with devices above, or paste a QEMU command line with `,
  code,
  ', ',
  code2,
  ' or ',
  code3,
  '.',
];

// NvdimmStick
export const nvdimmNodeSlot = (id: string, size: number, node: number, slot: number): string =>
  `${id}, NVDIMM, ${formatBytes(size)}, node ${node} slot ${slot}`;
export const noRegion = 'no region';
export const empty = 'empty';
export const ejectToShelf = 'Eject to the shelf';

// Owners
export const whoHasWhichSubsection = 'Who has which subsection';
export const bitsTo = (from: number, to: number, name: string, active: boolean): string =>
  `bits ${from} to ${to - 1}: ${name === '' ? 'nobody' : name}${active ? '' : ', not active'}`;
export const bit = (bit: number, name: string, active: boolean): string =>
  `bit ${bit}: ${name === '' ? 'nobody' : name}${active ? '' : ', not active'}`;
export const nobody = 'nobody';
export const notActive = ' · not active';
export const bits = (from: number, to: number): string => `bits ${from}–${to - 1}`;
export const thisKernelKnows =
  ' This kernel knows no subsections (before v5.3): a section belongs to one owner as a whole, and a second mapping in it is refused.';

// PluggedBitmap
export const pluggedPieces = (id: string, whole: number, all: number, partly: number): string =>
  `Plugged pieces of ${id}: ${whole} of ${all} blocks whole, ${partly} in part`;
export const memoryPlugged = (start: number, state: string, plugged: number, fake: number): string =>
  `memory${start} · ${state} · ${formatBytes(plugged)} plugged${fake > 0 ? `, ${formatBytes(fake)} fake-offline` : ''}`;

// Predicates
export const whatKernelSays = 'What the kernel says of this page';
export const predicate = 'predicate';
export const pfn = (pfn: number): string => `pfn ${pfn}`;
export const pointedAt = (pfn: number): string => `pointed at: ${pfn}`;
export const yes = 'yes';
export const no = 'no';

// RegionCard
export const regionFacts = (whose: string | undefined, end: number, targetNode: number): string =>
  `${whose === undefined ? '' : `${whose} · `}${formatBytes(end)} · node ${targetNode}`;
export const andFree = (available: number): string => `, ${formatBytes(available)} free`;
export const carveOfFreeSpace = (available: number): string => `Carve ${formatBytes(available)} of free space…`;
export const labelsTitle = (id: string): string => `${id}: labels`;
export const writeLabelsSoThat = 'Write labels, so that it can be carved';
export const disabled = 'disabled';
export const dev = (device: string): string => ` · /dev/${device}`;
export const toNode = (targetNode: number): string => `→ node ${targetNode}`;

// SoftCard
export const softReservedNobodyHas = 'Soft Reserved: nobody has taken it';
export const softFacts = (end: number, targetNode: number): string => `${formatBytes(end)} · node ${targetNode}`;
export const softReservedLabel = (start: string, end: number): string =>
  `Soft Reserved at ${start}, ${formatBytes(end)}`;
export const noDriverHasTaken = 'No driver has taken it.';

// StageList
export const stageDone = 'reached';
export const stagePartly = 'in part';
export const stageOpen = 'not reached';
export const show = (id: string): string => `Show ${id}`;

// VirtioMemCard
export const requested = (id: string, value: number): string => `${id}: ${formatBytes(value)} requested`;
export const virtioMemFact = (plugged: number, size: number): string =>
  `virtio-mem · ${formatBytes(plugged)} of ${formatBytes(size)}`;
export const request = 'Request';
export const requestedSize = (id: string): string => `Requested size of ${id}`;
export const requestedPlugged = (staged: number, plugged: number, text: string): string =>
  `${formatBytes(staged)} requested, ${formatBytes(plugged)} plugged: ${text}`;
export const requestSize = (staged: number): string => `Request ${formatBytes(staged)}`;
export const giveUp = 'Give up';
export const modeAndNode = (mode: string, pieces: number, piece: number, unit: number, node: number): string =>
  `${mode === 'sbm' ? `sub-block mode: ${formatPlural(pieces, 'piece')} of ${formatBytes(piece)} to a memory block` : `big-block mode: ${formatBytes(unit)} at once`} · node ${node}`;

// VirtioMemFacts
export const plugged = 'Plugged';
export const ofRequested = (plugged: number, requested: number): string =>
  `${formatBytes(plugged)} of ${formatBytes(requested)} requested`;
export const usableRegion = 'usable region';
export const fakeOffline = 'fake-offline';
export const memdev = 'memdev';
export const driver = (name: string): string => `Driver ${name}`;
export const subBlockMode = 'sub-block mode';
export const bigBlockMode = 'big-block mode';
export const addsAtOnce = 'adds at once';
export const plugsAtOnce = 'plugs at once';
export const takesOnlyOffline = '0: takes only offline blocks back';
export const ofAtMost = (offlineSize: number, offlineThreshold: number): string =>
  `${formatBytes(offlineSize)} of at most ${formatBytes(offlineThreshold)}`;
export const retry = 'retry';
export const notArmed = 'not armed';
export const inSeconds = (retryMs: number): string => `in ${retryMs} s`;
export const blocks = (n: number): string => formatPlural(n, 'block');

// bar
export const devdax = (name: string): string => `${name}, devdax`;
export const lessThanMemoryBlock = 'less than a memory block: lost';

// chain
export const endAtStart = (end: number, start: string): string => `${formatBytes(end)} at ${start}`;
export const inSlotNode = (id: string, slot: number, node: number): string => `${id} in slot ${slot}, node ${node}`;
export const firmwareWhereItLies = 'firmware: where it lies and which node is near';
export const regionStage = 'Region';
export const regionAndLabels = (id: number, labelled: boolean): string =>
  `region${id}, ${labelled ? 'with labels' : 'one namespace, no labels'}`;
export const namespace = 'Namespace';
export const noneIsCarved = 'none is carved';
export const itsInfoBlockNdctl = 'its info block: ndctl create-namespace -m, -M, -a';
export const devdaxIsModeThat = 'devdax is the mode that can become System RAM';
export const firmware = 'Firmware';
export const specialPurposeMemory = 'special-purpose memory';
export const efiMemorySp = (end: number): string => `${formatBytes(end)}, EFI_MEMORY_SP`;
export const efiNosoftreserveIsSet = 'efi=nosoftreserve is set';
export const efiNosoftreserveWouldMake = 'efi=nosoftreserve would make it System RAM';
export const driversFirmwareEfiEfi = 'drivers/firmware/efi: efi_soft_reserve_enabled';
export const nobodyHasTakenRange = 'nobody has taken the range';
export const isTakenBy = (takenBy: string): string => `taken by ${takenBy}`;
export const daxHmemRegionIdle = 'dax_hmem.region_idle=1: no default device';
export const insideCxlWindowIt = 'inside a CXL window it is left to CXL';
export const daxDevice = 'dax device';
export const none = 'none';
export const driverTargetNode = (name: string, driver: string | undefined, targetNode: number): string =>
  `${name}, driver ${driver ?? 'none'}, target node ${targetNode}`;
export const persistentMemoryBinds = 'persistent memory binds to device_dax first';
export const cxlDevicesBind = 'devices of CXL regions bind to kmem by themselves';
export const windowOf = (decoder: string, bytes: number): string => `${decoder}, ${formatBytes(bytes)}`;
export const firmwareDealsWindows = 'the firmware deals windows of addresses out to host bridges (CEDT)';
export const regionOver = (name: string, targets: string): string => `${name} over ${targets}`;
export const regionNeedsInvalidation = 'CONFIG_CXL_REGION_INVALIDATION_TEST: whether a guest may make regions at all';
export const hmemDevicesBind = 'hmem devices bind to kmem by themselves';
export const memoryBlocks = 'Memory blocks';
export const ofSystemRamKmem = (total: number, lost: number): string =>
  `${formatPlural(total, 'block')} of System RAM (kmem)${lost > 0 ? `, ${formatBytes(lost)} lost to block alignment` : ''}`;
export const kmemAddsWholeBlocks = (blockBytes: number): string =>
  `kmem adds whole blocks of ${formatBytes(blockBytes)}`;
export const memoryBlockSizeBoth = (blockBytes: number): string =>
  `memory_block_size ${formatBytes(blockBytes)}: both ends shrink to it`;
export const memmapOnMemory = (on: boolean): string => `memmap_on_memory of the device: ${on ? '1' : '0'}`;
export const online = 'Online';
export const nothingToBringOnline = 'nothing to bring online';
export const onlineOfTotal = (online: number, total: number, count: number, zones: string): string =>
  `${online} of ${total}${count > 0 ? `, ${zones}` : ''}`;
export const autoOnlineBlocks = (autoOnline: string): string => `auto_online_blocks is ${autoOnline}`;
export const userSpaceWrites = (addRule: string): string =>
  `user space writes ${addRule === 'off' ? 'nothing' : addRule} to new blocks`;

// menus
export const toModeTitle = (name: string, mode: string): string => `${name} to ${mode}`;
export const makeIt = 'Make it…';
export const devdaxMemmapOnDevice = 'devdax, struct pages on the device';
export const devdaxMemmapInRam = 'devdax, struct pages in RAM';
export const fsdaxMemmapOnDevice = 'fsdax, struct pages on the device';
export const fsdaxMemmapInRam = 'fsdax, struct pages in RAM';
export const rawWithoutStructPages = 'raw, without struct pages';
export const toRawTitle = (name: string): string => `${name} to raw`;
export const alignmentTitle = (name: string): string => `${name}: alignment`;
export const anotherSize = 'Another size…';
export const daxctlOrBind = 'daxctl reconfigure-device, or bind and unbind';
export const deviceKinds = {
  nvdimm: 'NVDIMM',
  'virtio-pmem': 'virtio-pmem',
  'virtio-mem': 'virtio-mem',
  soft: 'soft-reserved',
  region: 'region',
  namespace: 'namespace',
  dax: 'dax device',
  'cxl-window': 'CXL window',
  'cxl-region': 'CXL region',
  'cxl-memdev': 'CXL expander',
  accelerator: 'accelerator',
} as const;
export const isSoAlready = 'it is so already';
export const nothingToAlign = 'without struct pages there is nothing to align';
export const allBlocksAreOnline = 'all its blocks are online';
export const noBlockIsOnline = 'none of its blocks is online';
export const hasNoLabels = 'it has no labels: write them first';
export const noSpaceIsFree = 'no space of it is free';
export const isRequested = 'that is requested already';
export const memoryIsInUse = 'its memory is in use';
export const memoryIsNotInUse = 'its memory is not in use';
export const isNotInitialised = 'it has to be initialised first';
export const nobodyHoldsPages = 'nobody holds pages of it';
export const nothing = 'nothing';
export const acceleratorTitle = (id: string, what: string): string => `${id}: ${what.toLowerCase()}`;
export const regionTitle = (name: string, what: string): string => `${name}: ${what.toLowerCase()}`;
export const disable = 'Disable';
export const enable = 'Enable';
export const destroy = 'Destroy';
export const destroyTitle = (name: string): string => `${name}: destroy`;
export const toSystemRamTitle = (name: string): string => `${name} to System RAM`;
export const policyIsForce = (policy: string): string => `Policy is ${policy}: --force`;
export const toSystemRam = 'To System RAM';
export const systemRamToMovable = 'System RAM, online to Movable';
export const systemRamToNormal = 'System RAM, online to Normal';
export const systemRamOffline = 'System RAM, leave it offline';
export const onlineToMovable = 'Online to Movable';
export const onlineTitle = (name: string): string => `${name}: online`;
export const onlineToNormal = 'Online to Normal';
export const takeOffline = 'Take offline';
export const offlineTitle = (name: string): string => `${name}: offline`;
export const backToDevdax = 'Back to devdax';
export const toDevdax = 'To devdax';
export const toDevdaxTitle = (name: string): string => `${name} to devdax`;
export const takeOfflineToDevdax = 'Take offline and to devdax';
export const driverHeading = 'Driver';
export const bindDeviceDax = 'Bind device_dax';
export const bindTitle = (name: string): string => `${name}: bind`;
export const bindKmem = 'Bind kmem';
export const unbind = (driver: string): string => `Unbind ${driver}`;
export const unbindTitle = (name: string): string => `${name}: unbind`;
export const carveNamespace = 'Carve a namespace…';
export const writeItsLabelsAnew = 'Write its labels anew';
export const regionLabels = (id: number): string => `region${id}: labels`;

// words
export const layoutInfoWhat = 'says how the range is used; the kernel reads it when the namespace is enabled';
export const layoutPadWhat = 'pages that the altmap skips so that its first memmap page is aligned';
export const layoutMemmapWhat = 'struct pages of this range, handed out by the altmap';
export const layoutSpareWhat = 'kept for struct pages and not handed out';
export const layoutTablesName = 'map and log';
export const layoutTablesWhat = 'where each sector lies, and the writes that are under way';
export const layoutDataName = 'data';
export const layoutDataWhat = 'what the namespace is for';
export const layoutTruncName = 'cut off';
export const layoutTruncWhat = 'behind the last whole alignment: nobody can use it';
export const memmapInRam = 'memmap in RAM';
export const noStructPages = 'no struct pages';
export const aligned = (align: number): string => `${formatBytesShort(align)} aligned`;
export const noDriver = 'no driver';
export const noDriverMemoryStays = 'no driver, memory stays';
export const ofOnline = (online: number, blocks: number): string =>
  `${online} of ${formatPlural(blocks, 'block')} online`;
export const regionKindsNfit = 'ACPI NFIT';
export const regionKindsE820 = 'memmap=…!…';
export const regionKindsVirtio = 'virtio-pmem';
export const noDriverIsBound = 'no driver is bound: nothing answers a request';
export const driverMarkedDeviceBroken = 'the driver marked the device broken';
export const triesAgainInS = (retryMs: number): string => `; tries again in ${retryMs} s`;
export const couldNotBeUnplugged = (plugged: number, again: string): string =>
  `${formatBytes(plugged)} could not be unplugged${again}`;
export const ofItIsOffline = (offlineSize: number, offlineThreshold: number): string =>
  `: ${formatBytes(offlineSize)} of it is offline, and no more than ${formatBytes(offlineThreshold)} may be`;
export const moreIsWanted = (requested: number, waits: string, again: string): string =>
  `${formatBytes(requested)} more is wanted${waits}${again}`;
export const asRequested = 'as requested';
export const forWhat = 'for';
export const blockOnline = 'online';
export const toDisable = (name: string): string => `${name}: disable`;
export const toEnable = (name: string): string => `${name}: enable`;
export const layoutInfoName = 'info block';
export const regionKindsOf = 'device tree';
export const deviceBlock = 'device block';
