/** ndctl: regions and namespaces of persistent memory (ndctl 76 and 81). */
import { strerror } from '../../../engine/devices/nvdimm/nvdimm.ts';
import type { DaxBus } from '../../../engine/devices/dax/bus.ts';
import type { Nvdimm } from '../../../engine/devices/nvdimm/nvdimm.ts';
import type { Namespace, Region } from '../../../engine/devices/nvdimm/types.ts';
import type { CommandContext, DeviceCommand } from '../../../engine/devices/types.ts';
import type { Errno } from '../../../engine/kernel/errno.ts';
import type { Proc } from '../../../engine/kernel/scheduler.ts';
import { statusOf } from './daxctl.ts';
import { toJson } from './json.ts';
import type { Json, ToolArguments } from './json.ts';
import { createNamespace } from './ndctl-create.ts';
import { disableSafe } from './ndctl-disable.ts';
import { isetText, namespaceJson, regionJson } from './ndctl-json.ts';
import { nameOf, namespacesIn, regionsOf } from './ndctl-order.ts';
import { NDCTL } from './ndctl-usage.ts';
import { readTool, unknownCommand, usageText } from './usage.ts';

function* list(context: CommandContext, nd: Nvdimm, { values }: ToolArguments): Proc<number> {
  const human = values.has('human');
  const wantRegions = values.has('regions');
  const wantNamespaces = values.has('namespaces') || !wantRegions;
  const namespacesOf = (r: Region): Json[] =>
    namespacesIn(nd, r)
      .filter((n) => values.has('idle') || (n.size > 0 && n.enabled))
      .filter((n) => !values.has('namespace') || nameOf(n) === values.get('namespace'))
      .map((n) => namespaceJson(nd, n, human, false));
  const regions = regionsOf(nd)
    .filter((r) => r.enabled || values.has('idle'))
    .filter(
      (r) => !values.has('region') || values.get('region') === `region${r.id}` || values.get('region') === String(r.id),
    );
  const inside = wantNamespaces ? regions.map(namespacesOf) : regions.map(() => []);
  const shown = wantRegions ? regions.map((r, i) => regionJson(nd, r, inside[i] ?? [], human)) : inside.flat();
  // regions with namespaces in them come as one object, everything else as an array
  const out: Json = wantRegions && inside.some((l) => l.length > 0) ? { regions: shown } : shown;
  const [first] = shown;
  if (first !== undefined)
    yield* context.print(`${isetText(toJson(human && shown.length === 1 && out === shown ? first : out))}\n`);
  return 0;
}

const plural = (n: number, what: string): string => `${n} ${what}${n === 1 || (n === 0 && what === 'nmem') ? '' : 's'}`;

/** Namespaces that words of a command line name; a disabled region has none. */
const named = (nd: Nvdimm, operands: readonly string[]): Namespace[] =>
  regionsOf(nd)
    .filter((r) => r.enabled)
    .flatMap((r) => namespacesIn(nd, r))
    .filter((n) => n.size > 0 && operands.some((o) => o === 'all' || o === nameOf(n)));
const namedRegions = (nd: Nvdimm, operands: readonly string[]): Region[] =>
  regionsOf(nd).filter((r) => operands.some((o) => o === 'all' || o === `region${r.id}` || o === String(r.id)));

/** How many were done, the last refusal, and whether one was refused that has no errno. */
interface Done {
  readonly n: number;
  readonly errno: Errno | undefined;
  readonly refused: boolean;
}

/** Does one thing to each. `skip`: it is not counted; `refused`: nor is it, and the status tells. */
function* each<T>(
  things: readonly T[],
  all: boolean,
  f: (thing: T) => Proc<Errno | undefined | 'skip' | 'refused'>,
): Proc<Done> {
  let n = 0;
  let refused = false;
  // `all` of nothing is no error
  let errno: Errno | undefined = things.length === 0 && !all ? 'ENXIO' : undefined;
  for (const thing of things) {
    const status = yield* f(thing);
    if (status === undefined) n++;
    else if (status === 'refused') refused = true;
    else if (status !== 'skip') errno = status;
  }
  return { n, errno, refused };
}

/** `skip`: a namespace without labels and without an info block stays what it was, and is not counted. */
function* destroy(
  context: CommandContext,
  nd: Nvdimm,
  bus: DaxBus,
  ns: Namespace,
  force: boolean,
): Proc<Errno | undefined | 'skip'> {
  if (ns.enabled && !force) {
    yield* context.streams.err.write(
      `  Error: namespace${ns.region}.${ns.id} is active, specify --force for re-configuration\n\n`,
    );
    return 'EBUSY';
  }
  const errno = yield* disableSafe(context, nd, bus, ns);
  if (errno !== undefined) return errno;
  const held = yield* nd.wipe(nd.find(ns.region, ns.id) ?? ns);
  const name = `namespace${ns.region}.${ns.id}`;
  if (held !== undefined)
    yield* context.streams.err.write(
      `libndctl: ndctl_namespace_enable: ${name}: failed to enable\n  Error: destroy namespace: ${name} failed to enable for zeroing, continuing\n\n`,
    );
  const now = nd.find(ns.region, ns.id);
  if (nd.region(ns.region)?.labelled !== true)
    return ns.medium === undefined || held !== undefined ? 'skip' : undefined;
  if (now !== undefined) nd.free(now);
  return undefined;
}

