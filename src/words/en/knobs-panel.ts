/** What knobs-panel says. */
import { formatPlural, formatBytes, formatCount } from './numbers.ts';

// BootControl
export const notGiven = '(not given)';
export const atNextBoot = (name: string): string => `${name} at the next boot`;
export const bootControlNotGiven = 'not given';
export const given = 'given';
export const defaultIs = (byDefault: string): string => `default: ${byDefault}`;

// BootTray
export const nextBoot = 'The next boot';
export const kernelCommandLine = 'Kernel command line';
export const copyCommandLine = 'Copy the command line';
export const sameDimmsStayPlugged = <Node>(code: Node): readonly (string | Node)[] => [
  'The same DIMMs stay plugged in. Sends ',
  code,
];
export const reset = 'Reset';
export const booting = 'Booting…';
export const rebootWithThese = 'Reboot with these';
export const alsoOff = 'also off';
export const alsoOn = 'also on';
export const whatChangesWithIt = 'What changes with it';

// Copy
export const noClipboardHere = 'No clipboard here';
export const copied = 'Copied';
export const notAllowed = 'Not allowed';
export const copy = (text: string): string => `Copy ${text}`;

// KnobRow
export const thisKernelWasBuilt = (missing: string): string =>
  `This kernel was built without ${missing}: the knob has no effect here.`;
export const howIsSet = (name: string): string => `How ${name} is set`;
export const sinceDefault = (since: string, byDefault: string, source: string, says: string): string =>
  `since ${since} · default: ${byDefault} · ${source}${says}`;

// KnobsTab
export const findKnob = 'Find a knob';
export const knobExamples = 'movable, vm, v5.15 …';
export const knobs = (knobs: number): string => formatPlural(knobs, 'knob');
export const ofKnobs = (shown: number, knobs: number): string => `${shown} of ${knobs} knobs`;
export const theseAreValues = 'These are the values of a moment in the past; go back to now to change them.';
export const thisBoot = 'this boot:';
export const empty = '(empty)';
export const noKnobHasThese = 'No knob has these words.';

// Panel
export const rulesCannotBeLoaded = 'The rules cannot be loaded: is the page still where it was?';
export const panelKnobs = 'Knobs';
export const close = 'Close';
export const knobsAndWhatStands = 'Knobs and what stands behind the figures';
export const whatStaysBehind = 'What stays behind';
export const whereItComes = 'Where it comes from';
export const rules = 'Rules';

// Provenance
export const summariesRecorded =
  'This machine ran: its state at boot was read from a real kernel. From there on, lines are carried out by the rules of that kernel.';
export const summariesDerived =
  'This machine never ran: its state at boot follows from its command line by rules that recordings of other machines confirm.';
export const summariesModelled =
  'Everything here is modelled. This machine was generated: no kernel of this size was recorded, and no figure on the screen was ever read from one. The rules are those that recordings of smaller machines confirm.';

// ResidueTab
export const addingMemoryMakesKernel =
  'Adding memory makes the kernel allocate more than struct pages, and raise marks; taking it out does not take everything back.';
export const leftBehind = <Node>(figure: Node, pages: number, some: boolean): readonly (string | Node)[] => [
  figure,
  ` (${formatBytes(pages)}) left behind${some ? '; tables allocated for DIMMs that are still plugged in are not counted' : ''}`,
];
export const pages = (pages: number): string => formatPlural(pages, 'page');
export const inUse = ', in use';

// RulesTab
export const since = (since: string): string => `since ${since}`;
export const toBefore = (since: string, until: string): string => `${since} to before ${until}`;
export const findRule = 'Find a rule';
export const ruleExamples = 'offline, zone, ADD-4 …';
export const rulesTabRules = (rules: number): string => formatPlural(rules, 'rule');
export const ofRules = (shown: number, rules: number): string => `${shown} of ${rules} rules`;
export const confirmedBy = (kernels: string, tests: string): string => `${kernels} · confirmed by ${tests}`;
/** A rule that no recording confirms, and the tests that hold what it says. */
export const unverifiedExpressedBy = (kernels: string, tests: string): string =>
  `${kernels} · unverified; expressed by ${tests}`;
