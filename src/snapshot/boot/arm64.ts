/** arm64 virt: the memory map of the UEFI firmware (or of QEMU's device tree), SRAT, and /proc/iomem. */
import type { Geometry } from '../../engine/arch/geometry.ts';
import { insert } from '../../engine/hotplug/resources.ts';
import type { Resource } from '../../engine/hotplug/resources.ts';
import type { MappingOptions } from '../../engine/mapping/types.ts';
import { GiB } from '../../engine/units.ts';
import type { MachineDescription } from '../parse/argv.ts';
import type { Problems } from '../problems.ts';
import { startDevicesOf } from './devices.ts';
import { arm64Image } from './image.ts';
import { countTables } from './leaves.ts';
import { limitMemory } from './limit.ts';
import { cutByNode, resource, without } from './platform.ts';
import type { Affinity, BootDeviceMemory, Platform, Span, Topology } from './platform.ts';
import type { BootQuestion } from './question.ts';
import { arm64LinearMap } from './tables-arm64.ts';
import { boardNodes, fromSrat, hotplugEntry, numaOn, oneNode, sratCpus } from './topology.ts';

const RAM = GiB;
/** The two flash banks, which the firmware describes as its own memory. */
const FLASH: Span = { start: 0x4000000, end: 0x8000000 };
/**
 * Runtime memory of EDK2, from the end of the lowest memory bank: below it the firmware's boot, above it what it loads first.
 * Sizes are of the firmware that the recordings booted with.
 */
const EFI_RUNTIME: readonly (readonly [from: number, to: number])[] = [
  [0x3bc0000, 0x38d0000],
  [0x400000, 0x20000],
];

/** Everything about a virt machine's memory that the kernel's boot depends on. */
export function arm64Platform(
  q: BootQuestion,
  d: MachineDescription,
  geometryOf: (physBase: number) => Geometry,
  options: MappingOptions,
  problems: Problems,
): Platform {
  const { board } = d;
  const cmdline = q.cmdline ?? d.append ?? '';
  const { config } = q.kernel;
  const nodes = boardNodes(d, q.qemu.argv, problems);
  const devices = startDevicesOf(d, problems);
  const efi = board.acpi && config['CONFIG_EFI'] === 'y';
  let at = RAM;
  const banks = nodes
    .filter((n) => n.bytes > 0)
    .map((n): Affinity => ({ start: at, end: (at += n.bytes), node: n.id }));
  const ram: Span = { start: RAM, end: RAM + board.ramBytes };
  const top = banks[0]?.end ?? ram.end;
  const image = arm64Image(Math.log2(q.kernel.page_size), RAM, efi ? top : undefined);
  const nomap = efi ? [FLASH, ...EFI_RUNTIME.map(([from, to]) => ({ start: top - from, end: top - to }))] : [];
  let memory: readonly Span[] = limitMemory(efi ? [FLASH, ram] : [ram], cmdline, { keep: [...nomap, image.all] });

  const lowest = memory[0]?.start ?? RAM;
  const mapped = without(memory, nomap);
  let override: Span | undefined;
  if (efi && q.kernel.srat_override !== undefined) {
    // the table from the initrd gets a page of its own, right below the tables of the linear map
    const geometry = geometryOf(lowest);
    const tables = countTables(geometry, arm64LinearMap(geometry, mapped, image.code, options));
    const end = (memory.at(-1)?.end ?? ram.end) - tables * q.kernel.page_size;
    override = { start: end - q.kernel.page_size, end };
    memory = without(memory, [override]);
  }
  const more = overrideEntries(q.kernel.srat_override);
  const told =
    numaOn(config, cmdline) && nodes.length > 0
      ? fromSrat(
          { cpus: sratCpus(nodes), memory: [...more, ...banks, ...(board.acpi ? hotplugEntry(d, nodes) : [])] },
          d.distances,
        )
      : undefined;
  // memory that no entry covers makes the kernel give up on NUMA (drivers/base/arch_numa.c: numa_register_nodes)
  const found = told !== undefined && without(memory, told.affinity).length === 0 ? told : undefined;
  const topology: Topology = found === undefined ? oneNode(d.cpus) : { ...found, alwaysOnline: found.possible };
  const nodeOf = (pxm: number): number => found?.nodeOf(pxm) ?? 0;
  const on = (name: string): boolean => config[`CONFIG_${name}`] === 'y';
  const taken = devices.flatMap((x): BootDeviceMemory[] => {
    if (x.kind !== 'virtio-pmem' && x.kind !== 'nvdimm') return [];
    if (x.kind === 'nvdimm' ? !on('ACPI_NFIT') : !on('VIRTIO_PMEM')) return [];
    const node = topology.affinity.find((a) => a.start <= x.addr && x.addr < a.end)?.node ?? 0;
    return [
      {
        start: x.addr,
        end: x.addr + x.size,
        source: x.kind === 'nvdimm' ? 'nfit' : 'virtio',
        node: x.kind === 'nvdimm' ? nodeOf(x.node) : node,
      },
    ];
  });
  const cut = cutByNode(
    memory.flatMap((m) => pieces(m, nomap)),
    topology.affinity,
  );
  let tree = linesOf(cut, nomap, override, image);
  for (const x of devices) {
    if (x.kind === 'virtio-mem' && on('VIRTIO_MEM'))
      tree = insert(tree, resource(x.addr, x.addr + x.size, `virtio${x.virtio}`, false)) ?? tree;
    if (x.kind === 'nvdimm' && on('ACPI_NFIT'))
      tree = insert(tree, resource(x.addr, x.addr + x.size, 'Persistent Memory', false)) ?? tree;
  }
  return {
    memory: cut,
    mapped,
    nomap,
    topology,
    image,
    resources: tree,
    devices,
    taken,
    maxPossible: memory.at(-1)?.end ?? 0,
    hypervisor: true,
    gbpages: false,
    pti: false,
  };
}

