/** /sys/bus/nd/devices: namespaces and the pfn and dax devices of each region (drivers/nvdimm/namespace_devs.c, pfn_devs.c). */
import type { DeviceFile, DeviceNode } from '../types.ts';
import { MiB } from '../../units.ts';
import type { Nvdimm } from './nvdimm.ts';
import type { Claim, Namespace } from './types.ts';

const ROOT = '/sys/bus/nd/devices';
const NAMESPACE = ['holder', 'mode', 'resource', 'size'] as const;
const CLAIM = ['align', 'mode', 'namespace', 'resource', 'size'] as const;

/** Files of all devices as a recording holds them: path and text. */
function* entries(nd: Nvdimm): Generator<readonly [path: string, text: string]> {
  for (const ns of nd.namespaces.value)
    // a region that is disabled has no devices (drivers/nvdimm/region.c: nd_region_remove)
    for (const name of nd.region(ns.region)?.enabled === true ? NAMESPACE : [])
      yield [`${ROOT}/namespace${ns.region}.${ns.id}/${name}`, namespaceText(nd, ns, name)];
  for (const r of nd.regions.value) {
    for (const kind of ['pfn', 'dax'] as const) {
      for (const ns of nd.namespaces.value)
        if (ns.region === r.id && ns.claimed && ns.info?.kind === kind)
          for (const name of CLAIM)
            yield [`${ROOT}/${kind}${r.id}.${ns.info.id}/${name}`, claimText(ns.info, ns, name)];
      if (!r.enabled) continue;
      for (const name of CLAIM)
        yield [`${ROOT}/${kind}${r.id}.${r.seeds[kind]}/${name}`, claimText(undefined, undefined, name)];
    }
  }
}

function namespaceText(nd: Nvdimm, ns: Namespace, name: (typeof NAMESPACE)[number]): string {
  switch (name) {
    case 'holder':
      return ns.claimed && ns.info !== undefined ? `${ns.info.kind}${ns.region}.${ns.info.id}\n` : '\n';
    case 'mode':
      return `${nd.modeOf(ns)}\n`;
    case 'resource':
      return ns.size === 0 ? '!ENXIO' : `0x${ns.start.toString(16)}\n`;
    case 'size':
      return `${ns.size}\n`;
  }
}

function claimText(claim: Claim | undefined, ns: Namespace | undefined, name: (typeof CLAIM)[number]): string {
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
  }
}

/** What the bus has at a path. */
export function nvdimmNode(nd: Nvdimm, path: string): DeviceNode | undefined {
  if (!path.startsWith(`${ROOT}/`)) return undefined;
  for (const [at, text] of entries(nd)) {
    if (at !== path) continue;
    const file: DeviceFile = { kind: 'file', read: () => (text.startsWith('!') ? { errno: 'ENXIO' } : text) };
    return file;
  }
  return undefined;
}

/** The files a recording holds. */
export const nvdimmPaths = (nd: Nvdimm): string[] => [...entries(nd)].map(([path]) => path);
