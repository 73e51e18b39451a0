/** ndctl create-namespace: carves a namespace, or makes another of one that is there. */
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
import { regionsOf } from './ndctl-order.ts';
import { parseSize, toJson } from './json.ts';
import type { ToolArguments } from './json.ts';
import { namespaceJson } from './ndctl-json.ts';

/** What is wanted of a namespace. */
interface Wish {
  readonly mode: 'fsdax' | 'devdax' | 'raw';
  readonly map: 'dev' | 'mem';
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

function readWish({ values }: ToolArguments, pageBytes: number): Wish | string {
  const mode = values.get('mode') ?? 'fsdax';
  if (mode !== 'fsdax' && mode !== 'devdax' && mode !== 'raw') return `invalid mode '${mode}'`;
  const map = values.get('map') ?? 'dev';
  if (map !== 'dev' && map !== 'mem') return `invalid map location '${map}'`;
  const align = values.has('align') ? parseSize(values.get('align') ?? '') : undefined;
  if (values.has('align') && align === undefined)
    return `failed to parse namespace alignment '${values.get('align') ?? ''}'`;
  if (align !== undefined && (!Number.isInteger(Math.log2(align)) || align < pageBytes))
    return `align must be a power-of-2 greater than ${pageBytes}`;
  const size = values.has('size') ? parseSize(values.get('size') ?? '') : undefined;
  if (values.has('size') && (size === undefined || size === 0))
    return `failed to parse namespace size '${values.get('size') ?? ''}'`;
  return { mode, map, align, size, force: values.has('force') };
}

/** Info block, driver, and the look at the devices that come up after. */
function* setUp(nd: Nvdimm, r: Region, ns: Namespace, wish: Wish, pageBytes: number): Proc<Namespace | Errno> {
  const id = uuid(nd.made.value);
  nd.made.value += 1;
  // without labels and with struct pages in RAM the namespace needs no info block
  const plain = wish.mode === 'raw' || (wish.mode === 'fsdax' && wish.map === 'mem' && !r.labelled);
  // a namespace that covers its region keeps base pages for files
  const usual = wish.mode === 'fsdax' && !r.labelled ? pageBytes : 2 * MiB;
  const made = plain
    ? ns
    : nd.setInfo(
        ns,
        wish.mode === 'devdax' ? 'dax' : 'pfn',
        wish.map === 'dev' ? 'pmem' : 'ram',
        wish.align ?? usual,
        id,
      );
  if (typeof made === 'string') return made;
  const errno = yield* nd.enable(made, wish.mode === 'raw');
  if (errno !== undefined) return errno;
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
    yield* context.streams.err.write(`  Error: ${wish}\n\n\n usage: ndctl create-namespace [<options>]\n\n`);
    return 129;
  }
  const made = yield* existing === undefined
    ? carve(nd, args, wish, pageBytes)
    : reconfigure(context, nd, bus, { name: existing, wish, pageBytes });
  if (typeof made === 'object' && 'errno' in made) return yield* fail(made.errno, made.why, made.counted);
  yield* context.print(`${toJson(namespaceJson(nd, made, args.values.has('human'), true))}\n`);
  return 0;
}

/** `counted`: the message went through err(), after which no summary follows. */
type Made = Proc<Namespace | { readonly errno: Errno; readonly why?: string; readonly counted?: boolean }>;

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

function* carve(nd: Nvdimm, args: ToolArguments, wish: Wish, pageBytes: number): Made {
  const align = wish.align ?? 2 * MiB;
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
    const why = misaligned(r, size, align, args.values.get('size'));
    if (why !== undefined) return { errno: 'EINVAL', why, counted: true };
    // the seed namespace is no namespace yet, and stays the seed
    const at = nd.firstFit(r, size);
    const unfit = at === undefined ? undefined : misplaced(r, { id: r.seeds.namespace, start: at }, wish);
    if (unfit !== undefined) return { errno: 'EINVAL', why: unfit };
    const ns = nd.allocate(r, size, uuid(nd.made.value));
    if (ns === 'ENOSPC') continue;
    const made = yield* setUp(nd, nd.region(r.id) ?? r, ns, wish, pageBytes);
    if (typeof made !== 'string') return made;
    nd.free(nd.find(ns.region, ns.id) ?? ns);
    return { errno: made };
  }
  return { errno: nd.regions.value.some((r) => r.labelled) && wish.size !== undefined ? 'ENOSPC' : 'EAGAIN' };
}

/** What of the namespace's start does not suit an info block; --force takes it all the same (check_dax_align). */
function misplaced(r: Region, ns: Pick<Namespace, 'id' | 'start'>, wish: Wish): string | undefined {
  const plain = wish.mode === 'raw' || (wish.mode === 'fsdax' && wish.map === 'mem' && !r.labelled);
  if (plain || wish.force || ns.start % REGION_ALIGN === 0) return undefined;
  return `namespace${r.id}.${ns.id} misaligned to 16M, adjust region alignment and retry`;
}

function* reconfigure(
  context: CommandContext,
  nd: Nvdimm,
  bus: DaxBus,
  { name, wish, pageBytes }: { readonly name: string; readonly wish: Wish; readonly pageBytes: number },
): Made {
  const ns = nd.namespaces.value.find((n) => `namespace${n.region}.${n.id}` === name && n.size > 0);
  const r = ns === undefined ? undefined : nd.region(ns.region);
  // a disabled region has no namespaces to be found
  if (ns === undefined || r?.enabled !== true) return { errno: 'ENXIO' };
  const unfit = misaligned(r, ns.size, wish.align ?? pageBytes, undefined);
  if (unfit !== undefined) return { errno: 'EINVAL', why: unfit, counted: true };
  if (ns.enabled && !wish.force)
    return { errno: 'EBUSY', why: `${name} is active, specify --force for re-configuration` };
  const errno = yield* disableSafe(context, nd, bus, ns);
  if (errno !== undefined) return { errno };
  const why = misplaced(r, ns, wish);
  yield* nd.wipe(nd.find(ns.region, ns.id) ?? ns);
  if (why !== undefined) return { errno: 'EINVAL', why };
  const made = yield* setUp(nd, r, nd.find(ns.region, ns.id) ?? ns, wish, pageBytes);
  return typeof made === 'string' ? { errno: made } : made;
}
