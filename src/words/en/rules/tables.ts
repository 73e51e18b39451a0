/** What the rules of page tables say. */

export const MAP = {
  'MAP-1':
    'The direct map of added memory uses the largest leaves that alignment and the CPU allow; removal splits what it must.',
  'MAP-2': 'Struct pages are mapped with PMD leaves, base pages where no such block is free.',
  'MAP-3':
    'x86 gives back empty PTE and PMD tables, PUD tables only with five levels, and P4D tables never: the copies of the top table in processes are not taken back.',
  'MAP-4':
    'arm64 gives back an empty table only where its whole span lies in the region, because vmalloc walks a shared one without the hotplug lock.',
  'MAP-5':
    'riscv64 gives back every empty table but those that an entry of the top table points to; a PMD leaf of the vmemmap goes whole, whoever else lies in it.',
  'MAP-6':
    'riscv64 fills the top table at boot for direct map and vmemmap: processes copy it when they begin, and nothing tells them of later entries.',
  'MAP-7': 'x86 writes a new entry of the top table into the table of every process.',
  'MAP-8':
    'Protecting single pages of the direct map splits large leaves on x86 and riscv64, for ever; arm64 does it only where all is mapped by pages. An entry that is not present keeps its table when the memory goes (not on arm64).',
  'MAP-9':
    'A patch that was never merged: memory leaves and its vmemmap stays mapped, to be found again when the range comes back (atlas.memhp_teardown=leave).',
  'MAP-10':
    'A patch that was never merged: the vmemmap is unmapped, and its empty tables stay where vmalloc and vmemmap share an entry of the top table (atlas.memhp_teardown=keep-shared).',
  'MAP-11': 'x86 marks the unused bytes of a PMD leaf of the vmemmap with 0xFD and gives it back when all of them are.',
};
