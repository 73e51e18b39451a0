/** What the story “A DIMM replaced in its slot” says. */

/** Which part of the thread. */
export const thread = 'scenario A';

export const emptySlots = {
  title: 'A server with empty slots',
  narration: `
    This is all the memory of a running Linux server. Every small cell is 2 MiB; a tile of 64 cells is 128 MiB, one
    *memory block*: the piece that Linux adds, uses and gives back as a whole.

    The server has 4 GiB, 2 GiB on each of its two nodes, and eight slots for memory modules (DIMMs). None is filled.
  `,
  notes:
    'Point at the gap between 2 and 4 GiB: addresses of devices, no memory. The colours are zones; they come up again when the DIMM goes online.',
};

export const dimmGoesIn = {
  title: 'A DIMM goes in',
  narration: `
    Somebody pushes a 1 GiB DIMM into slot 0 of node 1. The firmware tells Linux, and Linux adds eight memory blocks
    right after the last one it had.

    They are hatched: *offline*. The kernel knows the memory now, but nobody may use it yet.
  `,
  notes:
    'The two lines in the console are what QEMU needs to do this to a virtual server: first the memory, then the DIMM that holds it.',
};

export const kernelUsesIt = {
  title: 'The kernel starts to use it',
  narration: `
    A rule or an administrator writes \`online_movable\` to the state file of each block. The pages go to the zone
    *Movable*: the kernel promises to keep only such data there as it can move elsewhere.

    Whoever expects to pull a DIMM again wants its memory in that zone.
  `,
};

export const database = {
  title: 'A database settles on it',
  narration: `
    A database takes 700 MiB on node 1, and the kernel serves it from the new DIMM. The stronger a cell’s colour, the
    more of its 512 pages are in use.

    Then the log fills with corrected errors. The DIMM is dying, and the server must not stop.
  `,
  question: {
    ask: 'The DIMM is asked for while the database still uses it. What happens?',
    choices: {
      refused: 'The request is refused: the memory is in use',
      moved: 'The database’s pages move to other memory, then the DIMM goes',
      killed: 'The database is killed',
    },
    answer: `
      The zone Movable keeps only pages that can move, so they move: the kernel copies each to a free page elsewhere and
      turns the process’s page tables to the copy. The database does not notice.
    `,
  },
};

export const pagesMove = {
  title: 'Inside: every page finds another place',
  narration: `
    We stop the kernel in the middle of \`offline_pages\`, which empties a block before it goes. First the block’s free
    pages were *isolated*, so that nobody could take one any more. Now \`do_migrate_range\` moves those in use.

    Step through the timeline to see it happen, block after block.
  `,
};

export const slotEmpty = {
  title: 'The slot is empty',
  narration: `
    All eight blocks went offline; then the memory was taken out of the kernel’s books: the entries of the page tables
    that mapped it, and its *struct pages*, the 64 bytes with which the kernel remembers each page.

    The database runs on, now in memory of node 0: the kernel prefers another node for what has to move. The DIMM can
    be pulled.
  `,
  notes:
    'This was the argument of the thread: struct pages of memory that is gone must not stay reachable, or a stray access finds a page that looks alive.',
};

export const newDimm = {
  title: 'A new DIMM in the same slot',
  narration: `
    The new module goes into slot 0. It gets the very addresses the old one had, from 6 to 7 GiB, and the kernel builds
    everything anew: page tables, struct pages, block devices.

    So why not simply keep all that while the slot was empty? Because nobody could know which DIMM comes back, or
    whether one comes at all.
  `,
};

export const asBefore = {
  title: 'As before, and nobody noticed',
  narration: `
    Eight writes of \`online_movable\`, and the server has its 5 GiB back. The database never stopped; its pages stay
    where they moved until something moves them again.

    Leave the story and try it yourself: carry the DIMM back to the shelf, or bring its blocks online with \`online_kernel\`
    and see what that changes.
  `,
};

/** What is checked of the machine, and what is found instead. */
export const says = {
  nothingKeepsIt: 'nothing on memory48 would keep it from going offline',
  noSection48: 'section 48 is no longer present',
};
