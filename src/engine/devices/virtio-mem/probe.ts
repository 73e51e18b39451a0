/** How a device comes to its driver: at boot as the snapshot shows it, or plugged while the machine runs (virtio_mem_probe). */
import type { Board } from '../dimm/board.ts';
import { isIdentifier, NOT_AN_IDENTIFIER, parseInteger, parseOptions, parseSize } from '../dimm/options.ts';
import { assignAddress } from '../dimm/placement.ts';
import type { DeviceHost } from '../host.ts';
import type { DeviceBoot } from '../types.ts';
import { openRegion } from './board.ts';
import { nodeOf } from './state.ts';
import type { Cells, DeviceConfig, DeviceState, DriverConfig, Vm } from './state.ts';
import { configChanged, RETRY_MIN_MS } from './work.ts';

/** The most memory that may wait to be onlined before no more is added (VIRTIO_MEM_DEFAULT_OFFLINE_THRESHOLD). */
const OFFLINE_THRESHOLD = 2 ** 30;
const DEFAULT_BLOCK = 2 ** 21;

/** What `info memory-devices` said of a device, and what the driver made of it. */
export function readDevice(host: DeviceHost, boot: DeviceBoot, text: string): DeviceState | undefined {
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
    blockSize: number('block-size') || DEFAULT_BLOCK,
    bus: busOf(boot.argv, id),
  };
  const start = config.addr.toString(16).padStart(8, '0');
  const name = new RegExp(`^ *${start}-[0-9a-f]+ : (virtio\\d+)$`, 'm').exec(boot.iomem)?.[1];
  const driver = name === undefined ? undefined : bind(host, config, name);
  const plugged = number('size');
  return {
    ...stateOf(config, driver),
    requested: number('requested-size'),
    wanted: number('requested-size'),
    plugged,
    usable: plugged,
  };
}

function busOf(argv: readonly string[], id: string): string | undefined {
  for (const [i, word] of argv.entries()) {
    if (!/^--?device$/.test(argv[i - 1] ?? '')) continue;
    const { values } = parseOptions(word, 'driver');
    if (values.get('driver') === 'virtio-mem-pci' && (values.get('id') ?? '') === id) return values.get('bus');
  }
  return undefined;
}

