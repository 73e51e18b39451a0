/** A machine as its snapshot describes it, text by text read and cross-checked: what build.ts makes a machine of. */
import * as wording from '#words/snapshot.ts';
import type { Geometry } from '../engine/arch/geometry.ts';
import { geometryFor } from '../engine/arch/layout.ts';
import type { Board } from '../engine/devices/dimm/board.ts';
import type { FoundMemory, KeptMemory } from '../engine/devices/types.ts';
import type { Baseline, MeminfoLine } from '../engine/files/baseline.ts';
import type { HotplugParams } from '../engine/hotplug/params.ts';
import type { Resource } from '../engine/hotplug/resources.ts';
import type { KernelConfig } from '../engine/kernel/kernel.ts';
import type { Provenance } from '../engine/kernel/types.ts';
import type { DirectMapBytes, MappingOptions } from '../engine/mapping/types.ts';
import { isAligned } from '../engine/units.ts';
import type { ZoneName } from '../engine/zones/types.ts';
import type { MachineDescription } from './parse/argv.ts';
import { parseArgv } from './parse/argv.ts';
import type { PageblockCounts } from './parse/counters.ts';
import { parseMeminfo, parsePagetypeinfo, parseVmstat } from './parse/counters.ts';
import type { MemoryDeviceInfo } from './parse/devices.ts';
import { parseMemoryDevices } from './parse/devices.ts';
import { parseCpuNodes } from './parse/dmesg.ts';
import type { MemblockRange } from './parse/dmesg.ts';
import { parseIomem } from './parse/iomem.ts';
import { readParams } from './parse/params.ts';
import { nodesByDomain } from './domains.ts';
import { patchesOf } from './patches.ts';
import { parseBlockSize, parseBlocks, parseNodes } from './parse/sysfs.ts';
import type { BlockFiles, NodeFiles } from './parse/sysfs.ts';
import type { ZoneInfoFile } from './parse/zoneinfo.ts';
import { parseZoneinfo } from './parse/zoneinfo.ts';
import type { Problems } from './problems.ts';
import { memblockRanges } from './ranges.ts';
import type { Snapshot } from './schema.ts';

/** Everything that is known about a machine before it is built. */
export interface BootState {
  readonly id: string;
  readonly title: string;
  readonly geometry: Geometry;
  readonly config: KernelConfig;
  readonly mapping: MappingOptions;
  readonly blockBytes: number;
  readonly board: Board;
  readonly resources: readonly Resource[];
  /** Boot memory by node, ascending: what memblock knew. */
  readonly memblock: readonly MemblockRange[];
  readonly blocks: readonly BlockFiles[];
  readonly nodes: NodeFiles;
  /** Nodes with CPUs. */
  readonly cpuNodes: readonly number[];
  /** How many CPUs there are. */
  readonly cpus: number;
  /** -numa dist of the command line, for nodes whose row cannot be read. */
  readonly distances: MachineDescription['distances'];
  readonly zones: ZoneInfoFile;
  readonly pageblocks: readonly PageblockCounts[];
  readonly params: HotplugParams;
  /** Page-table dumps; undefined: the tables are built from the memory ranges. */
  readonly dumps: { readonly directMap: string; readonly vmemmap: string } | undefined;
  readonly directMap: DirectMapBytes | undefined;
  /** What the monitor listed; undefined: it was not asked, the command line alone counts. */
  readonly devices: readonly MemoryDeviceInfo[] | undefined;
  readonly dmesg: readonly string[];
  /** Memory that drivers meet only when the machine has been built. */
  readonly found?: readonly FoundMemory[];
  /** What its persistent memory holds from before. */
  readonly kept?: readonly KeptMemory[];
  readonly baseline: Baseline;
  readonly provenance: Readonly<Record<string, Provenance>>;
}

/** Text that stands for a file whose reading failed: `!ENXIO`. */
const UNREADABLE = /^![A-Z0-9]+\s*$/;

