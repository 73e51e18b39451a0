/** ndctl create-namespace: carves a namespace, or makes another of one that is there. */
import { SECTOR_SIZES } from '../../../engine/devices/nvdimm/btt.ts';
import { REGION_ALIGN, strerror } from '../../../engine/devices/nvdimm/nvdimm.ts';
import type { DaxBus } from '../../../engine/devices/dax/bus.ts';
import type { Nvdimm } from '../../../engine/devices/nvdimm/nvdimm.ts';
import type { Namespace, Region } from '../../../engine/devices/nvdimm/types.ts';
import type { CommandContext } from '../../../engine/devices/types.ts';
import type { Errno } from '../../../engine/kernel/errno.ts';
import type { Proc } from '../../../engine/kernel/scheduler.ts';
import { MiB } from '../../../engine/units.ts';
import { statusOf } from './daxctl.ts';
import { disableSafe } from './ndctl-disable.ts';
import { nameOf, regionsOf } from './ndctl-order.ts';
import { NDCTL } from './ndctl-usage.ts';
import { usageText } from './usage.ts';
import { parseSize, toJson } from './json.ts';
import type { ToolArguments } from './json.ts';
import { namespaceJson } from './ndctl-json.ts';

/** What is wanted of a namespace. */
interface Wish {
  readonly mode: 'fsdax' | 'devdax' | 'sector' | 'raw';
  readonly map: 'dev' | 'mem';
  /** Bytes; only block translation tables have sectors of a size of their own. */
  readonly sector: number | undefined;
  /** Undefined: ndctl's choice. */
  readonly align: number | undefined;
  readonly size: number | undefined;
  readonly force: boolean;
}

/** An id like those that uuid_generate draws; drawn from a count, so that a machine stays what it was. */
function uuid(n: number): string {
  let x = (n + 1) * 0x9e3779b1;
  const word = (): string => {
    x = Math.imul(x ^ (x >>> 15), 0x85ebca6b) + 0xc2b2ae35;
    return (x >>> 0).toString(16).padStart(8, '0');
  };
  const t = word() + word() + word() + word();
  return `${t.slice(0, 8)}-${t.slice(8, 12)}-4${t.slice(13, 16)}-8${t.slice(17, 20)}-${t.slice(20, 32)}`;
}

/** Modes by the names that ndctl takes for them (ndctl/util/util.c: util_nsmode). */
const MODES: ReadonlyMap<string, Wish['mode']> = new Map([
  ['fsdax', 'fsdax'],
  ['memory', 'fsdax'],
  ['devdax', 'devdax'],
  ['dax', 'devdax'],
  ['sector', 'sector'],
  ['safe', 'sector'],
  ['raw', 'raw'],
]);

/** The tool looks at a size twice (parse_namespace_options, set_defaults). */
const unparsed = (why: string): string => `${why}\n\n  Error: ${why}`;

function readWish({ values }: ToolArguments, pageBytes: number): Wish | string {
  const sectorText = values.get('sector-size');
  const mode = MODES.get(values.get('mode') ?? (sectorText === undefined ? 'fsdax' : 'sector'));
  if (mode === undefined) return `invalid mode '${values.get('mode') ?? ''}'`;
  const map = values.get('map') ?? 'dev';
  if (map !== 'dev' && map !== 'mem') return `invalid map location '${map}'`;
  if (values.has('map') && (mode === 'sector' || mode === 'raw'))
    return '--map only valid for an devdax mode pmem namespace';
  const sector = sectorText === undefined ? undefined : parseSize(sectorText);
  if (sectorText !== undefined && sector === undefined) return `failed to parse sector size '${sectorText}'`;
  const align = values.has('align') ? parseSize(values.get('align') ?? '') : undefined;
  if (values.has('align') && align === undefined)
    return `failed to parse namespace alignment '${values.get('align') ?? ''}'`;
  if (align !== undefined && (!Number.isInteger(Math.log2(align)) || align < pageBytes))
    return `align must be a power-of-2 greater than ${pageBytes}`;
  const size = values.has('size') ? parseSize(values.get('size') ?? '') : undefined;
  if (values.has('size') && (size === undefined || size === 0))
    return unparsed(`failed to parse namespace size '${values.get('size') ?? ''}'`);
  return {
    mode,
    map,
    sector: mode === 'sector' ? (sector ?? 4096) : undefined,
    align,
    size,
    force: values.has('force'),
  };
}

/** What a namespace is for, as ndctl sees it (ndctl_namespace_get_mode). */
function modeNow(nd: Nvdimm, { info, ...ns }: Namespace): Wish['mode'] {
  if (info === undefined) return nd.modeOf({ ...ns, info }) === 'memory' ? 'fsdax' : 'raw';
  return ({ pfn: 'fsdax', dax: 'devdax', btt: 'sector' } as const)[info.kind];
}

/**
 * The alignment, where none is asked for: what the namespace had in the same mode, else what the region's devices begin with
 * (ndctl/namespace.c: validate_namespace_options). Bytes.
 */
