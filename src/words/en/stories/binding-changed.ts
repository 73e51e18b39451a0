/** What the story “A guest follows its memory” says. */

/** Which part of the thread. */
export const thread = 'virtual scenario 3';

export const nearOnBoth = {
  title: 'Near on both sides',
  narration: `
    Host and guest have two nodes each, and the guest’s nodes are bound to the host’s: node 0 on node 0, node 1 on node 1.
    What is near for the guest is near in truth.

    The guest’s 1 GiB DIMM, on its node 0, lies on the host’s node 0.
  `,
};

export const hostNeedsNode = {
  title: 'The host needs its node 0',
  narration: `
    Another job comes to the host’s node 0, and the guest shall move to node 1. The host could just copy the pages over;
    the guest would not see it happen.

    But then it would go on believing that this memory is near to its node 0, and place its programs accordingly. Wrong
    for ever.
  `,
  question: {
    ask: 'How does a guest learn that memory it has is now near to another of its nodes?',
    choices: {
      distances: 'The host changes the table of distances',
      outAndIn: 'The memory leaves the guest and comes back on the other node',
      measured: 'Linux measures it',
    },
    answer: `
      The node of a page is written into its struct page when the memory is added, and it decides about zones and fallback
      lists. There is no way to change it but out and in.
    `,
  },
};

export const out = {
  title: 'Out of the guest, out of the host’s node 0',
  narration: `
    First the guest: its DIMM goes, block by block. Then the host gets the gigabyte of its node 0 back.
  `,
};

export const inAgain = {
  title: 'In again, on node 1 of both',
  narration: `
    The host takes the memory from its node 1 this time, and presents it to the guest as a DIMM of *its* node 1. The
    guest’s addresses are the old ones; only the node is another, and with it where its struct pages lie.
  `,
};

export const inStepAgain = {
  title: 'In step again',
  narration: `
    Online, and what is near for the guest is near in truth once more. The host’s node 0 is free for its other job.
  `,
};

/** What is checked of the machine, and what is found instead. */
export const says = {
  structPagesOnNode1: 'the struct pages of section 48 lie on node 1',
};
