/** Proximity domains: how the firmware names nodes, and which node of the kernel each became. */
import { boardNodes, hotplugEntry, numaOn, sratCpus } from './boot/topology.ts';
import type { MachineDescription } from './parse/argv.ts';
import { Problems } from './problems.ts';

/**
 * Nodes by proximity domain, as the kernel numbered them: in the order in which SRAT has them, CPUs first
 * (drivers/acpi/numa/srat.c: acpi_map_pxm_to_node). A domain without CPUs, without RAM and without the entry for memory to
 * be plugged is in no table, and has no node. Undefined: domains and nodes are the same, or nobody knows.
 *
 * @param possible The nodes that the kernel has: only node 0 where it found no use in the tables.
 */
export function nodesByDomain(
  d: MachineDescription,
  argv: readonly string[],
  kernel: { readonly config: Readonly<Record<string, string>>; readonly cmdline: string },
  possible: readonly number[],
): readonly (number | undefined)[] | undefined {
  // a device tree names nodes by themselves
  if (!d.board.acpi || d.board.arch === 'riscv64') return undefined;
  const nodes = boardNodes(d, argv, new Problems());
  const met: number[] = [];
  const plugged = d.board.nvdimm ? d.devices.filter((x) => x.driver === 'nvdimm') : [];
  if (numaOn(kernel.config, kernel.cmdline))
    for (const domain of [
      ...sratCpus(nodes),
      ...nodes.filter((n) => n.bytes > 0).map((n) => n.id),
      ...plugged.map((x) => Number(x.options.values.get('node') ?? 0)),
      ...hotplugEntry(d, nodes).map((a) => a.node),
    ])
      if (!met.includes(domain)) met.push(domain);
  if (possible.length === 1 && met.length !== 1) return [];
  if (possible.length < met.length || nodes.every((n) => met[n.id] === n.id)) return undefined;
  const domains: (number | undefined)[] = nodes.map(() => undefined);
  for (const [node, domain] of met.entries()) domains[domain] = node;
  return domains;
}