function alignOf(nd: Nvdimm, r: Region, ns: Namespace | undefined, wish: Wish, pageBytes: number): number {
  if (wish.align !== undefined) return wish.align;
  const same = ns !== undefined && modeNow(nd, ns) === wish.mode;
  const devices = wish.mode === 'fsdax' || wish.mode === 'devdax';
  const align = same ? (ns.info?.align ?? 0) || pageBytes : devices ? 2 * MiB : pageBytes;
  return r.start % align === 0 ? align : pageBytes;
}

/** Whether a namespace gets along without an info block: raw, or with struct pages in RAM and without labels. */
const isPlain = (r: Region, wish: Wish): boolean =>
  wish.mode === 'raw' || (wish.mode === 'fsdax' && wish.map === 'mem' && !r.labelled);

/** Info block, driver, and the look at the devices that come up after. */
function* setUp(
  context: CommandContext,
  nd: Nvdimm,
  r: Region,
  ns: Namespace,
  wish: Wish,
  align: number,
): Proc<Namespace | Failed> {
  const id = uuid(nd.made.value);
  nd.made.value += 1;
  const kind = wish.mode === 'devdax' ? 'dax' : wish.mode === 'sector' ? 'btt' : 'pfn';
  const plain = isPlain(r, wish);
  const made = plain
    ? ns
    : kind === 'btt'
      ? nd.setSectors(ns, wish.sector ?? 4096, id)
      : nd.setInfo(ns, kind, wish.map === 'dev' ? 'pmem' : 'ram', align, id);
  if (typeof made === 'string') return { errno: made };
  const errno = yield* nd.enable(made, wish.mode === 'raw');
  if (errno !== undefined) {
    const what = plain
      ? `ndctl_namespace_enable: ${nameOf(ns)}`
      : `ndctl_${kind}_enable: ${kind}${r.id}.${made.info?.id ?? 0}`;
    yield* context.streams.err.write(`libndctl: ${what}: failed to enable\n`);
    // the tool does not ask the kernel why (ndctl/lib/libndctl.c: ndctl_bind)
    return { errno: 'ENXIO', why: `${nameOf(ns)}: failed to enable` };
  }
  const now = nd.find(ns.region, ns.id) ?? made;
  yield* nd.probeSeeds(now, r.labelled);
  return now;
}

/** Carries the subcommand out; answers the exit status. */
export function* createNamespace(
  context: CommandContext,
  nd: Nvdimm,
  bus: DaxBus,
  args: ToolArguments,
  pageBytes: number,
): Proc<number> {
  const wish = readWish(args, pageBytes);
  const existing = args.values.get('reconfig');
  const fail = function* (errno: Errno, why?: string, counted = false): Proc<number> {
    if (why !== undefined) yield* context.streams.err.write(`  Error: ${why}\n\n`);
    // an error that was named is not summed up (cmd_create_namespace: err_count)
    if (counted) return statusOf(errno);
    yield* context.streams.err.write(
      `failed to ${existing === undefined ? 'create' : 'reconfigure'} namespace: ${strerror(errno)}\n`,
    );
    return statusOf(existing === undefined ? 'ENODEV' : errno);
  };
  if (typeof wish === 'string') {
    const usage = NDCTL['create-namespace'];
    yield* context.streams.err.write(`  Error: ${wish}\n\n${usage === undefined ? '' : usageText(usage)}`);
    return 129;
  }
  const made = yield* existing === undefined
    ? carve(context, nd, args, wish, pageBytes)
    : reconfigure(context, nd, bus, { name: existing, wish, pageBytes, align: args.values.get('align') });
  if (typeof made === 'object' && 'errno' in made) return yield* fail(made.errno, made.why, made.counted);
  yield* context.print(`${toJson(namespaceJson(nd, made, args.values.has('human'), true))}\n`);
  return 0;
}

/** `counted`: the message went through err(), after which no summary follows. */
interface Failed {
  readonly errno: Errno;
  readonly why?: string;
  readonly counted?: boolean;
}
type Made = Proc<Namespace | Failed>;

/** What of a sector size and of what goes with it is refused (ndctl/namespace.c: validate_namespace_options). */
function unsectored(r: Region, wish: Wish): Failed | undefined {
  if (wish.sector === undefined) return undefined;
  if (wish.align !== undefined) return { errno: 'ENXIO', why: 'sector mode does not support setting an alignment' };
  if (SECTOR_SIZES.includes(wish.sector)) return undefined;
  const why = `create namespace: region${r.id}: does not support btt sector_size ${wish.sector}`;
  return { errno: 'EINVAL', why, counted: true };
}

/** An alignment that the kernel does not offer (ndctl/namespace.c: validate_namespace_options). */
function unsupportedAlign(nd: Nvdimm, { mode, align }: Wish, text: string | undefined): Failed | undefined {
  if (align === undefined || (mode !== 'fsdax' && mode !== 'devdax')) return undefined;
  return nd.supportedAlignments().includes(align)
    ? undefined
    : { errno: 'ENXIO', why: `unsupported align: ${text ?? ''}` };
}