function stateOf(config: DeviceConfig, driver: DriverConfig | undefined): DeviceState {
  return {
    config,
    driver,
    requested: 0,
    plugged: 0,
    usable: 0,
    wanted: 0,
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

/** What the driver settles on (virtio_mem_init_hotplug). */
function bind(host: DeviceHost, config: DeviceConfig, name: string): DriverConfig {
  const { k, blocks } = host;
  const parameters = new Map(parametersOf(k.config.cmdline));
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
    group: blocks.registerDynamicGroup(nodeOf(host, config), unit / k.sizes.pageBytes),
    offlineThreshold: Math.max(OFFLINE_THRESHOLD, 2 * blocks.blockBytes, sbm ? 0 : 2 * unit),
    unplugOnline: !isOff(parameters.get('unplug_online')),
  };
}

const isOn = (value: string | undefined): boolean => value !== undefined && /^(|1|[yY]|on)$/.test(value);
const isOff = (value: string | undefined): boolean => value !== undefined && /^(0|[nN]|off)$/.test(value);
/** The driver's parameters on the kernel's command line. */
function* parametersOf(line: string): Generator<[string, string]> {
  for (const m of line.matchAll(/(?:^|\s)virtio_mem\.(\w+)(?:=(\S*))?/g)) yield [m[1] ?? '', m[2] ?? ''];
}

/** The driver has found its device: it says what it is, and looks what is requested of it (virtio_mem_init, virtio_mem_probe). */
export function probed(vm: Vm): void {
  const { k, blocks } = vm.host;
  const { config, driver, requested } = vm.is;
  if (driver === undefined) return;
  const hex = (n: number): string => `0x${n.toString(16)}`;
  const say = (what: string, value: string): void => k.printk(`virtio_mem ${driver.name}: ${what}: ${value}`);
  say('start address', hex(config.addr));
  say('region size', hex(config.size));
  say('device block size', hex(config.blockSize));
  if (k.config.config['CONFIG_NUMA'] === 'y') say('nid', `${nodeOf(vm.host, config)}`);
  say('memory block size', hex(blocks.blockBytes));
  say(driver.mode === 'sbm' ? 'subblock size' : 'big block size', hex(driver.piece));
  openRegion(vm, requested);
  configChanged(vm);
}

/** Whether a machine could get such a device while it runs: room for memory, and a bus that takes more. */
export const canTakeOne = (boot: DeviceBoot): boolean =>
  boot.argv.some((word) => /(^|,)maxmem=/.test(word)) &&
  (boot.argv.some((word) => /^(pcie-root-port|ioh3420|pci-bridge)\b/.test(word)) ||
    boot.argv.some(
      (word, i) => /^--?(machine|M)$/.test(boot.argv[i - 1] ?? '') && /^(type=)?pc(-i440fx|,|$)/.test(word),
    ));

/** Whether devices can be put on a bus while the machine runs; undefined: the board's own. */
export const pluggable = (board: Board, bus: string | undefined): boolean =>
  bus === undefined ? board.machine === 'pc' : board.ports?.includes(bus) === true || bus === 'pci.0';

const OPTIONS = new Set([
  'driver',
  'id',
  'bus',
  'addr',
  'memdev',
  'node',
  'memaddr',
  'requested-size',
  'block-size',
  'prealloc',
  'unplugged-inaccessible',
]);

/** device_add virtio-mem-pci: what the monitor prints (hw/virtio/virtio-mem.c: virtio_mem_device_realize); the driver finds the device at once. */
export function plug(
  host: DeviceHost,
  cells: Cells,
  values: ReadonlyMap<string, string>,
  last: () => Vm | undefined,
): string {
  const { backends, dimms, resources, k } = host;
  const refuse = (error: string): string => `Error: ${error}\n`;
  const hex = (n: number): string => `0x${n.toString(16)}`;
  const id = values.get('id') ?? '';
  if (id !== '' && !isIdentifier(id)) return refuse(NOT_AN_IDENTIFIER);
  if (id !== '' && (dimms.get(id) !== undefined || dimms.others().some((d) => d.id === id)))
    return refuse(`Duplicate device ID '${id}'`);
  for (const [name, value] of values) {
    if (!OPTIONS.has(name)) return refuse(`Property 'virtio-mem-pci.${name}' not found`);
    if ((name === 'node' || name === 'memaddr') && parseInteger(value) === undefined)
      return refuse(`Parameter '${name}' expects integer`);
    if ((name === 'requested-size' || name === 'block-size') && parseSize(value) === undefined)
      return refuse(`Parameter '${name}' expects size`);
    if (name === 'memdev' && backends.get(value) === undefined) return refuse(`Device '${value}' not found`);
  }
  const backend = backends.get(values.get('memdev') ?? '');
  const node = Number(values.get('node') ?? 0);
  const blockSize = parseSize(values.get('block-size') ?? '') ?? DEFAULT_BLOCK;
  const requested = parseSize(values.get('requested-size') ?? '') ?? 0;
  if (!Number.isInteger(Math.log2(blockSize))) return refuse("'block-size' property has to be a power of two");
  if (backend === undefined) return refuse("'memdev' property must be set");
  if (backend.inUseBy !== undefined) return refuse(`can't use already busy memdev: ${backend.id}`);
  const wanted = parseInteger(values.get('memaddr') ?? '0') ?? 0n;
  const placed = [
    ...dimms.list.value.map((d) => ({ id: d.named ? d.id : undefined, slot: d.slot, addr: d.addr, size: d.size })),
    ...dimms.others(),
  ];
  const align = Math.max(backend.align, blockSize);
  const at = assignAddress(dimms.board, placed, backend.size, align, wanted === 0n ? undefined : wanted);
  if ('error' in at) return refuse(at.error);
  const nodes = Math.max(1, dimms.board.numaNodes);
  // the words run together in QEMU too
  if (node >= nodes)
    return refuse(`'node' property has value '${node}', which exceedsthe number of numa nodes: ${nodes}`);
  if (requested % blockSize !== 0)
    return refuse(`'requested-size' property has to be multiples of 'block-size' (${hex(blockSize)})`);
  backends.setMapped(backend.id, id === '' ? 'virtio-mem' : id);
  const config: DeviceConfig = {
    id,
    memdev: `/objects/${backend.id}`,
    addr: at.addr,
    size: backend.size,
    nid: node,
    blockSize,
    bus: values.get('bus'),
  };
  const name = `virtio${cells.next.value}`;
  cells.next.update((n) => n + 1);
  const taken =
    k.config.config['CONFIG_VIRTIO_MEM'] === 'y' &&
    resources.request(config.addr, config.addr + config.size - 1, name, false) === undefined;
  cells.devices.update((l) => [
    ...l,
    { ...stateOf(config, taken ? bind(host, config, name) : undefined), requested, wanted: requested },
  ]);
  const vm = last();
  if (vm !== undefined) probed(vm);
  return '';
}
