/** cxl: lists windows, expanders and regions, and assembles regions (cxl-cli of ndctl 76). Unverified: no recording has CXL. */
import type { Cxl } from '../../../engine/devices/cxl/cxl.ts';
import type { CxlMemdev, CxlRegion, CxlWindow } from '../../../engine/devices/cxl/types.ts';
import type { CommandContext, DeviceCommand } from '../../../engine/devices/types.ts';
import { ERRNO_TEXT } from '../../../engine/kernel/errno.ts';
import type { Proc } from '../../../engine/kernel/scheduler.ts';
import { statusOf } from './daxctl.ts';
import { CXL } from './cxl-usage.ts';
import { parseSize, sizeOf, toJson } from './json.ts';
import type { Json, ToolArguments } from './json.ts';
import { readTool, unknownCommand } from './usage.ts';

const hex = (n: number, human: boolean): Json => (human ? `0x${n.toString(16)}` : n);

const memdevJson = (m: CxlMemdev, human: boolean, errors: boolean): Json => ({
  memdev: m.name,
  pmem_size: m.pmem === 0 ? undefined : sizeOf(m.pmem, human),
  ram_size: m.ram === 0 ? undefined : sizeOf(m.ram, human),
  serial: human ? '0' : 0,
  host: m.id,
  media_errors: errors ? m.poison.map((at) => ({ dpa: hex(at, human), length: 64, source: 'Injected' })) : undefined,
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
  nr_targets: w.ways,
});
const regionJson = (cxl: Cxl, r: CxlRegion, human: boolean, mappings: boolean): Json => ({
  region: `region${r.id}`,
  resource: hex(r.start, human),
  size: sizeOf(r.size, human),
  type: r.mode,
  interleave_ways: r.targets.length,
  interleave_granularity: r.granularity,
  decode_state: r.committed ? 'commit' : 'reset',
  mappings: mappings
    ? r.targets
        .map((name, position): Json => ({
          position,
          memdev: name,
          decoder: `decoder${cxl.memdevs.value.findIndex((m) => m.name === name) + 2}.0`,
        }))
        .toReversed()
    : undefined,
});

function* list(context: CommandContext, cxl: Cxl, { values }: ToolArguments): Proc<number> {
  const human = values.has('human');
  const some = ['memdevs', 'decoders', 'regions'].some((name) => values.has(name));
  const parts: Record<string, readonly Json[]> = {
    memdevs:
      values.has('memdevs') || !some
        ? cxl.memdevs.value.map((m) => memdevJson(m, human, values.has('media-errors')))
        : [],
    decoders: values.has('decoders') ? cxl.windows.value.map((w) => decoderJson(cxl, w, human)) : [],
    regions: values.has('regions')
      ? cxl.regions.value
          .filter((r) => r.committed || values.has('idle'))
          .map((r) => regionJson(cxl, r, human, values.has('verbose')))
      : [],
  };
  const filled = Object.entries(parts).filter(([, l]) => l.length > 0);
  const [only] = filled;
  if (only !== undefined)
    yield* context.print(`${toJson(filled.length === 1 ? only[1] : filled.map(([name, l]) => ({ [name]: l })))}\n`);
  return 0;
}

