/** /sys/bus/nd/devices: namespaces and the pfn and dax devices of each region (drivers/nvdimm/namespace_devs.c, pfn_devs.c). */
import type { DeviceFile, DeviceNode } from '../types.ts';
import { MiB } from '../../units.ts';
import { SECTOR_SIZES } from './btt.ts';
import type { Nvdimm } from './nvdimm.ts';
import type { Claim, Namespace } from './types.ts';

const ROOT = '/sys/bus/nd/devices';
const NAMESPACE = ['holder', 'mode', 'resource', 'size'] as const;
const CLAIM = ['align', 'mode', 'namespace', 'resource', 'size'] as const;
const TABLES = ['namespace', 'sector_size', 'size'] as const;

/** Files of all devices as a recording holds them: path and text; `tables`: also those of btt devices. */
function* entries(nd: Nvdimm, tables = false): Generator<readonly [path: string, text: string]> {
  for (const ns of nd.namespaces.value)
    // a region that is disabled has no devices (drivers/nvdimm/region.c: nd_region_remove)
    for (const name of nd.region(ns.region)?.enabled === true ? NAMESPACE : [])
      yield [`${ROOT}/namespace${ns.region}.${ns.id}/${name}`, namespaceText(nd, ns, name)];
  for (const r of nd.regions.value) {
    for (const kind of ['pfn', 'dax', 'btt'] as const) {
      if (kind === 'btt' && !tables) continue;
      for (const ns of nd.namespaces.value)
        if (ns.region === r.id && nd.heldBy(ns)?.kind === kind && ns.info !== undefined)
          for (const name of kind === 'btt' ? TABLES : CLAIM)
            yield [`${ROOT}/${kind}${r.id}.${ns.info.id}/${name}`, claimText(ns.info, ns, name)];
      if (!r.enabled) continue;
      for (const name of kind === 'btt' ? TABLES : CLAIM)
        yield [`${ROOT}/${kind}${r.id}.${r.seeds[kind]}/${name}`, claimText(undefined, undefined, name)];
    }
  }
}

function namespaceText(nd: Nvdimm, ns: Namespace, name: (typeof NAMESPACE)[number]): string {
  const holder = nd.heldBy(ns);
  switch (name) {
    case 'holder':
      return holder === undefined ? '\n' : `${holder.kind}${ns.region}.${holder.id}\n`;
    case 'mode':
      return `${nd.modeOf(ns)}\n`;
    case 'resource':
      return ns.size === 0 ? '!ENXIO' : `0x${ns.start.toString(16)}\n`;
    case 'size':
      return `${ns.size}\n`;
  }
}

function claimText(
  claim: Claim | undefined,
  ns: Namespace | undefined,
  name: (typeof CLAIM | typeof TABLES)[number],
): string {
  switch (name) {
    case 'align':
      return `${claim?.align ?? 2 * MiB}\n`;
    case 'mode':
      return `${claim?.mode ?? 'none'}\n`;
    case 'namespace':
      return ns === undefined ? '\n' : `namespace${ns.region}.${ns.id}\n`;
    case 'resource':
      return claim === undefined ? '!ENXIO' : `0x${claim.start.toString(16)}\n`;
    case 'size':
      return claim === undefined ? '!ENXIO' : `${claim.size}\n`;
    case 'sector_size':
      return `${SECTOR_SIZES.map((n) => (n === claim?.sector ? `[${n}]` : n)).join(' ')} \n`;
  }
}

/** Names of the bus's devices: the bus, DIMMs, regions, and what is on those. */
function namesOf(nd: Nvdimm): string[] {
  const of = new Set([...entries(nd, true)].map(([path]) => path.slice(ROOT.length + 1).split('/')[0] ?? ''));
  const regions = nd.regions.value.flatMap((r) => [`region${r.id}`, ...(r.kind === 'nfit' ? [`nmem${r.id}`] : [])]);
  const buses = new Set(nd.regions.value.map((r) => `ndbus${r.kind === 'of' ? r.id : 0}`));
  return [...of, ...buses, ...regions].toSorted();
}

/** What the bus has at a path. */
export function nvdimmNode(nd: Nvdimm, path: string): DeviceNode | undefined {
  if (path === ROOT) return { kind: 'dir', list: () => namesOf(nd).map((name) => ({ name, kind: 'dir' })) };
  if (!path.startsWith(`${ROOT}/`)) return undefined;
  for (const [at, text] of entries(nd, true)) {
    if (at !== path) continue;
    const file: DeviceFile = { kind: 'file', read: () => (text.startsWith('!') ? { errno: 'ENXIO' } : text) };
    return file;
  }
  return undefined;
}

/** The files a recording holds. */
export const nvdimmPaths = (nd: Nvdimm): string[] => [...entries(nd)].map(([path]) => path);
