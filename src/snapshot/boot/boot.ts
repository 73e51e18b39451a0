/**
 * Boots a machine from its QEMU command line, its kernel command line and its kernel's configuration alone:
 *
 *   argv ──► board, nodes, devices ──► firmware's map (e820, UEFI, device tree), SRAT
 *            cmdline: mem=, memmap=, numa=off … ──► memblock ──► zones, blocks, page tables, iomem ──► Machine
 *            devices that bring memory (DIMMs, soft-reserved and persistent memory) attach ──► step 0
 */
import * as words from '#words/boot.ts';
import type { Geometry } from '../../engine/arch/geometry.ts';
import { geometryFor } from '../../engine/arch/layout.ts';
import { forceWastes } from '../../engine/hotplug/memmap-fit.ts';
import { switchesOf } from '../../engine/kernel/switches.ts';
import { EMPTY_BASELINE } from '../../engine/files/baseline.ts';
import { bootWords } from '../../engine/firmware/e820.ts';
import type { DeviceModule } from '../../engine/devices/host.ts';
import type { KeptMemory } from '../../engine/devices/types.ts';
import { parseVersion } from '../../engine/kernel/version.ts';
import type { Machine } from '../../engine/machine.ts';
import { leafAttributes } from '../../engine/mapping/attributes.ts';
import type { MappingOptions } from '../../engine/mapping/types.ts';
import { sizesOf } from '../../engine/arch/geometry.ts';
import { nodeId } from '../../engine/units.ts';
import type { ZoneRef } from '../../engine/zones/types.ts';
import type { BootState } from '../boot-state.ts';
import { buildMachine } from '../build.ts';
import { parseArgv } from '../parse/argv.ts';
import type { MachineDescription } from '../parse/argv.ts';
import { readParams } from '../parse/params.ts';
import { patchesOf } from '../patches.ts';
import type { ZoneInfo } from '../parse/zoneinfo.ts';
import { Problems } from '../problems.ts';
import type { Problem } from '../problems.ts';
import { attachDevices } from './attach.ts';
import { arm64Platform } from './arm64.ts';
import { bootBlocks, memoryBlockBytes } from './blocks.ts';
import { kernelOf } from './geometry-words.ts';
import { takeHugepages } from './hugepages.ts';
import { ignoredOptions } from './ignored.ts';
import { countTables, dumpText, joined } from './leaves.ts';
import type { LeafRun } from './leaves.ts';
import type { Platform, Span } from './platform.ts';
import { nodesByDomain } from '../domains.ts';
import { readBootQuestion } from './question.ts';
import type { BootQuestion } from './question.ts';
import { freedLate, managedBytes, reserve, sectionRuns } from './reserve.ts';
import { movableNode, parameterFiles } from './parameters.ts';
import { arm64LinearMap } from './tables-arm64.ts';
import { riscvLinearMap, riscvPlatform } from './riscv64.ts';
import { x86DirectMap } from './tables-x86.ts';
import { x86Platform } from './x86.ts';
import type { BootZone } from './zones.ts';
import { bootZones, zoneTypesOf } from './zones.ts';

/** A booted machine, and what of its description played no part. */
export interface Boot {
  readonly machine: Machine;
  /** Options and parameters that nothing was made of, as they were written. */
  readonly ignored: readonly string[];
  /** What QEMU would refuse, or what is not modelled. */
  readonly problems: readonly Problem[];
}

/** A question that no machine can be made of. */
export class BootError extends Error {
  override name = 'BootError';
}

/**
 * Boots the machine of a recording's head. `modules`: rooms of devices beyond DIMMs; of these it gets what it has devices of,
 * and without them its memory is as it would be with them. `kept`: what its persistent memory holds from before.
 * @throws BootError naming the fields that are wrong.
 */
