/** /sys/bus/dax: attributes of devices, and the files through which drivers get and lose them. */
import type { DeviceDir, DeviceFile, DeviceNode } from '../types.ts';
import type { Status } from '../../kernel/errno.ts';
import type { Proc } from '../../kernel/scheduler.ts';
import type { DaxBus } from './bus.ts';
import { availableIn, createDevice, deleteDevice, setAlign, setSize } from './regions.ts';
import { sizeOfDax } from './types.ts';
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
  if (path.startsWith('/sys/devices/')) return regionNode(bus, path);
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

const text = (value: number | string): DeviceFile => ({ kind: 'file', read: () => `${value}\n` });
function* done(status: Status): Proc<Status> {
  return status;
}

/** The folder of a region's own files, beside its devices (drivers/dax/bus.c: dax_region_attributes). */
function regionNode(bus: DaxBus, path: string): DeviceNode | undefined {
  const m = /^\/sys\/devices(\/.*)\/dax_region(?:\/(\w+))?$/.exec(path);
  const dev = bus.devices.value.find((d) => d.region.path === m?.[1]);
  if (m === null || dev === undefined) return undefined;
  const { region } = dev;
  const files: Readonly<Record<string, DeviceFile>> = {
    align: text(region.align),
    id: text(region.id),
    size: text(region.size),
    ...(region.dynamic && {
      available_size: text(availableIn(bus, region)),
      create: {
        ...text(bus.devices.value.findLast((d) => d.region.id === region.id)?.name ?? ''),
        write: (value) => createDevice(bus, region.id, value),
      },
      delete: {
        kind: 'file',
        read: () => ({ errno: 'EACCES' }),
        write: (value) => done(deleteDevice(bus, region.id, value)),
      },
      seed: text(bus.seeds.value.get(region.id) ?? ''),
    }),
  };
  return m[2] === undefined ? dir('file', Object.keys(files)) : Object.hasOwn(files, m[2]) ? files[m[2]] : undefined;
}

function attribute(bus: DaxBus, dev: DaxDevice, name: string): DeviceFile | undefined {
  // the files of a static region's devices are not for writing
  const change = (set: (value: string) => Status): Partial<DeviceFile> =>
    dev.region.dynamic ? { write: (value) => done(set(value)) } : {};
  switch (name) {
    case 'align':
      return { ...text(dev.align), ...change((value) => setAlign(bus, dev.name, value)) };
    case 'driver':
      return dev.driver === undefined ? undefined : text(dev.driver);
    case 'memmap_on_memory':
      return { ...text(dev.memmapOnMemory ? 1 : 0), write: (value) => bus.setMemmapOnMemory(dev.name, value) };
    case 'resource':
      return text(`0x${dev.start.toString(16)}`);
    case 'size':
      return { ...text(sizeOfDax(dev)), ...change((value) => setSize(bus, dev.name, value)) };
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
