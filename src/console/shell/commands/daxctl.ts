/** daxctl: lists dax devices and moves them between device_dax and kmem (ndctl 76 and 81). */
import type { DaxBus } from '../../../engine/devices/dax/bus.ts';
import { availableIn } from '../../../engine/devices/dax/regions.ts';
import { rangesOf, sizeOfDax } from '../../../engine/devices/dax/types.ts';
import type { DaxDevice, DaxDriver } from '../../../engine/devices/dax/types.ts';
import type { CommandContext, DeviceCommand } from '../../../engine/devices/types.ts';
import { ERRNO_TEXT } from '../../../engine/kernel/errno.ts';
import { kernfsOrder } from '../../../engine/files/kernfs-order.ts';
import type { Errno } from '../../../engine/kernel/errno.ts';
import type { Proc } from '../../../engine/kernel/scheduler.ts';
import { blocksOf, isMovable, offlineMemory, onlineCount, onlineMemory } from './daxctl-memory.ts';
import { parseSize, sizeOf, toJson } from './json.ts';
import type { Json, ToolArguments } from './json.ts';
import { DAXCTL } from './ndctl-usage.ts';
import { readTool, unknownCommand, usageText } from './usage.ts';
import type { ToolCommand } from './usage.ts';

/** Which daxctl a guest has. */
export type ToolVersion = 76 | 81;

/** What page offsets are counted in. */
const PAGE = 4096;

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

/** A device as JSON. */
function deviceJson(context: CommandContext, dev: DaxDevice, human: boolean, mappings = false): Json {
  const ram = dev.driver === 'kmem';
  const blocks = ram ? blocksOf(context, dev) : [];
  return {
    chardev: dev.name,
    size: sizeOf(sizeOfDax(dev), human),
    target_node: dev.targetNode,
    align: dev.align,
    mode: ram ? 'system-ram' : 'devdax',
    online_memblocks: ram ? onlineCount(context, blocks) : undefined,
    total_memblocks: ram ? blocks.length : undefined,
    movable: ram ? isMovable(context, blocks) : undefined,
    state: dev.driver === undefined ? 'disabled' : undefined,
    mappings: mappings ? mappingsJson(context, dev, human) : undefined,
  };
}

/** The ranges of a device with the place of each among its pages. */
function mappingsJson(context: CommandContext, dev: DaxDevice, human: boolean): readonly Json[] {
  let at = 0;
  return rangesOf(dev).map((r) => {
    const page = at;
    at += r.size / PAGE;
    return { page_offset: page, start: r.start, end: r.start + r.size - 1, size: sizeOf(r.size, human) };
  });
}

