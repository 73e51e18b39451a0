/** What the rules of memmap_on_memory say. */

export const MOM = {
  'MOM-1':
    'The memmap lies on the block itself only where its pages are whole pages, pageblocks and PMDs, and something of the block is left.',
  'MOM-2': 'Onlining charges the memmap pages to the zone first; whatever fails after that takes them back.',
  'MOM-3': 'Every block has an altmap of its own; removal takes block after block.',
  'MOM-4':
    'Every page frame has a struct page, whether its memory is used, online or not: what describes a block lies in kernel memory elsewhere, or, with memmap_on_memory, in the first pages of the block.',
  'MOM-5':
    'force rounds the memmap up to whole pageblocks and gives up the pages between; the kernel says once how many. Where nothing of the block would be left, or the struct pages do not fill a PMD, force does nothing either.',
  'MOM-6':
    'Struct pages are taken as blocks of a PMD, else page by page, from the kernel zones of all nodes, nearest first, down to their min mark and what is kept from higher requests; nothing is killed for them. When they run out the add fails with ENOMEM.',
};
