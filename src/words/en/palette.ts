/** What the command palette says of a machine beyond its DIMMs, of its session and of a story. */
export const view = 'View';
export const machines = 'Machines';
export const devices = 'Devices';
export const plugDevice = (size: string, name: string, node: number): string =>
  `Plug a new ${size} ${name} into node ${node}`;
export const unplugDevice = (id: string): string => `Take ${id} out`;
export const ofDevice = (device: string, what: string): string => `${device}: ${what}`;
export const region = (id: number): string => `region${id}`;
export const noSlots = 'this machine has no DIMM slots';
export const slotsTaken = 'every slot is taken';

export const knobs = 'Knobs';
export const setKnob = (name: string, value: string): string => `Set ${name} to ${value}`;
export const openKnob = (name: string): string => `Knob ${name}…`;
export const isSetAlready = 'set already';
export const inThePast = 'the screen shows the past: go back to now first';
export const atBoot = 'decided at boot: choosing another value offers to reboot';
export const atBuild = 'decided when the kernel is built: choosing another value offers to reboot';

export const session = 'Session';
export const goToBookmark = (label: string): string => `Go to bookmark “${label}”`;
export const goToBranch = (name: string): string => `Go to ${name}`;
export const branch = (id: number): string => `branch ${id}`;
export const onThisBranch = 'the screen shows it';
export const consolePane = (pane: string): string => `Console: ${pane}`;
export const panes = {
  shell: 'Guest shell',
  monitor: 'QEMU monitor',
  dmesg: 'Kernel log (dmesg)',
  world: 'World',
} as const;
export const allOfMemory = 'Show all of memory on the map';
export const hide = (what: string): string => `Hide ${what} on the map`;
export const show = (what: string): string => `Show ${what} on the map again`;
export const filters = {
  DMA32: 'DMA and DMA32',
  Normal: 'Normal',
  Movable: 'Movable',
  Device: 'Device',
  offline: 'offline memory',
  memmap: 'the memmap',
  trouble: 'pinned memory',
} as const;

export const workloads = 'Session';
export const speed = (ticks: number): string => `Workloads at ${ticks === 1 ? '1 tick' : `${ticks} ticks`} a second`;

export const thisStory = 'This story';
export const nextStep = 'Next step';
export const previousStep = 'Previous step';
export const present = 'Present it: a stage, the keys of a clicker';
export const explore = 'Explore from here';
export const backToStory = 'Back to the story';
export const closeStory = 'Close the story and keep its machine';
export const closeAndRestore = 'Close the story and go back to the machine of before';
export const lastStep = 'this is the last step';
export const firstStep = 'this is the first step';
export const paste = 'Paste a QEMU command line…';
export const reboot = 'Reboot this machine with its DIMMs';
export const beside = (title: string): string => `Put ${title} beside this one`;
export const endComparison = 'End the comparison';
export const nothingCompared = 'nothing is being compared';

// machineEntries
export const deviceAddHotAdd = (model: string): string => `${model} device_add hot-add`;
export const deviceDelUnplugRemove = (model: string): string => `${model} device_del unplug remove`;
export const momentTimeTravel = 'moment time travel';
export const switchFork = 'switch fork';
export const bootRestart = 'boot restart';
export const boot = 'boot';
export const clockPace = 'clock pace';
export const tabShow = 'tab show';
export const zoomOutFit = 'zoom out fit';
export const legendFilterZone = 'legend filter zone';
export const compareDifferencesSide = 'compare differences side by side close';
export const compareTwoSecond = (arch: string): string => `${arch} compare two second`;

// machineEntries
export const qemuSystemCommandLine = 'qemu-system command line boot own';
