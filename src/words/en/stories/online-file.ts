/** What the story “online_movable, to the wrong file” says. */

/** Which part of the thread. */
export const thread = 'section 3: memory (block) hotplug';

export const twoFiles = {
  title: 'Two files, one switch',
  narration: `
    A DIMM has arrived, offline. Each of its blocks has two files that can bring it online: \`state\`, which every
    memory block has, and \`online\`, which every device has that can be switched on and off.

    A mail shows this line: \`echo online_movable > …/memory48/online\`. What does it do?
  `,
  question: {
    ask: 'echo online_movable > /sys/devices/system/memory/memory48/online',
    choices: {
      movable: 'The block goes online to Movable',
      error: 'An error: the file takes 0 or 1',
      policy: 'The block goes online, to whatever zone the policy chooses',
    },
    answer: `
      \`online\` reads a yes or no. The kernel’s reader of such words looks at the first letters only: *on* means yes,
      whatever follows. The rest of \`online_movable\` is never read.
    `,
  },
};

export const whichZone = {
  title: 'It goes online. Where?',
  narration: `
    The write succeeds, without a word. The block is online, but look at its colour: *Normal*. From now on the kernel
    may put its own data on it, and taking it out again may be impossible.
  `,
};

export const whatMeansYes = {
  title: 'What else means yes',
  narration: `
    Anything that starts like a yes will do: \`y\`, \`1\`, \`on\`, and \`only_if_the_moon_is_full\`. A word that starts
    like neither is refused with EINVAL.
  `,
};

export const rightFile = {
  title: 'The right file',
  narration: `
    \`state\` knows four words: \`offline\`, \`online\`, \`online_kernel\` and \`online_movable\`. Here the last one does what
    it says: the block joins *Movable*, which only takes what can be moved away again.
  `,
};

export const putRight = {
  title: 'Put right',
  narration: `
    Block 48 holds nothing yet, so it can still change sides: offline, then \`online_movable\`, this time to \`state\`.

    On a busy machine this would be the moment at which it turns out that the kernel has moved in. Look twice at the
    file name.
  `,
};

/** What is checked of the machine, and what is found instead. */
export const says = {
  nothingKeepsIt: 'nothing would keep it from leaving',
};
