/** What the story “A DIMM moved out of a bad slot” says. */

/** Which part of the thread. */
export const thread = 'scenario B';

export const atWork = {
  title: 'A DIMM at work',
  narration: `
    Slot 2 holds a DIMM of 1 GiB. On this board each slot has its own addresses; this one’s go from 6 to 7 GiB. The
    memory is online in the zone *Movable*, and a database has taken half of it.
  `,
  notes: 'QEMU chooses addresses freely; “addr=” makes the slot decide, as it does on most real boards.',
};

export const correctedErrors = {
  title: 'Corrected errors',
  narration: `
    The memory controller corrects a wrong bit, then another, forty of them. Nothing is lost: the hardware put each
    right and only left a note in the kernel’s log.

    Is it the DIMM or the slot? The technician finds dust in the contacts: the slot.
  `,
  question: {
    ask: 'The platform asks for the DIMM in slot 2. The database uses it. What will be left at 6 GiB?',
    choices: {
      everything: 'Everything stays mapped, in case the DIMM comes back',
      tables: 'The page tables stay, the struct pages go',
      nothing: 'Nothing at all',
    },
    answer: `
      This slot will never work again, so no DIMM can come back *to these addresses*. Whatever stayed behind would stay
      for ever. That was the thread’s argument for taking everything down.
    `,
  },
};

export const askedBack = {
  title: 'The platform asks for it back',
  narration: `
    The firmware sends an *eject request*. Linux takes all eight blocks offline, moving the database’s pages elsewhere,
    and then takes the memory out of its books. It reports each stage to the firmware: in progress, then done.
  `,
};

export const nothingLeft = {
  title: 'Nothing is left',
  narration: `
    The block devices went first, then the struct pages with the entries of the *vmemmap* that showed them, and last
    the entry of the direct map: one entry for the whole gigabyte, cleared.

    No address of the old slot leads anywhere now. A stray pointer into it faults at once, instead of reading what
    looks like memory.
  `,
};

export const slotRefuses = {
  title: 'The old slot refuses',
  narration: `
    Somebody tries slot 2 once more, out of habit. The slot is marked as defective, so the page refuses; on a real
    board the firmware would not report a DIMM there.
  `,
};

export const anotherSlot = {
  title: 'Another slot, other addresses',
  narration: `
    In slot 5 the same DIMM appears from 7 to 8 GiB. Other addresses mean everything anew: sections 56 to 63, struct
    pages, page tables, blocks with new numbers.

    Between 6 and 7 GiB is a hole now. Linux does not mind: it keeps books by section, and absent sections cost next to
    nothing.
  `,
};

export const backAtWork = {
  title: 'Back at work',
  narration: `
    Online again, in a zone that starts at 7 GiB. The database’s pages stay where they moved; new ones may come here.

    Try it: which lines would put the DIMM onto the *other* node instead? That is the story *A DIMM changes its node*.
  `,
};

/** What is checked of the machine, and what is found instead. */
export const says = {
  directMapReaches: 'the direct map still reaches 6 GiB',
  directMapEnds: 'the direct map ends before 6 GiB',
  structPagesGone: 'its struct pages are gone',
  noSection48: 'section 48 is no longer present',
};
