/** What the story “The host wants its memory back” says. */

/** Which part of the thread. */
export const thread = 'virtual scenario 1';

export const hostAndGuest = {
  title: 'A host and its guest',
  narration: `
    Two machines stand side by side. The left one is real: a *host* with 4 GiB and a DIMM of 2 GiB, online in the zone
    Movable. The right one is a *guest*: a virtual machine that runs on it as a program.

    What the guest calls memory is memory of that program. To the host it is as ordinary as a browser’s.
  `,
  notes: 'The guest’s own 2 GiB also lie somewhere on the host; they are left out here to keep the picture clear.',
};

export const hostGives = {
  title: 'The host gives a gigabyte',
  narration: `
    The guest is sold 1 GiB more. On the host its program takes 1 GiB of memory, and gets half of the DIMM. In the
    guest, the same gigabyte appears as a DIMM at 4 GiB: eight memory blocks, offline.

    The band shows that both are one thing.
  `,
};

export const guestSettles = {
  title: 'The guest settles in',
  narration: `
    The guest’s kernel brings the DIMM online in its own zone Movable, and a program of the guest fills 600 MiB of it.

    Two kernels now keep books about the same bytes: for the host they are one program’s pages, for the guest they are
    free and used memory of its own. Neither sees the other’s books.
  `,
  question: {
    ask: 'The host wants the gigabyte back. Who has to let go first?',
    choices: {
      host: 'The host: it owns the memory, so it simply takes it',
      guest: 'The guest: it removes its DIMM, then the host can have the memory',
      both: 'Both at once, or the bytes are lost',
    },
    answer: `
      Taken by force, the guest’s program would find its data gone. So the guest is *asked*: only its kernel knows what
      lies there and where it could go instead.
    `,
  },
};

export const guestAsked = {
  title: 'The guest is asked',
  narration: `
    \`device_del dimm1\`: QEMU presses the eject button, and the guest’s kernel empties block after block, as it would for
    a real DIMM. The program’s pages move to the guest’s other memory.

    We stop after the first block has been emptied. On the host, nothing has happened at all.
  `,
  notes:
    'If the guest cannot empty a block it answers with a failure, and the host gets nothing: an entitlement can only shrink as far as the guest lets it.',
};

export const goneForGuest = {
  title: 'Gone for the guest, not yet for the host',
  narration: `
    The guest’s DIMM is out: its blocks, its page tables, its struct pages. The guest has 2 GiB, and its program did not
    notice.

    But look at the host: half of the DIMM is still in use. QEMU has taken the DIMM from the guest, not the memory from
    itself.
  `,
};

export const hostHasIt = {
  title: 'Now the host has it',
  narration: `
    \`object_del mem1\` tells QEMU to give the memory back as well. On the host a gigabyte turns pale: free pages, for
    other guests or for nobody.

    This order, first the guest, then the host, is the whole rule of the scenario.
  `,
};

export const hostDimmLeaves = {
  title: 'And the host’s DIMM can leave too',
  narration: `
    With nothing left on it, the host removes its own DIMM. Its kernel walks the same path as the guest’s did: empty
    the blocks, unmap the memory, free the struct pages.

    Leave the story here and try it the other way round: pull the host’s DIMM while the guest
    still has its own, and see where the guest’s memory goes.
  `,
};

/** What is checked of the machine, and what is found instead. */
export const says = {
  noSection32: 'section 32 is no longer present',
};
