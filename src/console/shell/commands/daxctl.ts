/** daxctl: lists dax devices and moves them between device_dax and kmem (ndctl 76 and 81). */
import type { DaxBus } from '../../../engine/devices/dax/bus.ts';
import type { DaxDevice, DaxDriver } from '../../../engine/devices/dax/types.ts';
import type { CommandContext, DeviceCommand } from '../../../engine/devices/types.ts';
import { ERRNO_TEXT } from '../../../engine/kernel/errno.ts';
import { kernfsOrder } from '../../../engine/files/kernfs-order.ts';
import type { Errno } from '../../../engine/kernel/errno.ts';
import type { Proc } from '../../../engine/kernel/scheduler.ts';
import { blocksOf, isMovable, offlineMemory, onlineCount, onlineMemory } from './daxctl-memory.ts';
import { parseTool, sizeOf, toJson } from './json.ts';
import type { Json, ToolArguments, ToolOption } from './json.ts';

/** Numbers of the errors that become an exit status: 256 − number. */
export const STATUS: Partial<Record<Errno, number>> = {
  ENXIO: 250,
  ENODEV: 237,
  EBUSY: 240,
  EINVAL: 234,
  EOPNOTSUPP: 161,
  ENOSPC: 228,
  EIO: 251,
  ENOMEM: 244,
  EINTR: 252,
  EAGAIN: 245,
};
export const statusOf = (errno: Errno): number => STATUS[errno] ?? 255;

const LIST: readonly ToolOption[] = [
  { name: 'regions', short: 'R' },
  { name: 'devices', short: 'D' },
  { name: 'mappings', short: 'M' },
  { name: 'idle', short: 'i' },
  { name: 'human', short: 'u' },
  { name: 'region', short: 'r', value: true },
  { name: 'dev', short: 'd', value: true },
];
const DEVICE: readonly ToolOption[] = [
  { name: 'region', short: 'r', value: true },
  { name: 'human', short: 'u' },
  { name: 'verbose', short: 'v' },
  { name: 'mode', short: 'm', value: true },
  { name: 'no-online', short: 'N' },
  { name: 'no-movable', short: 'M' },
  { name: 'movable' },
  { name: 'force', short: 'f' },
];

/** A device as JSON. */
function deviceJson(context: CommandContext, dev: DaxDevice, human: boolean): Json {
  const ram = dev.driver === 'kmem';
  const blocks = ram ? blocksOf(context, dev) : [];
  return {
    chardev: dev.name,
    size: sizeOf(dev.size, human),
    target_node: dev.targetNode,
    align: dev.align,
    mode: ram ? 'system-ram' : 'devdax',
    online_memblocks: ram ? onlineCount(context, blocks) : undefined,
    total_memblocks: ram ? blocks.length : undefined,
    movable: ram ? isMovable(context, blocks) : undefined,
    state: dev.driver === undefined ? 'disabled' : undefined,
  };
}

