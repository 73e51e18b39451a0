/** q35 and pc: the memory map that SeaBIOS hands over, SRAT, and /proc/iomem. */
import type { CxlWindow } from '../../engine/devices/cxl/types.ts';
import { hasCxl, windowsOf } from '../../engine/devices/cxl/windows.ts';
import { deviceMemory, pciWindowBytes, ramEndAboveHole } from '../../engine/devices/dimm/board.ts';
import type { Board } from '../../engine/devices/dimm/board.ts';
import {
  E820,
  e820ForKernel,
  e820SoftReserve,
  e820Name,
  e820Ram,
  e820Update,
  ramBuffers,
} from '../../engine/firmware/e820.ts';
import type { E820Entry } from '../../engine/firmware/e820.ts';
import { insert } from '../../engine/hotplug/resources.ts';
import type { Resource } from '../../engine/hotplug/resources.ts';
import { GiB, KiB, alignUp } from '../../engine/units.ts';
import type { MachineDescription } from '../parse/argv.ts';
import type { Problems } from '../problems.ts';
import { cpuModel } from '../parse/cpu.ts';
import type { StartDevice } from './devices.ts';
import { startDevicesOf } from './devices.ts';
import { X86_IMAGE } from './image.ts';
import { common, cutByNode, resource, without } from './platform.ts';
import type { Affinity, BootDeviceMemory, Platform, Span, Topology } from './platform.ts';
import type { BootQuestion } from './question.ts';
import { boardNodes, fromSrat, hotplugEntry, numaOn, oneNode, socketsOf, sratCpus } from './topology.ts';
import type { BoardNode } from './topology.ts';

const HOLE_START = 0xa0000;
const HOLE_END = 0x100000;
const HT_START = 0xfd00000000;
const HT_END = 0x10000000000;

/** RAM below the PCI hole (hw/i386/pc_q35.c, pc_piix.c). */
function below4G(board: Board): number {
  const [from, below] = board.machine === 'q35' ? [0xb0000000, 2 * GiB] : [0xe0000000, 3 * GiB];
  return board.ramBytes >= from ? below : board.ramBytes;
}

/**
 * Bytes of SMBIOS tables (hw/smbios/smbios.c): QEMU's, with a memory device per 16 GiB of RAM, and SeaBIOS's type 0.
 * Too long for the F segment, they go to the end of low RAM.
 */
function smbiosBytes(board: Board, sockets: number): number {
  const product = board.machine === 'q35' ? 'Standard PC (Q35 + ICH9, 2009)' : 'Standard PC (i440FX + PIIX, 1996)';
  const version = board.machine === 'q35' ? 'pc-q35-7.2' : 'pc-i440fx-7.2';
  const table = (length: number, ...strings: readonly string[]): number =>
    length + (strings.length === 0 ? 2 : strings.reduce((n, s) => n + s.length + 1, 1));
  const dimms = Math.max(1, Math.ceil(board.ramBytes / (16 * GiB)));
  const ranges = board.ramBytes > below4G(board) ? 2 : 1;
  return (
    table(24, 'SeaBIOS', 'rel-1.16.2-debian', '04/01/2014') +
    table(27, 'QEMU', product, version) +
    table(22, 'QEMU', version) +
    sockets * table(42, 'CPU 0', 'QEMU', version) +
    table(23) +
    dimms * table(40, 'DIMM 0', 'QEMU') +
    ranges * table(31) +
    table(11) +
    table(4)
  );
}
const SMBIOS_IN_F_SEGMENT = 600;

/** What SeaBIOS keeps at the end of low RAM: ACPI tables (128 KiB), the NVDIMM method's page, long SMBIOS tables. */
function highTables(board: Board, sockets: number): number {
  const smbios = smbiosBytes(board, sockets);
  return alignUp(
    (board.acpi ? 128 * KiB : 0) + (board.nvdimm ? 4 * KiB : 0) + (smbios > SMBIOS_IN_F_SEGMENT ? smbios : 0),
    4 * KiB,
  );
}

