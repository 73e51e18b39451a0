/** The machines that come with the page, by the name of their file in public/machines. */

/** What each is called. */
export const titles = {
  'x86_64-dimm-lifecycle': 'Two nodes, x86_64',
  'x86_64-dimm-one-node': 'One node, x86_64',
  'x86_64-dimm-new-node': 'An empty node, x86_64',
  'x86_64-big-block': '66 GiB, 2 GiB blocks, x86_64',
  'arm64-dimm-lifecycle': 'Two nodes, arm64',
  'riscv64-kmem': 'Two nodes, riscv64',
  'x86_64-softreserved-cxl-node': 'Soft-reserved node, x86_64',
  'x86_64-pmem-devdax': 'An NVDIMM, x86_64',
  'x86_64-virtio-mem': 'virtio-mem, x86_64',
  'riscv64-pmem-unaligned': 'Unaligned pmem, riscv64',
};

/** One line about each, for the picker. */
export const lines: Readonly<Record<keyof typeof titles, string>> = {
  'x86_64-dimm-lifecycle': 'Two nodes of 2 GiB, eight DIMM slots, room for 32 GiB.',
  'x86_64-dimm-one-node': 'A small machine without NUMA: 2 GiB and four DIMM slots.',
  'x86_64-dimm-new-node': 'Two nodes with memory and a third that waits for its first DIMM.',
  'x86_64-big-block': 'Large enough that the kernel groups sections into 2 GiB memory blocks.',
  'arm64-dimm-lifecycle': 'The virt machine with UEFI and ACPI; flash counts as memory block 0.',
  'riscv64-kmem': 'A device tree machine; its persistent memory can become System RAM.',
  'x86_64-softreserved-cxl-node':
    '2 GiB that the firmware marked special, on a node of its own as a CXL expander would be: dax, kmem, System RAM.',
  'x86_64-pmem-devdax': '1.3 GiB of persistent memory with a label area, to be carved into namespaces.',
  'x86_64-virtio-mem': 'A device of 2 GiB that grows and shrinks by blocks of 2 MiB.',
  'riscv64-pmem-unaligned':
    'Persistent memory that ends inside a section: what memory blocks lose and subsections do not.',
};
