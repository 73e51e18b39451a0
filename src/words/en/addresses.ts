/** What an address is, and where a walk through the tables from it ends. Addresses and page frames come as hexadecimal digits. */

// parts of the address space
export const directMap = 'direct map';
export const vmemmap = 'vmemmap';
export const userSpace = 'user space';
export const nonCanonical = 'non-canonical';
export const hole = 'hole';
export const kasanShadow = 'KASAN shadow';
export const guardHole = 'guard hole, for a hypervisor';
export const ldtRemap = 'LDT remap of page-table isolation';
export const cpuEntryAreas = 'CPU entry areas';
export const espFixupStacks = 'ESP fixup stacks';
export const efiRuntimeServices = 'EFI runtime services';
export const kernelImage = 'kernel image';
export const modules = 'modules';
export const modulesAndBpf = 'modules and BPF';
export const vsyscallPage = 'vsyscall page';
export const pciIo = 'PCI I/O';

// no walk begins there
const size = (bytes: bigint): string => {
  const mib = bytes >> 20n;
  return mib % 0x100000n === 0n ? `${mib >> 20n} TiB` : mib % 0x400n === 0n ? `${mib >> 10n} GiB` : `${mib} MiB`;
};
export const noAddressOf64Bits = (va: string): string => `0x${va} is no address of 64 bits.`;
export const addressOfUserSpace = (va: string): string =>
  `0x${va} is an address of user space: each process has tables of its own there, and none is modelled.`;
export const noCanonicalAddress = (va: string): string =>
  `0x${va} is no address: its upper bits are neither all 0 nor all 1, and the CPU refuses it before it looks at a table.`;
export const liesInHole = (va: string, bytes: bigint): string =>
  `0x${va} lies in a hole of ${size(bytes)} that the kernel maps nothing in.`;
export const liesInArea = (va: string, area: string): string =>
  `0x${va} lies in the area “${area}”; only the direct map and the vmemmap are modelled entry by entry.`;
export const liesIn = (va: string, area: string): string => `0x${va} lies in the ${area}.`;
export const noSuchPageFrame = (pfn: string, bits: number, last: string): string =>
  `Page frame 0x${pfn} is none: physical addresses have ${bits} bits here (MAX_PHYSMEM_BITS), so that the last is 0x${last}.`;
export const belowStartOfMemory = (pfn: string, start: string): string =>
  `Page frame 0x${pfn} lies below the start of this machine's memory (0x${start}), which the direct map begins with.`;

// a walk ends at nothing
export const takenOutOfUse =
  'The entry keeps its page but is not present: somebody took it out of use (set_direct_map_invalid_noflush), and an access faults.';
export const topTable = 'top';
const emptyEntry = (index: number, table: string): string =>
  `Nothing is mapped: entry ${index} of the ${table} table is empty.`;
export const emptyBeyondPhysical = (index: number, table: string, pfn: string, bits: number): string =>
  `${emptyEntry(index, table)} It would be page frame 0x${pfn}, beyond the ${bits} bits of a physical address.`;
export const emptyWithoutPageFrame = (index: number, table: string, section: number, pfn: string): string =>
  `${emptyEntry(index, table)} Section ${section} is present, but not with page frame 0x${pfn}.`;
export const emptyWithoutStructPage = (index: number, table: string, section: number, pfn: string): string =>
  `${emptyEntry(index, table)} Section ${section} is present, but not with the struct page of page frame 0x${pfn}.`;
export const emptyWithoutSection = (index: number, table: string, section: number, pfn: string): string =>
  `${emptyEntry(index, table)} Section ${section} is absent, so there is no struct page and no memory at page frame 0x${pfn}.`;

// as text on a console
export const physical = (address: string): string => `physical 0x${address}`;
export const physicalNotKnown = 'physical address not known';

// in the kernel's dump, where this machine knows nothing of a part
export const mappingNotModelled = 'what is mapped here is not modelled';
