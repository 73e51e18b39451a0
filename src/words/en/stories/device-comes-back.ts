/** What the story “Device memory comes back elsewhere” says. */

/** Which part of the thread. */
export const thread = 'coherent device memory';

export const acrossLink = {
  title: 'Memory on the other side of a link',
  narration: `
    An accelerator with memory of its own, joined to the processor by a coherent link: both can read and write it like
    any memory. Its driver wants struct pages for it, so that the kernel can refer to its pages, but nobody else may
    allocate them.

    That is what the zone *Device* is for.
  `,
  notes:
    'The accelerator is modelled: no recording has one. What the kernel does with its range is what it does with any ZONE_DEVICE range.',
};

export const seenNotFree = {
  title: 'Seen, but not free',
  narration: `
    The memory has struct pages and a place in the direct map. Yet \`lsmem\` does not list it, there is no memory block,
    and the zone has no free pages: it is not the kernel’s to give.
  `,
  question: {
    ask: 'The link reports an error that needs the device to be reset. What has to happen first?',
    choices: {
      nothing: 'Nothing, memory behind a link survives a reset',
      everyTrace: 'Every trace of the memory has to leave the kernel',
      restart: 'The machine has to be started again',
    },
    answer: `
      During the reset the addresses answer to nobody. As long as page tables point there, any stray access, even one of
      the processor guessing ahead, may bring the machine down.
    `,
  },
};

export const fault = {
  title: 'A fault of high priority',
  narration: `
    The driver pulls the memory out: it waits until nobody holds a page, then \`memunmap_pages\` takes down struct pages and
    page tables. Nothing was migrated, nothing was asked: device memory belongs to its driver.
  `,
};

export const initialised = {
  title: 'Initialised anew',
  narration: `
    The device is reset and trains its link again. Meanwhile the firmware has given its window to somebody else: it will
    have to live at other addresses.
  `,
};

export const back = {
  title: 'Back, at 24 GiB',
  narration: `
    The same memory, other page frames. Everything is built anew there: sections, struct pages, page tables. At the old
    address nothing is left that could be mistaken for memory.

    That was the thread’s point: a range may come back *elsewhere*, and then what stayed behind is lost for ever.
  `,
};

/** What is checked of the machine, and what is found instead. */
export const says = {
  firstPageKnown: 'its first page has a struct page',
  notOnline: 'its pages are not online',
  firstPageForgotten: 'its first page has no struct page any more',
  nothingYet: 'at 24 GiB there is nothing yet',
  newPageKnown: 'the first page at 24 GiB has a struct page',
  nothingLeft: 'at 1 TiB nothing is left',
};
