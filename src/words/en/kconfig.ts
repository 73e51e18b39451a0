/** Why a symbol of the kernel's configuration is as it is, and why it cannot be turned. `name`: without CONFIG_. */

// always y
export const noOtherModelOnX86 = 'ARCH_FLATMEM_ENABLE needs X86_32, so that x86_64 has no other memory model';
export const noOtherModelOnArm64 = 'arm64 has no other memory model';
export const flatHasNoSections =
  'FLATMEM is offered without NUMA only, and a flat memory map has no sections that could be shown here';
export const arm64SelectsIt = 'ARCH_SPARSEMEM_ENABLE of arm64 selects it';
export const needsNodes = 'a machine without nodes is not modelled';

// refused
export const unknownKnob = (name: string): string => `unknown knob 'CONFIG_${name}'`;
export const doesNotExistOn = (name: string, arch: string): string => `CONFIG_${name} does not exist on ${arch}`;
export const cannotBeOff = (name: string, why: string): string => `CONFIG_${name} cannot be n: ${why}`;
export const asksNobody = (name: string, from: string): string => `CONFIG_${name} asks nobody: it follows from ${from}`;
export const needsSymbol = (name: string, other: string): string => `CONFIG_${name} needs CONFIG_${other}`;
export const needsExpression = (name: string, expression: string): string => `CONFIG_${name} needs ${expression}`;
export const isOneOfChoice = (name: string, prefix: string): string =>
  `CONFIG_${name} is one of a choice: set another of CONFIG_${prefix}* to y`;