/** The map as the firmware gives it. */
export function firmwareE820(d: MachineDescription, sockets: number): E820Entry[] {
  const { board } = d;
  const low = below4G(board);
  const top = low - highTables(board, sockets);
  const cpu = cpuModel(d.cpu);
  const reserved = (start: number, end: number): E820Entry => ({ start, end, type: E820.reserved });
  const ram = (start: number, end: number): E820Entry => ({ start, end, type: E820.ram });
  return e820Update([
    ram(0, 0x9fc00),
    reserved(0x9fc00, HOLE_START),
    reserved(0xf0000, HOLE_END),
    ram(HOLE_END, top),
    reserved(top, low),
    ...(board.machine === 'q35' ? [reserved(0xb0000000, 0xc0000000), reserved(0xfed1c000, 0xfed20000)] : []),
    reserved(0xfffc0000, 4 * GiB),
    ...(board.ramBytes > low ? [ram(board.highRam ?? 4 * GiB, ramEndAboveHole(board))] : []),
    // below 1 TiB AMD's processors have no memory (hw/i386/pc.c: pc_memory_init)
    ...(cpu.amd && cpu.physBits >= 40 ? [reserved(HT_START, HT_END)] : []),
  ]);
}

/** SRAT's memory entries: each node's RAM, cut at the hole below 1 MiB and at the PCI hole. */
function sratMemory(board: Board, nodes: readonly BoardNode[]): Affinity[] {
  const low = below4G(board);
  const out: Affinity[] = [];
  let next = 0;
  for (const n of nodes) {
    const ram = { start: next, end: next + n.bytes };
    next = ram.end;
    const windows: readonly (Span & { readonly shift: number })[] = [
      { start: 0, end: HOLE_START, shift: 0 },
      { start: HOLE_END, end: low, shift: 0 },
      { start: low, end: Number.MAX_SAFE_INTEGER, shift: (board.highRam ?? 4 * GiB) - low },
    ];
    for (const w of windows) {
      const part = common(ram, w);
      if (part !== undefined) out.push({ start: part.start + w.shift, end: part.end + w.shift, node: n.id });
    }
  }
  return out;
}

/** NFIT's ranges come into SRAT when the machine has nvdimm=on (hw/acpi/nvdimm.c: nvdimm_build_srat). */
const nvdimmEntries = (board: Board, devices: readonly StartDevice[]): Affinity[] =>
  board.nvdimm
    ? devices.filter((x) => x.kind === 'nvdimm').map((x) => ({ start: x.addr, end: x.addr + x.size, node: x.node }))
    : [];

/** Each CXL window that SRAT does not cover is a node of its own (drivers/acpi/numa/srat.c: acpi_parse_cfmws). */
const windowEntries = (windows: readonly CxlWindow[], nodes: readonly BoardNode[]): Affinity[] =>
  windows.map((w, i) => ({ start: w.start, end: w.start + w.size, node: nodes.length + i }));

