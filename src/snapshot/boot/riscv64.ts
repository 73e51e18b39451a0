/** riscv64 virt: the memory of its device tree, QEMU's or one of the machine's own, and /proc/iomem. */
import type { Geometry } from '../../engine/arch/geometry.ts';
import { insert } from '../../engine/hotplug/resources.ts';
import type { Resource } from '../../engine/hotplug/resources.ts';
import { leafAttributes, readOnly } from '../../engine/mapping/attributes.ts';
import type { MappingOptions } from '../../engine/mapping/types.ts';
import { GiB, KiB, MiB, alignDown, alignUp } from '../../engine/units.ts';
import type { MachineDescription } from '../parse/argv.ts';
import type { Problems } from '../problems.ts';
import { startDevicesOf } from './devices.ts';
import { riscvImage } from './image.ts';
import { cutByUnits, joined, overlay } from './leaves.ts';
import type { LeafRun } from './leaves.ts';
import { limitMemory } from './limit.ts';
import { cutByNode, resource, without } from './platform.ts';
import type { Affinity, BootDeviceMemory, ImageSpans, Platform, Span, Topology } from './platform.ts';
import type { BootQuestion } from './question.ts';
import { boardNodes, numaOn, oneNode, sratCpus } from './topology.ts';

const RAM = 2 * GiB;

/** What the words of a recording say of its device tree: RAM by node, and the end of RAM that is a pmem region. */
function ownTree(
  text: string,
  ramBytes: number,
): { readonly nodes: readonly number[]; readonly pmem: { readonly bytes: number; readonly node: number } | undefined } {
  const sizes = (/\(([\d.]+(?:\s*\+\s*[\d.]+)*) GiB\)/.exec(text)?.[1] ?? '')
    .split('+')
    .filter((s) => s.trim() !== '')
    .map((s) => Math.round(Number(s) * 1024) * MiB);
  const before = sizes.slice(0, -1);
  const nodes = sizes.length === 0 ? [ramBytes] : [...before, ramBytes - before.reduce((a, b) => a + b, 0)];
  const m = /pmem-region of ([\d.]+) GiB(?: on node (\d+))?/.exec(text);
  return {
    nodes,
    pmem:
      m === null
        ? undefined
        : { bytes: alignUp(Math.round(Number(m[1]) * 1024) * MiB, 2 * MiB), node: Number(m[2] ?? nodes.length - 1) },
  };
}

/** Everything about a virt machine's memory that the kernel's boot depends on. */
export function riscvPlatform(q: BootQuestion, d: MachineDescription, problems: Problems): Platform {
  const { board } = d;
  const cmdline = q.cmdline ?? d.append ?? '';
  const { config } = q.kernel;
  const own = q.kernel.device_tree === undefined ? undefined : ownTree(q.kernel.device_tree, board.ramBytes);
  const described = boardNodes(d, q.qemu.argv, problems);
  const sizes = own?.nodes ?? described.map((n) => n.bytes);
  const pmem = own?.pmem;
  let at = RAM;
  const banks = sizes.flatMap((bytes, node): Affinity[] => {
    const start = at;
    at += bytes;
    return bytes > 0 ? [{ start, end: at, node }] : [];
  });
  const device: Span | undefined =
    pmem === undefined ? undefined : { start: RAM + board.ramBytes - pmem.bytes, end: RAM + board.ramBytes };
  const all = without([{ start: RAM, end: RAM + board.ramBytes }], device === undefined ? [] : [device]);
  const memory = limitMemory(all, cmdline);
  const numa = numaOn(config, cmdline) && (own !== undefined || d.numa.length > 0);
  const possible = sizes.map((_, i) => i);
  const topology: Topology = numa
    ? {
        possible,
        // a tree of its own deals the CPUs out to the nodes, lowest first
        cpus:
          own === undefined
            ? sratCpus(described)
            : Array.from({ length: Math.max(1, d.cpus) }, (_, i) => i % sizes.length),
        alwaysOnline: possible,
        affinity: banks,
        distances: d.distances,
      }
    : oneNode(d.cpus);
  const cut = cutByNode(memory, topology.affinity);
  const image = riscvImage(RAM);
  const withPmem = device !== undefined && config['CONFIG_OF_PMEM'] === 'y' && config['CONFIG_BLK_DEV_PMEM'] === 'y';
  const devices = startDevicesOf(d, problems);
  const on = (name: string): boolean => config[`CONFIG_${name}`] === 'y';
  const virtioPmem = devices.flatMap((x): BootDeviceMemory[] =>
    x.kind === 'virtio-pmem' && on('VIRTIO_PMEM')
      ? [{ start: x.addr, end: x.addr + x.size, source: 'virtio', node: 0 }]
      : [],
  );
  let tree = linesOf(cut, image);
  for (const x of devices)
    if (x.kind === 'virtio-mem' && on('VIRTIO_MEM'))
      tree = insert(tree, resource(x.addr, x.addr + x.size, `virtio${x.virtio}`, false)) ?? tree;
  const ofPmem: BootDeviceMemory[] = withPmem ? [{ ...device, source: 'of', node: numa ? (pmem?.node ?? 0) : 0 }] : [];
  return {
    memory: cut,
    mapped: memory,
    nomap: [],
    topology,
    image,
    resources: tree,
    devices,
    taken: [...ofPmem, ...virtioPmem],
    maxPossible: memory.at(-1)?.end ?? 0,
    hypervisor: true,
    gbpages: false,
    pti: false,
  };
}

