/** What the story “Why this block will not go offline” says. */

export const halfAndHalf = {
  title: 'Half Normal, half Movable',
  narration: `
    A 1 GiB DIMM came in. Its first four blocks went online to *Normal*, the others to *Movable*. A program holds 200
    MiB, and its pages lie on block 52 and 53.

    Is memory that is in use in the way? Not by itself.
  `,
};

export const inUse = {
  title: 'In use is no reason',
  narration: `
    Block 52 is full, and goes offline all the same. The program’s pages are copied to free memory and its page tables
    turned to the copies. That is *migration*: 32,768 pages found another home.
  `,
};

export const kernelPages = {
  title: 'The kernel’s own pages',
  narration: `
    Now the kernel needs memory for itself: buffers of pipes, over 2 GiB of them. They land in *Normal*, on block 48
    too. Anything may point at such a page by its address, so it cannot move.

    The kernel looks before it starts, and refuses at once: \`EBUSY\`, and a line in the log names the page.
  `,
  question: {
    ask: 'What would make block 48 removable again?',
    choices: {
      wait: 'Waiting: the kernel compacts memory now and then',
      endHolder: 'Ending whoever holds those pages',
      twice: 'Writing offline twice',
    },
    answer: `
      Only their owner can give kernel pages back. That is why memory one wants to take out again goes online to
      *Movable*, where such pages are never put.
    `,
  },
};

export const reference = {
  title: 'Somebody holds on to a page',
  narration: `
    Movable memory has its own trap: a device that is just reading a page keeps a *reference* to it. The page may move,
    but not while it is held.

    So the kernel tries, fails, and tries again, for as long as it takes. The write to \`state\` has not returned. It
    waits, and holds the lock of all memory hotplug.
  `,
};

export const transferEnds = {
  title: 'The transfer ends',
  narration: `
    The device is done and lets go. The next try moves the page, the block is empty, and the write returns as if
    nothing had happened.

    Had we lost patience, a signal would have ended it with \`EINTR\`, and the block would have stayed online.
  `,
};

export const broken = {
  title: 'Broken memory may leave',
  narration: `
    A cell of the DIMM dies: an error that the hardware cannot correct, on a free page of block 55. The kernel marks the
    page as *poisoned*, so that nobody gets it.

    A poisoned page is not in the way. The block goes offline. But it will not come back: \`EHWPOISON\`.
  `,
};

export const bootMemory = {
  title: 'Memory from boot, in pieces',
  narration: `
    Block 0 was there at boot. It holds the first megabytes, which belong to the zone *DMA*, and others of *DMA32*: two
    zones, and a hole. Linux takes a block offline only as a whole and from one zone.

    It is refused before a single page was looked at: \`EINVAL\`.
  `,
};

export const veto = {
  title: 'Somebody says no',
  narration: `
    Last, drivers are asked: whoever keeps tables about memory registers for a call before it goes, and may veto. Here
    a test driver injects such a no.

    Everything that was done so far is taken back: pages are no longer isolated, the block is online as before.
  `,
};

/** What is checked of the machine, and what is found instead. */
export const says = {
  nothingInTheWay52: 'nothing is in the way of memory52',
  pipesInTheWay: 'a page of the pipes is in the way',
  transferInTheWay: 'a page of the transfer is in the way',
};
