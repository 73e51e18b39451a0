/** What the story “Page tables built and torn down” says. */

export const twoWindows = {
  title: 'Two windows onto memory',
  narration: `
    The kernel reaches memory through page tables: four levels here, each a page of 512 entries. An entry is empty,
    points to the next table, or is a *leaf* that maps memory.

    Two windows matter. The *direct map* shows all of memory. The *vmemmap* shows the struct pages of all of it.
  `,
};

export const oneEntry = {
  title: 'A gigabyte for one entry',
  narration: `
    A 1 GiB DIMM at 6 GiB, an address that divides by its size: the direct map needs a *single* new entry, a leaf of
    1 GiB in a table that was there. Not one page for tables.

    Its struct pages are 16 MiB: eight leaves of 2 MiB in the vmemmap, one for each block.
  `,
  question: {
    ask: 'Now a DIMM of 128 MiB, at 7 GiB. Eight times smaller. What does its direct map need?',
    choices: {
      one: 'One entry as well',
      newTable: 'A new table, with 64 entries in it',
      each: '32,768 entries, one for each page',
    },
    answer: `
      No leaf of 1 GiB fits into 128 MiB. The kernel takes the next size, 2 MiB, and needs a table to hold 64 such
      entries: a page that has to be found before the memory can be used.
    `,
  },
};

export const smallerDearer = {
  title: 'Smaller, and dearer',
  narration: `
    128 MiB at 7 GiB: a new table, one page of 4 KiB, with 64 leaves of 2 MiB. The other 448 entries are empty, waiting
    for memory that may come beside it.
  `,
};

export const farAway = {
  title: 'Far away: a table for the struct pages',
  narration: `
    One gigabyte of vmemmap shows the struct pages of 64 GiB. A DIMM at 66 GiB is the first beyond that, so the vmemmap
    needs a table of its own there. The direct map again takes one leaf.
  `,
};

export const farther = {
  title: 'Farther: a new entry at the top',
  narration: `
    600 GiB lies behind the first 512, and there the top table has no entry yet. The kernel makes one. But every process
    has a top table of its own, a copy made when it was born.

    So \`sync_global_pgds\` writes the entry into all of them, before anybody can stumble over it.
  `,
  question: {
    ask: 'All four DIMMs are taken out. Which of the tables that were made stays?',
    choices: {
      none: 'None',
      belowTop: 'The one below the new entry at the top',
      all: 'All of them',
    },
    answer: `
      Nobody goes through all processes a second time to take the entry out again. So the table it points to must stay:
      empty, but pointed at. One page, for ever.
    `,
  },
};

export const tornDown = {
  title: 'Torn down',
  narration: `
    Out they go. Struct pages first, then leaves and, level by level, every table that is empty. The direct map looks
    as at the start, but for one line: what was a hole of the *top* level is now one of the level below.

    That is the table that stayed: 4 KiB.
  `,
};

/** What is checked of the machine, and what is found instead. */
export const says = {
  leafAt5GiB: 'a leaf of 1 GiB maps the memory at 5 GiB',
  leafOfStructPages: 'a leaf of 2 MiB maps its struct pages',
  nothingAt6GiB: 'nothing is mapped at 6 GiB',
  leafOfDimm: 'a leaf of 1 GiB maps the DIMM',
  smallLeafOfDimm: 'a leaf of 2 MiB maps the beginning of the DIMM',
  nothingAt600GiB: 'nothing is mapped at 600 GiB',
  leafHas: (bytes: number | undefined): string => `the leaf has ${bytes ?? 'no'} bytes`,
};
