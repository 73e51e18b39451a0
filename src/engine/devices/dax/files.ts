/** /sys/bus/dax: attributes of devices, and the files through which drivers get and lose them. */
import type { DeviceDir, DeviceFile, DeviceNode } from '../types.ts';
import type { DaxBus } from './bus.ts';
import type { DaxDevice, DaxDriver } from './types.ts';

const ROOT = '/sys/bus/dax';
const DRIVER_FILES = ['bind', 'new_id', 'remove_id', 'unbind'] as const;
const ATTRIBUTES = ['align', 'memmap_on_memory', 'resource', 'size', 'target_node'] as const;

const dir = (kind: 'file' | 'dir', names: readonly string[]): DeviceDir => ({
  kind: 'dir',
  list: () => names.map((name) => ({ name, kind })),
});

/** What the bus has at a path. */
export function daxNode(bus: DaxBus, path: string): DeviceNode | undefined {
  if (!path.startsWith(`${ROOT}/`) && path !== ROOT) return undefined;
  const [folder, name, file, ...rest] = path.slice(ROOT.length + 1).split('/');
  if (folder === '') return dir('dir', ['devices', 'drivers']);
  if (folder === 'drivers') {
    if (name === undefined) return dir('dir', bus.drivers);
    const driver = bus.drivers.find((d) => d === name);
    if (driver === undefined || rest.length > 0) return undefined;
    return file === undefined ? dir('file', DRIVER_FILES) : driverFile(bus, driver, file);
  }
  if (folder !== 'devices') return undefined;
  if (name === undefined)
    return dir(
      'dir',
      bus.devices.value.map((d) => d.name),
    );
  const dev = bus.get(name);
  if (dev === undefined) return undefined;
  if (file === undefined) return dir('file', dev.driver === undefined ? ATTRIBUTES : [...ATTRIBUTES, 'driver']);
  // the driver's link leads to the driver's files
  if (file === 'driver' && dev.driver !== undefined && rest[0] !== undefined)
    return driverFile(bus, dev.driver, rest[0]);
  return rest.length > 0 ? undefined : attribute(bus, dev, file);
}

/** The files a recording holds. */
export const daxPaths = (bus: DaxBus): string[] =>
  bus.devices.value.flatMap((d) =>
    [...ATTRIBUTES, ...(d.driver === undefined ? [] : ['driver'])].map((name) => `${ROOT}/devices/${d.name}/${name}`),
  );

function attribute(bus: DaxBus, dev: DaxDevice, name: string): DeviceFile | undefined {
  const text = (value: number | string): DeviceFile => ({ kind: 'file', read: () => `${value}\n` });
  switch (name) {
    case 'align':
      return text(dev.align);
    case 'driver':
      return dev.driver === undefined ? undefined : text(dev.driver);
    case 'memmap_on_memory':
      return { ...text(dev.memmapOnMemory ? 1 : 0), write: (value) => bus.setMemmapOnMemory(dev.name, value) };
    case 'resource':
      return text(`0x${dev.start.toString(16)}`);
    case 'size':
      return text(dev.size);
    case 'target_node':
      return text(dev.targetNode);
    default:
      return undefined;
  }
}

function driverFile(bus: DaxBus, driver: DaxDriver, name: string): DeviceFile | undefined {
  const store = (write: NonNullable<DeviceFile['write']>): DeviceFile => ({
    kind: 'file',
    read: () => ({ errno: 'EACCES' }),
    write,
  });
  switch (name) {
    case 'bind':
      return store((value) => bus.bind(driver, value.trim()));
    case 'unbind':
      return store((value) => bus.unbind(driver, value.trim()));
    case 'new_id':
      return store((value) => bus.newId(driver, value));
    case 'remove_id':
      return store((value) => bus.removeId(driver, value));
    default:
      return undefined;
  }
}
