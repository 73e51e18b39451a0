/** What the story “The tables that stayed behind” says. */

export const september2019 = {
  title: 'September 2019',
  narration: `
    arm64 is learning to take memory out again. One question remains open: what about the *vmemmap*, the window that
    shows all struct pages? When a DIMM goes, its part shows nothing useful. May it simply stay?

    It would be less code. Let us run a kernel that does so.
  `,
};

export const dimmComes = {
  title: 'A DIMM comes',
  narration: `
    1 GiB at 128 GiB. On arm64 the direct map is made of single pages here: 512 tables of 512 entries. The struct pages
    take eight leaves of 2 MiB in the vmemmap, under a new table.
  `,
};

export const looksAlive = {
  title: 'It goes, and something looks alive',
  narration: `
    The DIMM is taken out. The direct map is cleared, but the vmemmap was left alone: whoever asks for the struct page of
    memory that is gone *finds one*.

    And the 16 MiB behind it are still taken, for nobody.
  `,
  question: {
    ask: 'So unmap the vmemmap as well. Are its page tables, now empty, freed too?',
    choices: {
      yes: 'Yes, an empty table is of no use',
      notAlways: 'Not always: somebody else may be walking through them',
    },
    answer: `
      On arm64 the vmemmap and *vmalloc* lie side by side and share a table high up. vmalloc walks without a lock. Were
      a table freed under its feet, it would write into memory that belongs to somebody else.
    `,
  },
};

export const keepShared = {
  title: 'The early patches: keep what is shared',
  narration: `
    The next proposal: unmap everything, but free no table of the vmemmap where it shares one with vmalloc. Safe, and
    simple.

    We start that kernel and play the same again. The struct pages go. The table that held them stays: empty, and never
    to be found again. An *orphan*.
  `,
};

export const edges = {
  title: 'Today: look at the edges',
  narration: `
    Linux today frees a table if the *whole* span it covers lies inside the vmemmap: within a floor and a ceiling. Such a
    table nobody else can be walking. Only at the edge one may stay.

    The same DIMM once more, and nothing is left.
  `,
};

export const hundredTimes = {
  title: 'A hundred times',
  narration: `
    One page now and then: is that worth a thread of mails? Move a DIMM to a new address a hundred times, and see what
    each of the three leaves.

    The table under *Page tables* counts it, by really doing it on a copy of this machine.
  `,
};

/** What is checked of the machine, and what is found instead. */
export const says = {
  noStructPagesYet: 'no struct pages for 128 GiB yet',
  noEmptyTable: 'no table is empty',
  shown: 'the vmemmap shows its struct pages',
  stillShown: 'the vmemmap still shows its struct pages',
  noLongerShown: 'the vmemmap no longer shows its struct pages',
  orphanStayed: 'at least one empty table stayed behind',
  noOrphanStayed: 'no empty table stayed behind',
  leavingCosts: 'leaving the vmemmap costs more with every move',
  freeingLeavesNothing: 'freeing all leaves nothing after ten removals',
  thereAre: (count: number): string => `there are ${count}`,
  bytes: (bytes: number | undefined): string => `${bytes ?? '?'} bytes`,
};
