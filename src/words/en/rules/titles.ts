/** What the subjects of rules are called. */

export const ADD = 'Adding memory';
export const MOM = 'memmap_on_memory';
export const ONL = 'Onlining';
export const OFF = 'Offlining';
export const REM = 'Removing memory';
export const ZON = 'Zones: which one, and its span';
export const WMK = 'Watermarks and protection';
export const MAP = 'Page tables';
export const SUB = 'Subsections, and what a page frame is';
export const PMM = 'Persistent memory and device pages';
export const KMM = 'kmem';
export const CXL = 'CXL';
export const ACC = 'Accelerators';
export const VMM = 'virtio-mem';
export const FLT = 'Faults and vetoes';
export const SIZ = 'Sections, blocks, struct pages: sizes and places';
export const PAG = 'The page allocator';
export const HUG = 'Huge pages and poison';
export const BOT = 'Boot';
export const DEV = 'Memory of devices';
export const QMU = 'The board (QEMU)';
export const KCF = 'What a kernel was built with';