export const noRuleHasThese = 'No rule has these words.';

// RunControl
export const write = (value: string, errnoText: string, errno: string): string =>
  `write ${value}: ${errnoText} (${errno})`;
export const isNow = (name: string, value: string): string => `${name} is now ${value}`;
export const assumed = (byDefault: string): string => `${byDefault} (assumed)`;
export const cannotBeRead = 'cannot be read';
export const thisMachinesFilesDo = "This machine's files do not tell";
export const labelInUnit = (label: string, unit: string): string => `${label} in ${unit}`;
export const writeLabel = (label: string): string => `Write ${label}`;
export const writeButton = 'Write';

// ValueChip
export const notTold = 'not told';

// kconfig
export const alwaysYHere = (fixed: string): string => `always y here: ${fixed}`;
export const needs = (needs: string): string => `needs ${needs}`;
export const keptByWhichGo = (keepers: string): string => `kept by ${keepers}, which go with it`;

// knobs
export const onlineTypesOfflineSays = 'wait for somebody to bring it online';
export const onlineTypesOnlineSays = 'online; the policy chooses the zone';
export const onlineTypesOnlineKernelSays = 'online in a kernel zone';
export const onlineTypesOnlineMovableSays = 'online in Movable';
export const yesNoYSays = 'on';
export const yesNoNSays = 'off';
export const switchYSays = 'built in';
export const switchNSays = 'left out';
export const knobsAutoOnlineBlocksWhat =
  'What becomes of memory blocks that are added from now on; blocks that exist already stay as they are.';
export const knobsAutoOnlineBlocksByDefault = 'what memhp_default_state= or Kconfig says';
export const knobsAutoOnlineBlocksSince = 'v4.6; the two words that name a zone v5.7';
export const knobsOnlinePolicyWhat =
  'Who picks the zone when a block goes online without naming one: its neighbours, or a ratio of movable to kernel memory.';
export const knobsOnlinePolicyValuesContigZonesSays = 'the zone that the block touches';
export const knobsOnlinePolicyValuesAutoMovableSays = 'Movable, as long as the ratio allows';
export const knobsAutoMovableRatioWhat =
  'Under auto-movable: how much Movable memory there may be, in percent of the kernel memory from boot; 0 means none.';
export const knobsAutoMovableNumaAwareWhat =
  'Under auto-movable: whether the ratio must also hold inside the node of the block, or only on the whole machine.';
export const knobsUserPolicyName = 'user policy (udev)';
export const knobsUserPolicyWhat =
  'A rule of the administrator that answers the event of a new memory block by writing to its state file; the kernel only sees the write.';
export const knobsUserPolicyValuesOffSays = 'no rule';
export const knobsUserPolicyValuesOnlineSays = 'writes online; the policy chooses the zone';
export const knobsUserPolicyValuesOnlineKernelSays = 'writes online_kernel';
export const knobsUserPolicyValuesOnlineMovableSays = 'writes online_movable';
export const knobsUserPolicySince = 'v2.6.15, with the events of memory blocks';
export const knobsAcpiEjectName = 'ACPI memory hotplug enabled';
export const knobsAcpiEjectWhat =
  'Whether the kernel grants eject requests for memory devices; with 0 it refuses them.';
export const knobsMinFreeKbytesWhat =
  'Memory that the kernel keeps back for itself; every online and offline works it out again, and with it the watermarks of all zones.';
export const knobsMinFreeKbytesByDefault = 'from the amount of memory; more with THP';
export const knobsMinFreeKbytesSince = 'v2.6.12 or older';
export const knobsWatermarkScaleFactorWhat =
  'How far the watermarks of a zone lie apart, in ten-thousandths of its managed pages.';
export const knobsLowmemReserveRatioWhat =
  'How much of each zone is kept from requests that a higher zone could serve; seen as "protection" in zoneinfo.';
export const knobsMemhpDefaultStateWhat =
  'The value that auto_online_blocks starts with; a word that the kernel does not know is passed over without a message.';
