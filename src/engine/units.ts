/**
 * Branded numbers. A value's unit is part of its type, so that a page frame number cannot be passed where a section
 * number is wanted. Page frames and bytes are safe integers (2^53 bytes = 8 PiB); virtual addresses are bigint.
 */
declare const unit: unique symbol;
type Unit<Base, Name extends string> = Base & { readonly [unit]: Name };

/** Page frame number: physical address / page size. */
export type Pfn = Unit<number, 'Pfn'>;
/** Physical address in bytes. */
export type PhysAddr = Unit<number, 'PhysAddr'>;
/** Kernel virtual address. */
export type VirtAddr = Unit<bigint, 'VirtAddr'>;
/** A size in bytes. */
export type Bytes = Unit<number, 'Bytes'>;
/** A count of base pages. */
export type Pages = Unit<number, 'Pages'>;
/** Number of a sparsemem section (pfn >> PFN_SECTION_SHIFT). */
export type SectionNr = Unit<number, 'SectionNr'>;
/** Number of a memory block device: N in /sys/devices/system/memory/memoryN. */
export type BlockId = Unit<number, 'BlockId'>;
/** NUMA node number. */
export type NodeId = Unit<number, 'NodeId'>;
/** QEMU memory slot number (global over the machine). */
export type SlotNr = Unit<number, 'SlotNr'>;

/* Constructors: the only place where a bare number gets a unit. */
export const pfn = (n: number): Pfn => n as Pfn;
export const physAddr = (n: number): PhysAddr => n as PhysAddr;
export const virtAddr = (n: bigint): VirtAddr => n as VirtAddr;
export const bytes = (n: number): Bytes => n as Bytes;
export const pages = (n: number): Pages => n as Pages;
export const sectionNr = (n: number): SectionNr => n as SectionNr;
export const blockId = (n: number): BlockId => n as BlockId;
export const nodeId = (n: number): NodeId => n as NodeId;
export const slotNr = (n: number): SlotNr => n as SlotNr;

export const KiB = 1024;
export const MiB = 1024 * KiB;
export const GiB = 1024 * MiB;
export const TiB = 1024 * GiB;

/** Half-open range of page frames [start, end). */
export interface PfnRange {
  readonly start: Pfn;
  readonly end: Pfn;
}
/** Number of pages in a range. */
export const rangePages = (r: PfnRange): Pages => pages(r.end - r.start);
export const alignDown = (n: number, to: number): number => Math.floor(n / to) * to;
export const alignUp = (n: number, to: number): number => Math.ceil(n / to) * to;
export const isAligned = (n: number, to: number): boolean => n % to === 0;
