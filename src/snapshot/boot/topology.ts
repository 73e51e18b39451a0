/** NUMA nodes of a board as QEMU describes them, and how the kernel numbers them. */
import { deviceMemory } from '../../engine/devices/dimm/board.ts';
import { parseOptions } from '../../engine/devices/dimm/options.ts';
import { bootWords } from '../../engine/firmware/e820.ts';
import type { MachineDescription } from '../parse/argv.ts';
import type { Problems } from '../problems.ts';
import type { Affinity, Topology } from './platform.ts';
import { nodesAreNotRam } from './refusals.ts';

/** A node of the board: its CPUs and the size of its RAM. */
export interface BoardNode {
  readonly id: number;
  readonly cpus: readonly number[];
  readonly bytes: number;
}

/** Sockets of -smp: QEMU 7.2 prefers cores to sockets (hw/core/machine-smp.c). */
export function socketsOf(argv: readonly string[]): number {
  const at = argv.findLastIndex((w) => w === '-smp' || w === '--smp');
  const sockets = at < 0 ? undefined : parseOptions(argv[at + 1] ?? '', 'cpus').values.get('sockets');
  return sockets === undefined || !/^\d{1,4}$/.test(sockets) ? 1 : Math.max(1, Number(sockets));
}

/** The nodes of -numa; one with everything where slots or maxmem make QEMU create it (numa_complete_configuration); none otherwise. */
export function boardNodes(d: MachineDescription, argv: readonly string[], problems: Problems): readonly BoardNode[] {
  const { board } = d;
  const everyCpu = Array.from({ length: d.cpus }, (_, i) => i);
  if (d.numa.length === 0)
    return board.slots > 0 || board.maxmemBytes > board.ramBytes
      ? [{ id: 0, cpus: everyCpu, bytes: board.ramBytes }]
      : [];
  const cpusTold = argv.some((w, i) => /^--?numa$/.test(argv[i - 1] ?? '') && /(^|,)(cpus|node-id)=/.test(w));
  const sockets = socketsOf(argv);
  const perSocket = Math.max(1, Math.ceil(d.cpus / sockets));
  const nodes = d.numa
    .toSorted((a, b) => a.id - b.id)
    .map((n): BoardNode => ({
      id: n.id,
      cpus: cpusTold ? n.cpus : everyCpu.filter((c) => Math.floor(c / perSocket) % d.numa.length === n.id),
      bytes: n.memdev === undefined ? (n.memBytes ?? 0) : (d.backends.find((b) => b.id === n.memdev)?.size ?? 0),
    }));
  const told = nodes.reduce((sum, n) => sum + n.bytes, 0);
  if (told === 0 && nodes.length === 1) return nodes.map((n) => ({ ...n, bytes: board.ramBytes }));
  if (told !== board.ramBytes) problems.add('qemu.argv', nodesAreNotRam(told, board.ramBytes));
  return nodes;
}

/** Entries of QEMU's SRAT in its order: proximity domains of CPUs, then of memory. */
export interface Srat {
  readonly cpus: readonly number[];
  readonly memory: readonly Affinity[];
}

/** The entry for memory to be plugged belongs to the last node (hw/i386/acpi-build.c, hw/arm/virt-acpi-build.c: build_srat). */
export function hotplugEntry(d: MachineDescription, nodes: readonly BoardNode[]): readonly Affinity[] {
  const region = deviceMemory(d.board);
  return region === undefined || nodes.length === 0
    ? []
    : [{ start: region.base, end: region.base + region.size, node: nodes.length - 1 }];
}

/** SRAT's CPUs in the order of their numbers. */
export const sratCpus = (nodes: readonly BoardNode[]): readonly number[] =>
  nodes
    .flatMap((n) => n.cpus.map((cpu) => ({ cpu, node: n.id })))
    .sort((a, b) => a.cpu - b.cpu)
    .map((c) => c.node);

/** Whether the kernel looks at the firmware's NUMA tables at all. */
export function numaOn(config: Readonly<Record<string, string>>, cmdline: string): boolean {
  return config['CONFIG_NUMA'] === 'y' && bootWords(cmdline).findLast(([k]) => k === 'numa')?.[1] !== 'off';
}

/** One node with everything (dummy_numa_init). */
export const oneNode = (cpus: number): Topology => ({
  possible: [0],
  cpus: Array.from({ length: Math.max(1, cpus) }, () => 0),
  alwaysOnline: [],
  affinity: [{ start: 0, end: Number.MAX_SAFE_INTEGER, node: 0 }],
  distances: [],
});

/**
 * Nodes from an SRAT: the kernel numbers proximity domains in the order in which it meets them
 * (drivers/acpi/numa/srat.c: acpi_map_pxm_to_node).
 */
export function fromSrat(
  srat: Srat,
  distances: MachineDescription['distances'],
): Topology & { readonly nodeOf: (pxm: number) => number } {
  const met: number[] = [];
  for (const pxm of [...srat.cpus, ...srat.memory.map((m) => m.node)]) if (!met.includes(pxm)) met.push(pxm);
  const nodeOf = (pxm: number): number => Math.max(0, met.indexOf(pxm));
  const possible = met.map((_, i) => i);
  return {
    possible,
    cpus: srat.cpus.map(nodeOf),
    alwaysOnline: [],
    affinity: srat.memory.map((m) => ({ ...m, node: nodeOf(m.node) })),
    distances: distances
      .filter((x) => met.includes(x.src) && met.includes(x.dst))
      .map((x) => ({ src: nodeOf(x.src), dst: nodeOf(x.dst), val: x.val })),
    nodeOf,
  };
}
