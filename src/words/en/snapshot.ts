/** What snapshot says. */

// boot-state
export const isMissing = 'is missing';
export const couldNotBeRead = (text: string): string => `could not be read (${text})`;
export const snapshot = 'Snapshot';
export const sectionBitsAreNot = (section_size_bits: number): string => `${section_size_bits} is not between 21 and 40`;
export const physmemBitsAreNot = (max_physmem_bits: number): string => `${max_physmem_bits} is not between 32 and 56`;
export const isSmallerThanSection = (blockBytes: number, section: number): string =>
  `${blockBytes} is smaller than a section of ${section} bytes`;
export const isLargerThanAny = (blockBytes: number): string =>
  `${blockBytes} is larger than any kernel's memory blocks`;
export const showsZoneOfNode = (zone: string, node: number): string =>
  `shows zone ${zone} of node ${node}, which /sys/devices/system/node/online does not have`;
export const missesZoneOfNode = (missing: string, n: number): string => `misses zone ${missing} of node ${n}`;
export const showsZoneTwice = (n: number): string => `shows a zone of node ${n} twice`;
export const namesNodeWhich = (node: number): string => `names node ${node}, which is not online`;

// argv
export const isNotSize = (what: string, quoted: string): string => `${what} is not a size: ${quoted}`;
export const isNotNumber = (what: string, quoted: string): string => `${what} is not a number: ${quoted}`;
export const hasNoValue = (option: string): string => `${option} has no value`;

// counters
export const isNotNameValue = (quoted: string): string => `is not “Name: value kB”: ${quoted}`;
export const isNotNameAndValue = (quoted: string): string => `is not “name value”: ${quoted}`;
export const isNotNodeN = (columns: number, quoted: string): string =>
  `is not “Node N, zone NAME” with ${columns} counts: ${quoted}`;

// devices
export const isNotMemoryDevice = (quoted: string): string => `is not “Memory device [kind]: "id"”: ${quoted}`;
export const isNotIndentedNameValue = (quoted: string): string => `is not “  name: value”: ${quoted}`;
export const misses = (name: string): string => `misses ${name}`;
export const valueIsNotNumber = (name: string, quoted: string): string => `${name} is not a number: ${quoted}`;

// dmesg
export const hasEarlyMemoryRange = 'has an early memory range that is empty or beyond 2^53';

// iomem
export const isNotStartEnd = (quoted: string): string => `is not “start-end : name”: ${quoted}`;
export const isIndentedByBlanks = (indent: number, value: number): string =>
  `is indented by ${indent} blanks below a line of ${value}`;
export const hasAddressTooLarge = 'has an address beyond 2^53';
export const endsBeforeItStarts = 'ends before it starts';
export const reachesOutOfResource = (name: string): string => `reaches out of the resource it stands below (${name})`;
export const overlapsLineBeforeIt = (name: string): string => `overlaps the line before it (${name})`;
export const holdsNoResource = 'holds no resource';
export const hasAllItsAddresses = 'has all its addresses zeroed: it was not read by root';

// params
export const isNone = (allowed: string, quoted: string): string => `is none of ${allowed}: ${quoted}`;
export const isNoNumber = (quoted: string): string => `is not a number: ${quoted}`;

// sysfs
export const isNotListSuch = (quoted: string): string => `is not a list such as 0-1,3: ${quoted}`;
export const isMissingWithoutIt = 'is missing: without it no memory block has a size';
export const isNotPower = (quoted: string): string => `is not a power of two in hexadecimal: ${quoted}`;
export const isMissingMachineHas = 'is missing: the machine has no memory block';
export const isNotOnlineOffline = (quoted: string): string => `is not online, offline or going-offline: ${quoted}`;
export const doesNotSayBlocks = (id: number, quoted: string): string =>
  `does not say the block's number ${id}: ${quoted}`;
export const isNotNodeNumber = (quoted: string): string => `is not a node number: ${quoted}`;
export const namesNoNode = 'names no node';
export const hasNodeWhichPossible = (n: number, node: string): string =>
  `has node ${n}, which ${node}/possible does not have`;
export const isNotNumbersUp = (quoted: string): string => `is not numbers up to 255: ${quoted}`;

// zoneinfo
export const namesZoneThat = (quoted: string): string => `names a zone that is not modelled: ${quoted}`;
export const standsBeforeFirstNode = (quoted: string): string =>
  `stands before the first “Node N, zone NAME”: ${quoted}`;
export const isNotNameAndCount = (quoted: string): string => `is not “name value”: ${quoted}`;
export const isNotPageCount = (name: string, m: string): string => `${name} is not a page count: ${m}`;
export const holdsNoZone = 'holds no zone';
export const nodeZone = (node: number, zone: string): string => `Node ${node}, zone ${zone}`;
export const zoneMisses = (where: string, missing: string): string => `${where} misses ${missing}`;
export const hasMorePagesPresent = (where: string, present: number, spanned: number): string =>
  `${where} has more pages present (${present}) than spanned (${spanned})`;
export const hasMorePagesManaged = (where: string, managed: number, present: number): string =>
  `${where} has more pages managed (${managed}) than present (${present})`;
export const hasProtectionValues = (where: string, protection: number, types: number): string =>
  `${where} has ${protection} protection values for ${types} zone types`;

// problems
export const line = (path: string, line: number): string => `${path} line ${line + 1}`;
export const more = (count: number): string => `${count} more`;

// ranges
export const hasEarlyMemoryRanges = 'has early memory ranges that overlap';
export const hasEarlyMemoryOutside = (start: string, value: string): string =>
  `has early memory 0x${start}-0x${value}, which no memory block covers`;
export const hasNoSystemRam = 'has no System RAM below a memory block';

// schema
export const notKernelVersion = 'not a kernel version';
export const isNotJson = (message: string): string => `is not JSON: ${message}`;
export const isNotJsonObject = 'is not a JSON object';
export const shouldBe = (expected: string | undefined, received: string): string =>
  `should be ${expected ?? 'something else'}, is ${received}`;
