/**
 * A machine larger than life, made by rule and marked as modelled: 64 TiB over eight nodes, five levels of page tables,
 * 2 GiB memory blocks, room for as much again.
 *
 *   0      2G     4G                 8T+2G                                64T+2G                        ~128T
 *   [node 0]  PCI  [node 0 …………………………][node 1 …] … [node 7 ………………]^ device memory: 256 slots …]  PCI
 */
import * as words from '#words/boot.ts';
import { geometryFor } from '../engine/arch/layout.ts';
import type { DeviceModule } from '../engine/devices/host.ts';
import { sizesOf } from '../engine/arch/geometry.ts';
import { EMPTY_BASELINE } from '../engine/files/baseline.ts';
import { DEFAULT_PARAMS } from '../engine/hotplug/params.ts';
import type { Resource } from '../engine/hotplug/resources.ts';
import type { Machine } from '../engine/machine.ts';
import { GiB, KiB, TiB } from '../engine/units.ts';
import type { ZoneName } from '../engine/zones/types.ts';
import type { BootState } from './boot-state.ts';
import { buildMachine } from './build.ts';
import { parseArgv } from './parse/argv.ts';
import type { MemblockRange } from './parse/dmesg.ts';
import type { BlockFiles } from './parse/sysfs.ts';
import type { ZoneInfo } from './parse/zoneinfo.ts';
import { Problems } from './problems.ts';

const NODES = 8;
const NODE_BYTES = 8 * TiB;
const BLOCK = 2 * GiB;
const PAGE = 4 * KiB;
const TYPES: readonly ZoneName[] = ['DMA', 'DMA32', 'Normal', 'Movable', 'Device'];
/** End of the RAM below the PCI hole that is usable: the firmware keeps the last 128 KiB for its tables. */
const LOW_END = 2 * GiB - 128 * KiB;
/** Pages a node loses at boot besides its memmap: page tables, per-CPU areas, hash tables, the kernel on node 0. */
const BOOT_PAGES = 16384;
/** DMA: pages 1…158 and 256…4095 are memory; the rest is firmware. Some of it stays reserved. */
const DMA_PRESENT = 3998;
const DMA_MANAGED = 3840;

const KERNEL_CONFIG =
  'MEMORY_HOTPLUG MEMORY_HOTREMOVE MIGRATION MHP_MEMMAP_ON_MEMORY SPARSEMEM_VMEMMAP SPARSEMEM_EXTREME ZONE_DEVICE NUMA X86_5LEVEL X86_DIRECT_GBPAGES ACPI_HOTPLUG_MEMORY HUGETLB_PAGE TRANSPARENT_HUGEPAGE MEMORY_FAILURE 64BIT SMP';

/** Builds the machine. */
export function bigMachine(modules: readonly DeviceModule[] = []): Machine {
  const machine = buildMachine(bigState(), modules);
  // the boot computes all watermarks from the managed pages; nothing of it belongs to a line
  machine.zones.initPerZoneWmarkMin();
  machine.k.trace.clear();
  return machine;
}

function argv(): string[] {
  const ids = Array.from({ length: NODES }, (_, n) => n);
  return [
    ...`qemu-system-x86_64 -machine q35 -cpu Icelake-Server,la57=on -smp ${NODES},sockets=${NODES},cores=1,threads=1`.split(
      ' ',
    ),
    ...'-m 64T,slots=256,maxmem=128T'.split(' '),
    ...ids.flatMap((n) => ['-object', `memory-backend-ram,id=m${n},size=8T,reserve=off`]),
    ...ids.flatMap((n) => ['-numa', `node,nodeid=${n},cpus=${n},memdev=m${n}`]),
    // two groups of four: a hop inside a group, two hops between them
    ...ids.flatMap((a) =>
      ids.filter((b) => b > a).flatMap((b) => ['-numa', `dist,src=${a},dst=${b},val=${a >> 2 === b >> 2 ? 20 : 30}`]),
    ),
  ];
}

/** The machine as it stands after boot. */
export function bigState(): BootState {
  const args = argv();
  const problems = new Problems();
  const description = parseArgv(args, 'x86_64', problems);
  const geometry = geometryFor({
    arch: 'x86_64',
    pageSize: PAGE,
    levels: 5,
    vaBits: 57,
    maxPhysmemBits: 52,
    sectionSizeBits: 27,
  });
  const memblock = memory();
  const all = Array.from({ length: NODES }, (_, n) => n);
  return {
    id: '64TiB',
    title: words.sixtyFourTiB,
    geometry,
    config: {
      release: '6.12.117',
      config: Object.fromEntries(KERNEL_CONFIG.split(' ').map((c) => [`CONFIG_${c}`, 'y'])),
      cmdline: 'console=ttyS0',
    },
    mapping: {
      pse: true,
      gbpages: true,
      debugPagealloc: false,
      rodataFull: false,
      pti: false,
      kasan: false,
      ldtMarker: false,
      teardown: 'free',
      preallocate: true,
    },
    blockBytes: BLOCK,
    board: description.board,
    resources: resources(),
    memblock,
    blocks: blocks(),
    nodes: { online: all, possible: all, hasMemory: all, hasNormalMemory: all, hasCpu: all, distance: new Map() },
    cpuNodes: all,
    cpus: all.length,
    distances: description.distances,
    zones: { zoneTypes: TYPES, zones: all.flatMap((n) => zonesOf(n, sizesOf(geometry).memmapPagesPerSection)) },
    pageblocks: [],
    params: DEFAULT_PARAMS,
    dumps: undefined,
    directMap: undefined,
    devices: [],
    dmesg: [`Linux version 6.12.117 ${words.neverBooted}`, 'x86/mm: Memory block size: 2048MB'],
    baseline: { ...EMPTY_BASELINE, qemu: { version: '7.2', argv: args } },
    provenance: Object.fromEntries(
      [
        'resources',
        'blocks',
        'zones',
        'params',
        'sections',
        'mapping',
        'pages',
        'pageblocks',
        'dimms',
        'log',
        'cpus',
      ].map((room) => [room, 'modelled']),
    ),
  };
}

