/** What the rules of what a kernel was built with say. */

export const KCF = {
  'KCF-1':
    'A symbol that is turned off takes along whoever selects it and whoever needs it; what is y by default comes back with what it needs, what asks for an answer does not.',
  'KCF-2':
    'SPARSEMEM cannot be off on x86_64 and arm64, which have no other memory model; SPARSEMEM_VMEMMAP cannot be off on arm64, nor on x86_64 together with X86_5LEVEL.',
  'KCF-3':
    'Without MEMORY_HOTPLUG there is no /sys/devices/system/memory, no link from a node to its blocks and no module parameter; lsmem and chmem fail, and a DIMM that the platform plugs stays unseen.',
  'KCF-4':
    'Without SPARSEMEM_VMEMMAP every section has an array of struct pages of its own: one block of memory, or single pages where no block is free; device memory and memmap_on_memory need the virtual one.',
  'KCF-5': 'Without ZONE_DEVICE the zones, and every list of lowmem protection, are one shorter.',
};