/** Devices in libdaxctl's order: each that a directory lists goes to the head (add_dax_region: list_add). */
function devicesOf(bus: DaxBus): DaxDevice[] {
  const order = kernfsOrder(bus.devices.value.map((d) => d.name)).toReversed();
  return bus.devices.value.toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

function* list(context: CommandContext, bus: DaxBus, { values, operands }: ToolArguments): Proc<number> {
  const human = values.has('human');
  const only = values.get('dev') ?? operands[0];
  const devices = devicesOf(bus)
    .filter((d) => only === undefined || only === 'all' || d.name === only)
    // a device without a driver is shown as disabled; idle are those without a size (daxctl/list.c)
    .filter((d) => !values.has('region') || String(d.region.id) === values.get('region'));
  const regions = values.has('regions');
  const json = !regions
    ? devices.map((d) => deviceJson(context, d, human))
    : devices.map((d): Json => ({
        path: d.region.path,
        id: d.region.id,
        size: sizeOf(d.region.size, human),
        align: d.region.align,
        devices: values.has('devices') ? [deviceJson(context, d, human)] : undefined,
      }));
  const [first] = json;
  if (first !== undefined) yield* context.print(`${toJson(human && json.length === 1 ? first : json)}\n`);
  return 0;
}

/** Unbinds a device from whatever driver has it. */
function* disable(context: CommandContext, dev: DaxDevice): Proc<Errno | undefined> {
  if (dev.driver === undefined) return undefined;
  return yield* context.machine.files.write(`/sys/bus/dax/drivers/${dev.driver}/unbind`, dev.name);
}

/** Gives a device to a driver: its new_id, then bind when that was not enough. */
function* enable(context: CommandContext, bus: DaxBus, name: string, driver: DaxDriver): Proc<Errno | undefined> {
  const dir = `/sys/bus/dax/drivers/${driver}`;
  yield* context.machine.files.write(`${dir}/new_id`, name);
  if (bus.get(name)?.driver === driver) return undefined;
  const errno = yield* context.machine.files.write(`${dir}/bind`, name);
  if (bus.get(name)?.driver === driver) return undefined;
  yield* context.streams.err.write(`libdaxctl: daxctl_dev_enable: ${name}: failed to enable\n`);
  return errno ?? 'ENXIO';
}

function* toSystemRam(
  context: CommandContext,
  bus: DaxBus,
  dev: DaxDevice,
  args: ToolArguments,
): Proc<Errno | undefined> {
  const noOnline = args.values.has('no-online');
  const noMovable = args.values.has('no-movable');
  const policy = context.machine.files.read('/sys/devices/system/memory/auto_online_blocks');
  const auto = 'text' in policy && policy.text.trim() !== 'offline';
  if ((noOnline || !noMovable) && auto && !args.values.has('force')) {
    yield* context.streams.err.write(`${dev.name}: error: kernel policy will auto-online memory, aborting\n`);
    return 'EBUSY';
  }
  if (dev.driver === 'kmem') yield* context.streams.err.write(`${dev.name} was already in system-ram mode\n`);
  else {
    const errno = (yield* disable(context, dev)) ?? (yield* enable(context, bus, dev.name, 'kmem'));
    if (errno !== undefined) return errno;
  }
  if (noOnline) return undefined;
  const rc = yield* onlineMemory(context, bus.get(dev.name) ?? dev, !noMovable);
  return typeof rc === 'string' ? rc : undefined;
}

function* toDevdax(context: CommandContext, bus: DaxBus, dev: DaxDevice, args: ToolArguments): Proc<Errno | undefined> {
  if (dev.driver === 'device_dax') {
    yield* context.streams.err.write(`${dev.name} was already in devdax mode\n`);
    return undefined;
  }
  if (dev.driver === 'kmem') {
    if (args.values.has('force')) {
      const rc = yield* offlineMemory(context, dev);
      if (typeof rc === 'string') {
        yield* context.streams.err.write(`${dev.name}: unable to offline memory: ${ERRNO_TEXT[rc]}\n`);
        return rc;
      }
    }
    const on = onlineCount(context, blocksOf(context, dev));
    if (on > 0) {
      if (args.values.has('verbose'))
        yield* context.streams.err.write(
          `${dev.name}: found ${on} memory sections online\n${dev.name}: refusing to change modes\n`,
        );
      return 'EBUSY';
    }
    const errno = yield* disable(context, dev);
    if (errno !== undefined) return errno;
  }
  return yield* enable(context, bus, dev.name, 'device_dax');
}

/** What a subcommand does with one device; 1: there was nothing to do. */
type Action = (context: CommandContext, bus: DaxBus, dev: DaxDevice, args: ToolArguments) => Proc<Errno | 0 | 1>;

function* reconfigure(context: CommandContext, bus: DaxBus, dev: DaxDevice, args: ToolArguments): Proc<Errno | 0 | 1> {
  const mode = args.values.get('mode');
  if (mode !== 'system-ram' && mode !== 'devdax') {
    yield* context.streams.err.write(`${dev.name}: unknown mode requested: 0\n`);
    return 'EINVAL';
  }
  const ram = mode === 'system-ram';
  return (yield* ram ? toSystemRam(context, bus, dev, args) : toDevdax(context, bus, dev, args)) ?? 0;
}
function* blocksAction(context: CommandContext, dev: DaxDevice, move: Proc<Errno | 0 | 1>): Proc<Errno | 0 | 1> {
  if (dev.driver === 'kmem') return yield* move;
  yield* context.streams.err.write(`${dev.name}: memory operations are not applicable in devdax mode\n`);
  return 'ENXIO';
}
function* disableDevice(context: CommandContext, dev: DaxDevice): Proc<Errno | 0 | 1> {
  if (dev.driver === 'kmem') {
    yield* context.streams.err.write(`${dev.name}: status operations are only applicable in devdax mode\n`);
    return 'ENXIO';
  }
  return (yield* disable(context, dev)) ?? 0;
}
function* enableDevice(context: CommandContext, bus: DaxBus, dev: DaxDevice): Proc<Errno | 0 | 1> {
  if (dev.driver !== undefined) return 1;
  return (yield* enable(context, bus, dev.name, 'device_dax')) ?? 0;
}

const ACTIONS: Readonly<Record<string, { readonly error: string; readonly done: string; readonly run: Action }>> = {
  'reconfigure-device': { error: 'reconfiguring devices', done: 'reconfigured ', run: reconfigure },
  'online-memory': {
    error: 'onlining memory',
    done: 'onlined memory for ',
    run: (c, _bus, dev, args) => blocksAction(c, dev, onlineMemory(c, dev, !args.values.has('no-movable'))),
  },
  'offline-memory': {
    error: 'offlining memory',
    done: 'offlined memory for ',
    run: (c, _bus, dev) => blocksAction(c, dev, offlineMemory(c, dev)),
  },
  'disable-device': { error: 'disabling device', done: 'disabled ', run: (c, _bus, dev) => disableDevice(c, dev) },
  'enable-device': { error: 'enabling device', done: 'enabled ', run: (c, bus, dev) => enableDevice(c, bus, dev) },
};

function* onDevices(context: CommandContext, bus: DaxBus, name: string, args: ToolArguments): Proc<number> {
  const action = ACTIONS[name];
  const wanted = args.operands[0];
  const mode = args.values.get('mode');
  if (action === undefined) return 1;
  if (wanted === undefined) {
    yield* context.streams.err.write(
      `specify a device to reconfigure, or "all"\n\n usage: daxctl ${name} <device> [<options>]\n`,
    );
    return 1;
  }
  if (name === 'reconfigure-device' && mode === undefined) {
    yield* context.streams.err.write("error: a 'align', 'mode' or 'size' option is required\n");
    return 234;
  }
  const devices = devicesOf(bus).filter((d) => wanted === 'all' || d.name === wanted);
  let rc: Errno | 0 | 1 = 'ENXIO';
  let processed = 0;
  let shown: Json[] = [];
  for (const dev of devices) {
    rc = yield* action.run(context, bus, dev, args);
    if (typeof rc === 'string') break;
    if (rc === 0) processed++;
    const now = bus.get(dev.name);
    // the array is made anew for each device: the last one stays (do_reconfig)
    if (name === 'reconfigure-device' && now !== undefined)
      shown = [deviceJson(context, now, args.values.has('human'))];
  }
  if (typeof rc === 'string') yield* context.streams.err.write(`error ${action.error}: ${ERRNO_TEXT[rc]}\n`);
  yield* context.streams.err.write(`${action.done}${processed} device${processed === 1 ? '' : 's'}\n`);
  const [first] = shown;
  if (first !== undefined)
    yield* context.print(`${toJson(args.values.has('human') && shown.length === 1 ? first : shown)}\n`);
  return typeof rc === 'string' ? statusOf(rc) : rc;
}

/** The command on a machine's dax bus. */
export const daxctl = (bus: DaxBus): DeviceCommand => ({
  name: 'daxctl',
  usage: 'daxctl list [-RDiu] | reconfigure-device -m MODE [-N] [-M] [-f] DEV | online-memory DEV | offline-memory DEV',
  help: 'show dax devices; make them system-ram or devdax',
  *run(context, [name = '', ...rest]) {
    if (name === '--version' || name === 'version') {
      yield* context.print(`${VERSION}\n`);
      return 0;
    }
    if (name !== 'list' && !Object.hasOwn(ACTIONS, name)) {
      yield* context.streams.err.write(
        `Unknown command: '${name}'\n\n See 'daxctl help COMMAND' for more information on a specific command.\n`,
      );
      return 1;
    }
    const args = parseTool(rest, name === 'list' ? LIST : DEVICE);
    if (typeof args === 'string') {
      yield* context.streams.err.write(` Error: ${args}\n\n usage: daxctl ${name} [<options>]\n`);
      return 129;
    }
    return yield* name === 'list' ? list(context, bus, args) : onDevices(context, bus, name, args);
  },
});

const VERSION = '76';
