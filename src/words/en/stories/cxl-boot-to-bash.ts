/** What the story “CXL memory, from boot to bash” says. */

/** Which part of the thread. */
export const thread = 'section 3: memory (block) hotplug';

export const firmware = {
  title: 'The firmware has a word for it',
  narration: `
    At boot the firmware hands Linux a list of all memory. For the 2 GiB on this expander it adds: *special purpose*.
    Linux takes the hint and leaves them alone, as \`Soft Reserved\`: neither used nor forgotten.

    They belong to a node of their own, node 1, which has no processor.
  `,
};

export const twoDrivers = {
  title: 'Two drivers pass it on',
  narration: `
    The driver *hmem* finds the range and makes a *dax* device of it: memory that a program could map as a file. Then
    *kmem* takes that device and adds its memory to the kernel, as if a DIMM had been plugged in.

    Sixteen memory blocks, all *offline*. That is where many a server stops, and its owner wonders.
  `,
  question: {
    ask: 'Who decides that the blocks stay offline, or which zone they go to?',
    choices: {
      device: 'The CXL device',
      firmware: 'The firmware',
      policy: 'Whoever set the policy: Kconfig, a boot parameter, a file, or a rule in user space',
    },
    answer: `
      In four places at least: \`CONFIG_MHP_DEFAULT_ONLINE_TYPE_*\`, \`memhp_default_state=\`, the file
      \`auto_online_blocks\`, and rules of udev or of daxctl. Here nobody said anything, so: offline.
    `,
  },
};

export const onlineToMovable = {
  title: 'Online, to Movable',
  narration: `
    \`daxctl online-memory\` brings all blocks online, to *Movable* unless told otherwise. Node 1 has memory now.

    The kernel also notices that this memory is slower, and puts it into a lower *tier*: pages that are rarely used may be
    demoted to it.
  `,
};

export const structPagesElsewhere = {
  title: 'Its struct pages lie elsewhere',
  narration: `
    32 MiB of struct pages describe the expander. They were taken from node 0: node 1 has only Movable memory, which the
    kernel may not use for itself.

    Cheap for 2 GiB. For 256 GiB it would be 4 GiB of the fast memory: see *Who pays for struct pages*.
  `,
};

export const backToDevice = {
  title: 'Back to a device',
  narration: `
    A program wants the memory for itself. \`daxctl\` takes the blocks offline, which works because Movable holds only
    what can move, and turns the device back into one that can be mapped.
  `,
};

export const neverSpecial = {
  title: 'Or never special at all',
  narration: `
    On this machine a boot parameter, \`memmap=\`, speaks the firmware’s word. We start without it, as \`efi=nosoftreserve\`
    would do on real firmware: the expander is ordinary memory in *Normal* from the first second. Simple, and never to
    be taken out again.
  `,
};

/** What is checked of the machine, and what is found instead. */
export const says = {
  node0Pays: 'node 0 pays 8,192 pages for it',
  payer: (node: number, forWhat: string, pages: number): string => `node ${node} ${forWhat}: ${pages}`,
};
