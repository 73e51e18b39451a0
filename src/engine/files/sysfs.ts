/** The memory and node directories of sysfs (drivers/base/memory.c, drivers/base/node.c) and the module's parameters. */
import { kstrtobool } from '../kernel/kstrtobool.ts';
import { switchesOf } from '../kernel/switches.ts';
import { kstrtoull } from '../kernel/kstrtoull.ts';
import type { HotplugParams } from '../hotplug/params.ts';
import type { Status } from '../kernel/errno.ts';
import type { Proc } from '../kernel/scheduler.ts';
import type { BlockId, NodeId } from '../units.ts';
import type { NodeState } from '../zones/types.ts';
import type { Baseline } from './baseline.ts';
import { hasHugetlb } from './hugepages.ts';
import { formatList } from './lists.ts';
import { formatNodeMeminfo } from './meminfo.ts';
import type { FileRooms } from './rooms.ts';
import type { DirEntry, FileNode, FsNode } from './types.ts';

const file = (read: () => string, write?: (value: string) => Proc<Status>): FileNode => ({
  kind: 'file',
  read,
  ...(write === undefined ? {} : { write }),
});
const names = (kind: DirEntry['kind'], list: readonly string[]): DirEntry[] => list.map((name) => ({ name, kind }));

/** A store that changes a policy or refuses the value. */
function* setParam(rooms: FileRooms, patch: Partial<HotplugParams> | undefined): Proc<Status> {
  if (patch === undefined) return 'EINVAL';
  rooms.params.set(patch);
  return undefined;
}

const stripped = (value: string): string => value.replace(/\n$/, '');

/** mm/memory_hotplug.c: mhp_online_type_from_str. */
function autoOnline(value: string): Partial<HotplugParams> | undefined {
  const word = stripped(value);
  return word === 'offline' || word === 'online' || word === 'online_kernel' || word === 'online_movable'
    ? { autoOnlineBlocks: word }
    : undefined;
}

/** Reads an unsigned number of 32 bits in any base (kernel/params.c: param_set_uint). */
function ratio(value: string): Partial<HotplugParams> | undefined {
  const n = kstrtoull(value);
  return n !== undefined && n <= 0xffffffff ? { autoMovableRatio: n } : undefined;
}

/** Files of /sys/devices/system/memory/memoryN. */
export const BLOCK_FILES = [
  'online',
  'phys_device',
  'phys_index',
  'removable',
  'state',
  'uevent',
  'valid_zones',
] as const;
/** Files of /sys/devices/system/memory besides the blocks. */
export const MEMORY_FILES = ['auto_online_blocks', 'block_size_bytes', 'uevent'] as const;
/** Lists of /sys/devices/system/node. */
export const NODE_LISTS = ['has_cpu', 'has_memory', 'has_normal_memory', 'online', 'possible'] as const;
/** Files of /sys/devices/system/node/nodeN. */
export const NODE_FILES = ['distance', 'meminfo'] as const;
/** Files of /sys/module/memory_hotplug/parameters. */
export const PARAMETER_FILES = [
  'auto_movable_numa_aware',
  'auto_movable_ratio',
  'memmap_on_memory',
  'online_policy',
] as const;

/** A file of the memory directory itself. */
export function memoryFile(rooms: FileRooms, name: string): FsNode | undefined {
  if (!switchesOf(rooms.k.config).memoryHotplug) return undefined;
  switch (name) {
    case 'auto_online_blocks':
      return file(
        () => `${rooms.params.value.autoOnlineBlocks}\n`,
        (v) => setParam(rooms, autoOnline(v)),
      );
    case 'block_size_bytes':
      return file(() => `${rooms.blocks.blockBytes.toString(16)}\n`);
    case 'uevent':
      return file(() => '', ignored);
    default:
      return undefined;
  }
}

function* ignored(): Proc<Status> {
  yield* [];
  return undefined;
}

