/** Regions and namespaces as ndctl prints them (util/json.c of ndctl). */
import type { Nvdimm } from '../../../engine/devices/nvdimm/nvdimm.ts';
import { REGION_ALIGN } from '../../../engine/devices/nvdimm/nvdimm.ts';
import type { Claim, Namespace, Region } from '../../../engine/devices/nvdimm/types.ts';
import { sizeOf } from './json.ts';
import type { Json } from './json.ts';

/** What a namespace under labels has before it has space. */
const NO_UUID = '00000000-0000-0000-0000-000000000000';

/** A namespace; `full` (what create-namespace prints) has the dax region of a devdax one. */
export function namespaceJson(nd: Nvdimm, ns: Namespace, human: boolean, full: boolean): Json {
  const info = ns.claimed || !ns.enabled ? ns.info : undefined;
  if (info?.kind === 'btt') return sectorJson(nd, ns, info, human);
  const r = nd.region(ns.region);
  const dax = info?.kind === 'dax';
  const chardev = `dax${ns.region}.${ns.id}`;
  const off = ns.enabled ? undefined : 'disabled';
  const mapped = r !== undefined && nd.pageMapped(r);
  const size = sizeOf(info?.size ?? ns.size, human);
  return {
    dev: `namespace${ns.region}.${ns.id}`,
    mode: info === undefined ? (mapped ? 'fsdax' : 'raw') : dax ? 'devdax' : 'fsdax',
    map: info === undefined ? (mapped ? 'mem' : undefined) : info.mode === 'pmem' ? 'dev' : 'mem',
    size,
    uuid: ns.uuid ?? (r?.labelled === true && ns.size === 0 ? NO_UUID : undefined),
    daxregion:
      dax && full && r !== undefined
        ? {
            id: r.id,
            size,
            align: info.align,
            devices: [{ chardev, size, target_node: r.targetNode, align: info.align, mode: 'devdax' }],
          }
        : undefined,
    chardev: dax && !full && ns.enabled ? chardev : undefined,
    sector_size: dax ? undefined : 512,
    align: info?.align,
    blockdev: dax || !ns.enabled ? undefined : nd.diskOf(ns),
    state: off,
  };
}

/** A namespace of block translation tables: its size is what the block device shows, and known only while there is one. */
const sectorJson = (nd: Nvdimm, ns: Namespace, info: Claim, human: boolean): Json => ({
  dev: `namespace${ns.region}.${ns.id}`,
  mode: 'sector',
  size: ns.enabled ? sizeOf(info.size, human) : undefined,
  uuid: ns.uuid,
  sector_size: info.sector,
  blockdev: ns.enabled ? nd.diskOf(ns) : undefined,
  state: ns.enabled ? undefined : 'disabled',
});

/** The cookie of a region's interleave set: Fletcher's sum over the offset and the serial number of each device in it. */
function isetId(serials: readonly number[]): string {
  const words = serials.toSorted((a, b) => a - b).flatMap((serial) => [0, 0, serial, 0]);
  let low = 0;
  let high = 0;
  for (const word of words) {
    low = (low + word) % 2 ** 32;
    high = (high + low) % 2 ** 32;
  }
  return (BigInt(high) * 2n ** 32n + BigInt(low)).toString();
}

/** What stands for a number that JavaScript cannot hold; replaced in the printed text. */
export const isetText = (text: string): string => text.replace(/"iset_id":"(\d+)"/g, '"iset_id":$1');

/** A region, with its namespaces when these are asked for. */
export function regionJson(nd: Nvdimm, r: Region, namespaces: readonly Json[], human: boolean): Json {
  return {
    dev: `region${r.id}`,
    size: sizeOf(r.size, human),
    align: REGION_ALIGN,
    available_size: sizeOf(nd.available(r), human),
    max_available_extent: sizeOf(r.labelled ? nd.gap(r).size : 0, human),
    type: 'pmem',
    // without a label index there is no cookie (nd_region_interleave_set_cookie)
    iset_id: r.serials.length === 0 || !r.labelled ? undefined : isetId(r.serials),
    persistence_domain: r.kind === 'of' || r.kind === 'cxl' ? 'memory_controller' : 'unknown',
    state: r.enabled ? undefined : 'disabled',
    namespaces: namespaces.length > 0 ? namespaces : undefined,
  };
}
