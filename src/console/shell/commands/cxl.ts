/** cxl: lists windows, expanders and regions, and assembles regions (cxl-cli of ndctl 81: version 76 makes no volatile regions). No recording has CXL; the words are those of a real run. */
import type { Cxl, RegionWish } from '../../../engine/devices/cxl/cxl.ts';
import type { CxlMemdev, CxlRegion, CxlWindow } from '../../../engine/devices/cxl/types.ts';
import type { DaxBus } from '../../../engine/devices/dax/bus.ts';
import type { Errno } from '../../../engine/kernel/errno.ts';
import type { CommandContext, DeviceCommand } from '../../../engine/devices/types.ts';
import { ERRNO_TEXT } from '../../../engine/kernel/errno.ts';
import type { Proc } from '../../../engine/kernel/scheduler.ts';
import { offlineBlocks } from './daxctl-memory.ts';
import { CXL } from './cxl-usage.ts';
import { parseSize, sizeOf, toJson } from './json.ts';
import type { Json, ToolArguments } from './json.ts';
import { readTool, unknownCommand, usageText } from './usage.ts';

const hex = (n: number, human: boolean): Json => (human ? `0x${n.toString(16)}` : n);

/** A poisoned line, by its place in the expander or in the region (cxl/json.c: util_cxl_poison_list_to_json). */
const mediaError = (offset: number): Json => ({ offset, length: 64, source: 'Internal' });

const memdevJson = (m: CxlMemdev, human: boolean, errors: boolean): Json => ({
  memdev: m.name,
  pmem_size: m.pmem === 0 ? undefined : sizeOf(m.pmem, human),
  ram_size: m.ram === 0 ? undefined : sizeOf(m.ram, human),
  serial: human ? `0x${m.serial.toString(16)}` : m.serial,
  host: m.host,
  // what QEMU's expander says of itself
  firmware_version: 'BWFW VERSION 00',
  state: m.enabled ? undefined : 'disabled',
  media_errors: errors && m.poison.length > 0 ? m.poison.map(mediaError) : undefined,
});
const decoderJson = (cxl: Cxl, w: CxlWindow, human: boolean): Json => ({
  decoder: `decoder0.${w.id}`,
  resource: hex(w.start, human),
  size: sizeOf(w.size, human),
  interleave_ways: w.ways,
  interleave_granularity: w.ways > 1 ? w.granularity : undefined,
  max_available_extent: sizeOf(cxl.gap(w).size, human),
  pmem_capable: true,
  volatile_capable: true,
  accelmem_capable: true,
  qos_class: 0,
  nr_targets: w.ways,
});
/** Where the lines lie in a region that its expanders lost. */
const lostIn = (cxl: Cxl, r: CxlRegion): readonly number[] =>
  cxl.memdevs.value
    .flatMap((m) => m.poison.map((dpa) => cxl.mapped(m, dpa)))
    .flatMap((at) => (at?.region.id === r.id ? [at.hpa - r.start] : []));

const regionJson = (cxl: Cxl, r: CxlRegion, human: boolean, mappings: boolean, errors = false): Json => ({
  region: `region${r.id}`,
  resource: hex(r.start, human),
  size: sizeOf(r.size, human),
  type: r.mode,
  interleave_ways: r.targets.length,
  interleave_granularity: r.granularity,
  decode_state: r.committed ? 'commit' : 'reset',
  state: r.enabled ? undefined : 'disabled',
  mappings: mappings
    ? r.targets
        .map((name, position): Json => {
          const m = cxl.memdev(name);
          return { position, memdev: name, decoder: m === undefined ? undefined : cxl.decoderOf(m, r) };
        })
        .toReversed()
    : undefined,
  media_errors: errors && lostIn(cxl, r).length > 0 ? lostIn(cxl, r).map(mediaError) : undefined,
  // the class of QEMU's windows is none of its expanders'
  qos_class_mismatch: true,
});

function* list(context: CommandContext, cxl: Cxl, { values, operands }: ToolArguments): Proc<number> {
  if (operands[0] !== undefined) {
    const usage = CXL['list'];
    yield* context.streams.err.write(
      `  Error: unknown parameter "${operands[0]}"\n\n${usage === undefined ? '' : usageText(usage)}`,
    );
    return 129;
  }
  const human = values.has('human');
  const verbose = values.has('verbose');
  const some = ['memdevs', 'decoders', 'regions'].some((name) => values.has(name));
  const is = (filter: string, name: string): boolean => !values.has(filter) || values.get(filter) === name;
  const wantMemdevs = values.has('memdevs') || !some;
  const parts: Record<string, readonly Json[]> = {
    'anon memdevs':
      wantMemdevs && values.has('idle')
        ? cxl.memdevs.value
            .filter((m) => !m.enabled && is('memdev', m.name))
            .map((m) => memdevJson(m, human, values.has('media-errors')))
        : [],
    memdevs: wantMemdevs
      ? cxl.memdevs.value
          .filter((m) => m.enabled && is('memdev', m.name))
          .map((m) => memdevJson(m, human, values.has('media-errors')))
      : [],
    decoders: values.has('decoders')
      ? cxl.windows.value.filter((w) => is('decoder', `decoder0.${w.id}`)).map((w) => decoderJson(cxl, w, human))
      : [],
    regions:
      values.has('regions') || verbose
        ? cxl.regions.value
            .filter((r) => is('region', `region${r.id}`))
            .filter((r) => r.enabled || values.has('idle') || verbose)
            .map((r) => regionJson(cxl, r, human, verbose || values.has('targets'), values.has('media-errors')))
        : [],
  };
  const filled = Object.entries(parts).filter(([, l]) => l.length > 0);
  const [only] = filled;
  if (only === undefined) {
    yield* context.streams.err.write('  Warning: no matching devices found\n\n');
    yield* context.print('[]\n');
    return 0;
  }
  const shown = filled.length === 1 ? only[1] : filled.map(([name, l]) => ({ [name]: l }));
  const [first] = shown;
  yield* context.print(`${toJson(human && shown.length === 1 && first !== undefined ? first : shown)}\n`);
  return 0;
}