export function boot(question: unknown, modules: readonly DeviceModule[] = [], kept: readonly KeptMemory[] = []): Boot {
  const problems = new Problems();
  const q = readBootQuestion(question, problems);
  const read = q === undefined ? undefined : parseArgv(q.qemu.argv, q.arch, problems);
  const special = q?.special ?? [];
  const d = read === undefined || special.length === 0 ? read : { ...read, board: { ...read.board, special } };
  if (q === undefined || d === undefined || problems.count > 0) throw refusal(problems);
  const said: BootQuestion = { ...q, cmdline: q.cmdline ?? d.append ?? '' };
  const asked: BootQuestion = { ...said, kernel: kernelOf(said, d, problems) };
  if (problems.count > 0) throw refusal(problems);
  const state = bootState(asked, d, problems);
  if (state === undefined) throw refusal(problems);
  const machine = buildMachine({ ...state.boot, kept }, modules);
  const { zones } = machine;
  // watermarks are computed, and devices attach, before the initrd and the kernel's init code are freed
  for (const f of state.freedLate) zones.adjustManaged(f.ref, -f.pages);
  zones.initPerZoneWmarkMin();
  takeHugepages(machine, d.cpus);
  attachDevices(machine, state.platform, asked.kernel.config);
  for (const f of state.freedLate) zones.adjustManaged(f.ref, f.pages);
  if (machine.params.value.memmapOnMemory === 'force')
    machine.k.printk(
      `Memory hotplug will waste ${forceWastes(machine.k, machine.blocks.pagesPerBlock)} pages in each memory block`,
    );
  // nothing of the boot belongs to a line
  machine.events.value = [];
  machine.k.trace.clear();
  return { machine, ignored: ignoredOptions(asked), problems: problems.list };
}

const refusal = (problems: Problems): BootError =>
  new BootError(problems.list.map((p) => `${p.field} ${p.why}`).join('\n'));

function geometryOf(q: BootQuestion, physBase: number): Geometry {
  const { kernel, arch } = q;
  const on = (name: string): boolean => kernel.config[name] === 'y';
  const order = Number(kernel.config['CONFIG_ARCH_FORCE_MAX_ORDER']);
  return geometryFor({
    arch,
    pageSize: kernel.page_size,
    levels: kernel.levels,
    vaBits: kernel.va_bits,
    maxPhysmemBits: kernel.max_physmem_bits,
    sectionSizeBits: kernel.section_size_bits,
    physBase,
    pageExtension: on('CONFIG_PAGE_EXTENSION'),
    kasan: on('CONFIG_KASAN'),
    hugePages: on('CONFIG_HUGETLB_PAGE') || on('CONFIG_TRANSPARENT_HUGEPAGE'),
    ...(Number.isInteger(order) && order > 0 && order < 20 ? { maxOrder: order } : {}),
  });
}

function mappingOptions(q: BootQuestion, cpu: { readonly gbpages: boolean; readonly pti: boolean }): MappingOptions {
  const { config } = q.kernel;
  const words = bootWords(q.cmdline ?? '');
  const last = (key: string): string | undefined => words.findLast(([k]) => k === key)?.[1];
  const pagealloc = last('debug_pagealloc');
  return {
    pse: true,
    gbpages: cpu.gbpages,
    debugPagealloc:
      pagealloc === 'on' || (pagealloc === undefined && config['CONFIG_DEBUG_PAGEALLOC_ENABLE_DEFAULT'] === 'y'),
    rodataFull: (last('rodata') ?? (config['CONFIG_RODATA_FULL_DEFAULT_ENABLED'] === 'y' ? 'full' : 'on')) === 'full',
    pti: cpu.pti,
    kasan: config['CONFIG_KASAN'] === 'y',
    ldtMarker: config['CONFIG_MODIFY_LDT_SYSCALL'] === 'y',
    ...patchesOf(q.cmdline ?? ''),
  };
}

function platformOf(q: BootQuestion, d: MachineDescription, problems: Problems): Platform {
  switch (q.arch) {
    case 'x86_64':
      return x86Platform(q, d, problems);
    case 'arm64':
      return arm64Platform(
        q,
        d,
        (base) => geometryOf(q, base),
        mappingOptions(q, { gbpages: false, pti: false }),
        problems,
      );
    case 'riscv64':
      return riscvPlatform(q, d, problems);
  }
}

