/** What the story “A tour of the memory map” says. */

export const all = {
  title: 'All of it',
  narration: `
    Every byte of memory has a physical address. This map shows them all, in rows of 1 GiB, from 0 at the top.

    Between 2 and 4 GiB there is no memory: those addresses belong to devices. What looks like one pool to a program is
    a landscape with holes.
  `,
};

export const nodes = {
  title: 'Nodes: near and far',
  narration: `
    The coloured strip at the left tells the *node*: the memory below 2 GiB is near to the first processor, the memory
    above 4 GiB to the second. Both can use all of it; the far half is slower.
  `,
};

export const zones = {
  title: 'Zones: what it is good for',
  narration: `
    Colour is the *zone*. *DMA* and *DMA32* lie below 4 GiB, for devices with short addresses. *Normal* is for everything.
    *Movable* is only for what can be moved away again.

    To have some Movable memory we plug in a DIMM and bring it online there.
  `,
};

export const blocks = {
  title: 'Blocks: what goes online as one',
  narration: `
    Each tile is a *memory block* of 128 MiB, with a number and a folder in \`/sys\`. A block is online or offline as a
    whole, and has one owner.

    On machines with much memory a block is larger, up to 2 GiB, so that there are not too many folders.
  `,
};

export const sections = {
  title: 'Sections and subsections',
  narration: `
    Beneath the block lies the *section*, also 128 MiB here: the unit in which Linux notes whether there is memory at an
    address at all. It has a bitmap of 64 bits, one for each *subsection* of 2 MiB.

    One bit is one cell of this map. Always.
  `,
};

export const pageblocks = {
  title: 'Pageblocks: kept apart',
  narration: `
    A *pageblock* is 2 MiB too, but another idea: the kernel keeps pages of one kind together in it, movable or not, so
    that large free pieces remain.

    A workload takes memory, and the cells of its pageblocks grow stronger.
  `,
};

export const pages = {
  title: 'Pages, and what the kernel knows of them',
  narration: `
    At the bottom: the *page*, 4 KiB. For every single one the kernel keeps a *struct page* of 64 bytes: who uses it,
    how often, may it move.

    64 of 4,096 bytes: 1.6 % of all memory is spent on knowing about memory.
  `,
  question: {
    ask: 'A DIMM of 256 GiB arrives. How much memory do its struct pages need?',
    choices: {
      mib256: '256 MiB',
      gib4: '4 GiB',
      gib16: '16 GiB',
    },
    answer: `
      256 GiB are 67,108,864 pages; 64 bytes for each make 4 GiB. As much as this whole machine had at the start, which
      is a story of its own: *Who pays for struct pages*.
    `,
  },
};

export const outAgain = {
  title: 'And out again',
  narration: `
    Page, pageblock, subsection, section, block, zone, node: seven sizes of the same thing, and you have seen where each
    ends. Scroll over the map to zoom through them yourself; whatever you point at lights up everywhere.
  `,
};

/** What is checked of the machine, and what is found instead. */
export const says = {
  hole: 'at 2.5 GiB there is no memory',
  bitmapFull: 'all 64 bits of section 50 are set',
  noSection50: 'there is no section 50',
  pagesInUse: 'pages of section 48 are in use',
  pageOnline: 'page 1,572,864 has a struct page and is online',
  structPagesOfSection: 'the struct pages of a section take 512 pages',
};