/** Everything about a PC's memory that the kernel's boot depends on. */
export function x86Platform(q: BootQuestion, d: MachineDescription, problems: Problems): Platform {
  const { board } = d;
  const cmdline = q.cmdline ?? d.append ?? '';
  const { config } = q.kernel;
  const nodes = boardNodes(d, q.qemu.argv, problems);
  const devices = startDevicesOf(d, problems);
  // a kernel that takes over another's map finds there what that one made of it
  const softly =
    config['CONFIG_EFI_SOFT_RESERVE'] === 'y' && !/(^|\s)efi=([^\s]*,)?nosoftreserve(,|\s|$)/.test(cmdline);
  const special = (board.special ?? []).filter((s) => (s.carried === undefined ? softly : s.carried === 'soft'));
  const entries = e820ForKernel(e820SoftReserve(firmwareE820(d, socketsOf(q.qemu.argv)), special), cmdline);
  const ram = e820Ram(entries, q.kernel.page_size);
  const maxPfn = ram.at(-1)?.end ?? 0;
  const hotplug = hotplugEntry(d, nodes);
  const windows = hasCxl(q.qemu.argv) ? windowsOf(q.qemu.argv, board).windows : [];
  const srat = numaOn(config, cmdline) && config['CONFIG_ACPI_NUMA'] === 'y' && board.acpi && nodes.length > 0;
  const found = srat
    ? fromSrat(
        {
          cpus: sratCpus(nodes),
          memory: [
            ...sratMemory(board, nodes),
            ...nvdimmEntries(board, devices),
            ...hotplug,
            ...windowEntries(windows, nodes),
          ],
        },
        d.distances,
      )
    : undefined;
  const topology: Topology = found ?? oneNode(d.cpus);
  const nodeOf = (pxm: number): number => found?.nodeOf(pxm) ?? 0;
  const cpu = cpuModel(d.cpu);
  return {
    memory: cutByNode(ram, topology.affinity),
    mapped: ram,
    nomap: [],
    topology,
    image: X86_IMAGE,
    resources: resources(board, entries, devices, config, windows),
    devices,
    taken: taken(entries, devices, topology, { maxPfn, config, nodeOf }),
    maxPossible: Math.max(maxPfn, ...(srat ? hotplug.map((h) => h.end) : [0])),
    hypervisor: cpu.hypervisor,
    gbpages: config['CONFIG_X86_DIRECT_GBPAGES'] === 'y' && cpu.gbpages && !cmdline.split(/\s+/).includes('nogbpages'),
    pti: cpu.meltdown
      ? !/(^|\s)(nopti|pti=off|mitigations=off)(\s|$)/.test(cmdline)
      : /(^|\s)pti=on(\s|$)/.test(cmdline),
  };
}

interface TakenSources {
  readonly maxPfn: number;
  readonly config: Readonly<Record<string, string>>;
  readonly nodeOf: (pxm: number) => number;
}

/** Persistent and soft-reserved memory that drivers take at boot, by address. */
function taken(
  entries: readonly E820Entry[],
  devices: readonly StartDevice[],
  topology: Topology,
  s: TakenSources,
): BootDeviceMemory[] {
  const on = (name: string): boolean => s.config[`CONFIG_${name}`] === 'y';
  const target = (at: number): number => topology.affinity.find((a) => a.start <= at && at < a.end)?.node ?? 0;
  // the online nodes' ranges end at max_pfn; beyond it the first range's node answers (memory_add_physaddr_to_nid)
  const nearest = (at: number): number => (at < s.maxPfn ? target(at) : (topology.affinity[0]?.node ?? 0));
  const legacy =
    on('X86_PMEM_LEGACY') && on('BLK_DEV_PMEM')
      ? entries
          .filter((e) => e.type === E820.pram)
          .map((e): BootDeviceMemory => ({ start: e.start, end: e.end, source: 'e820', node: nearest(e.start) }))
      : [];
  const soft =
    on('DEV_DAX_HMEM') && on('EFI_SOFT_RESERVE')
      ? entries
          .filter((e) => e.type === E820.soft)
          .map((e): BootDeviceMemory => ({ start: e.start, end: e.end, source: 'soft', node: target(e.start) }))
      : [];
  const plugged = devices.flatMap((x): BootDeviceMemory[] => {
    const range = { start: x.addr, end: x.addr + x.size };
    if (x.kind === 'nvdimm' && on('ACPI_NFIT')) return [{ ...range, source: 'nfit', node: s.nodeOf(x.node) }];
    return x.kind === 'virtio-pmem' && on('VIRTIO_PMEM') ? [{ ...range, source: 'virtio', node: nearest(x.addr) }] : [];
  });
  return [...legacy, ...soft, ...plugged].sort((a, b) => a.start - b.start);
}