/** "one entry: 0x04000000-0x07ffffff in node 0" */
function overrideEntries(text: string | undefined): Affinity[] {
  return [...(text ?? '').matchAll(/0x([0-9a-f]+)-0x([0-9a-f]+) in node (\d+)/gi)].map((m) => ({
    start: Number.parseInt(m[1] ?? '0', 16),
    end: Number.parseInt(m[2] ?? '0', 16) + 1,
    node: Number(m[3]),
  }));
}

/** A region cut at the borders of what is not mapped: memblock keeps regions with other flags apart. */
function pieces(m: Span, nomap: readonly Span[]): Span[] {
  const borders = [m.start, m.end, ...nomap.flatMap((n) => [n.start, n.end])]
    .filter((b) => b >= m.start && b <= m.end)
    .sort((a, b) => a - b);
  return borders.flatMap((start, i) => {
    const end = borders[i + 1];
    return end === undefined || end === start ? [] : [{ start, end }];
  });
}

/** Memory's part of /proc/iomem (arch/arm64/kernel/setup.c: request_standard_resources). */
function linesOf(
  memory: readonly Affinity[],
  nomap: readonly Span[],
  override: Span | undefined,
  image: Platform['image'],
): readonly Resource[] {
  let tree: readonly Resource[] = [];
  const put = (r: Resource): void => {
    tree = insert(tree, r) ?? tree;
  };
  for (const m of memory) {
    const reserved = nomap.some((n) => n.start <= m.start && m.end <= n.end);
    const inside = (s: Span): boolean => m.start <= s.start && s.end <= m.end;
    const children =
      inside(image.code) && inside(image.data)
        ? [
            resource(image.code.start, image.code.end, 'Kernel code'),
            resource(image.data.start, image.data.end, 'Kernel data'),
          ]
        : [];
    put(
      reserved ? resource(m.start, m.end, 'reserved', false) : resource(m.start, m.end, 'System RAM', true, children),
    );
  }
  if (override !== undefined)
    put(
      resource(override.start, override.end, 'reserved', false, [resource(override.start, override.end, 'reserved')]),
    );
  put(resource(0x10000000, 0x3eff0000, 'PCI Bus 0000:00', false));
  put(resource(0x4010000000, 0x4020000000, 'PCI ECAM'));
  put(resource(0x8000000000, 0x10000000000, 'PCI Bus 0000:00', false));
  return tree;
}
