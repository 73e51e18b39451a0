/** What inspector says. */
import { formatBytes, formatCount, formatPlural } from './numbers.ts';

// Inspector
export const inspector = 'Inspector';
export const section = 'Section';
export const zone = 'Zone';
export const pageTables = 'Page tables';
export const memmapCost = 'Memmap cost';

// Overview
export const nothingIsSelectedPoint = <Node>(code: Node): readonly (string | Node)[] => [
  'Nothing is selected: point at a tile of the map, a DIMM in the bay, or any ',
  code,
  ' in the console.',
];
export const granules = 'Granules';
export const page = 'page';
export const pageblock = 'pageblock';
export const pages = (bytes: number, pages: number): string => `${formatBytes(bytes)}, ${formatCount(pages)} pages`;
export const subsection = 'subsection';
export const inSection = (subsectionBytes: number, subsectionsPerSection: number): string =>
  `${formatBytes(subsectionBytes)}, ${subsectionsPerSection} in a section`;
export const overviewSection = 'section';
export const toEnd = (sectionBytes: number, blocks: number): string =>
  `${formatBytes(sectionBytes)}, ${formatPlural(blocks, 'section')} to the end`;
export const blockSize = 'block size';
export const sections = (sectionsPerBlock: number): string => `, ${sectionsPerBlock} sections`;
export const bPageSection = (structPageBytes: number, memmapPagesPerSection: number): string =>
  `${structPageBytes} B a page: ${formatBytes(memmapPagesPerSection)} a section`;
export const kernelAddresses = 'Kernel addresses';
export const levels = 'levels';
export const directMap = 'direct map';
export const startFrom = (start: string): string => `from ${start}`;
export const nodesAndZones = 'Nodes and zones';
export const node = (id: number): string => `node ${id}`;
export const noMemoryOnline = 'no memory online';
export const free = (present: number, unused: number): string => `${formatBytes(present)}, ${formatBytes(unused)} free`;
export const whatDecidesAboutMemory = 'What decides about memory that arrives';

// SectionTab
export const pfn = (start: number, end: number): string => `pfn ${start}…${end - 1}`;
export const noMemoryHereMem = (section: number): string => `No memory here: mem_section[${section}] is empty.`;

// parts
export const explainThis = 'Explain this';

// subject
/** A section without a memory block: of a device, or of nothing. */
export const sectionAlone = (section: number): string => `section ${section}`;
export const memorySection = (block: number, section: number): string => `memory${block} · section ${section}`;
export const subjectNode = (id: number): string => `node ${id} · `;
export const subjectZone = (nid: number, zone: string): string => `node ${nid} ${zone} · `;
export const subjectPage = (pfn: number): string => `page ${pfn} · `;