interface Prepared {
  readonly boot: BootState;
  readonly platform: Platform;
  /** Pages that come to the page allocator only at the end of the boot. */
  readonly freedLate: readonly { readonly ref: ZoneRef; readonly pages: number }[];
}

function bootState(q: BootQuestion, d: MachineDescription, problems: Problems): Prepared | undefined {
  const platform = platformOf(q, d, problems);
  const { memory, topology } = platform;
  if (memory.length === 0) {
    problems.add('qemu.argv', words.leavesNoMemory);
    return undefined;
  }
  let geometry: Geometry;
  try {
    geometry = geometryOf(q, memory[0]?.start ?? 0);
  } catch (e) {
    // the table of layouts knows which combinations exist
    if (!(e instanceof RangeError)) throw e;
    problems.add('kernel', e.message);
    return undefined;
  }
  const mapping = mappingOptions(q, platform);
  const zones = bootZones(q, memory, sizesOf(geometry).pagesPerChunk * q.kernel.page_size);
  const tables = tablesOf(q, platform, geometry, mapping);
  const late = freedLate(q, platform);
  const { reserved, memmapAt } = reserve(platform, geometry, tables.pages, late);
  const blockBytes = memoryBlockBytes(q.arch, geometry, platform);
  const withMemory = [...new Set(memory.map((m) => m.node))];
  const cpuNodes = [...new Set(topology.cpus)].sort((a, b) => a - b);
  const online = topology.possible.filter(
    (n) => withMemory.includes(n) || cpuNodes.includes(n) || topology.alwaysOnline.includes(n),
  );
  const populated = new Set(zones.map((z) => z.node));
  const kernel = { config: q.kernel.config, cmdline: q.cmdline ?? '' };
  const domains = nodesByDomain(d, q.qemu.argv, kernel, topology.possible);
  const dumped = q.kernel.config['CONFIG_PTDUMP_DEBUGFS'] !== undefined || Object.keys(q.kernel.config).length > 0;
  const types = zoneTypesOf(q);
  const version = parseVersion(q.kernel.version ?? '');
  return {
    platform,
    freedLate: zones.map((z) => ({
      ref: { nid: nodeId(z.node), zone: z.zone },
      pages: Math.floor((managedBytes(z, reserved) - managedBytes(z, [...reserved, ...late])) / q.kernel.page_size),
    })),
    boot: {
      id: q.name ?? 'boot',
      title: q.title ?? q.name ?? words.bootedMachine,
      geometry,
      config: {
        release: q.kernel.release,
        config: q.kernel.config,
        cmdline: q.cmdline ?? '',
        ...(version === undefined ? {} : { version }),
      },
      mapping,
      blockBytes,
      board: domains === undefined ? d.board : { ...d.board, domains },
      resources: platform.resources,
      memblock: memory,
      blocks: bootBlocks(memory, zones, geometry, blockBytes),
      nodes: {
        online,
        possible: topology.possible,
        hasMemory: online.filter((n) => populated.has(n)),
        hasNormalMemory: online.filter((n) => zones.some((z) => z.node === n && z.zone !== 'Movable')),
        hasCpu: cpuNodes,
        distance: new Map(),
      },
      cpuNodes,
      cpus: d.cpus,
      distances: topology.distances,
      zones: {
        zoneTypes: types,
        zones: online.flatMap((node) =>
          types.map((zone) =>
            zoneInfo(
              q,
              node,
              zone,
              zones.find((z) => z.node === node && z.zone === zone),
              reserved,
            ),
          ),
        ),
      },
      pageblocks: [],
      params: readParams(parameterFiles(q), q.cmdline ?? '', problems),
      dumps: dumped
        ? {
            directMap: dumpText(geometry, 'direct-map', tables.direct, mapping.kasan),
            // without SPARSEMEM_VMEMMAP nothing lies in its part of the address space
            vmemmap: dumpText(
              geometry,
              'vmemmap',
              switchesOf({ release: '', config: q.kernel.config, cmdline: '' }).classicMemmap
                ? []
                : vmemmapRuns(platform, geometry, mapping, memmapAt),
              mapping.kasan,
            ),
          }
        : undefined,
      directMap: tables.bytes,
      devices: platform.devices,
      found: platform.taken,
      dmesg: [`Linux version ${q.kernel.release} ${words.neverBooted}`, `Command line: ${q.cmdline ?? ''}`],
      baseline: {
        ...EMPTY_BASELINE,
        qemu: q.qemu,
        devices: platform.devices.filter((x) => x.kind !== 'dimm').map((x) => ({ addr: x.addr, text: x.text })),
      },
      provenance: {
        ...Object.fromEntries(
          ['resources', 'blocks', 'zones', 'params', 'sections', 'mapping', 'dimms', 'cpus'].map((room) => [
            room,
            'derived' as const,
          ]),
        ),
        ...Object.fromEntries(['pages', 'pageblocks', 'log'].map((room) => [room, 'modelled' as const])),
      },
    },
  };
}