function linesOf(memory: readonly Affinity[], image: ImageSpans): readonly Resource[] {
  let tree: readonly Resource[] = [];
  const put = (r: Resource): void => {
    tree = insert(tree, r) ?? tree;
  };
  put(resource(0x10000000, 0x10000100, 'serial'));
  put(resource(0x30000000, 0x40000000, 'PCI ECAM'));
  put(resource(0x40000000, 0x80000000, 'pci@30000000', false));
  put(resource(0x400000000, 0x800000000, 'pci@30000000', false));
  const part = (s: Span | undefined, name: string): Resource[] =>
    s === undefined ? [] : [resource(s.start, s.end, name)];
  for (const m of memory) {
    const holds = m.start <= image.all.start && image.all.end <= m.end;
    const whole = resource(image.code.start, image.bss?.end ?? image.all.end, 'Kernel image', true, [
      ...part(image.code, 'Kernel code'),
      ...part(image.rodata, 'Kernel rodata'),
      ...part(image.data, 'Kernel data'),
      ...part(image.bss, 'Kernel bss'),
    ]);
    const firmware = resource(m.start, m.start + 512 * KiB, 'Reserved');
    put(resource(m.start, m.end, 'System RAM', true, holds ? [firmware, whole] : []));
  }
  return tree;
}

/** Leaves of the linear map: text and rodata apart, else the largest aligned in both address spaces (create_linear_mapping_page_table). */
export function riscvLinearMap(
  g: Geometry,
  memory: readonly Span[],
  image: ImageSpans,
  options: MappingOptions,
): LeafRun[] {
  const shift = Number((g.directMap.start - BigInt(g.directMapPhysBase)) & 0x3fffffffffffn);
  const units = g.levels
    .slice(1)
    .filter((l) => l.leaf && (!options.debugPagealloc || l.name === 'PTE') && shift % 2 ** l.shift === 0)
    .map((l) => ({ bytes: 2 ** l.shift, level: l.name }));
  const usual = leafAttributes('riscv64', 'direct-map', false, false, options);
  const pmd = 2 * MiB;
  const outward = (s: Span): Span => ({ start: alignDown(s.start, pmd), end: alignUp(s.end, pmd) });
  const whole = outward({ start: image.code.start, end: image.code.end });
  // the text's last 2 MiB and what follows up to the next border of the image
  const fixed = [
    whole,
    ...(image.rodata === undefined ? [] : [outward({ start: image.rodata.start, end: image.data.start })]),
  ];
  let runs = joined(
    without(memory, fixed).flatMap((s) =>
      cutByUnits(s, units).map((c) => ({ start: c.start, end: c.end, level: c.unit.level, attributes: usual })),
    ),
  );
  for (const f of fixed) runs = overlay(runs, { ...f, level: 'PMD', attributes: readOnly('riscv64', usual) });
  // init code was freed and made writable again: its last 2 MiB hold base pages
  const freed = image.freed.at(-1);
  if (freed !== undefined)
    runs = overlay(runs, { start: alignDown(freed.end - 1, pmd), end: freed.end, level: 'PTE', attributes: usual });
  return joined(runs);
}