/** Why a size does not fit the region's and the namespace's alignment (ndctl/namespace.c: validate_namespace_options). */
function misaligned(r: Region, size: number, align: number, text: string | undefined): string | undefined {
  const hex = (n: number): string => `0x${n.toString(16)}`;
  if (size % REGION_ALIGN !== 0)
    return `create namespace: region${r.id}: align setting is ${hex(REGION_ALIGN)} size ${hex(size)} is misaligned`;
  if (size % align === 0) return undefined;
  const suffix = /[kmgt]/i.exec(text ?? '')?.[0]?.toUpperCase() ?? '';
  const unit = parseSize(`1${suffix}`) ?? 1;
  const step = Math.max(unit, align);
  const better = ((Math.floor(size / step) + 1) * step) / unit;
  return `create namespace: '--size=' must align to interleave-width: 1 and alignment: ${align}\ndid you intend --size=${better}${suffix}?`;
}

function* carve(context: CommandContext, nd: Nvdimm, args: ToolArguments, wish: Wish, pageBytes: number): Made {
  const wanted = args.values.get('region');
  for (const r of regionsOf(nd)) {
    if (
      !r.enabled ||
      !r.labelled ||
      (wanted !== undefined && wanted !== 'all' && wanted !== `region${r.id}` && wanted !== String(r.id))
    )
      continue;
    const size = wish.size ?? nd.gap(r).size;
    if (size === 0 || size > nd.gap(r).size) continue;
    const align = alignOf(nd, r, undefined, wish, pageBytes);
    const unsupported = unsupportedAlign(nd, wish, args.values.get('align'));
    if (unsupported !== undefined) return unsupported;
    const why = misaligned(r, size, align, args.values.get('size'));
    if (why !== undefined) return { errno: 'EINVAL', why, counted: true };
    const sectors = unsectored(r, wish);
    if (sectors !== undefined) return sectors;
    // the seed namespace is no namespace yet, and stays the seed
    const at = nd.firstFit(r, size);
    const unfit = at === undefined ? undefined : misplaced(r, { id: r.seeds.namespace, start: at }, wish);
    if (unfit !== undefined) return { errno: 'EINVAL', why: unfit };
    const ns = nd.allocate(r, size, uuid(nd.made.value));
    if (ns === 'ENOSPC') continue;
    const made = yield* setUp(context, nd, nd.region(r.id) ?? r, ns, wish, align);
    // a namespace that no driver takes keeps its space; one that was never set up gives it back
    if ('errno' in made && made.why === undefined) nd.free(nd.find(ns.region, ns.id) ?? ns);
    return made;
  }
  const enabled = nd.regions.value.filter((r) => r.enabled);
  if (enabled.length === 0) return { errno: 'ENXIO' };
  return { errno: enabled.some((r) => r.labelled) ? 'ENOSPC' : 'EAGAIN' };
}

/** What of the namespace's start does not suit an info block; --force takes it all the same (check_dax_align). */
function misplaced(r: Region, ns: Pick<Namespace, 'id' | 'start'>, wish: Wish): string | undefined {
  if (isPlain(r, wish) || wish.mode === 'sector' || wish.force || ns.start % REGION_ALIGN === 0) return undefined;
  return `namespace${r.id}.${ns.id} misaligned to 16M, adjust region alignment and retry`;
}

function* reconfigure(
  context: CommandContext,
  nd: Nvdimm,
  bus: DaxBus,
  {
    name,
    wish,
    pageBytes,
    align: text,
  }: { readonly name: string; readonly wish: Wish; readonly pageBytes: number; readonly align: string | undefined },
): Made {
  const ns = nd.namespaces.value.find((n) => `namespace${n.region}.${n.id}` === name && n.size > 0);
  const r = ns === undefined ? undefined : nd.region(ns.region);
  // a disabled region has no namespaces to be found
  if (ns === undefined || r?.enabled !== true) return { errno: 'ENXIO' };
  const align = alignOf(nd, r, ns, wish, pageBytes);
  const unsupported = unsupportedAlign(nd, wish, text);
  if (unsupported !== undefined) return unsupported;
  const unfit = misaligned(r, ns.size, align, undefined);
  if (unfit !== undefined) return { errno: 'EINVAL', why: unfit, counted: true };
  const sectors = unsectored(r, wish);
  if (sectors !== undefined) return sectors;
  if (ns.enabled && !wish.force)
    return { errno: 'EBUSY', why: `${name} is active, specify --force for re-configuration` };
  const errno = yield* disableSafe(context, nd, bus, ns);
  if (errno !== undefined) return { errno };
  const why = misplaced(r, ns, wish);
  yield* nd.wipe(nd.find(ns.region, ns.id) ?? ns);
  if (why !== undefined) return { errno: 'EINVAL', why };
  return yield* setUp(context, nd, r, nd.find(ns.region, ns.id) ?? ns, wish, align);
}
