/** What worker says. */

// worker-cost
export const hotAddedMemory = (node: number): string => `hot-added memory of node ${node}`;

// worker-desk
export const codeThatThisNeeds = (message: string): string => `code that this needs could not be loaded: ${message}`;
export const noMachineIsLoaded = 'no machine is loaded';
export const replayingLine = (done: number, value: number): string => `Replaying line ${done} of ${value}`;

// worker-machine
export const building64Tib = 'Building 64 TiB';
export const wasNotFetched = 'was not fetched';
export const readingSnapshot = 'Reading the snapshot';
export const buildingMachine = 'Building the machine';
export const booting = 'Booting';
export const machineWhoseKernelIt = 'the machine whose kernel it runs was not fetched';
export const unverifiedItFollowsKernels =
  'Unverified: it follows the kernel’s source, and no recording of a real kernel has this page size and depth.';
export const itsBoardHasSlots =
  'Its board has the slots that QEMU’s riscv64 board got only in the patches that memory hotplug was tested with.';

// worker-tables
export const thisMachinesTablesHave = (levels: number): string => `This machine's tables have ${levels} levels.`;
export const noTableSpans0x = (name: string, va: string): string => `No ${name} table spans 0x${va}.`;
