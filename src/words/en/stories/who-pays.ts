/** What the story “Who pays for struct pages” says. */

/** Which part of the thread. */
export const thread = 'section 3: memory (block) hotplug';

export const smallMachine = {
  title: 'A small machine with a large future',
  narration: `
    4 GiB of memory, and 256 GiB waiting on the shelf: two expanders of 128 GiB each. They shall go to *Movable*, for
    programs only.

    For each page of 4 KiB the kernel keeps a *struct page* of 64 bytes. 128 GiB of pages need 2 GiB of those.
  `,
  question: {
    ask: 'The first 128 GiB arrive, still offline. Where do their 2 GiB of struct pages come from?',
    choices: {
      itself: 'From the new memory itself',
      kernel: 'From the 4 GiB that the kernel has',
      later: 'They are made when the memory goes online',
    },
    answer: `
      The new memory is not in use yet, so the kernel takes what it has: pages it can keep its own data in. It has to,
      before anybody can use a single page of the newcomer.
    `,
  },
};

export const halfGone = {
  title: 'Half of the machine is gone',
  narration: `
    Look at the amber cells: 2 GiB of the 4 now hold struct pages. The machine has more memory than ever, and less that
    it can use: nothing of the 128 GiB is online yet.
  `,
};

export const doesNotFit = {
  title: 'The second does not fit',
  narration: `
    Another 2 GiB of struct pages? They are not there. Section by section the kernel takes what is left, then fails with
    *out of memory*: \`add_memory failed\`.

    The expander is plugged in, and Linux does not have it. Not one program was running.
  `,
  notes:
    'The sections that were added before the failing one stay behind on x86, as __add_pages does not undo them: see the tab “Left behind” of the knobs panel.',
};

export const oneWordMore = {
  title: 'Started again, with one word more',
  narration: `
    We start the machine anew, both expanders in place, with \`memory_hotplug.memmap_on_memory=Y\`. Now each *memory
    block* of 128 MiB carries its own struct pages: 2 MiB at its start, amber.

    All 256 GiB are there, and the kernel’s 4 GiB are its own again.
  `,
  question: {
    ask: 'The blocks go online to Movable. How much of the 256 GiB can programs use?',
    choices: {
      gib256: '256 GiB',
      gib252: '252 GiB',
      gib250: '250 GiB',
    },
    answer: `
      64 bytes of every 4,096: one part in 64. 4 of 256 GiB pay for themselves. Nobody else has to.
    `,
  },
};

export const online = {
  title: 'Online, and still 4 GiB for the kernel',
  narration: `
    The first expander goes online to *Movable*: 126 of its 128 GiB. The 2 MiB at the start of each block belong to the
    zone, too, but can be given to nobody.

    A widespread belief is that this cannot work for Movable memory. It does: the pages of the map are set aside before
    any zone is chosen, and never move.
  `,
};

export const otherPrice = {
  title: 'The price of the other way',
  narration: `
    So always say yes? Not quite. With the map inside, each block loses 1.6 % whether it is online or not, no huge page
    of 1 GiB finds room between the maps, and struct pages on slow memory are slow to read.

    On a machine with plenty of kernel memory that is capacity lost for no gain. On this one it is the only way.
  `,
};

/** What is checked of the machine, and what is found instead. */
export const says = {
  sectionPays: 'a section pays 512 pages, taken at run time',
  big1Costs: 'big1 costs 524,288 pages',
  inBlockItself: 'the struct pages of section 48 lie in the block itself',
  lastSectionToo: 'so do those of the last section',
  ownMap: 'at least 512 pages of block 48 are taken by its own map',
};