export const knobsMemhpDefaultStateByDefault = 'the choice of Kconfig';
export const knobsMemhpDefaultStateSince = 'v4.7; the two words that name a zone v5.7';
export const knobsMemmapOnMemoryWhat =
  'Whether hot-added memory carries its own struct pages, so that adding it takes no memory from elsewhere.';
export const knobsMemmapOnMemoryValuesNSays = 'struct pages come from memory that is there already';
export const knobsMemmapOnMemoryValuesYSays = 'from the block itself, where the sizes fit';
export const knobsMemmapOnMemoryValuesForceSays = 'also where whole pageblocks must be given up for it';
export const knobsMemmapOnMemorySince = 'v5.14; force v6.6; block by block v6.8';
export const knobsMovableNodeWhat =
  'Nodes that firmware calls hotpluggable boot as Movable, and contig-zones prefers Movable where a block has no neighbour.';
export const knobsKernelcoreWhat = 'How much boot memory stays in kernel zones; the rest of it boots as Movable.';
export const knobsKernelcoreByDefault = 'not given: all of it';
export const knobsKernelcoreSince = 'v2.6.23; percentages v4.17';
export const knobsMovablecoreWhat =
  'How much boot memory boots as Movable; the opposite of kernelcore=, which wins where it leaves more to the kernel.';
export const knobsMovablecoreByDefault = 'not given: none of it';
export const knobsMemWhat =
  'The kernel takes only this much of the memory it is given at boot; the rest does not exist for it.';
export const knobsNosoftreserveWhat =
  'Memory that firmware sets aside for special use (CXL, HBM) boots as plain System RAM and is no device that could be taken out.';
export const memoryCanBeAdded =
  'Memory can be added to a running kernel at all; without it there are no memory blocks in sysfs.';
export const memoryCanAlsoBe =
  'Memory can also be taken offline and out; without it an added DIMM stays until the next boot.';
export const pagesCanMoveWhile =
  'Pages can move while they are in use; without it no block with a used page could ever be emptied.';
export const yWithNumaCompaction = 'y with NUMA, compaction or hot remove';
export const freeMemoryIsMoved =
  'Free memory is moved together into large blocks; it selects MIGRATION, so that neither goes without the other.';
export const physicalMemoryIsDescribed =
  'Physical memory is described section by section, so that sections can come and go.';
export const yWhereOnlyModel = 'y where it is the only memory model';
export const allStructPagesLie =
  'All struct pages lie in one virtual array, which allows devices of 2 MiB steps and struct pages kept on the device; without it every section has an array of its own.';
export const yWhereArchitectureCan = 'y where the architecture can';
export const sinceSubsections = 'v2.6.24; 2 MiB steps v5.3';
export const addedMemoryCanBe =
  'Added memory can be made to carry its own struct pages; Kconfig asks nobody about it, and without it the boot parameter memmap_on_memory does nothing.';
export const knobsConfigMhpDefaultOnlineTypeWhat =
  'What auto_online_blocks starts with when the command line does not say.';
export const knobsConfigMhpDefaultOnlineTypeValuesOfflineSays = 'offline';
export const knobsConfigMhpDefaultOnlineTypeSince =
  'v6.14; from v4.7 to v6.13 CONFIG_MEMORY_HOTPLUG_DEFAULT_ONLINE, with two values';
export const kernelListensToAcpi = 'The kernel listens to ACPI when a DIMM comes or is asked to go.';
export const specialPurposeMemory =
  'Special-purpose memory is kept for a driver; without it, CXL and HBM memory always boots as System RAM.';
export const yWithAcpiHmat = 'y with ACPI_HMAT';
export const memoryOfDevicesPmem =
  'Memory of devices (pmem, accelerators) can have struct pages; without it DAX and altmaps are gone.';
export const memoryOfDaxDevices =
  'Memory of dax devices can be added as System RAM; without it that memory stays with its device.';
export const asDevDax = 'as DEV_DAX';
export const guestServesVirtioMem =
  'The guest serves virtio-mem devices; without it the hypervisor asks for memory and nobody answers.';
export const pagesWithUncorrectableErrors =
  'Pages with uncorrectable errors are taken out of use one by one; without it such an error stops the machine.';
