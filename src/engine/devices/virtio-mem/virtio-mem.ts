/** virtio-mem: memory that the host gives and takes in blocks of the device (hw/virtio/virtio-mem.c, drivers/virtio/virtio_mem.c). */
import { nodeId } from '../../units.ts';
import { parseSize } from '../dimm/options.ts';
import type { DeviceHost, DeviceModule } from '../host.ts';
import type { AttachedDevice, DeviceBoot } from '../types.ts';
import { describe } from './board.ts';
import { monitorCommands } from './monitor.ts';
import { onMemory, onOnlinePage } from './notifier.ts';
import { Cells, Vm } from './state.ts';
import type { DeviceConfig, DeviceState, DriverConfig } from './state.ts';
import { restorePlugged } from './start.ts';
import { viewOf } from './view.ts';
import { RETRY_MIN_MS, runWork, timerExpired } from './work.ts';

const KIND = 'virtio-mem';
/** The most memory that may wait to be onlined before no more is added (VIRTIO_MEM_DEFAULT_OFFLINE_THRESHOLD). */
const OFFLINE_THRESHOLD = 2 ** 30;

export const virtioMem: DeviceModule = {
  name: KIND,
  wanted: (boot) => boot.memoryDevices.some((d) => d.text.startsWith(`Memory device [${KIND}]`)),
  attach,
};

function attach(host: DeviceHost): AttachedDevice {
  const cells = new Cells(host.k.store);
  const all: Vm[] = [];
  const vms = (): readonly Vm[] => {
    for (let i = all.length; i < cells.devices.value.length; i++) all.push(new Vm(host, cells, i, runWork));
    return all;
  };
  const driven = (): Vm[] => vms().filter((vm) => vm.is.driver !== undefined);
  host.chain.register(KIND, 0, (action, range) => {
    for (const vm of driven()) {
      const errno = onMemory(vm, action, range);
      if (errno !== undefined) return errno;
    }
    return undefined;
  });
  host.pages.onlinePageCallback = (chunk) => {
    const list = driven();
    if (list.length > 0) return onOnlinePage(list, chunk);
    host.k.trace.leaf('generic_online_page', chunk.start);
    return [];
  };
  return {
    name: KIND,
    boot: (boot) => {
      cells.devices.value = boot.memoryDevices.flatMap((d) => readDevice(host, boot, d.text) ?? []);
      for (const vm of driven()) restorePlugged(vm);
      return { owned: () => false };
    },
    memoryKinds: [KIND],
    memoryDevices: () => vms().map(describe),
    nameOf: (addr) => vms().find(({ is: { config: c } }) => c.addr <= addr && addr < c.addr + c.size)?.is.config.id,
    monitor: monitorCommands(vms),
    view: {
      from: () => [cells.devices.value],
      read: () => ({ virtioMem: vms().map(viewOf) }),
    },
    beginLine: () => {
      for (const vm of driven())
        if (vm.is.armedAt !== undefined && vm.is.armedAt !== host.pages.version) timerExpired(vm);
    },
  };
}

/** What `info memory-devices` said of a device, and what the driver made of it. */
function readDevice(host: DeviceHost, boot: DeviceBoot, text: string): DeviceState | undefined {
  const id = /^Memory device \[virtio-mem\]: "(.*)"$/m.exec(text)?.[1];
  if (id === undefined) return undefined;
  const field = (name: string): string => new RegExp(`^ *${name}: (.*)$`, 'm').exec(text)?.[1] ?? '';
  const number = (name: string): number => Number(field(name)) || 0;
  const config: DeviceConfig = {
    id,
    memdev: field('memdev'),
    addr: number('memaddr'),
    size: number('max-size'),
    nid: number('node'),
    blockSize: number('block-size') || 2 ** 21,
  };
  const driver = probe(host, boot, config);
  const plugged = number('size');
  return {
    config,
    driver,
    requested: number('requested-size'),
    plugged,
    usable: plugged,
    wanted: number('requested-size'),
    lastUsableId: -1,
    nextId: driver?.firstId ?? 0,
    counts: Array.from({ length: 8 }, () => 0),
    offlineSize: 0,
    haveUnplugged: false,
    broken: false,
    configChanged: false,
    queued: false,
    retryMs: RETRY_MIN_MS,
    armedAt: undefined,
  };
}

/** What the driver settles on (virtio_mem_init_hotplug); undefined: none is bound, its resource is not there. */
function probe(host: DeviceHost, boot: DeviceBoot, config: DeviceConfig): DriverConfig | undefined {
  const { k, blocks } = host;
  const start = config.addr.toString(16).padStart(8, '0');
  const name = new RegExp(`^ *${start}-[0-9a-f]+ : (virtio\\d+)$`, 'm').exec(boot.iomem)?.[1];
  if (name === undefined) return undefined;
  const parameters = new Map(parametersOf(boot.argv));
  const subblock = Math.max(config.blockSize, k.sizes.pagesPerPageblock * k.sizes.pageBytes);
  const sbm = subblock < blocks.blockBytes && !isOn(parameters.get('force_bbm'));
  const least = Math.max(config.blockSize, blocks.blockBytes);
  const wanted = parseSize(parameters.get('bbm_block_size') ?? '') ?? 0;
  const unit = sbm ? blocks.blockBytes : wanted >= least && Number.isInteger(Math.log2(wanted)) ? wanted : least;
  return {
    name,
    mode: sbm ? 'sbm' : 'bbm',
    unit,
    piece: sbm ? subblock : unit,
    firstId: Math.ceil(config.addr / unit),
    group: blocks.registerDynamicGroup(nodeId(config.nid), unit / k.sizes.pageBytes),
    offlineThreshold: Math.max(OFFLINE_THRESHOLD, 2 * blocks.blockBytes, sbm ? 0 : 2 * unit),
    unplugOnline: !isOff(parameters.get('unplug_online')),
  };
}

const isOn = (value: string | undefined): boolean => value !== undefined && /^(|1|[yY]|on)$/.test(value);
const isOff = (value: string | undefined): boolean => value !== undefined && /^(0|[nN]|off)$/.test(value);
/** The driver's parameters on the kernel's command line. */
function* parametersOf(argv: readonly string[]): Generator<[string, string]> {
  const line = argv[argv.lastIndexOf('-append') + 1] ?? '';
  for (const m of line.matchAll(/(?:^|\s)virtio_mem\.(\w+)(?:=(\S*))?/g)) yield [m[1] ?? '', m[2] ?? ''];
}
