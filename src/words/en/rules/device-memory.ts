/** What the rules of persistent memory and device pages, of accelerators, of kmem, of virtio-mem say. */

export const PMM = {
  'PMM-1':
    'A namespace with its memmap on the device: info block in the first 8 KiB, then struct pages of 64 bytes for every page, the data at the next multiple of the alignment.',
  'PMM-2': 'The data of a namespace ends at a multiple of its alignment; what is behind is cut off.',
  'PMM-3':
    'Unmapping gives an altmap back every page it handed out: the struct pages lie in the range that leaves, a vmemmap that stayed would map memory that is gone.',
  'PMM-4': 'Struct pages of compound device pages share the memory of their tails where there is no altmap.',
  'PMM-5':
    'Sector mode: behind 4 KiB, arenas of 16 MiB to 512 GiB, each with two info blocks, a log, a map of 4 bytes a sector and 256 spare sectors. It has no struct pages.',
  'PMM-6':
    'A virtio-pmem flushes by asking the host, and QEMU asks the file behind it: anonymous memory has none. Every write that must last then answers EIO, so that no info block can be written; what was written lies there all the same, and the next driver that looks takes it up.',
  'PMM-7':
    'A namespace that got space stays the seed of its region until a driver has taken it: while it fails, no other namespace can be made.',
  'PMM-8': 'Labels say where namespaces lie, not what they are called: a region that comes up numbers them by address.',
};

export const ACC = {
  'ACC-1': 'A driver takes its device pages away only when nobody holds one any more: it waits without limit.',
  'ACC-2':
    'Coherent device memory has struct pages in ZONE_DEVICE of its node and no memory block; it may come back at another physical range, and nothing is left at the first one.',
  'ACC-3':
    'Its pages are neither present nor managed: only the spans of ZONE_DEVICE and of the node grow, by whole subsections.',
  'ACC-4':
    'The struct pages come from RAM of a node with memory: the device’s own when it has some, else the nearest. An accelerator without an altmap costs DRAM.',
  'ACC-5':
    'A range that something busy has, or that overlaps a live mapping, is refused and nothing changes: EBUSY from the resource tree, ENOMEM from the mapping.',
  'ACC-6':
    'After an error the device has to be initialised before its memory is mapped again; what was in it is lost, what CPUs held of it had to be given back first.',
};

export const KMM = {
  'KMM-1':
    'kmem adds the whole memory blocks inside a dax device; what is left of a block at either end stays unused, and a device without a whole block is refused with EINVAL.',
  'KMM-2':
    'Taking kmem away from a device with a block online succeeds and leaves the memory there until the next boot.',
  'KMM-3':
    'The space of a dynamic dax region (soft-reserved memory, CXL) is dealt out to devices while they live: from the lowest gap on, in pieces when none is large enough. Device 0 stays for ever, and while a driver has a device its size and alignment stay, too.',
  'KMM-4':
    'A region of persistent memory is static: its one device is as large as its namespace, and neither create nor delete nor size can be written.',
  'KMM-5':
    'A device whose page map was made and whose range was not free keeps the map: device_dax refuses it from then on with EINVAL, whatever becomes of the range.',
};

export const VMM = {
  'VMM-1':
    'virtio-mem plugs subblocks of the device inside memory blocks, or big blocks where its own are not smaller.',
  'VMM-2': 'No more than 1 GiB waits offline: then virtio-mem stops and goes on when half of it went online.',
  'VMM-3':
    'What is in use cannot be unplugged: it is tried five times in Movable, once elsewhere, and all again when the retry timer runs out.',
};