/** First and last byte (exclusive) of a node's memory above 4 GiB. */
const above = (n: number): { readonly start: number; readonly end: number } => ({
  start: n === 0 ? 4 * GiB : n * NODE_BYTES + BLOCK,
  end: (n + 1) * NODE_BYTES + BLOCK,
});

function memory(): MemblockRange[] {
  const low = [
    { node: 0, start: PAGE, end: 0x9f000 },
    { node: 0, start: 0x100000, end: LOW_END },
  ];
  return [...low, ...Array.from({ length: NODES }, (_, node) => ({ node, ...above(node) }))];
}

function blocks(): BlockFiles[] {
  const out: BlockFiles[] = [];
  const block = (id: number, node: number, zone: string): void =>
    void out.push({ id, state: 'online', removable: true, node, validZones: [zone] });
  // DMA and DMA32 meet in block 0; block 1 is the PCI hole
  block(0, 0, 'none');
  for (let n = 0; n < NODES; n++)
    for (let id = above(n).start / BLOCK; id < above(n).end / BLOCK; id++) block(id, n, 'Normal');
  return out;
}

function zonesOf(n: number, memmapPagesPerSection: number): ZoneInfo[] {
  const zone = (name: ZoneName, start: number, spanned: number, present: number, managed: number): ZoneInfo => ({
    node: n,
    zone: name,
    // a freshly booted machine has used little: a thousandth
    free: managed - Math.floor(managed / 1024),
    boost: 0,
    min: 0,
    low: 0,
    high: 0,
    promo: 0,
    spanned,
    present,
    managed,
    cma: 0,
    protection: TYPES.map(() => 0),
    startPfn: start,
    nodeStats: [],
    zoneStats: [],
  });
  const { start, end } = above(n);
  const pages = (end - start) / PAGE;
  const low = n === 0 ? (LOW_END - 16 * 1024 * KiB) / PAGE : 0;
  const sections = (end - start) / (128 * 1024 * KiB) + (n === 0 ? 16 : 0);
  const taken = sections * memmapPagesPerSection + BOOT_PAGES;
  return [
    n === 0 ? zone('DMA', 1, 4095, DMA_PRESENT, DMA_MANAGED) : zone('DMA', 0, 0, 0, 0),
    n === 0 ? zone('DMA32', 4096, (4 * GiB) / PAGE - 4096, low, low - BOOT_PAGES) : zone('DMA32', 0, 0, 0, 0),
    zone('Normal', start / PAGE, pages, pages, pages - taken),
    zone('Movable', 0, 0, 0, 0),
    zone('Device', 0, 0, 0, 0),
  ];
}

function resources(): Resource[] {
  const entry = (
    start: number,
    end: number,
    name: string,
    busy: boolean,
    children: readonly Resource[] = [],
  ): Resource => ({ start, end: end - 1, name, busy, systemRam: name === 'System RAM', children });
  const window = 128 * TiB + 512 * GiB;
  return [
    entry(0, PAGE, 'Reserved', true),
    entry(PAGE, 0x9fc00, 'System RAM', true),
    entry(0x9fc00, 0xa0000, 'Reserved', true),
    entry(0xa0000, 0xc0000, 'PCI Bus 0000:00', false),
    entry(0xf0000, 0x100000, 'Reserved', true, [entry(0xf0000, 0x100000, 'System ROM', true)]),
    entry(0x100000, LOW_END, 'System RAM', true, [
      entry(0x1000000, 0x1800000, 'Kernel code', true),
      entry(0x1800000, 0x1970000, 'Kernel rodata', true),
      entry(0x1a00000, 0x1b9e780, 'Kernel data', true),
      entry(0x1ce4000, 0x1e00000, 'Kernel bss', true),
    ]),
    entry(LOW_END, 2 * GiB, 'Reserved', false),
    entry(2 * GiB, 0xb0000000, 'PCI Bus 0000:00', false),
    entry(0xb0000000, 0xc0000000, 'PCI ECAM 0000 [bus 00-ff]', true),
    entry(0xc0000000, 0xfec00000, 'PCI Bus 0000:00', false),
    entry(0xfec00000, 0xfec00400, 'IOAPIC 0', true),
    entry(0xfed00000, 0xfed00400, 'HPET 0', true),
    entry(0xfed1c000, 0xfed20000, 'Reserved', false),
    entry(0xfffc0000, 4 * GiB, 'Reserved', false),
    entry(4 * GiB, NODES * NODE_BYTES + BLOCK, 'System RAM', true),
    entry(window, window + 32 * GiB, 'PCI Bus 0000:00', false),
  ];
}
