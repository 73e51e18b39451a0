/** A virtio-mem device as qom-get and qom-set see it. */
import { parseInteger, parseSize } from '../dimm/options.ts';
import type { QomObject } from '../types.ts';
import { setRequestedSize } from './board.ts';
import type { Vm } from './state.ts';
import { configChanged } from './work.ts';

const SIZE_HINT =
  'Optional suffix k, M, G, T, P or E means kilo-, mega-, giga-, tera-, peta-\nand exabytes, respectively.';

/** The device for qom-get and qom-set. The proxy on the PCI bus passes everything on to the device behind it, which has no id. */
export function qomObject(vm: Vm): QomObject {
  const { config, requested, plugged } = vm.is;
  const properties: Readonly<Record<string, string>> = {
    'requested-size': `${requested}`,
    size: `${plugged}`,
    'block-size': `${config.blockSize}`,
    memaddr: `${config.addr}`,
    node: `${config.nid}`,
    memdev: `"${config.memdev}"`,
    type: '"virtio-mem-pci"',
  };
  return {
    type: 'virtio-mem-pci',
    get: (name) => (Object.hasOwn(properties, name) ? properties[name] : undefined),
    set: (name, text) => {
      switch (name) {
        case 'requested-size': {
          const size = parseSize(text);
          if (size === undefined)
            return `Parameter 'requested-size' expects a non-negative number below 2^64\n${SIZE_HINT}`;
          const refusal = setRequestedSize(vm, size);
          // the guest is told even when nothing has changed
          if (refusal === undefined && vm.is.driver !== undefined) configChanged(vm);
          return refusal;
        }
        case 'size':
          return "Property 'virtio-mem.size' is not writable";
        case 'block-size':
          return "'block-size' cannot be changed";
        case 'memdev':
          return "Attempt to set link property 'memdev' on device '(null)' (type 'virtio-mem') after it was realized";
        case 'memaddr':
        case 'node':
          return parseInteger(text) === undefined
            ? `Parameter '${name}' expects integer`
            : `Attempt to set property '${name}' on anonymous device (type 'virtio-mem') after it was realized`;
        default:
          return `Property 'virtio-mem-pci.${name}' not found`;
      }
    },
  };
}
