/** What the rules of memory that devices bring say. */

export const DEV = {
  'DEV-1':
    'kmem turns the whole memory blocks of a dax device into System RAM of its own name; what does not fill a block is left out.',
  'DEV-2':
    'Persistent memory is mapped as device pages in steps of 2 MiB, from the place on that its info block names; parts of a boot section use the memmap that is there.',
  'DEV-3':
    'virtio-mem adds whole memory blocks and plugs them piece by piece; what is not plugged is offline to the page allocator, and unplugging takes pages that can move.',
  'DEV-4': 'In big block mode virtio-mem adds and removes whole blocks of the device and nothing smaller.',
  'DEV-5':
    'Memory of drivers keeps its own name in iomem, is not told to the next kernel, and joins its neighbours only where the driver asks for it.',
  'DEV-6':
    'A subblock that was kept back when its block came online is fresh memory once it is plugged: it is used last. One that was taken from the allocator before is used first.',
  'DEV-7':
    'The seed of a region, of which the next namespace becomes, has the lowest number that no namespace of the region has.',
};