type Sub = (context: CommandContext, nd: Nvdimm, args: ToolArguments, bus: DaxBus) => Proc<Done>;
const SUBCOMMANDS: Readonly<
  Record<
    string,
    {
      readonly doing: string;
      readonly done: string;
      readonly what: string;
      /** What is said when nothing is named. */
      readonly missing: string;
      readonly run: Sub;
    }
  >
> = {
  'disable-region': {
    doing: 'disabling regions',
    done: 'disabled',
    what: 'region',
    missing: 'specify a specific region id to act on, or "all"',
    run: (context, nd, { operands }, bus) =>
      // what cannot be done to regions is only not counted (do_xable_region)
      each(namedRegions(nd, operands), true, function* (r) {
        if (!r.enabled) return undefined;
        for (const ns of namespacesIn(nd, r))
          if ((yield* disableSafe(context, nd, bus, ns)) !== undefined) return 'skip';
        yield* nd.disableRegion(r);
        return undefined;
      }),
  },
  'enable-region': {
    doing: 'enabling regions',
    done: 'enabled',
    what: 'region',
    missing: 'specify a specific region id to act on, or "all"',
    run: (_c, nd, { operands }) =>
      each(namedRegions(nd, operands), true, function* (r) {
        if (!r.enabled) yield* nd.enableRegion(r);
        return undefined;
      }),
  },
  'init-labels': {
    doing: 'initializing nmem labels',
    done: 'initialized',
    what: 'nmem',
    missing: '',
    run: (context, nd, { operands, values }) =>
      // what is refused is said, and only not counted (ndctl/dimm.c: dimm_action)
      each(
        nd.regions.value.filter((r) => r.kind === 'nfit' && operands.some((o) => o === 'all' || o === `nmem${r.id}`)),
        true,
        function* (r) {
          const why = r.enabled
            ? 'regions active, abort label write'
            : r.labelled && !values.has('force')
              ? 'error: labels already initialized'
              : undefined;
          if (why === undefined) {
            nd.initLabels(r);
            return undefined;
          }
          yield* context.streams.err.write(`nmem${r.id}: ${why}\n`);
          return 'refused';
        },
      ),
  },
  'disable-namespace': {
    doing: 'disabling namespaces',
    done: 'disabled',
    what: 'namespace',
    missing: 'specify a namespace to disable, or "all"',
    run: (context, nd, { operands }, bus) =>
      each(named(nd, operands), operands.includes('all'), (ns) => disableSafe(context, nd, bus, ns)),
  },
  'enable-namespace': {
    doing: 'enabling namespaces',
    done: 'enabled',
    what: 'namespace',
    missing: 'specify a namespace to enable, or "all"',
    run: (context, nd, { operands }) =>
      each(named(nd, operands), operands.includes('all'), function* (ns) {
        if (ns.enabled) return undefined;
        // a device of tables that never came up keeps the namespace from every other driver
        const held = ns.info?.kind === 'btt' && ns.medium === undefined;
        const errno = held ? 'EBUSY' : yield* nd.enable(ns);
        if (errno === undefined) return undefined;
        yield* context.streams.err.write(`libndctl: ndctl_namespace_enable: ${nameOf(ns)}: failed to enable\n`);
        // the tool does not ask the kernel why (ndctl/lib/libndctl.c: ndctl_bind)
        return 'ENXIO';
      }),
  },
  'destroy-namespace': {
    doing: 'destroying namespaces',
    done: 'destroyed',
    what: 'namespace',
    missing: 'specify a namespace to destroy, or "all"',
    run: (context, nd, { operands, values }, bus) =>
      each(named(nd, operands), operands.includes('all'), (ns) => destroy(context, nd, bus, ns, values.has('force'))),
  },
};

/** The command on a machine's nvdimm bus. */
export const ndctl = (nd: Nvdimm, bus: DaxBus, pageBytes: number): DeviceCommand => ({
  name: 'ndctl',
  usage:
    'ndctl list [-RNiu] | create-namespace [-e NS] [-m MODE] [-M MAP] [-s SIZE] [-a ALIGN] [-f] | (destroy|disable|enable)-namespace [-f] NS | …',
  *run(context, [name = '', ...rest]) {
    const { err } = context.streams;
    const sub = Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name] : undefined;
    const known = Object.hasOwn(NDCTL, name) ? NDCTL[name] : undefined;
    if (known === undefined) return yield* unknownCommand(context, 'ndctl', name);
    const args = readTool(rest, known);
    if (typeof args === 'string') {
      yield* err.write(args);
      return 129;
    }
    const extra = sub === undefined ? args.operands[0] : undefined;
    const wrong =
      extra !== undefined
        ? `unknown ${name === 'list' ? '' : 'extra '}parameter "${extra}"`
        : sub !== undefined && args.operands.length === 0
          ? sub.missing
          : undefined;
    if (wrong !== undefined) {
      yield* err.write(`${wrong === '' ? '' : `  Error: ${wrong}\n\n`}${usageText(known)}`);
      return 129;
    }
    if (name === 'list') return yield* list(context, nd, args);
    if (sub === undefined) return yield* createNamespace(context, nd, bus, args, pageBytes);
    const { n, errno, refused } = yield* sub.run(context, nd, args, bus);
    if (errno !== undefined) yield* err.write(`error ${sub.doing}: ${strerror(errno)}\n`);
    yield* err.write(`${sub.done} ${plural(n, sub.what)}\n`);
    return errno !== undefined ? statusOf(errno) : refused && n === 0 ? 1 : 0;
  },
});