/** Reads every text of a snapshot; what is wrong goes to `problems`, and then the answer is undefined. Never throws. */
export function readBootState(snapshot: Snapshot, problems: Problems): BootState | undefined {
  // a file that could not be read says no more than one that was not there
  const readable = Object.entries(snapshot.state).filter(([, text]) => !UNREADABLE.test(text));
  const texts = new Map(readable);
  const before = problems.count;
  const need = (path: string): string => {
    const text = snapshot.state[path];
    if (text === undefined) problems.add(path, wording.isMissing);
    else if (UNREADABLE.test(text)) problems.add(path, wording.couldNotBeRead(text.trim().slice(1)));
    return text ?? '';
  };
  const iomem = need('/proc/iomem');
  const zoneinfo = need('/proc/zoneinfo');
  const blockBytes = parseBlockSize(texts, problems);
  const description = parseArgv(snapshot.qemu.argv, snapshot.arch, problems);
  if (problems.count > before) return undefined;

  const resources = parseIomem(iomem, problems);
  const zones = parseZoneinfo(zoneinfo, problems);
  const blocks = parseBlocks(texts, problems);
  const nodes = parseNodes(texts, problems);
  const dmesg = (texts.get('dmesg') ?? '').split('\n').filter((l, i, all) => l !== '' || i < all.length - 1);
  const meminfo = parseMeminfo(texts.get('/proc/meminfo') ?? '', problems);
  const vmstat = parseVmstat(texts.get('/proc/vmstat') ?? '', problems);
  const pageblocks = parsePagetypeinfo(texts.get('/proc/pagetypeinfo') ?? '', problems);
  const listed = texts.get('qemu/info-memory-devices');
  const devices = parseMemoryDevices(listed ?? '', problems);
  const params = readParams(texts, snapshot.cmdline, problems);
  const nodeMeminfo: Record<number, readonly MeminfoLine[]> = {};
  for (const n of nodes.online) {
    const path = `/sys/devices/system/node/node${n}/meminfo`;
    const text = texts.get(path);
    if (text !== undefined) nodeMeminfo[n] = parseMeminfo(text, problems, path);
  }
  if (problems.count > before) return undefined;
  checkNodes(blocks, nodes, zones, problems);

  const memblock = memblockRanges(
    { arch: snapshot.arch, pageBytes: snapshot.kernel.page_size, resources, zones, blocks, blockBytes, devices, dmesg },
    problems,
  );
  const geometry = readGeometry(snapshot, memblock.ranges, problems);
  if (geometry === undefined || problems.count > before) return undefined;
  checkBlockSize(blockBytes, geometry, problems);
  if (problems.count > before) return undefined;

  const dumps = { directMap: texts.get('ptdump/direct-map') ?? '', vmemmap: texts.get('ptdump/vmemmap') ?? '' };
  const dumped = dumps.directMap.trim() !== '' && dumps.vmemmap.trim() !== '';
  const cpus = nodes.hasCpu ?? cpuNodes(description, dmesg, nodes);
  const kB = new Map(meminfo.map((l) => [l.name, l.value * 1024]));
  const domains = nodesByDomain(
    description,
    snapshot.qemu.argv,
    { config: snapshot.kernel.config, cmdline: snapshot.cmdline },
    nodes.possible,
  );
  const hasPageblocks = pageblocks.length > 0;
  return {
    id: snapshot.name ?? 'snapshot',
    title: snapshot.title ?? snapshot.name ?? wording.snapshot,
    geometry,
    config: {
      release: snapshot.kernel.release,
      config: snapshot.kernel.config,
      cmdline: snapshot.cmdline,
      ...(snapshot.kernel.version === undefined ? {} : { version: snapshot.kernel.version }),
    },
    mapping: mappingOptions(snapshot, kB, dmesg, dumps.directMap),
    blockBytes,
    board: domains === undefined ? description.board : { ...description.board, domains },
    resources,
    memblock: memblock.ranges,
    blocks,
    nodes,
    cpuNodes: domains === undefined ? cpus : [...new Set(cpus.map((n) => domains[n] ?? 0))],
    cpus: description.cpus,
    distances: description.distances,
    zones,
    pageblocks,
    params,
    dumps: dumped ? dumps : undefined,
    directMap: kB.has('DirectMap4k')
      ? { k4: kB.get('DirectMap4k') ?? 0, m2: kB.get('DirectMap2M') ?? 0, g1: kB.get('DirectMap1G') ?? 0 }
      : undefined,
    devices: listed === undefined ? undefined : devices,
    dmesg,
    baseline: {
      nodeStats: Object.fromEntries(
        zones.zones.filter((z) => z.nodeStats.length > 0).map((z) => [z.node, z.nodeStats]),
      ),
      zoneStats: Object.fromEntries(
        zones.zones.filter((z) => z.zoneStats.length > 0).map((z) => [`${z.node} ${z.zone}`, z.zoneStats]),
      ),
      meminfo,
      nodeMeminfo,
      memmapBootPages: vmstat.get('nr_memmap_boot_pages'),
      // what the sections do not account for is found when they are built
      memmapDevicePages: vmstat.get('nr_memmap_pages') ?? 0,
      texts: Object.fromEntries(
        Object.entries(snapshot.state).filter(([path]) => /^\/sys\/(bus|firmware)\//.test(path)),
      ),
      devices: devices.filter((d) => d.kind !== 'dimm').map((d) => ({ addr: d.addr, text: d.text })),
      use: {},
      qemu: snapshot.qemu,
    },
    provenance: snapshot.provenance ?? {
      resources: 'recorded',
      blocks: 'recorded',
      zones: 'recorded',
      params: 'recorded',
      sections: memblock.exact ? 'recorded' : 'derived',
      mapping: dumped ? 'recorded' : 'derived',
      // which page belongs to whom is in no file; the counts per zone are
      pages: 'modelled',
      pageblocks: hasPageblocks ? 'derived' : 'modelled',
      dimms: 'recorded',
      log: dmesg.length > 0 ? 'recorded' : 'modelled',
      cpus: nodes.hasCpu === undefined ? 'derived' : 'recorded',
    },
  };
}

function readGeometry(
  snapshot: Snapshot,
  memblock: readonly MemblockRange[],
  problems: Problems,
): Geometry | undefined {
  const { kernel, arch } = snapshot;
  const { config } = kernel;
  const on = (name: string): boolean => config[name] === 'y';
  const order = Number(config['CONFIG_ARCH_FORCE_MAX_ORDER']);
  const known = Object.keys(config).length > 0;
  if (kernel.section_size_bits < 21 || kernel.section_size_bits > 40)
    problems.add('kernel.section_size_bits', wording.sectionBitsAreNot(kernel.section_size_bits));
  else if (kernel.max_physmem_bits < 32 || kernel.max_physmem_bits > 56)
    problems.add('kernel.max_physmem_bits', wording.physmemBitsAreNot(kernel.max_physmem_bits));
  else {
    try {
      return geometryFor({
        arch,
        pageSize: kernel.page_size,
        levels: kernel.levels,
        vaBits: kernel.va_bits,
        maxPhysmemBits: kernel.max_physmem_bits,
        sectionSizeBits: kernel.section_size_bits,
        physBase: memblock[0]?.start ?? 0,
        pageExtension: on('CONFIG_PAGE_EXTENSION'),
        kasan: on('CONFIG_KASAN'),
        hugePages: !known || on('CONFIG_HUGETLB_PAGE') || on('CONFIG_TRANSPARENT_HUGEPAGE'),
        ...(Number.isInteger(order) && order > 0 && order < 20 ? { maxOrder: order } : {}),
      });
    } catch (e) {
      // the table of layouts knows which combinations exist
      if (!(e instanceof RangeError)) throw e;
      problems.add('kernel', e.message);
    }
  }
  return undefined;
}

function checkBlockSize(blockBytes: number, geometry: Geometry, problems: Problems): void {
  const section = 2 ** geometry.sectionShift;
  if (!isAligned(blockBytes, section))
    problems.add('/sys/devices/system/memory/block_size_bytes', wording.isSmallerThanSection(blockBytes, section));
  else if (blockBytes > 2 ** 38)
    problems.add('/sys/devices/system/memory/block_size_bytes', wording.isLargerThanAny(blockBytes));
}

function checkNodes(blocks: readonly BlockFiles[], nodes: NodeFiles, zones: ZoneInfoFile, problems: Problems): void {
  for (const z of zones.zones)
    if (!nodes.online.includes(z.node)) problems.add('/proc/zoneinfo', wording.showsZoneOfNode(z.zone, z.node));
  for (const n of nodes.online) {
    const have = zones.zones.filter((z) => z.node === n).map((z) => z.zone);
    const missing: readonly ZoneName[] = zones.zoneTypes.filter((t) => !have.includes(t));
    if (missing.length > 0) problems.add('/proc/zoneinfo', wording.missesZoneOfNode(missing.join(', '), n));
    if (new Set(have).size !== have.length) problems.add('/proc/zoneinfo', wording.showsZoneTwice(n));
  }
  for (const b of blocks)
    if (b.node !== undefined && !nodes.online.includes(b.node))
      problems.add(`/sys/devices/system/memory/memory${b.id}/node`, wording.namesNodeWhich(b.node));
}

/** Nodes with CPUs: from the command line, else from the boot messages, else every node that had memory. */
function cpuNodes(description: MachineDescription, dmesg: readonly string[], nodes: NodeFiles): readonly number[] {
  const named = description.numa.filter((n) => n.cpus.length > 0).map((n) => n.id);
  if (named.length > 0) return named;
  if (description.numa.length > 0) return parseCpuNodes(dmesg) ?? nodes.hasMemory;
  // a device tree of its own: CPUs are dealt out to the nodes, lowest first
  return nodes.online.slice(0, Math.max(1, description.cpus));
}

function mappingOptions(
  snapshot: Snapshot,
  kB: ReadonlyMap<string, number>,
  dmesg: readonly string[],
  dump: string,
): MappingOptions {
  const { config } = snapshot.kernel;
  const words = snapshot.cmdline.split(/\s+/);
  const last = (key: string): string | undefined =>
    words.findLast((w) => w.startsWith(`${key}=`))?.slice(key.length + 1);
  const rodata =
    last('rodata') ??
    (config['CONFIG_RODATA_FULL_DEFAULT_ENABLED'] === 'y' || Object.keys(config).length === 0 ? 'full' : 'on');
  return {
    pse: true,
    // the kernel prints the line exactly when it may use 1G leaves
    gbpages: kB.size > 0 ? kB.has('DirectMap1G') : !words.includes('nogbpages'),
    debugPagealloc:
      last('debug_pagealloc') === 'on' ||
      (last('debug_pagealloc') === undefined && config['CONFIG_DEBUG_PAGEALLOC_ENABLE_DEFAULT'] === 'y'),
    rodataFull: rodata === 'full',
    pti:
      snapshot.arch === 'x86_64' &&
      (dump === '' ? dmesg.includes('Kernel/User page tables isolation: enabled') : !/ GLB /.test(dump)),
    kasan: config['CONFIG_KASAN'] === 'y',
    ldtMarker: config['CONFIG_MODIFY_LDT_SYSCALL'] === 'y',
    ...patchesOf(snapshot.cmdline),
  };
}
