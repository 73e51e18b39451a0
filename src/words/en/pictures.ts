/** What pictures of views say, and the dialog that makes them. */
import { formatBytes, formatCount } from './numbers.ts';
export const pageTables = 'Page tables';
export const memmapCost = 'Memmap cost';
export const whoPays = 'Who pays for struct pages';

// page tables
export const walkOf = (region: string, address: string): string => `${region} · ${address}`;
export const notMapped = 'Not mapped from here on.';
export const takenAway = 'Taken away by the last change.';
export const mapsLeaf = (size: string, what: string): string => `Maps ${size}: ${what}`;
export const describesLeaf = (size: string, what: string): string => `${size} of struct pages: ${what}`;
export const table = 'table below';
export const leaf = 'leaf: maps memory';
export const memmapLeaf = 'leaf: holds struct pages';
export const added = 'new in the last change';
export const freed = 'freed';
export const split = 'split';
export const below = 'changed below';
export const walked = 'passed by the walk';

// cost
export const kernelZones = (size: string): string => `Kernel zones of all nodes, ${size}`;
export const bootMemmap = 'struct pages of boot memory';
export const addedMemmap = 'struct pages of added memory';
export const otherUse = 'other use';
export const kept = 'kept by watermarks';
export const room = 'free for struct pages';
export const pays = (node: number, zone: string, size: string): string => `node ${node} ${zone} pays ${size}`;
export const forWhat = (what: string, pages: string, describes: string): string =>
  `${what}: ${pages} pages for ${describes}`;
export const andMore = (n: number): string => `and ${n} more`;
export const noStructPages = 'Nothing has struct pages yet.';

// bay and the inspector's tabs
export const offline = 'offline';
export const pinned = 'pinned, bad';
export const ownMemmap = 'holds its own struct pages';
export const freeSlot = 'free slot';
export const nvdimm = 'NVDIMM';
export const structPages = 'struct pages';
export const cannotMove = 'cannot be moved';
export const oneSubsection = 'one bit is';
export const ofThisZone = 'this zone: in use; pale: free';
export const otherZones = 'other zones';
export const holes = 'holes';
export const notManaged = 'present, not managed';
export const deviceMemory = 'the device’s own';
export const withoutStructPages = 'without struct pages';
export const infoBlock = 'info block';
export const spare = 'reserved for struct pages';
export const unused = 'unused';
export const lost = 'lost';
export const deviceUnused = 'a device’s, not in use';
export const selected = 'selected';
export const deviceTitle = (kind: string, id: string): string => `${id} · ${kind}`;
export const partsOfRange = 'Parts of the range';

// PictureDialog
export const sizesOwn = 'Another size';
export const viewsMap = 'Map, all of memory';
export const viewsMapHere = 'Map, as on screen';
export const viewsZones = 'Zones';
export const viewsTimeline = 'Timeline';
export const viewsBay = 'Bay';
export const viewsSection = 'Inspector: section';
export const viewsZone = 'Inspector: zone';
export const viewsDevice = 'Inspector: device';
export const titlesMap = 'Physical memory';
export const titlesTimeline = 'Kernel calls';
export const titlesBay = 'Memory slots';
export const titlesSection = 'A section of memory';
export const titlesZone = 'A zone of memory';
export const titlesDevice = 'A memory device';
export const preview = (title: string): string => `Preview: ${title}`;
export const drawing = 'Drawing …';
export const saved = 'Saved.';
export const pictureOfView = 'Picture of a view';
export const view = 'View';
export const sizeInPixels = 'Size in pixels';
export const colours = 'Colours';
export const heightOfPicture = 'Height';
export const asNeeded = 'Height as needed';
export const asChosen = 'Exactly this size';
export const dark = 'Dark';
export const light = 'Light';
export const width = 'Width';
export const height = 'Height';
export const title = 'Title';
export const saveSvg = 'Save SVG';
export const savePng = 'Save PNG';

// picture
export const linuxBlocks = (title: string, arch: string, release: string, blockBytes: number, moment: string): string =>
  `${title} · ${arch} · Linux ${release} · blocks of ${formatBytes(blockBytes)} · ${moment}`;
export const noLineHasRun = 'No line has run in the kernel yet.';
export const node = (id: number, name: string): string => `Node ${id} ${name}`;
export const present = (present: number): string => `${formatBytes(present)} present`;
export const spansPagesManagedFree = (from: string, spanned: number, managed: number, free: number): string =>
  `${from}, spans ${formatBytes(spanned)}, ${formatCount(managed)} pages managed, ${formatBytes(free)} free`;

// pictureLegend
export const calledBeforePlayhead = 'called before the playhead';
export const lockHeld = 'lock held';
export const strongInUsePale = 'strong: in use, pale: present, framed: spanned';
export const andMoreRanges = (ranges: number): string => `and ${ranges} more ranges`;
