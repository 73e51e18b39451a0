/** What the story “A block’s life” says. */

export const absent = {
  title: 'Absent',
  narration: `
    Memory comes and goes in *memory blocks*, here of 128 MiB. Each has a number: its address divided by the block size.
    We follow number 48, at 6 GiB.

    At the moment there is nothing at that address: no file, no page tables, no bookkeeping. The machine’s memory ends
    right before it, with block 47.
  `,
};

export const added = {
  title: 'Added: the kernel can reach it',
  narration: `
    A 128 MiB DIMM is plugged in. Before anything else the kernel maps the new addresses into its *direct map*: page
    tables through which it can reach every byte of memory.

    We stop right after that. The memory can be read and written, but nothing keeps account of its pages yet.
  `,
};

export const structPages = {
  title: 'Every page gets its struct page',
  narration: `
    For each page of 4 KiB the kernel keeps 64 bytes: its *struct page*, which says who uses it. For this block that is
    2 MiB, taken from memory that is online already: on the map, amber.

    The block’s bitmap fills: one bit for each 2 MiB. Now the pages exist for the kernel, though none may be used.
  `,
};

export const offline = {
  title: 'Offline: people can see it',
  narration: `
    Last, \`create_memory_block_devices\` makes the block visible: a folder \`memory48\` with a few files. Its \`state\` says
    \`offline\`.

    The block belongs to no zone. Nothing can allocate a page of it, but it already costs: the struct pages are paid.
  `,
  question: {
    ask: 'An offline block is brought online. Which zone does it join?',
    choices: {
      normal: 'Always Normal',
      movable: 'Always Movable',
      asWritten: 'Whichever the words written to its state file ask for',
    },
    answer: `
      \`online_kernel\` asks for Normal, where the kernel’s own data may live; \`online_movable\` for Movable, which can be
      emptied again. A bare \`online\` leaves it to the kernel’s policy.
    `,
  },
};

export const online = {
  title: 'Online: free pages for everyone',
  narration: `
    \`echo online_movable > state\`: the block joins the zone *Movable* of its node, and its 32,768 pages go to the
    allocator as free pages.

    On the map the hatching is gone and the block has its zone’s colour, pale: online, but hardly anything on it.
  `,
};

export const inUse = {
  title: 'In use',
  narration: `
    A program takes 100 MiB, and its pages come from our block: 25,600 of 32,768. The colour grows stronger, and close
    up one can see which pages are taken.

    From now on taking the block away means finding another place for every one of them.
  `,
};

export const askedToLeave = {
  title: 'Asked to leave',
  narration: `
    \`echo offline > state\`. The kernel isolates the block, so that none of its free pages can be taken, and then moves
    the program’s pages away: to the other node, if it has room. We stop when the last one has moved.

    Empty, but not free: the state file says \`going-offline\`.
  `,
};

export const offlineAgain = {
  title: 'Offline again',
  narration: `
    The block has left its zone. Its memory keeps its struct pages and its place in the direct map: it could come back
    online at once, into another zone if one likes.

    This is as far as writing to a file goes. To make it absent, the device has to leave.
  `,
};

export const gone = {
  title: 'Gone',
  narration: `
    The DIMM is pulled: \`remove_memory_block_devices\` takes the folder away, \`section_deactivate\` the struct pages, and
    the entries of the direct map are cleared. The 2 MiB of struct pages are free memory again.

    Number 48 is absent, as if it had never been.
  `,
};

/** What is checked of the machine, and what is found instead. */
export const says = {
  noSection48: 'section 48 is not present',
  directMapReaches: 'the direct map reaches 6 GiB',
  noStructPagesYet: 'there are no struct pages yet',
  bitmapFull: 'section 48 is present, its bitmap is full',
  structPagesPaid: 'its struct pages take 512 pages of node 1',
  pagesInUse: 'at least 25,600 pages of it are in use',
  noPageInUse: 'no page of it is in use any more',
  nothingHoldsIt: 'nothing holds it',
  structPagesStay: 'its struct pages are still there',
  directMapNoLonger: 'the direct map no longer reaches 6 GiB',
};