/** /proc/iomem after boot; devices on the PCI bus, which no rule of memory decides, are left out. */
function resources(
  board: Board,
  entries: readonly E820Entry[],
  devices: readonly StartDevice[],
  config: Readonly<Record<string, string>>,
  windows: readonly CxlWindow[],
): readonly Resource[] {
  const busy = (e: E820Entry): boolean => e.type === E820.ram || e.start < HOLE_END;
  let tree: readonly Resource[] = [];
  const put = (r: Resource): void => {
    tree = insert(tree, r) ?? tree;
  };
  for (const e of entries)
    put(resource(e.start, e.end, e820Name(e.type), busy(e), e.type === E820.ram ? imageLines(e) : []));
  const gaps = (s: Span): Span[] =>
    without(
      [s],
      tree.map((r) => ({ start: r.start, end: r.end + 1 })),
    );
  for (const b of ramBuffers(entries)) for (const g of gaps(b)) put(resource(g.start, g.end, 'RAM buffer'));
  put(resource(HOLE_START, 0xc0000, 'PCI Bus 0000:00', false));
  put(resource(0xc0000, 0xc0600, 'Video ROM'));
  tree = tree.map((r) => (r.start === 0xf0000 ? { ...r, children: [resource(0xf0000, HOLE_END, 'System ROM')] } : r));
  const low = below4G(board);
  const q35 = board.machine === 'q35';
  if (q35) {
    if (low < 0xb0000000) put(resource(low, 0xb0000000, 'PCI Bus 0000:00', false));
    const ecam = resource(0xb0000000, 0xc0000000, 'PCI ECAM 0000 [bus 00-ff]', true, [
      resource(0xb0000000, 0xc0000000, 'Reserved', true, [resource(0xb0000000, 0xc0000000, 'pnp 00:04')]),
    ]);
    tree = tree.map((r) => (r.start === ecam.start ? ecam : r));
  }
  put(resource(q35 ? 0xc0000000 : low, 0xfec00000, 'PCI Bus 0000:00', false));
  put(resource(0xfec00000, 0xfec00400, 'IOAPIC 0'));
  put(resource(0xfed00000, 0xfed00400, 'HPET 0', true, [resource(0xfed00000, 0xfed00400, 'PNP0103:00')]));
  // the 64-bit PCI window follows the device memory (hw/i386/pc.c: pc_pci_hole64_start)
  const region = deviceMemory(board);
  const windowsEnd = windows.reduce((end, w) => Math.max(end, w.start + w.size), 0);
  const window = alignUp(
    Math.max(windowsEnd, region === undefined ? ramEndAboveHole(board) : region.base + region.size),
    GiB,
  );
  for (const w of windows) put(resource(w.start, w.start + w.size, `CXL Window ${w.id}`, false));
  put(resource(window, window + pciWindowBytes(board.machine), 'PCI Bus 0000:00', false));
  for (const x of devices) {
    const [start, end] = [x.addr, x.addr + x.size];
    if (x.kind === 'nvdimm' && config['CONFIG_ACPI_NFIT'] === 'y')
      put(resource(start, end, 'Persistent Memory', false));
    if (x.kind === 'virtio-mem' && config['CONFIG_VIRTIO_MEM'] === 'y')
      put(resource(start, end, `virtio${x.virtio}`, false));
  }
  return tree;
}

function imageLines(e: E820Entry): Resource[] {
  const { code, rodata, data, bss } = X86_IMAGE;
  if (e.start > code.start || e.end < code.end) return [];
  const line = (s: Span | undefined, name: string): Resource[] =>
    s === undefined ? [] : [resource(s.start, s.end, name)];
  return [
    ...line(code, 'Kernel code'),
    ...line(rodata, 'Kernel rodata'),
    ...line(data, 'Kernel data'),
    ...line(bss, 'Kernel bss'),
  ];
}
