/** What the story “virtio-mem breathes” says. */

export const promise = {
  title: 'A device that is all promise',
  narration: `
    A virtual machine with 4 GiB, and a *virtio-mem* device of up to 2 GiB, empty so far. A DIMM comes and goes as a
    whole. This device is asked for a size, and the guest follows, in steps of 2 MiB.
  `,
};

export const breatheIn = {
  title: 'Breathe in: 1,100 MiB',
  narration: `
    The host asks for 1,100 MiB. The guest adds block after block and brings each online to *Movable*: eight whole
    blocks, and a ninth of which only 76 MiB are plugged.

    The rest of that block exists for the kernel, but its pages are kept away from everybody: *fake offline*.
  `,
  question: {
    ask: 'Block 56 is online, with 76 of 128 MiB plugged. What do present and managed pages say?',
    choices: {
      wholeBlock: 'Both count the whole block',
      managedPlugged: 'Present counts the whole block, managed only what is plugged',
      plugged: 'Both count what is plugged',
    },
    answer: `
      A block joins its zone as a whole, so all its pages are *present*. *Managed* are those that the allocator was given:
      13,312 fewer, the 52 MiB that the host has not paid for.
    `,
  },
};

export const somebodyLivesThere = {
  title: 'Somebody lives there',
  narration: `
    A program takes 300 MiB, and its pages fill the first blocks. Then a device of the guest reads 10 MiB and holds on to
    the pages for a while.
  `,
};

export const breatheOut = {
  title: 'Breathe out: everything, please',
  narration: `
    The host wants all of it back. The driver goes from the top down, 2 MiB at a time: pages in use are moved away, the
    piece is handed over, and where a block is empty it leaves altogether.

    Left at the end: 12 MiB around the pages that are held. The host gets the rest at once.
  `,
};

export const lastBreath = {
  title: 'The last breath',
  narration: `
    The driver does not give up: it tries again, after 50 seconds, then at longer intervals. The transfer ends, the next
    try succeeds, and the last block leaves.

    A DIMM would have stayed whole until then: all or nothing. This is why hypervisors like small pieces.
  `,
};

export const notToBeAsked = {
  title: 'What the host may not ask',
  narration: `
    A size that is no multiple of 2 MiB, or more than the device has: QEMU refuses both before the guest hears of it.
  `,
};

/** What is checked of the machine, and what is found instead. */
export const says = {
  nothingPlugged: 'the device has plugged nothing',
  allPlugged: 'the device has plugged 1,100 MiB',
  stillPlugged: '12 MiB are still plugged',
  section50Stays: 'section 50 is still there',
};
