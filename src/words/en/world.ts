/**
 * What channel world says. In parameters, words in small letters are typed, and words in capital letters stand for what
 * fits there.
 */

export const lineTooLong = (characters: number): string => `line too long: ${characters} characters`;
export const unknownCommand = (name: string): string => `unknown command: '${name}' (try help)`;
export const usage = (command: string, parameters: string): string => `usage: ${command} ${parameters}`;

// help
export const knobs = '[KNOB=VALUE …]';
export const bootHelp = 'go back to the start; with knobs: start anew with the same DIMMs';
export const faultHelp = 'break something, or end that';
export const kexecHelp = 'start another kernel from the one that runs: it takes over the memory map';
export const helpHelp = 'this text';
export const interruptHelp = 'send a signal to the oldest line that waits';
export const loadParameters = 'KIND SIZE [node N] [id NAME]';
export const loadHelp = 'start a workload that grows with every tick: pagecache, anon, kernel or pinned';
export const policyHelp = 'what a udev rule writes to the state of a memory block that was added';
export const processParameters = 'NAME [exit]';
export const processHelp = 'a process begins, with a copy of the top page table; or ends';
export const setDirectMapParameters = 'PFN PAGES [invalid|default|ro|rw]';
export const setDirectMapHelp = 'change pages of the direct map as a module or a BPF program does';
export const tickParameters = '[N]';
export const tickHelp = 'let the workloads run N steps';
export const touchParameters = 'PROCESS ADDRESS';
export const touchHelp = 'the kernel reads an address while the tables of a process are in use';
export const unloadParameters = 'NAME';
export const unloadHelp = 'end a workload';
export const walkParameters = 'ADDRESS | pfn N | page N';
export const walkHelp = 'the tables and entries that an address selects';

// workloads and knobs
export const nothingCanRun = 'nothing can run on this machine';
export const nothingIsWaiting = 'interrupt: nothing is waiting';
export const tooManyTicks = (most: number): string => `tick: at most ${most} at a time`;
export const noNodeForLoad = (node: string): string => `load: no node ${node}`;
export const noSizeOfWorkload = (size: string): string => `load: '${size}' is no size of a workload`;
export const noName = (id: string): string => `load: '${id}' is no name`;
export const workloadRunsAlready = (id: string): string => `load: ${id} runs already`;
export const tooManyWorkloads = (most: number): string => `load: ${most} workloads run already`;
export const noWorkload = (id: string): string => `unload: no workload ${id}`;
export const onlyBareBoot = 'boot: nothing here can start another kernel: only a bare boot is known';
export const nobodyLivesHere = 'policy: nobody lives on this machine';

// page tables
export const noPageTables = 'this machine has no page tables';
export const tooManyProcesses = (most: number): string => `process: ${most} run already`;
export const processRunsAlready = (name: string): string => `process: ${name} runs already`;
export const initNeverEnds = 'process: init never ends';
export const noProcessToEnd = (name: string): string => `process: no process ${name}`;
export const cannotBeTouched = (why: string): string => `touch: ${why}`;
export const noProcessToRead = (name: string): string => `touch: no process ${name}`;
export const isDead = (name: string): string => `touch: ${name} is dead`;
export const reads = (name: string): string => `${name} reads it`;
export const diesWithoutEntry = (name: string): string =>
  `${name} dies: its copy of the top table lacks the entry that the kernel's own has`;
export const diesUnmapped = (name: string): string => `${name} dies: nothing is mapped there`;
export const tooManyPages = (most: number): string => `set_direct_map: at most ${most} pages at a time`;
export const beyondPhysical = (pfn: string): string =>
  `set_direct_map: page frame 0x${pfn} is beyond the physical addresses of this machine`;
export const blockIsNotSplit = 'set_direct_map: a block mapping lies there, which arm64 does not split';
export const noSuchPageInDirectMap = 'set_direct_map: the direct map has no such page';
export const split = (count: number, level: string, lower: string): string =>
  `split ${count} ${level} ${count === 1 ? 'leaf' : 'leaves'} into ${lower} entries`;
