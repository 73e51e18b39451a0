/** What the story “One region over two expanders” says. */

export const windows = {
  title: 'Addresses without memory',
  narration: `
    Two CXL expanders of 1 GiB each, behind two host bridges. At boot the firmware has only set addresses aside: *windows*.
    A window says which bridges answer to its addresses, and in steps of how many bytes they take turns.

    Nobody answers yet. In the window there is no memory, no block, no struct page.
  `,
  notes:
    'The machine is booted from a QEMU command line with -M cxl=on. No recording of a real kernel has CXL regions: this follows the source of Linux 6.12 and ndctl, and what QEMU 10 answered by hand.',
};

export const assembled = {
  title: 'A region over both',
  narration: `
    \`cxl create-region\` names a window and the expanders, in their order. Linux picks a range of the window and programs a
    decoder on each station of the way: in the bridge, and in each expander.

    From here on 2 GiB of addresses have memory behind them. Odd and even steps of 4 KiB lie on different devices.
  `,
  question: {
    ask: 'The region begins at page frame 0xa90000. Who holds page 0xa90003?',
    choices: {
      first: 'mem0',
      second: 'mem1',
      both: 'Each of them half',
    },
    answer: `
      Steps are as long as a page here, and 3 is odd: *mem1*, at its byte 0x1000. With steps of 256 bytes, as short as CXL
      has them, every page would lie on both.
    `,
  },
};

export const oneStretch = {
  title: 'Linux sees one stretch',
  narration: `
    What the decoders mix, the memory map does not show: one *dax* device, one *System RAM (kmem)*, sixteen memory blocks.
    Each block lies half on one expander and half on the other.

    The range has a node of its own: the firmware’s tables say how far away its window is.
  `,
};

export const online = {
  title: 'Twice the bandwidth, one tier down',
  narration: `
    The blocks go online, to *Movable*. Whoever reads along now keeps both links busy: that is what interleaving is for.

    It is still slower than what is beside the processor. The kernel puts the node into a lower *tier*, and node 0 may
    demote pages to it.
  `,
};

export const poisoned = {
  title: 'One bad line',
  narration: `
    A cell of *mem1* fails. The device counts in addresses of its own: 0x1000. The driver walks the decoders backwards and
    finds the host’s page, 0xa90003. The page is poisoned: nobody gets it any more.

    With one device in two ways, a failing chip spreads its poison over *every other page* of the region.
  `,
};

export const takenApart = {
  title: 'To pull one is to pull both',
  narration: `
    *mem1* has to be replaced. But there is no block without a half of it, so all sixteen have to go: offline, out of kmem,
    and the region taken apart.

    Movable was worth it. With one page of the kernel’s anywhere in the 2 GiB, this would stop here.
  `,
  question: {
    ask: 'What if somebody had pulled the expander first, with its blocks online?',
    choices: {
      refuse: 'The kernel would have refused to let it go',
      stay: 'The device goes, its memory blocks stay, and nobody can take them out any more',
      both: 'The blocks would have gone offline by themselves',
    },
    answer: `
      A driver cannot refuse to be removed. kmem finds the blocks online, says *cannot be hotremoved until the next reboot*,
      and leaves them in the memory map, with nothing behind them.
    `,
  },
};

export const otherWindow = {
  title: 'What is left goes on alone',
  narration: `
    *mem1* is unplugged. *mem0* is as good as before, but in this window it cannot stand alone: its addresses take turns
    between two bridges. The second window knows only its bridge, and there 1 GiB comes back.

    Other addresses, another node: for Linux this is memory it has never seen.
  `,
};

/** What is checked of the machine, and what is found instead. */
export const says = {
  nothingThere: 'no page of the window has a struct page',
  pageIsPoisoned: 'one page of its first pageblock is poisoned',
};
