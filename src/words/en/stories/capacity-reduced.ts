/** What the story “Capacity reduced” says. */

/** Which part of the thread. */
export const thread = 'scenario C';

export const moreThanNeeded = {
  title: 'More memory than needed',
  narration: `
    Two DIMMs of 1 GiB were added for a busy week. One of them went online to *Normal*, where the kernel may keep its
    own data; the other to *Movable*, which only takes what can be moved again.

    The week is over. One DIMM should go into another server. Which one?
  `,
};

export const kernelSettlesIn = {
  title: 'The kernel settles in',
  narration: `
    Programs open pipes, and the kernel buffers what goes through them: memory of its own, which it reaches by address
    and cannot move. It lies in *Normal*, and some of it on the first DIMM.
  `,
  question: {
    ask: 'Which DIMM can be taken out now?',
    choices: {
      normal: 'The one in Normal',
      movable: 'The one in Movable',
      either: 'Either',
      neither: 'Neither',
    },
    answer: `
      What a kernel page holds may be pointed at from anywhere, so the kernel cannot move it. Movable keeps such pages
      out: that is all it is for.
    `,
  },
};

export const normalRefuses = {
  title: 'The one in Normal refuses',
  narration: `
    We ask for the first DIMM anyway. The first block’s kernel pages cannot be moved, so \`offline_pages\` gives up; the
    blocks that had gone offline before it are brought back, and the firmware hears: *busy*.

    Nothing has changed. That is the rule of this game: a refusal leaves everything as it was.
  `,
};

export const movableGoes = {
  title: 'The one in Movable goes',
  narration: `
    The second DIMM: its blocks are empty or hold only what can move. They go offline, and everything that was built for
    the memory is taken down again: block devices, struct pages, page tables.
  `,
};

export const costOfHope = {
  title: 'What it may cost to hope',
  narration: `
    The struct pages of that gigabyte were 16 MiB, taken from *Normal* when the DIMM came. They are free again.

    Had they been left in place, in case the DIMM returns, they would be a bill paid every day for a guest who moved to
    another server.
  `,
};

/** What is checked of the machine, and what is found instead. */
export const says = {
  pageInTheWay: 'a page of memory48 is in the way of taking it offline',
  nobodyPays: 'nobody pays for the DIMM that left',
  structPagesGone: 'its struct pages are gone',
};
