/** What the list of stories says. */

export const chapters = {
  basics: 'The basics',
  physical: 'Physical machines',
  virtual: 'Virtual machines',
  model: 'Memory model',
  zones: 'Zones and blocks',
  tables: 'Page tables',
  devices: 'Devices',
};

export const memoryMap = {
  title: 'A tour of the memory map',
  summary: 'Page, pageblock, subsection, section, block, zone, node: seven sizes of the same thing.',
};

export const blockLife = {
  title: 'A block’s life',
  summary: 'One memory block from absent to offline to online, in use, and gone again.',
};

export const dimmReplaced = {
  title: 'A DIMM replaced in its slot',
  summary: 'A failing DIMM leaves a running server, and a new one takes its place and its addresses.',
};

export const dimmMoved = {
  title: 'A DIMM moved out of a bad slot',
  summary: 'The slot will never work again: why nothing may stay behind at its addresses.',
};

export const capacityReduced = {
  title: 'Capacity reduced',
  summary: 'One of two DIMMs should go: the kernel decides which one can.',
};

export const nodeChanged = {
  title: 'A DIMM changes its node',
  summary: 'Memory moves to the processor that works with it: out, and in again.',
};

export const onlineFile = {
  title: 'online_movable, to the wrong file',
  summary: 'A line from a mailing list, and the zone that it really chooses.',
};

export const whyNotOffline = {
  title: 'Why this block will not go offline',
  summary: 'Kernel pages, references, boot memory, poison, a veto: every refusal and what would end it.',
};

export const whoPays = {
  title: 'Who pays for struct pages',
  summary: '4 GiB for the kernel, 256 GiB to come: why the second half does not fit, and what makes it fit.',
};

export const tablesBuilt = {
  title: 'Page tables built and torn down',
  summary: 'Four DIMMs at four addresses: one entry, one table, a table for struct pages, an entry at the top.',
};

export const virtioMemBreathes = {
  title: 'virtio-mem breathes',
  summary: 'A guest grows and shrinks by 2 MiB at a time; what is held stays a little longer.',
};

export const cxlBootToBash = {
  title: 'CXL memory, from boot to bash',
  summary: 'A word of the firmware, two drivers, a policy: how an expander becomes memory.',
};

export const cxlInterleave = {
  title: 'One region over two expanders',
  summary: 'Pages that take turns between two devices: what is won, and what one bad device costs.',
};

export const pmemOwnMemmap = {
  title: 'Persistent memory with its map on itself',
  summary: 'Struct pages on the device they describe, and why they must be unmapped before it leaves.',
};

export const backingDimmFails = {
  title: 'The DIMM behind a guest fails',
  summary: 'An error on the host becomes an error in the guest: who lets go first, and what comes back where.',
};

export const bindingChanged = {
  title: 'A guest follows its memory',
  summary: 'The host moves a guest to its other node: out and in again, so that near stays near.',
};

export const tablesStay = {
  title: 'The tables that stayed behind',
  summary: 'arm64 learns to take memory out: leave the vmemmap, keep its tables, or free all.',
};

export const riscvPgd = {
  title: 'PGD entries, prepared in advance',
  summary: 'Every process has a copy of the top table: why riscv64 makes its entries at boot.',
};

export const twoInOneSection = {
  title: 'Two mappings in one section',
  summary: 'A bitmap of 2 MiB steps lets two owners share a section; what Linux 5.2 did instead.',
};

export const deviceComesBack = {
  title: 'Device memory comes back elsewhere',
  summary: 'An accelerator fails, is initialised anew, and its memory returns at other addresses.',
};

export const entitlementReduced = {
  title: 'The host wants its memory back',
  summary: 'A host takes back a gigabyte from its guest: both machines side by side, and who lets go first.',
};