/** What of a command line the tool itself refuses (cxl/region.c: parse_create_options, collect_memdevs, validate_ways); a string says at which step. */
function wishOf(cxl: Cxl, { values, operands }: ToolArguments): RegionWish | string {
  const type = values.get('type') ?? 'pmem';
  if (operands.length > 0 && !values.has('memdevs'))
    return 'parse_create_options: must specify option for target object types (-m)';
  if (type !== 'ram' && type !== 'pmem') return `parse_create_options: unsupported type: ${type}`;
  const size = values.has('size') ? parseSize(values.get('size') ?? '') : undefined;
  if (values.has('size') && size === undefined)
    return `parse_create_options: Invalid size: ${values.get('size') ?? ''}`;
  const granularity = values.has('granularity') ? parseSize(values.get('granularity') ?? '') : undefined;
  if (values.has('granularity') && granularity === undefined)
    return `parse_create_options: Invalid granularity: ${values.get('granularity') ?? ''}`;
  const decoder = values.get('decoder');
  const [only, another] = cxl.windows.value;
  // one window needs no naming
  if (decoder === undefined && another !== undefined) return 'parse_create_options: no root decoder specified';
  const window = decoder === undefined ? only : cxl.windows.value.find((w) => `decoder0.${w.id}` === decoder);
  const names = operands.flatMap((o) => o.split(/[\s,]+/)).filter((o) => o !== '');
  const behind = (m: CxlMemdev): boolean => m.enabled && window?.targets.includes(m.bridge) === true;
  const targets =
    names.length === 0
      ? cxl.memdevs.value.filter(behind)
      : names.flatMap((name) => cxl.memdevs.value.filter((m) => m.name === name && behind(m)));
  if (window === undefined || targets.length === 0)
    return `collect_memdevs: no active memdevs found: decoder: ${decoder ?? ''} filter: ${names.join(',')}`;
  const ways = values.has('ways') ? Number(values.get('ways')) : targets.length;
  if (!(ways >= 1)) return `parse_create_options: Invalid interleave ways: ${values.get('ways') ?? ''}`;
  if (ways > targets.length)
    return `validate_ways: Interleave ways ${ways} is greater than number of memdevs specified: ${targets.length}`;
  if (granularity !== undefined && window.ways > 1 && granularity !== window.granularity)
    return `cxl_region_determine_granularity: region${cxl.nextId(window)}: For an x${window.ways} root, only root decoder granularity (${window.granularity}) permitted`;
  return { window, mode: type, granularity, targets: targets.slice(0, ways), size };
}

function* create(context: CommandContext, cxl: Cxl, args: ToolArguments): Proc<number> {
  const { err } = context.streams;
  const fail = function* (why: string): Proc<number> {
    yield* err.write(`cxl region: ${why}\ncxl region: cmd_create_region: created 0 regions\n`);
    return 1;
  };
  const wish = wishOf(cxl, args);
  if (typeof wish === 'string') return yield* fail(wish);
  const made = yield* cxl.create(wish);
  if ('why' in made)
    return yield* fail(`create_region: ${made.why}${made.errno === undefined ? '' : `: ${ERRNO_TEXT[made.errno]}`}`);
  yield* context.print(`${toJson(regionJson(cxl, made, true, true))}\n`);
  yield* err.write('cxl region: cmd_create_region: created 1 region\n');
  return 0;
}

/** Takes a region's memory offline and its driver away; devdax or a pin keeps it (cxl/region.c: disable_region). */
function* disable(
  context: CommandContext,
  cxl: Cxl,
  bus: DaxBus,
  r: CxlRegion,
  force: boolean,
): Proc<Errno | undefined> {
  const say = (text: string): Proc<unknown> => context.streams.err.write(`cxl region: disable_region: ${text}\n`);
  let failed = false;
  for (const dev of r.mode === 'ram' ? bus.devices.value.filter((d) => d.region.id === r.id && d.size > 0) : []) {
    if (dev.driver !== 'kmem') return 'ENXIO';
    const errno = yield* offlineBlocks(context, dev);
    if (errno === undefined) continue;
    yield* say(`region${r.id}: unable to offline ${dev.name}: ${ERRNO_TEXT[errno]}`);
    if (!force) return errno;
    failed = true;
  }
  if (failed) {
    yield* say(`region${r.id}: Forcing region disable without successful offline.`);
    yield* say(`region${r.id}: Physical address space has now been permanently leaked.`);
    yield* say(`region${r.id}: Leaked address cannot be recovered until a reboot.`);
  }
  yield* cxl.disable(r);
  return undefined;
}

