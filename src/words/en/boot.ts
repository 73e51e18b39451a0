/** What src/snapshot/boot says: of machines that are started rather than read from a file. */
import { formatAnd } from './numbers.ts';

// boot, big
export const bootedMachine = 'Booted machine';
export const sixtyFourTiB = '64 TiB, eight nodes';
export const neverBooted = '(modelled: this machine was never booted)';
export const leavesNoMemory = 'leaves the machine without memory';

// knobs: what a parameter takes
export const onlinePolicies = 'offline, online, online_kernel or online_movable';
export const yesNoOrForce = 'Y, N or force';
export const zonePolicies = 'contig-zones or auto-movable';
export const aPercentage = 'a percentage';
export const yesOrNo = 'Y or N';
export const sizeShareOrMirror = 'a size, a percentage or mirror';
export const sizeOrShare = 'a size or a percentage';
export const aSize = 'a size';
export const memmapForms = 'SIZE@START, SIZE$START, SIZE!START or SIZE%START-TYPE+TYPE';
export const off = 'off';
export const onOrOff = 'on or off';
export const fullOnOrOff = 'full, on or off';
export const teardowns = 'leave, keep-shared or free';

// knobs: why one cannot be turned
export const unknownKnob = (name: string): string => `unknown knob '${name}'`;
export const needsValue = (name: string, takes: string): string => `${name} needs a value: ${takes}`;
export const takesNot = (name: string, takes: string, value: string): string =>
  `${name} takes ${takes}, not '${value}'`;
export const takesYesOrNo = (name: string, value: string): string => `${name} takes y or n, not '${value}'`;
export const standsAlone = (word: string, value: string): string =>
  `${word} stands alone or takes y or n, not '${value}'`;
export const isForArm64 = (name: string): string => `${name} is for arm64`;
export const isOneOfChoice = (name: string): string => `${name} is one of a choice: set another one to y`;
export const specialTakes = (value: string): string => `sp takes SIZE@START in multiples of 2 MiB, not '${value}'`;
export const kernelTakesVersion = (oldest: string, newest: string, value: string): string =>
  `kernel takes a version from ${oldest} to ${newest}, not '${value}'`;

// reboot
export const wasGenerated = 'this machine was generated: there is no kernel that could start it';
export const specialOnX86Only = 'sp is modelled on x86_64 only';
export const startedWith = (release: string, cmdline: string): string => `Linux ${release} started with: ${cmdline}`;
export const startedByKexec = (release: string, cmdline: string): string =>
  `Linux ${release} started by kexec, which takes over the memory map, with: ${cmdline}`;
export const followsRulesOf = (version: string): string =>
  `it follows the rules of ${version} where they differ (unverified: no recording of it)`;
export const changesNothing = (word: string): string => `${word} changes nothing on this machine`;

// pasted
export const machineTitle = (board: string, size: string, nodes: number): string =>
  nodes > 1 ? `${board}, ${size}, ${nodes} nodes` : `${board}, ${size}`;
export const noQemu =
  'No QEMU was found: the line begins with qemu-system-x86_64, qemu-system-aarch64 or qemu-system-riscv64';
export const programsHere = (program: string): string =>
  `${program}: machines of x86_64, aarch64 and riscv64 can be started here`;
export const noKernelFor = (program: string): string => `there is no kernel to start ${program} with`;
export const doesNotGoWith = (program: string, kernelOf: string): string =>
  `${program} does not go with the kernel of ${kernelOf}`;
export const noDefaultBoard = 'is missing: this QEMU has no default board; try virt';
export const boardNotModelled = (board: string, modelled: readonly string[]): string =>
  `${board} is not modelled; ${formatAnd(modelled)} ${modelled.length > 1 ? 'are' : 'is'}`;
export const moreThanKernelKnows = (most: string): string =>
  `is more than the ${most} of physical addresses this kernel knows`;
export const unverifiedCxl =
  'unverified: the recorded kernels have no CXL; this one is taken to be built with it, and follows the sources';
export const unverifiedQemu =
  'unverified: this QEMU is newer than 7.2, the one whose machines were recorded; it follows what is documented of it';
export const newerQemuKnowsIt = (refusal: string, version: string): string =>
  `${refusal} (QEMU 7.2; a newer one knows it, unverified: ${version} before the program's name)`;

// geometry-words
export const noPagesOf16K = (cpu: string): string =>
  `${cpu} has no pages of 16 KiB: such a kernel does not start on it; try max`;
export const noAddressesOf52Bits = (cpu: string): string =>
  `${cpu} has no addresses of 52 bits; a kernel built for them falls back to 48 there, which is not modelled: try max`;

// question
export const shouldBe = (expected: string | undefined): string => `should be ${expected ?? 'something else'}`;
