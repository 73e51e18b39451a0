/** What drivers do with memory once the kernel is up: DIMMs, soft-reserved and persistent memory, in the order of probing. */
import { insert } from '../../engine/hotplug/resources.ts';
import type { Resource } from '../../engine/hotplug/resources.ts';
import type { Machine } from '../../engine/machine.ts';
import type { Proc } from '../../engine/kernel/scheduler.ts';
import { alignDown, alignUp, bytes, nodeId, pfn, physAddr, slotNr } from '../../engine/units.ts';
import type { PfnRange } from '../../engine/units.ts';
import { resource } from './platform.ts';
import type { BootDeviceMemory, Platform } from './platform.ts';

/** Attaches everything; the machine is then as at its first prompt. */
export function attachDevices(machine: Machine, p: Platform, config: Readonly<Record<string, string>>): void {
  const on = (name: string): boolean => config[`CONFIG_${name}`] === 'y';
  const run = (name: string, body: Proc<unknown>): void => {
    machine.k.scheduler.spawn(
      name,
      (function* (): Proc {
        yield* body;
      })(),
    );
    machine.k.scheduler.run();
  };
  const first = machine.dimms.list.value[0];
  // one scan of the namespace attaches the devices of all slots
  if (
    first !== undefined &&
    on('ACPI_HOTPLUG_MEMORY') &&
    machine.dimms.board.acpi &&
    !/(^|\s)acpi_no_memhotplug(\s|$)/.test(machine.k.config.cmdline)
  )
    run('acpi', machine.acpi.insert(slotNr(first.slot)));
  let region = 0;
  let dax = 0;
  for (const m of p.taken) {
    const own = machine.devices.map((d) => d.found?.(m)).find((proc) => proc !== undefined);
    if (own !== undefined) {
      run('probe', own);
      continue;
    }
    if (m.source === 'soft') {
      const name = `dax${dax++}.0`;
      if (on('DEV_DAX_KMEM')) run('kmem', kmem(machine, m, name));
      else if (on('DEV_DAX')) devicePages(machine, m, name);
    } else {
      const name = `namespace${region++}.0`;
      if (m.source !== 'nfit' && on('ZONE_DEVICE')) devicePages(machine, m, name);
      else put(machine, resource(m.start, m.end, name));
    }
  }
  for (const d of machine.devices) d.start?.();
  machine.k.scheduler.run();
}

function put(machine: Machine, r: Resource): boolean {
  const next = insert(machine.resources.tree.value, r);
  if (next !== undefined) machine.resources.tree.value = next;
  return next !== undefined;
}

/** drivers/dax/kmem.c: dev_dax_kmem_probe: whole memory blocks become System RAM. */
function* kmem(machine: Machine, m: BootDeviceMemory, name: string): Proc<unknown> {
  const { blocks, add, resources, k } = machine;
  const start = alignUp(m.start, blocks.blockBytes);
  const end = alignDown(m.end, blocks.blockBytes);
  if (start >= end) {
    k.printk(`kmem ${name}: rejecting DAX region without any memory after alignment`);
    return undefined;
  }
  if (!put(machine, resource(start, end, name, false))) return undefined;
  const group = blocks.registerGroup(nodeId(m.node), (end - start) / k.sizes.pageBytes);
  const errno = yield* add.addMemory({
    nid: nodeId(m.node),
    start: physAddr(start),
    size: bytes(end - start),
    group,
    memmapOnMemory: false,
  });
  if (errno !== undefined) return errno;
  const rename = (list: readonly Resource[]): readonly Resource[] =>
    list.map((r) =>
      r.start === start && r.end === end - 1 && r.name === 'System RAM'
        ? { ...r, name: 'System RAM (kmem)' }
        : { ...r, children: rename(r.children) },
    );
  resources.tree.value = rename(resources.tree.value);
  return undefined;
}

/** mm/memremap.c: memremap_pages: device memory with struct pages, in ZONE_DEVICE. */
function devicePages(machine: Machine, m: BootDeviceMemory, name: string): void {
  const { k, sections, mapping, zones, files } = machine;
  const { pageBytes, pagesPerSection, subsectionBytes } = k.sizes;
  put(machine, resource(m.start, m.end, name));
  const [start, end] = [alignUp(m.start, subsectionBytes), alignDown(m.end, subsectionBytes)];
  if (start >= end) return;
  const range: PfnRange = { start: pfn(start / pageBytes), end: pfn(end / pageBytes) };
  const nid = nodeId(m.node);
  mapping.addDirectMap(range, nid);
  let made = 0;
  for (let at = range.start; at < range.end;) {
    const nr = sections.pfnToSection(at);
    const part = { start: at, end: pfn(Math.min(range.end, (nr + 1) * pagesPerSection)) };
    // part of a section that is boot memory uses the memmap that is there
    if (!sections.isEarly(nr)) {
      mapping.populateVmemmap(part, nid);
      made += Math.ceil(((part.end - part.start) * k.geometry.structPageBytes) / pageBytes);
    }
    at = part.end;
  }
  const node = zones.node(nid);
  const device = node.zones.find((z) => z.name === 'Device');
  if (device !== undefined) {
    const from = device.spanned === 0 ? range.start : pfn(Math.min(device.startPfn, range.start));
    const to = Math.max(device.spanned === 0 ? 0 : device.startPfn + device.spanned, range.end);
    zones.replaceZone({ nid, zone: 'Device' }, { startPfn: from, spanned: to - from });
    const first = node.spanned === 0 ? range.start : pfn(Math.min(node.startPfn, range.start));
    zones.replaceNode(nid, {
      startPfn: first,
      spanned: Math.max(node.spanned === 0 ? 0 : node.startPfn + node.spanned, range.end) - first,
    });
  }
  files.baseline.update((b) => ({ ...b, memmapDevicePages: b.memmapDevicePages + made }));
}
