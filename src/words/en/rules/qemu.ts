/** What the rules of the board say. */

export const QMU = {
  'QMU-1':
    'QEMU looks at a new DIMM in this order: id, properties, ACPI, slot, backend, address, whether the backend is busy, node; the first thing wrong is its answer.',
  'QMU-2': 'A DIMM without slot= takes the lowest free slot of the whole board; slots have no node.',
  'QMU-3':
    'A DIMM without addr= takes the lowest gap of device memory that fits and that its backend can be aligned to; the sum of all may not be above maxmem − m.',
  'QMU-4':
    'device_del only asks the guest: the DIMM, its slot and its backend are free when the guest ejects it, and a second request before that is answered at once.',
  'QMU-5':
    'A backend is checked property by property in the order of its type; size may not be 0, an id is taken once, and a backend that a device or a node maps cannot be deleted.',
  'QMU-6':
    'Of a plugged DIMM every property can be read and almost none set: those of its place are fixed when it is realized.',
  'QMU-7': 'PCI devices cannot come to a running q35 or virt machine: their root bus takes none; with i440fx it does.',
  'QMU-8':
    'Every answer of the guest about a slot (_OST) becomes an event ACPI_DEVICE_OST, every ejected DIMM an event DEVICE_DELETED; a DIMM without an id is named by its path.',
  'QMU-9':
    "On a PC with a processor of AMD's, all RAM above 4 GiB, and with it device memory, moves above 1 TiB as soon as device memory and the 64-bit PCI window would reach 0xfd00000000.",
  'QMU-10': 'A virtio-pmem device takes addresses of the device memory as a DIMM does, and no slot.',
};
