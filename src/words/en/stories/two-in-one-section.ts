/** What the story “Two mappings in one section” says. */

export const largeNvdimm = {
  title: 'One large NVDIMM',
  narration: `
    2 GiB of persistent memory, to be carved into *namespaces* of whatever size people need. Linux keeps its books about
    memory by *section*, 128 MiB each. People do not.
  `,
};

export const firstNamespace = {
  title: 'A namespace of 352 MiB',
  narration: `
    It fills two sections and three quarters of a third, number 50. On the map 48 of the 64 cells of that tile are
    violet, *Device*: the kernel made struct pages for exactly these.

    The section’s bitmap says so: one bit for each 2 MiB, 48 of them set.
  `,
};

export const neighbour = {
  title: 'Its neighbour starts where it ends',
  narration: `
    The second namespace begins in the middle of section 50, takes the other 16 bits and goes on. Two owners in one
    section, and nobody lost a byte.

    There is no memory *block* here: a block is online or offline as a whole, and has one owner. Only such device memory
    may be cut so finely.
  `,
  question: {
    ask: 'The first namespace is switched off. What becomes of section 50?',
    choices: {
      sectionGoes: 'It goes: its first owner has left',
      bitsCleared: '48 bits are cleared, the neighbour’s 16 stay',
      nothing: 'Nothing, until both have gone',
    },
    answer: `
      \`section_deactivate\` clears the bits of the range and frees the struct pages of that range alone. Only the last bit
      takes the section with it.
    `,
  },
};

export const oneLeaves = {
  title: 'One leaves, one stays',
  narration: `
    Off. Three quarters of the tile are empty again, and the neighbour did not notice.
  `,
};

export const before2019 = {
  title: 'Before 2019',
  narration: `
    The same machine with the rules of Linux 5.2, which knew only whole sections. (No recording confirms this part; it
    follows the thread and the source of that time.)

    At boot both namespaces are found again. The first maps. The second reaches into a section that is taken: *Conflicting
    mapping in same section*, and its memory is not there.
  `,
};

export const padding = {
  title: 'Padding, and what it loses',
  narration: `
    People found a way round: leave a gap. Created anew under those rules, the second namespace is moved up to the next
    section, and 32 MiB between the two belong to nobody.

    Somebody objected to the patches: who cares for a few megabytes lost in the cracks? Whoever pays for them by the
    gigabyte.
  `,
};

/** What is checked of the machine, and what is found instead. */
export const says = {
  noSection50: 'section 50 is not present',
  firstBits: '48 bits of section 50 are set',
  allBits: 'all 64 bits of section 50 are set',
  secondBits: '16 bits of section 50 are set',
  firstPageOfSecond: 'the first page of the second has a struct page, and is not online',
  bitsSet: (bits: number): string => `${bits} bits are set`,
};
