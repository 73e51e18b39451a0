/** What the story “A DIMM changes its node” says. */

/** Which part of the thread. */
export const thread = 'scenario D';

export const wrongSide = {
  title: 'Memory on the wrong side',
  narration: `
    A server with two *nodes*: two processors, each with its own memory. Reaching the other node’s memory takes about
    twice as long.

    The 1 GiB DIMM belongs to node 0. The work runs on node 1.
  `,
};

export const structPagesNearNode0 = {
  title: 'Even its struct pages are near node 0',
  narration: `
    The 16 MiB of struct pages that describe the DIMM were taken from node 0 too: the kernel allocates them on the node
    of the memory they describe, so that looking a page up is a near access.
  `,
  question: {
    ask: 'Can Linux simply declare that the DIMM is near node 1?',
    choices: {
      yes: 'Yes, the node is only a number in each block',
      no: 'No: the memory has to leave and arrive again',
    },
    answer: `
      The node is in every struct page, in the zones, in the lists by which memory is handed out, and in where the
      struct pages themselves lie. Nothing of that is made to change under a running system.
    `,
  },
};

export const out = {
  title: 'Out',
  narration: `
    So the DIMM is taken out. Its blocks go offline; the zone *Movable* of node 0 is empty and loses its span; struct
    pages and page tables are taken down.
  `,
};

export const inAgain = {
  title: 'In again, on the other side',
  narration: `
    The same DIMM, the same addresses, another node. On the map the strip beside the row has changed its colour.

    The linear map is built as before: it knows no nodes. The struct pages come from node 1 this time.
  `,
};

export const near = {
  title: 'Near memory',
  narration: `
    Online again, the memory serves node 1 first. A program that asks for memory there gets it from this DIMM, one hop
    closer than before.
  `,
};

/** What is checked of the machine, and what is found instead. */
export const says = {
  structPagesOnNode0: 'the struct pages of section 48 lie on node 0',
  structPagesOnNode1: 'the struct pages of section 48 lie on node 1',
};
