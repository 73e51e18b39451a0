/** What the world says of faults, and what the platform, the kernel and the administrator do next about each. */

export const parameters =
  'dimm ID correctable N [OFFSET] | dimm ID uncorrectable OFFSET | slot N defective | notifier ACTION ERRNO [once] | clear [WHAT] | list';

// refused
export const nothingCanBreak = 'fault: nothing can break on this machine';
export const noSlot = (slot: number): string => `fault: no slot ${slot}`;
export const noDimm = (id: string): string => `fault: no DIMM ${id}`;
export const isOutside = (id: string, bytes: number, offset: string): string =>
  `fault: ${id} has ${bytes} bytes, offset ${offset} is outside`;
export const onlyCanBeRefused = (actions: readonly string[]): string =>
  `fault: only ${actions.join(', ')} can be refused`;
export const errorsAre = (errors: readonly string[]): string => `fault: errors are ${errors.join(', ')}`;
export const noSuchFault = 'fault: there is no such fault';

// listed; numbers of pages and offsets come as hexadecimal digits
export const correctedErrors = (dimm: string, count: number, offset: string): string =>
  `dimm ${dimm}: ${count} corrected errors at offset 0x${offset}`;
export const uncorrectedError = (dimm: string, offset: string, pfn: string): string =>
  `dimm ${dimm}: uncorrected error at offset 0x${offset}, pfn 0x${pfn}`;
export const defectiveSlot = (slot: number): string => `slot ${slot}: defective`;
export const refusingNotifier = (action: string, errno: string, once: boolean): string =>
  `notifier ${action}: ${errno}${once ? ', once' : ''}`;
export const platformDoes = (what: string): string => `platform: ${what}`;
export const kernelDoes = (what: string): string => `kernel: ${what}`;
export const administratorDoes = (what: string): string => `administrator: ${what}`;

// a driver that refuses
export const knowsNothing = 'knows nothing of it';
export const allIsTakenBack = (errno: string, action: string): string =>
  `a driver on the memory notifier chain answers ${errno} to ${action}, and all of the operation is taken back`;
export const makesDriverLetGo = 'makes the driver let go, then tries again';
export const makesDriverLetGoOrClears = (line: string): string =>
  `makes the driver let go, then tries again; here: ${line}`;

// a DIMM is replaced; `blocks`: what of it is online, as chmem takes it
export const replaceDimm = (id: string): string => `device_del ${id}, and a good DIMM in its place`;
export const replaceOnlineDimm = (id: string, blocks: string): string =>
  `chmem -d -b ${blocks}, device_del ${id}, and a good DIMM in its place`;

// corrected errors
export const correctedAndGoesOn =
  'has corrected every error and goes on; it scrubs the memory and may raise its own threshold event';
export const collectorCounts = (count: number, limit: number): string =>
  `its collector has counted ${count} of ${limit} on the page; ${limit - count} more, and it moves the contents away and gives the page up`;
export const collectorGaveUp = 'its collector has given the page up: soft offline moved the contents away';
export const onlyLogs =
  'logs the event and does no more: it was built without RAS_CEC, counting is left to rasdaemon or mcelog';
export const softOffline = (address: string, replace: string): string =>
  `echo 0x${address} > /sys/devices/system/memory/soft_offline_page while it can still be read; if the errors spread: ${replace}`;

// an uncorrected error
export const raisedMachineCheck =
  'has raised a machine check and marks the line as poisoned: whoever reads it traps again';
export const markedAsPoisoned = (pfn: string): string =>
  `has marked page 0x${pfn} as poisoned: it is never handed out, its users lose it, and its block will not come online again once it is offline`;
export const builtWithoutMemoryFailure =
  'was built without MEMORY_FAILURE: it ignores the page, and the next read of it ends the machine';
export const takesDimmOut = (replace: string): string =>
  `reads dmesg and HardwareCorrupted in /proc/meminfo, then takes the DIMM out: ${replace}`;

// a slot
export const refusesDimms = 'refuses DIMMs for this slot';
export const slotsAreThePlatforms = 'knows nothing of it: slots are the platform’s';
export const plugsElsewhere = 'plugs the DIMM into another slot: same node=, other slot=';
export const askedAndWaits = (id: string): string => `has asked the guest to let ${id} go (Eject Request) and waits`;
export const askedAndWasRefused = (id: string): string =>
  `has asked for ${id} (Eject Request) and was refused: the guest is busy`;
export const takesBlocksOffline = 'takes the blocks of the DIMM offline, one after the other';
export const broughtOnlineAgain = (online: number): string =>
  `could not take all blocks offline, brought them online again and keeps the DIMM (${online} of its blocks are online)`;
export const keepsDimm = 'keeps the DIMM although none of its blocks is online';
export const freesWhatIsInTheWay = (replace: string): string =>
  `sees in dmesg what is in the way and frees it, then: ${replace} or another slot`;

// a DIMM that is gone
export const isNotPlugged = (id: string): string => `${id} is not plugged any more`;
export const onlyTheCountIsLeft = 'has nothing left of it but the count of poisoned pages';