export const hugePagesWithoutAsking =
  'Huge pages without asking for them; where they are on, min_free_kbytes and so all watermarks are much higher.';
export const stagesRunTitle = 'Run time';
export const stagesRunSays = 'takes effect at once';
export const stagesBootTitle = 'Boot';
export const stagesBootSays = 'needs a reboot';
export const stagesBuildTitle = 'Build';
export const stagesBuildSays = 'needs another kernel';

// provenance
export const meaningsRecordedSays = 'Read from the files and the log of a real kernel that ran.';
export const meaningsDerivedSays =
  'Not read: it follows from what is known by rules that recordings of real kernels confirm.';
export const meaningsModelledSays =
  'Neither: several answers would be right, and this simulator chose one, the same each time.';
export const roomsResources = 'Address ranges (/proc/iomem)';
export const roomsBlocks = 'Memory blocks and their states';
export const roomsZones = 'Zones: spans, counts, watermarks';
export const roomsParams = 'Values of the knobs';
export const roomsSections = 'Sections and their subsection bitmaps';
export const roomsMapping = 'Page tables of direct map and vmemmap';
export const roomsPages = 'Which page belongs to whom';
export const roomsPageblocks = 'Pageblocks and their migrate types';
export const roomsDimms = 'DIMMs, slots and their backends';
export const roomsLog = 'The kernel log from boot';
export const roomsCpus = 'Which nodes have CPUs';

// residue
export const tablesOfVmemmap = 'Tables of the vmemmap';
export const tablesOfDirectMap = 'Tables of the direct map';
export const allocatedSinceBootFreed = (allocated: number, freed: number, inTree: number): string =>
  `${formatCount(allocated)} allocated since boot, ${formatCount(freed)} freed again, ${formatCount(inTree)} in the tree now. Tables of the upper levels stay where this architecture keeps them.`;
export const pagesOfSectionArray = 'Pages of the section array';
export const arrayHasOfThem = (roots: number, emptyRoots: number): string =>
  `The array has ${formatPlural(roots, 'page')}, ${formatCount(emptyRoots)} of them without a present section; a page that was allocated once is kept until the next boot.`;
export const highestSectionEver = 'Highest section ever';
export const section = (highestSection: number): string => `section ${highestSection - 1}`;
export const highestPresentSection = (highestPresent: number, highestSection: number, maxPfn: number): string =>
  `The highest present section is ${highestPresent - 1}, but walks over all sections still go on to ${highestSection - 1}: the mark only rises, and so does max_pfn (${formatCount(maxPfn)}).`;
export const spanOfEmptyZone = 'Span of an empty zone';
export const node = (node: number, zone: string): string => `node ${node} ${zone}`;
export const zoneHasNoPresent = (spanned: number): string =>
  `The zone has no present page and still spans ${formatCount(spanned)} page frames.`;
export const nodesWithoutMemory = 'Nodes without memory';
export const theyAreOnline = (count: number, idleKswapd: string): string =>
  `They are online and have no memory online${count > 0 ? `; kswapd still runs for ${idleKswapd}` : ''}.`;
export const blocksWhoseDimm = 'Blocks whose DIMM is gone';
export const blocks = (orphanBlocks: number): string => formatPlural(orphanBlocks, 'block');
export const memoryDeviceLeft = (orphanBlocks: string): string =>
  `memory${orphanBlocks}: the device left and the kernel could not let go of its memory.`;

// value
export const kb = (KiB: number): string => `≈ ${KiB} kB`;

// residue
export const earlySectionsWithHoles = 'Early sections with holes';
export const sections = (sections: number): string => formatPlural(sections, 'section');
export const bootMadeStructPages = (structPages: number, subsections: number): string =>
  `Boot made struct pages for whole sections: ${formatCount(structPages)} of them describe page frames of ${formatPlural(subsections, 'subsection')} where there is no memory, and pfn_valid says yes to each. They are kept until the next boot, also when what shares the section is taken out.`;
export const provenance = { recorded: 'recorded', derived: 'derived', modelled: 'modelled' } as const;
