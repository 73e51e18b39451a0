/** What the story “Persistent memory with its map on itself” says. */

/** Which part of the thread. */
export const thread = 'vmemmap and altmap';

export const remembers = {
  title: 'Memory that remembers',
  narration: `
    An *NVDIMM*: memory that keeps its content without power. Linux does not use it as ordinary memory. It appears as a
    *region* of 1,298 MiB, from which one cuts *namespaces*: pieces of a size and a use of one’s own.

    No page of it has a struct page yet. On the map it is an outline.
  `,
};

export const paidByMachine = {
  title: 'Struct pages, paid by the machine',
  narration: `
    A program wants to map 1,280 MiB of it directly, which takes struct pages. \`-M mem\`: they come from the machine’s own
    memory, 20 MiB of it.

    Persistent memory can be ten times as large as the memory beside it. Then this is out of the question.
  `,
  question: {
    ask: 'With -M dev the struct pages lie on the NVDIMM itself. What does that change?',
    choices: {
      smaller: 'The namespace gets smaller',
      survive: 'The struct pages survive a reboot',
      online: 'The pages can go online',
    },
    answer: `
      The first part of the namespace is set aside for the struct pages of the rest. They are written anew at every
      start; only their place is on the device.
    `,
  },
};

export const paidByDevice = {
  title: 'Struct pages on the device',
  narration: `
    \`-M dev\`: the beginning of the namespace, amber, now holds the struct pages of all of it. That part is called an
    *altmap*: an alternative to asking the page allocator.

    20 MiB less to store, and nobody else pays.
  `,
};

export const mapGoesFirst = {
  title: 'To let it go, the map must go first',
  narration: `
    The namespace is switched off. \`memunmap_pages\` clears the entries of the vmemmap that show the struct pages, and
    counts every page of the altmap as given back.

    Had the vmemmap been left in place, it would now point *into a device that is gone*. This is where the thread’s
    question, whether it may stay, got its answer.
  `,
};

export const becomesMemory = {
  title: 'Or it becomes memory',
  narration: `
    Switched on again, the device can also be *lent to the kernel*: \`daxctl\` turns it into System RAM, nine blocks of
    Movable memory.

    1,258 MiB went in, 1,152 came out: blocks are whole and aligned, and what sticks out at both ends is lost to it.
  `,
};

/** What is checked of the machine, and what is found instead. */
export const says = {
  noSection: 'its first section is not present',
  notOnline: 'its pages have struct pages, and are not online',
  structPagesOnDevice: 'the struct pages of section 50 lie on the device',
};