interface Tables {
  readonly direct: readonly LeafRun[];
  readonly bytes: BootState['directMap'];
  /** Pages that the boot takes for tables of the direct map. */
  readonly pages: number;
}

/** x86's first tables lie in the kernel image (INIT_PGT_BUF_SIZE). */
const X86_BRK_TABLES = 12;

function tablesOf(q: BootQuestion, p: Platform, g: Geometry, options: MappingOptions): Tables {
  const mapped = joinSpans(p.mapped);
  if (q.arch === 'x86_64') {
    const { runs, bytes } = x86DirectMap(mapped, options, {
      traced: q.kernel.traced !== undefined,
      bottomUp: movableNode(q.cmdline ?? '') ? p.image.all.end : undefined,
    });
    return { direct: runs, bytes, pages: Math.max(0, countTables(g, runs) - X86_BRK_TABLES) };
  }
  const runs =
    q.arch === 'arm64' ? arm64LinearMap(g, mapped, p.image.code, options) : riscvLinearMap(g, mapped, p.image, options);
  return { direct: runs, bytes: undefined, pages: q.arch === 'arm64' ? countTables(g, runs) : 0 };
}

/** Regions that touch are one to the page tables, whatever node they belong to. */
function joinSpans(spans: readonly Span[]): Span[] {
  return joined(spans.map((s) => ({ start: s.start, end: s.end, level: '', attributes: '' }))).map(
    ({ start, end }) => ({ start, end }),
  );
}

/** The struct pages of all sections that hold memory. */
function vmemmapRuns(
  p: Platform,
  g: Geometry,
  options: MappingOptions,
  memmapAt: ReadonlyMap<number, number>,
): LeafRun[] {
  const section = 2 ** g.sectionShift;
  const perSection = sizesOf(g).pagesPerSection * g.structPageBytes;
  const base = g.arch === 'x86_64' ? !options.pse : g.pageShift !== 12;
  const attributes = leafAttributes(g.arch, 'vmemmap', base, false, options);
  const at = (s: number): number => (s - (g.vmemmapPfnBase * 2 ** g.pageShift) / section) * perSection;
  return sectionRuns(p.memory, section).map((r) => ({
    start: at(r.start),
    end: at(r.end),
    level: base ? 'PTE' : 'PMD',
    attributes,
    phys: memmapAt.get(r.node) ?? 0,
  }));
}

function zoneInfo(
  q: BootQuestion,
  node: number,
  zone: ZoneInfo['zone'],
  z: BootZone | undefined,
  reserved: readonly Span[],
): ZoneInfo {
  const page = q.kernel.page_size;
  const managed = z === undefined ? 0 : Math.floor(managedBytes(z, reserved) / page);
  return {
    node,
    zone,
    // a machine that has just booted has used little: a thousandth
    free: managed - Math.floor(managed / 1024),
    boost: 0,
    min: 0,
    low: 0,
    high: 0,
    promo: 0,
    spanned: z === undefined ? 0 : (z.end - z.start) / page,
    present: z === undefined ? 0 : z.memory.reduce((sum, m) => sum + m.end - m.start, 0) / page,
    managed,
    cma: 0,
    protection: zoneTypesOf(q).map(() => 0),
    startPfn: z === undefined ? 0 : z.start / page,
    nodeStats: [],
    zoneStats: [],
  };
}