/** Devices in libdaxctl's order: each that a directory lists goes to the head (add_dax_region: list_add). */
function devicesOf(bus: DaxBus): DaxDevice[] {
  const order = kernfsOrder(bus.devices.value.map((d) => d.name)).toReversed();
  return bus.devices.value.toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

const isRegion = (d: DaxDevice, ident: string | undefined): boolean =>
  ident === undefined || ident === 'all' || ident === String(d.region.id) || ident === `region${d.region.id}`;

function* list(context: CommandContext, bus: DaxBus, { values }: ToolArguments): Proc<number> {
  const human = values.has('human');
  const only = values.get('dev');
  const all = devicesOf(bus).filter((d) => isRegion(d, values.get('region')));
  // a device without a driver is shown as disabled; idle are those without a size (daxctl/list.c)
  const shown = (of: readonly DaxDevice[]): Json[] =>
    of
      .filter((d) => only === undefined || only === 'all' || d.name === only)
      .filter((d) => values.has('idle') || d.size > 0)
      .map((d) => deviceJson(context, d, human, values.has('mappings')));
  const regions = [...new Map(all.map((d) => [d.region.id, d.region])).values()];
  const json = !values.has('regions')
    ? shown(all)
    : regions.map((region): Json => {
        const devices = values.has('devices') ? shown(all.filter((d) => d.region.id === region.id)) : [];
        const available = region.dynamic ? availableIn(bus, region) : 0;
        return {
          path: region.path,
          id: region.id,
          size: sizeOf(region.size, human),
          available_size: available > 0 ? sizeOf(available, human) : undefined,
          align: region.align,
          devices: devices.length > 0 ? devices : undefined,
        };
      });
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
      if (typeof rc === 'string') return rc;
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

/** Writes a size or an alignment; whatever the kernel answers, the tool says ENXIO (libdaxctl: daxctl_dev_set_size). */
function* setAttribute(
  context: CommandContext,
  name: string,
  attribute: 'size' | 'align',
  value: string,
): Proc<Errno | undefined> {
  const path = `/sys/bus/dax/devices/${name}/${attribute}`;
  const errno = yield* context.machine.files.write(path, String(parseSize(value) ?? value));
  if (errno === undefined) return undefined;
  yield* context.streams.err.write(`libdaxctl: daxctl_dev_set_${attribute}: ${name}: failed to set ${attribute}\n`);
  return 'ENXIO';
}

/** Makes a device of a region's free space; `made` gets it. */
function* createIn(
  context: CommandContext,
  bus: DaxBus,
  region: DaxDevice['region'],
  { values }: ToolArguments,
): Proc<Errno | undefined> {
  const dir = `/sys/devices${region.path}/dax_region`;
  if ((yield* context.machine.files.write(`${dir}/create`, '1')) !== undefined) return 'ENOSPC';
  // the first that nobody has had yet, not the one that was just made
  const name = bus.seeds.value.get(region.id);
  const size = values.get('size') ?? String(availableIn(bus, region));
  if (name === undefined || size === '0') return 'ENOSPC';
  const align = values.get('align');
  const errno =
    (align === undefined ? undefined : yield* setAttribute(context, name, 'align', align)) ??
    (yield* setAttribute(context, name, 'size', size));
  if (errno !== undefined) return errno;
  const enabled = yield* enable(context, bus, name, 'device_dax');
  if (enabled !== undefined) yield* context.streams.err.write(`${name}: enable failed: ${ERRNO_TEXT[enabled]}\n`);
  return enabled;
}

function* create(context: CommandContext, bus: DaxBus, args: ToolArguments): Proc<number> {
  const regions = new Map(
    devicesOf(bus)
      .filter((d) => isRegion(d, args.values.get('region')))
      .map((d) => [d.region.id, d.region]),
  );
  let rc: Errno | undefined = regions.size === 0 ? 'ENXIO' : undefined;
  let made: DaxDevice | undefined;
  let n = 0;
  for (const region of regions.values()) {
    const before = bus.seeds.value.get(region.id);
    rc = yield* createIn(context, bus, region, args);
    if (rc !== undefined) continue;
    n++;
    made = bus.devices.value.findLast((d) => d.region.id === region.id && (before === undefined || d.name === before));
  }
  if (made !== undefined) {
    const json = deviceJson(context, made, args.values.has('human'));
    yield* context.print(`${toJson(args.values.has('human') ? json : [json])}\n`);
  }
  if (rc !== undefined) yield* context.streams.err.write(`error creating devices: ${ERRNO_TEXT[rc]}\n`);
  yield* context.streams.err.write(`created ${n} device${n === 1 ? '' : 's'}\n`);
  return rc === undefined ? 0 : statusOf(rc);
}

/** Takes a device's space away and the device off its region; device 0 has to stay (daxctl/device.c: dev_destroy). */
function* destroyDevice(context: CommandContext, dev: DaxDevice, { values }: ToolArguments): Proc<Errno | 0 | 1> {
  if (dev.driver !== undefined && !values.has('force')) {
    yield* context.streams.err.write(`${dev.name} is active, specify --force for deletion\n`);
    return 'ENXIO';
  }
  const errno = (yield* disable(context, dev)) ?? (yield* setAttribute(context, dev.name, 'size', '0'));
  if (errno !== undefined) return errno;
  return (yield* context.machine.files.write(`/sys/devices${dev.region.path}/dax_region/delete`, dev.name)) ?? 0;
}

function* reconfigure(context: CommandContext, bus: DaxBus, dev: DaxDevice, args: ToolArguments): Proc<Errno | 0 | 1> {
  const mode = args.values.get('mode');
  const align = args.values.get('align');
  const size = args.values.get('size');
  if (align !== undefined) {
    const errno = yield* setAttribute(context, dev.name, 'align', align);
    if (errno !== undefined) return errno;
  }
  if (size !== undefined) return (yield* setAttribute(context, dev.name, 'size', size)) ?? 0;
  // with an alignment the mode is not looked at
  if (align !== undefined || (mode !== 'system-ram' && mode !== 'devdax')) {
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
  if (dev.driver !== undefined) return 0;
  const errno = yield* enable(context, bus, dev.name, 'device_dax');
  if (errno === undefined) return 0;
  yield* context.streams.err.write(`${dev.name}: enable failed: ${ERRNO_TEXT[errno]}\n`);
  return errno;
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
  'destroy-device': {
    error: 'destroying devices',
    done: 'destroyed ',
    run: (c, _bus, dev, args) => destroyDevice(c, dev, args),
  },
  'disable-device': { error: 'disabling device', done: 'disabled ', run: (c, _bus, dev) => disableDevice(c, dev) },
  'enable-device': { error: 'enabling device', done: 'enabled ', run: (c, bus, dev) => enableDevice(c, bus, dev) },
};

function* onDevices(
  context: CommandContext,
  bus: DaxBus,
  version: ToolVersion,
  name: string,
  args: ToolArguments,
): Proc<number> {
  const action = ACTIONS[name];
  const wanted = args.operands[0]?.split('/').at(-1);
  if (action === undefined) return 1;
  const devices = devicesOf(bus)
    .filter((d) => isRegion(d, args.values.get('region')))
    .filter((d) => wanted === 'all' || d.name === wanted);
  // a name that no device has is an error for version 76 only (do_xaction_device)
  let rc: Errno | 0 | 1 = version === 76 ? 'ENXIO' : 0;
  let processed = 0;
  let shown: Json[] = [];
  for (const dev of devices) {
    rc = yield* action.run(context, bus, dev, args);
    if (rc === 0) processed++;
    const now = bus.get(dev.name);
    // the array is made anew for each device: the last one stays (do_reconfig)
    const changed = typeof rc !== 'string' && !args.values.has('size');
    if (name === 'reconfigure-device' && changed && now !== undefined)
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
export const daxctl = (bus: DaxBus, version: ToolVersion): DeviceCommand => ({
  name: 'daxctl',
  usage: 'daxctl list [-RDiu] | reconfigure-device -m MODE [-N] [-M] [-f] DEV | online-memory DEV | offline-memory DEV',
  *run(context, [name = '', ...rest]) {
    if (name === '--version' || name === 'version') {
      yield* context.print(`${version}\n`);
      return 0;
    }
    const known = Object.hasOwn(DAXCTL, name) ? DAXCTL[name] : undefined;
    if (known === undefined) return yield* unknownCommand(context, 'daxctl', name);
    const args = readTool(rest, known);
    const wrong = typeof args === 'string' ? args : wrongWords(name, args, known);
    if (typeof args === 'string' || wrong !== undefined) {
      yield* context.streams.err.write(wrong ?? '');
      return 129;
    }
    if (name === 'list') return yield* list(context, bus, args);
    return yield* name === 'create-device' ? create(context, bus, args) : onDevices(context, bus, version, name, args);
  },
});

/** What is wrong with the words of a subcommand, with its usage (parse_device_options). */
function wrongWords(name: string, { operands, values }: ToolArguments, known: ToolCommand): string | undefined {
  const usage = usageText(known);
  const [first, second] = operands;
  if (name === 'list') return first === undefined ? undefined : `  Error: unknown parameter "${first}"\n\n${usage}`;
  if (name === 'create-device')
    return second === undefined ? undefined : `unknown extra parameter "${second}"\n${usage}`;
  if (first === undefined) return `specify a device to ${WHAT[name] ?? name.split('-')[0] ?? ''}, or "all"\n${usage}`;
  if (second !== undefined) return `unknown extra parameter "${second}"\n${usage}`;
  if (name === 'reconfigure-device' && !['align', 'mode', 'size'].some((o) => values.has(o)))
    return `error: a 'align', 'mode' or 'size' option is required\n${usage}`;
  if (values.get('mode') === 'devdax' && values.has('no-online'))
    return `--no-online is incompatible with --mode=devdax\n${usage}`;
  return undefined;
}
const WHAT: Readonly<Record<string, string>> = {
  'online-memory': 'online memory for',
  'offline-memory': 'offline memory for',
};