type Verb = 'disable-region' | 'enable-region' | 'destroy-region';
const DONE: Readonly<Record<Verb, string>> = {
  'disable-region': 'disabled',
  'enable-region': 'enabled',
  'destroy-region': 'destroyed',
};
const isVerb = (name: string): name is Verb => Object.hasOwn(DONE, name);

function* onRegion(
  context: CommandContext,
  cxl: Cxl,
  bus: DaxBus,
  verb: Verb,
  r: CxlRegion,
  force: boolean,
): Proc<Errno | undefined> {
  if (verb === 'enable-region') {
    if (!r.enabled) yield* cxl.enable(r);
    return undefined;
  }
  if (verb === 'destroy-region' && r.enabled && !force) {
    yield* context.streams.err.write(`cxl region: destroy_region: region${r.id} active. Disable it or use --force\n`);
    return 'EBUSY';
  }
  const errno = r.enabled ? yield* disable(context, cxl, bus, r, force && verb === 'disable-region') : undefined;
  if (errno === undefined && verb === 'destroy-region') cxl.destroy(r);
  else if (errno !== undefined && verb === 'destroy-region')
    yield* context.streams.err.write(
      `cxl region: destroy_region: region${r.id}: error disabling region: ${ERRNO_TEXT[errno]}\n`,
    );
  return errno;
}

function* onRegions(
  context: CommandContext,
  cxl: Cxl,
  bus: DaxBus,
  verb: Verb,
  { operands, values }: ToolArguments,
): Proc<number> {
  const { err } = context.streams;
  let n = 0;
  let last: Errno | undefined;
  for (const r of cxl.regions.value.filter((x) => operands.includes('all') || operands.includes(`region${x.id}`))) {
    const errno = yield* onRegion(context, cxl, bus, verb, r, values.has('force'));
    if (errno === undefined) n++;
    else {
      last = errno;
      yield* err.write(`cxl region: decoder_region_action: region${r.id}: failed: ${ERRNO_TEXT[errno]}\n`);
    }
  }
  if (last !== undefined)
    yield* err.write(`cxl region: region_action: one or more failures, last failure: ${ERRNO_TEXT[last]}\n`);
  yield* err.write(`cxl region: cmd_${verb.replace('-', '_')}: ${DONE[verb]} ${n} region${n === 1 ? '' : 's'}\n`);
  return last === undefined ? 0 : 1;
}

/** Takes expanders from their driver or gives them back (cxl/memdev.c: memdev_action). */
function* onMemdevs(
  context: CommandContext,
  cxl: Cxl,
  enable: boolean,
  { operands, values }: ToolArguments,
): Proc<number> {
  const say = (text: string): Proc<unknown> => context.streams.err.write(`cxl memdev: ${text}\n`);
  let n = 0;
  let failed = false;
  for (const word of operands) {
    const found = cxl.memdevs.value.filter((m) =>
      values.has('serial') ? String(m.serial) === word : word === 'all' || m.name === word,
    );
    if (found.length === 0) {
      yield* say(`memdev_action: no memdev matches ${word}`);
      failed = true;
    }
    for (const m of found) {
      if (!enable && m.enabled && cxl.isActive(m) && !values.has('force')) {
        yield* say(`action_disable: ${m.name} is part of an active region`);
        failed = true;
        continue;
      }
      if (m.enabled !== enable) yield* cxl.setMemdev(m, enable);
      n++;
    }
  }
  const verb = enable ? 'enable' : 'disable';
  yield* say(`cmd_${verb}_memdev: ${verb}d ${n} mem${n > 1 ? 's' : ''}`);
  return failed ? 1 : 0;
}

/** The command on a machine's CXL. */
export const cxlTool = (cxl: Cxl, bus: DaxBus): DeviceCommand => ({
  name: 'cxl',
  usage:
    'cxl list [-MDRLu] | create-region -m -d decoder0.N [-t ram|pmem] [-w WAYS] [-g GRANULARITY] [-s SIZE] MEM … | (disable|enable|destroy)-region REGION',
  *run(context, [name = '', ...rest]) {
    const known = Object.hasOwn(CXL, name) ? CXL[name] : undefined;
    if (known === undefined) return yield* unknownCommand(context, 'cxl', name);
    const args = readTool(rest, known);
    if (typeof args === 'string') {
      yield* context.streams.err.write(args);
      return 129;
    }
    if (name === 'list') return yield* list(context, cxl, args);
    if (name === 'create-region') return yield* create(context, cxl, args);
    if (isVerb(name)) return yield* onRegions(context, cxl, bus, name, args);
    return yield* onMemdevs(context, cxl, name === 'enable-memdev', args);
  },
});
