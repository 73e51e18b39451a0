/** Device models a monitor line may name. */

/** The DIMM as `device_add help` and `device_add pc-dimm,help` describe it. */
export const DIMM_MODEL = {
  name: 'pc-dimm',
  listing: 'name "pc-dimm", desc "DIMM memory module"',
  options:
    'pc-dimm options:\n  addr=<uint64>          -  (default: 0)\n  memdev=<link<memory-backend>>\n' +
    '  node=<uint32>          -  (default: 0)\n  size=<uint64>\n  slot=<int32>           -  (default: -1)\n',
} as const;

/** Memory devices that QEMU has: a line that names one is understood, not taken for a misspelling. */
export const OTHER_MODELS: ReadonlySet<string> = new Set([
  'nvdimm',
  'virtio-mem',
  'virtio-mem-pci',
  'virtio-mem-device',
  'virtio-pmem',
  'virtio-pmem-pci',
  'cxl-type3',
  'virtio-balloon-pci',
]);