function* create(context: CommandContext, cxl: Cxl, { values, operands }: ToolArguments): Proc<number> {
  const fail = function* (why: string, status: number): Proc<number> {
    yield* context.streams.err.write(
      `cxl region: create_region: ${why}\ncxl region: cmd_create_region: created 0 regions\n`,
    );
    return status;
  };
  const window = cxl.windows.value.find((w) => `decoder0.${w.id}` === (values.get('decoder') ?? 'decoder0.0'));
  if (window === undefined) return yield* fail(`decoder ${values.get('decoder') ?? ''} not found`, statusOf('ENXIO'));
  const targets = operands.flatMap((o) => o.split(/[\s,]+/)).filter((o) => o !== '');
  const ways = values.has('ways') ? Number(values.get('ways')) : targets.length;
  if (targets.length === 0 || ways !== targets.length)
    return yield* fail(
      targets.length === 0
        ? 'no active memdevs found'
        : `Interleave ways ${ways} != number of memdevs ${targets.length}`,
      statusOf('EINVAL'),
    );
  const type = values.get('type') ?? (targets.every((t) => (cxl.memdev(t)?.ram ?? 0) > 0) ? 'ram' : 'pmem');
  if (type !== 'ram' && type !== 'pmem') return yield* fail(`unsupported type: ${type}`, statusOf('EINVAL'));
  const granularity = values.has('granularity') ? parseSize(values.get('granularity') ?? '') : window.granularity;
  if (
    granularity === undefined ||
    granularity < 256 ||
    granularity > 16384 ||
    !Number.isInteger(Math.log2(granularity))
  )
    return yield* fail(`Invalid interleave granularity: ${values.get('granularity') ?? ''}`, statusOf('EINVAL'));
  const size = values.has('size') ? parseSize(values.get('size') ?? '') : undefined;
  if (values.has('size') && size === undefined)
    return yield* fail(`Invalid region size: ${values.get('size') ?? ''}`, statusOf('EINVAL'));
  const made = yield* cxl.create({ window, mode: type, granularity, targets, size });
  if ('errno' in made) return yield* fail(`${made.why}: ${ERRNO_TEXT[made.errno]}`, statusOf(made.errno));
  yield* context.print(`${toJson(regionJson(cxl, made, true, true))}\n`);
  yield* context.streams.err.write('cxl region: cmd_create_region: created 1 region\n');
  return 0;
}

const VERBS: Readonly<Record<string, string>> = {
  'disable-region': 'disabled',
  'enable-region': 'enabled',
  'destroy-region': 'destroyed',
};

function* onRegions(
  context: CommandContext,
  cxl: Cxl,
  verb: string,
  { operands, values }: ToolArguments,
): Proc<number> {
  let n = 0;
  let status = 0;
  for (const r of cxl.regions.value.filter((x) => operands.includes('all') || operands.includes(`region${x.id}`))) {
    const errno =
      verb === 'enable-region'
        ? undefined
        : r.committed && (verb === 'disable-region' || values.has('force'))
          ? yield* cxl.disable(r)
          : r.committed
            ? ('EBUSY' as const)
            : undefined;
    if (errno !== undefined) {
      yield* context.streams.err.write(
        `cxl region: decoder_region_action: region${r.id}: failed: ${ERRNO_TEXT[errno]}\n`,
      );
      status = statusOf(errno);
      continue;
    }
    if (verb === 'enable-region' && !r.committed) yield* cxl.enable(r);
    if (verb === 'destroy-region') cxl.destroy(r);
    n++;
  }
  yield* context.streams.err.write(
    `cxl region: cmd_${verb.replace('-', '_')}: ${VERBS[verb] ?? ''} ${n} region${n === 1 ? '' : 's'}\n`,
  );
  return n === 0 && status === 0 ? statusOf('ENXIO') : status;
}

/** The command on a machine's CXL. */
export const cxlTool = (cxl: Cxl): DeviceCommand => ({
  name: 'cxl',
  usage:
    'cxl list [-MDRLu] | create-region -m -d decoder0.N [-t ram|pmem] [-w WAYS] [-g GRANULARITY] [-s SIZE] MEM … | (disable|enable|destroy)-region REGION',
  help: 'show CXL expanders; assemble regions over them (unverified)',
  *run(context, [name = '', ...rest]) {
    const known = Object.hasOwn(CXL, name) ? CXL[name] : undefined;
    if (known === undefined) return yield* unknownCommand(context, 'cxl', name);
    const args = readTool(rest, known);
    if (typeof args === 'string') {
      yield* context.streams.err.write(args);
      return 129;
    }
    if (name === 'list') return yield* list(context, cxl, args);
    return yield* name === 'create-region' ? create(context, cxl, args) : onRegions(context, cxl, name, args);
  },
});
