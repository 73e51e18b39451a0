/** What the story “The DIMM behind a guest fails” says. */

/** Which part of the thread. */
export const thread = 'virtual scenario 2';

export const oneDimmTwoMachines = {
  title: 'One DIMM, two machines',
  narration: `
    At the left the *host*, at the right its *guest*, a virtual machine. The guest’s DIMM of 1 GiB is really memory of
    the host, and lies on the host’s DIMM \`dimm0\`: the band joins them.

    A program of the guest uses 300 MiB of it.
  `,
};

export const hostDimmBreaks = {
  title: 'The host’s DIMM breaks',
  narration: `
    An error that cannot be corrected, in the middle of the host’s DIMM. The host’s kernel takes the page out of use:
    *Memory failure*. Whoever had it, here the program that is the guest, is told that 4 KiB are lost.

    It must be told at once, before it reads what is no longer there.
  `,
  question: {
    ask: 'What is the guest to do with its DIMM?',
    choices: {
      nothing: 'Nothing: the host has dealt with the error',
      leave: 'Mark the page as broken too, and get off this DIMM before more breaks',
      stop: 'Stop',
    },
    answer: `
      QEMU passes the error on as a machine check, and the guest’s kernel does what the host’s did. But a DIMM that has
      failed once will fail again: better to leave it while there is time.
    `,
  },
};

export const guestHears = {
  title: 'The guest hears of it',
  narration: `
    In the guest the same error shows up half-way into *its* DIMM. The page was free, so nothing is lost. The page is
    poisoned: never to be given to anybody.
  `,
};

export const guestFirst = {
  title: 'First the guest lets go, then the host',
  narration: `
    The guest is asked for its DIMM. Its program’s pages move to other memory, the broken page is left behind, and the
    DIMM goes. Then QEMU gives the memory back to the host, and the host takes its own DIMM out.

    In this order nobody ever touches memory that has gone.
  `,
};

export const replaced = {
  title: 'Replaced: the same address for the guest, another for the host',
  narration: `
    The host gets a new DIMM in another slot, at 7 GiB. Half of nothing of that concerns the guest: its replacement
    DIMM appears at 4 GiB, where the old one was, and all its block numbers come back.

    Which address lies beneath is the host’s affair alone.
  `,
};

export const healed = {
  title: 'Healed',
  narration: `
    The guest brings its blocks online. No block remembers the poison: the pages are new, and so are the struct pages that
    said so.
  `,
};

/** What is checked of the machine, and what is found instead. */
export const says = {
  noOrphans: 'no block is without its DIMM',
};
