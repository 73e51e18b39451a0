/** qom-set and qom-get as far as virtio-mem devices go (qom/qom-hmp-cmds.c). */
import { parseSize } from '../dimm/options.ts';
import type { DeviceMonitorCommand } from '../types.ts';
import { PROPERTIES, setRequestedSize } from './board.ts';
import type { Vm } from './state.ts';
import { configChanged } from './work.ts';

const missing = (command: string): string =>
  `${command}: string expected\nTry "help ${command}" for more information\n`;
const SIZE_HINT =
  'Optional suffix k, M, G, T, P or E means kilo-, mega-, giga-, tera-, peta-\nand exabytes, respectively.\n';

/** The device a path names: its id, or where QEMU keeps it. */
function find(vms: readonly Vm[], path: string): Vm | undefined {
  return vms.find(
    ({ is: { config } }) =>
      path === config.id || path === `peripheral/${config.id}` || path === `/machine/peripheral/${config.id}`,
  );
}

/** The commands over a machine's devices. */
export function monitorCommands(vms: () => readonly Vm[]): DeviceMonitorCommand[] {
  return [
    {
      name: 'qom-get',
      argument: 'rest',
      parameters: 'path property',
      help: 'print QOM property',
      run: (argument) => qomGet(vms(), argument),
    },
    {
      name: 'qom-set',
      argument: 'rest',
      parameters: '[-j] path property value',
      help: 'set QOM property.\n\t\t\t -j: the value is specified in json format.',
      run: (argument) => qomSet(vms(), argument),
    },
  ];
}

function qomGet(vms: readonly Vm[], argument: string): string {
  const [path, property, ...more] = argument.trim().split(/\s+/);
  if (path === undefined || path === '' || property === undefined) return missing('qom-get');
  if (more.length > 0)
    return 'qom-get: extraneous characters at the end of line\nTry "help qom-get" for more information\n';
  const vm = find(vms, path);
  if (vm === undefined) return notFound(path);
  const read = Object.hasOwn(PROPERTIES, property) ? PROPERTIES[property] : undefined;
  return read === undefined ? noProperty(property) : `${read(vm)}\n`;
}

function qomSet(vms: readonly Vm[], argument: string): string {
  const m = /^\s*(?:-j\s+)?(\S+)\s+(\S+)\s+(\S.*?)\s*$/.exec(argument);
  const [path, property, value] = [m?.[1], m?.[2], m?.[3]];
  if (path === undefined || property === undefined || value === undefined) return missing('qom-set');
  const vm = find(vms, path);
  if (vm === undefined) return notFound(path);
  if (!Object.hasOwn(PROPERTIES, property)) return noProperty(property);
  if (property !== 'requested-size')
    return property === 'size' || property === 'type'
      ? 'Error: Insufficient permission to perform this operation\n'
      : `Error: Attempt to set property '${property}' on device '${vm.is.config.id}' (type 'virtio-mem') after it was realized\n`;
  const size = parseSize(value);
  if (size === undefined)
    return `Error: Parameter 'requested-size' expects a non-negative number below 2^64\n${SIZE_HINT}`;
  const refusal = setRequestedSize(vm, size);
  if (refusal !== undefined) return `Error: ${refusal}\n`;
  // told even when nothing has changed
  if (vm.is.driver !== undefined) configChanged(vm);
  return '';
}

const notFound = (path: string): string => `Error: Device '${path}' not found\n`;
const noProperty = (name: string): string => `Error: Property 'virtio-mem-pci.${name}' not found\n`;