/** A file of a memory block that exists; `node` is how recordings write the node link. */
export function blockFile(rooms: FileRooms, id: BlockId, name: string): FsNode | undefined {
  const { blocks } = rooms;
  const { memoryHotremove } = switchesOf(rooms.k.config);
  switch (name) {
    case 'state':
      return file(
        () => `${blocks.stateName(id)}\n`,
        (v) => rooms.stateStore(id, v),
      );
    case 'online':
      return file(
        () => (blocks.stateName(id) === 'online' ? '1\n' : '0\n'),
        (v) => rooms.onlineStore(id, v),
      );
    case 'removable':
      return file(() => (memoryHotremove ? '1\n' : '0\n'));
    case 'phys_index':
      return file(() => `${id.toString(16).padStart(8, '0')}\n`);
    case 'phys_device':
      return file(() => '0\n');
    case 'valid_zones':
      return memoryHotremove ? file(() => `${blocks.validZones(id)}\n`) : undefined;
    case 'node':
      return file(() => `${blocks.nodeOf(id)}\n`);
    case 'uevent':
      return file(() => '', ignored);
    default:
      return undefined;
  }
}

/** Listing of a memory block's directory. */
export function blockDir(rooms: FileRooms, id: BlockId): DirEntry[] {
  const nid = rooms.blocks.nodeOf(id);
  const { memoryHotremove } = switchesOf(rooms.k.config);
  return [
    ...names(
      'file',
      BLOCK_FILES.filter((name) => memoryHotremove || name !== 'valid_zones'),
    ),
    { name: `node${nid}`, kind: 'link', target: `../../node/node${nid}` },
  ];
}

/** A list of nodes such as `online`. */
export function nodeList(rooms: FileRooms, name: string): FsNode | undefined {
  const pick: Readonly<Record<string, (n: NodeState) => boolean>> = {
    online: (n) => n.online,
    possible: () => true,
    has_memory: (n) => n.hasMemory,
    has_normal_memory: (n) => n.hasNormalMemory,
    has_cpu: (n) => n.hasCpu,
  };
  const test = pick[name];
  return test === undefined
    ? undefined
    : file(() => `${formatList(rooms.zones.nodes.value.filter(test).map((n) => n.id))}\n`);
}

/** A file of an online node. */
export function nodeFile(rooms: FileRooms, baseline: Baseline, nid: NodeId, name: string): FsNode | undefined {
  switch (name) {
    case 'distance':
      // distances to nodes that are online now, whatever their numbers
      return file(() => {
        const row = rooms.zones.node(nid).distance;
        return `${rooms.zones.nodes.value
          .filter((n) => n.online)
          .map((n) => row[n.id] ?? 0)
          .join(' ')}\n`;
      });
    case 'meminfo':
      return file(() => formatNodeMeminfo(rooms, baseline, nid));
    default:
      return undefined;
  }
}

/** Listing of a node's directory: its files and links to its blocks. */
export function nodeDir(rooms: FileRooms, nid: NodeId): DirEntry[] {
  const { blocks } = rooms;
  const links = !switchesOf(rooms.k.config).memoryHotplug ? [] : blocks.ids().filter((id) => blocks.nodeOf(id) === nid);
  return [
    ...names('file', NODE_FILES),
    ...(hasHugetlb(rooms) ? names('dir', ['hugepages']) : []),
    ...links.map((id): DirEntry => ({ name: `memory${id}`, kind: 'link', target: `../../memory/memory${id}` })),
  ];
}

/** A parameter of the memory_hotplug module. */
export function parameterFile(rooms: FileRooms, name: string): FsNode | undefined {
  const p = rooms.params;
  const { memoryHotplug, mhpMemmapOnMemory } = switchesOf(rooms.k.config);
  if (!memoryHotplug) return undefined;
  switch (name) {
    case 'online_policy':
      return file(
        () => `${p.value.onlinePolicy}\n`,
        (v) => {
          const word = stripped(v);
          return setParam(
            rooms,
            word === 'contig-zones' || word === 'auto-movable' ? { onlinePolicy: word } : undefined,
          );
        },
      );
    case 'auto_movable_ratio':
      return file(
        () => `${p.value.autoMovableRatio}\n`,
        (v) => setParam(rooms, ratio(v)),
      );
    case 'auto_movable_numa_aware':
      return file(
        () => (p.value.autoMovableNumaAware ? 'Y\n' : 'N\n'),
        (v) => {
          const on = kstrtobool(v);
          return setParam(rooms, on === undefined ? undefined : { autoMovableNumaAware: on });
        },
      );
    case 'memmap_on_memory':
      return mhpMemmapOnMemory ? file(() => `${p.value.memmapOnMemory}\n`) : undefined;
    default:
      return undefined;
  }
}
