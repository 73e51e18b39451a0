/** What the rules of CXL expanders say. */

export const CXL = {
  'CXL-1':
    'Every window of host addresses that the firmware tells of is a NUMA node of its own, numbered behind those of SRAT, and empty until a region in it becomes memory.',
  'CXL-2':
    'A region deals its range out to its expanders in turn, a granule each. In a window that interleaves over host bridges the granule is the window’s, and position i of a region has to be behind bridge i.',
  'CXL-3':
    'A region is a multiple of 256 MiB for each of its expanders; its addresses are the first gap of the window that is large enough, its share of each expander follows what other regions have.',
  'CXL-4':
    'A region of volatile memory becomes a dynamic dax device for kmem with memmap_on_memory, unless the firmware made its range System RAM already.',
  'CXL-5':
    'A region of persistent memory becomes a region of the nvdimm bus under the same number, with labels on its expanders and a cookie of their serial numbers; its target node is the window’s.',
  'CXL-6':
    'Each window keeps the number of its next region reserved; the number of a region that goes is used first when it is lower.',
  'CXL-7':
    'Before a range decodes anew the CPUs’ caches of it have to go, and a guest cannot do that: its regions fail to commit with ENXIO, unless the kernel was built for tests (CXL_REGION_INVALIDATION_TEST) or does not see that it is a guest.',
  'CXL-8':
    'The driver wants interrupts for an expander’s event logs and leaves it alone without: QEMU 7.2’s expanders have none, so that Linux 6.12 finds the windows and no memory.',
  'CXL-9':
    'An expander can be plugged into a root port or a port of a switch while the machine runs: the guest powers the slot on and has a memdev with the lowest free number. Up to QEMU 7.2 the guest hears nothing of it.',
  'CXL-10':
    'When a region’s driver goes, its dax devices go, too; memory that is online stays until the next boot, and with it the addresses. cxl takes it offline first, and gives up where it cannot, unless forced.',
  'CXL-11':
    'A poisoned line of one expander is one granule in a region’s row: the page of the host address is lost, its neighbours on the other expanders are not.',
};
