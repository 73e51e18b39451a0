/** What the story “PGD entries, prepared in advance” says. */

export const threeLevels = {
  title: 'Three levels',
  narration: `
    A riscv64 machine with page tables of three levels, *Sv39*: PGD, PMD, PTE. One entry of the top table, the *PGD*, maps
    1 GiB. So the first DIMM of another gigabyte needs another top entry.

    The machine is modelled, not recorded, and says so.
  `,
};

export const copies = {
  title: 'Every process has a copy',
  narration: `
    When a process is born it gets a PGD of its own: the kernel’s half is *copied*. From then on the two live apart. If the
    kernel’s own PGD gets a new entry later, who tells the copies?

    x86 goes through all processes and tells them. riscv64 does not. We start a kernel in which nothing was prepared, to
    see why that is no mistake.
  `,
};

export const newTopEntry = {
  title: 'A DIMM, and a new top entry',
  narration: `
    1 GiB arrives at 4 GiB. The kernel maps it, and its PGD gets an entry. The *shell*, born before, has a copy without it.
    An *editor*, born after, has it.
  `,
  question: {
    ask: 'A system call on behalf of the shell touches a page of the new DIMM. What happens?',
    choices: {
      ownTable: 'The processor looks into the kernel’s own table',
      dies: 'A page fault inside the kernel: the shell dies',
      copied: 'The kernel copies the entry and goes on',
    },
    answer: `
      In a system call the processor still walks the *process’s* tables. Where the copy has no entry there is no way to the
      memory, and the kernel itself faults.
    `,
  },
};

export const oneDies = {
  title: 'One reads, one dies',
  narration: `
    The same address, on behalf of two processes. The editor reads it. For the shell the kernel faults, at an address
    that is perfectly good.

    A bug that would depend on which of two was born first.
  `,
};

export const prepared = {
  title: 'Prepared in advance',
  narration: `
    So riscv64 makes every top entry at boot that hotplug could ever need: for the direct map, the vmemmap and KASAN. The
    tables below are empty, but they are *there*, and in every copy.

    The same DIMM, a shell born before it: nothing to miss, since nothing new appears at the top.
  `,
};

export const cost = {
  title: 'What it costs',
  narration: `
    One page for each entry: with Sv39, 136 pages for direct map and vmemmap, half a megabyte. And they are never given
    back, DIMM or no DIMM.

    Half a megabyte, for never having to ask who was born when.
  `,
};

/** What is checked of the machine, and what is found instead. */
export const says = {
  nothingMapped: 'nothing is mapped at 4 GiB',
  preparedAtBoot: 'top entries are prepared at boot',
  nobodyTells: 'nobody tells the copies of new entries',
  shellHasAll: 'the shell has all there is',
  shellLacksEntry: 'the shell’s copy lacks an entry',
  editorHasIt: 'the editor’s copy has it',
  shellHasEvery: 'the shell’s copy has every entry',
  pagesReady: 'some hundred pages lie ready',
  theyAre: (how: string): string => `they are ${how}`,
  thereIsNo: (name: string): string => `there is no ${name}`,
  bytes: (bytes: number): string => `${bytes} bytes`,
};
