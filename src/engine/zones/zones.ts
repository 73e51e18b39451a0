import type { Kernel } from '../kernel/kernel.ts';
import { SECTION_TAINT_ZONE_DEVICE } from '../sparse/sections.ts';
import type { Sections } from '../sparse/sections.ts';
import type { Cell } from '../state/store.ts';
import { sectionNr } from '../units.ts';
import type { NodeId, Pfn, PfnRange } from '../units.ts';
import { demotionLines } from './tiers.ts';
import { grow, nodeSpan, shrink } from './spans.ts';
import type { OnlineMemory } from './spans.ts';
import { ZONE_MIXED, ZONE_NAMES, ZONE_NONE } from './types.ts';
import type { MemoryGroup, NodeState, OnlineType, Zone, ZoneName, ZoneRef } from './types.ts';
import { validZones, zoneFor } from './policy.ts';
import type { ZonePolicy, ZoneQuestion } from './policy.ts';
import { computeWatermarks } from './watermarks.ts';
import { isKernelZone, nodeOrder, pagesAboveHigh } from './zonelists.ts';

export type { ZonePolicy } from './policy.ts';
export { isKernelZone } from './zonelists.ts';

/** A piece of boot memory: which pfns belong to which zone of which node. */
export interface EarlyRange {
  readonly ref: ZoneRef;
  readonly range: PfnRange;
}

/** Which node states change when a block goes online or offline (mm/memory_hotplug.c: node_states_check_changes_online). */
export interface StatusChange {
  /** The node gets its first (loses its last) memory. */
  readonly memory: boolean;
  /** … its first (last) memory in a zone up to Normal. */
  readonly normal: boolean;
}

/** Nodes and zones of one machine. */
export class Zones {
  /** Possible nodes, ascending by number. */
  readonly nodes: Cell<readonly NodeState[]>;
  /** Zone types of the machine, ascending. */
  readonly zoneTypes: Cell<readonly ZoneName[]>;
  /** vm.min_free_kbytes as last computed; 0 before the first time. */
  readonly minFreeKbytes: Cell<number>;
  readonly #k: Kernel;
  readonly #sections: Sections;
  /** Fallback order by node number, as built last. */
  readonly #orders: Cell<readonly (readonly NodeId[])[]>;
  /** Highest kernel zone any zonelist ever had: the one mempolicies apply to. */
  readonly #policyZone: Cell<ZoneName>;
  /** Boot memory by zone, ascending: resolves sections of more than one zone or node. */
  readonly #early: Cell<readonly EarlyRange[]>;
  /** Abstract distances that drivers gave to nodes; others are DRAM. */
  readonly #adistance: Cell<ReadonlyMap<NodeId, number>>;
  readonly #online: OnlineMemory;

  constructor(k: Kernel, sections: Sections) {
    this.#k = k;
    this.#sections = sections;
    this.nodes = k.store.cell<readonly NodeState[]>('zones.nodes', []);
    this.zoneTypes = k.store.cell<readonly ZoneName[]>('zones.types', []);
    this.minFreeKbytes = k.store.cell('zones.minFreeKbytes', 0);
    this.#orders = k.store.cell<readonly (readonly NodeId[])[]>('zones.orders', []);
    this.#policyZone = k.store.cell<ZoneName>('zones.policyZone', 'DMA');
    this.#early = k.store.cell<readonly EarlyRange[]>('zones.early', []);
    this.#adistance = k.store.cell<ReadonlyMap<NodeId, number>>('zones.adistance', new Map());
    this.#online = {
      pagesPerSection: k.sizes.pagesPerSection,
      pagesPerSubsection: k.sizes.pagesPerSubsection,
      zoneOf: (at) => this.zoneOf(at),
      mayHold: (ref, at) => this.#mayHold(ref, at),
    };
  }

  /** Takes over nodes and zones as they are after boot; `early` says where each boot zone's memory lies. */
  importNodes(nodes: readonly NodeState[], zoneTypes: readonly ZoneName[], early: readonly EarlyRange[] = []): void {
    this.nodes.value = [...nodes].sort((a, b) => a.id - b.id);
    this.zoneTypes.value = zoneTypes;
    this.#early.value = [...early].sort((a, b) => a.range.start - b.range.start);
    this.#policyZone.value = 'DMA';
    this.#buildOrders(undefined);
  }

  /** A possible node; throws when it is not possible, which only a program fault can ask for. */
  node(nid: NodeId): NodeState {
    const node = this.nodes.value[nid];
    // possible nodes are nearly always 0…n−1
    const found = node?.id === nid ? node : this.nodes.value.find((n) => n.id === nid);
    if (found === undefined) throw new Error(`node ${nid} is not possible`);
    return found;
  }
  hasNode(nid: number): boolean {
    return this.nodes.value.some((n) => n.id === nid);
  }
  zone(ref: ZoneRef): Zone {
    const zone = this.node(ref.nid).zones.find((z) => z.name === ref.zone);
    if (zone === undefined) throw new Error(`this machine has no zone ${ref.zone}`);
    return zone;
  }
  replaceNode(nid: NodeId, patch: Partial<NodeState>): void {
    this.nodes.update((nodes) => nodes.map((n) => (n.id === nid ? { ...n, ...patch } : n)));
  }
  replaceZone(ref: ZoneRef, patch: Partial<Zone>): void {
    this.replaceNode(ref.nid, {
      zones: this.node(ref.nid).zones.map((z) => (z.name === ref.zone ? { ...z, ...patch } : z)),
    });
  }
  /** A zone with present pages (include/linux/mmzone.h: populated_zone). */
  isPopulated(ref: ZoneRef): boolean {
    return this.zone(ref).present > 0;
  }

  /** Zone and node of an online page; undefined when the page is not online (mm/memory_hotplug.c: pfn_to_online_page). */
  zoneOf(at: Pfn): ZoneRef | undefined {
    const nr = this.#sections.pfnToSection(at);
    if (!this.#sections.isOnline(nr) || !this.#sections.pfnSectionValid(at)) return undefined;
    return this.pageZone(at);
  }
  /** Zone and node a page belongs to, online or not, as its page flags say; undefined when it is in none. */
  pageZone(at: Pfn): ZoneRef | undefined {
    const nr = this.#sections.pfnToSection(at);
    const index = this.#sections.zoneIndex(nr);
    if (index === ZONE_MIXED) return this.earlyZone(at);
    const zone = ZONE_NAMES[index];
    return zone === undefined ? undefined : { nid: this.#sections.nodeOf(nr), zone };
  }
  /** Zone of a page of boot memory. */
  earlyZone(at: Pfn): ZoneRef | undefined {
    const early = this.#early.value;
    let lo = 0;
    let hi = early.length;
    while (lo < hi) {
      const mid = (lo + hi) >>> 1;
      if ((early[mid]?.range.end ?? 0) > at) hi = mid;
      else lo = mid + 1;
    }
    const found = early[lo];
    return found !== undefined && found.range.start <= at ? found.ref : undefined;
  }
  #mayHold(ref: ZoneRef, at: Pfn): boolean {
    const nr = this.#sections.pfnToSection(at);
    if (!this.#sections.isOnline(nr)) return false;
    const index = this.#sections.zoneIndex(nr);
    return index === ZONE_MIXED || (ZONE_NAMES[index] === ref.zone && this.#sections.nodeOf(nr) === ref.nid);
  }

  /**
   * The zone that onlining the range to `type` picks (mm/memory_hotplug.c: zone_for_pfn_range). Pure: the caller traces it,
   * with `traced` the calls of the auto-movable policy are recorded too.
   */
  zoneForPfnRange(
    type: OnlineType,
    nid: NodeId,
    group: MemoryGroup | undefined,
    range: PfnRange,
    policy: ZonePolicy,
    groups: readonly MemoryGroup[],
    traced = false,
  ): ZoneName {
    return zoneFor(type, this.#question(nid, group, range, policy, groups, traced));
  }
  /** Text of valid_zones of an offline block, without newline (drivers/base/memory.c: valid_zones_show). */
  validZonesOffline(
    range: PfnRange,
    nid: NodeId,
    group: MemoryGroup | undefined,
    policy: ZonePolicy,
    groups: readonly MemoryGroup[],
  ): string {
    return validZones(this.#question(nid, group, range, policy, groups, false));
  }
  #question(
    nid: NodeId,
    group: MemoryGroup | undefined,
    range: PfnRange,
    policy: ZonePolicy,
    groups: readonly MemoryGroup[],
    traced: boolean,
  ): ZoneQuestion {
    return {
      nid,
      group,
      range,
      policy,
      groups,
      nodes: this.nodes.value,
      pagesPerSection: this.#k.sizes.pagesPerSection,
      onlineZone: (s) => this.zoneOf(this.#sections.range(sectionNr(s)).start)?.zone,
      trace: traced ? this.#k.trace : undefined,
    };
  }

  /** Grows zone and node over the range and gives its struct pages to them (mm/memory_hotplug.c: move_pfn_range_to_zone). */
  movePfnRangeToZone(ref: ZoneRef, range: PfnRange): void {
    const { trace } = this.#k;
    trace.enter('move_pfn_range_to_zone');
    const zone = this.zone(ref);
    if (zone.spanned === 0) trace.leaf('init_currently_empty_zone');
    trace.leaf('resize_zone_range');
    this.replaceZone(ref, grow(zone, range));
    trace.leaf('resize_pgdat_range');
    this.replaceNode(ref.nid, grow(this.node(ref.nid), range));
    trace.leaf('memmap_init_range', range.start);
    if (ref.zone === 'Device') this.#taint(range);
    const index = ZONE_NAMES.indexOf(ref.zone);
    for (
      let s = this.#sections.pfnToSection(range.start);
      this.#sections.range(s).start < range.end;
      s = sectionNr(s + 1)
    ) {
      // page flags are a page's own: what shares the section keeps its zone and its node
      if (ref.zone === 'Device' && this.#sections.isEarly(s)) this.#sections.setZone(s, ZONE_MIXED);
      else {
        this.#sections.setZone(s, index);
        this.#sections.node.set(s, ref.nid);
      }
    }
    trace.leave('move_pfn_range_to_zone');
  }

  /** Marks sections that a ZONE_DEVICE range covers only in part: others may use the rest of them. */
  #taint(range: PfnRange): void {
    for (const end of [range.start, range.end]) {
      if (end % this.#k.sizes.pagesPerSection !== 0)
        this.#sections.setFlags(this.#sections.pfnToSection(end), SECTION_TAINT_ZONE_DEVICE);
    }
  }

  /** Takes the range out of its zone: spans shrink, but only at their ends (mm/memory_hotplug.c: remove_pfn_range_from_zone). */
  removePfnRangeFromZone(ref: ZoneRef, range: PfnRange): void {
    const { trace } = this.#k;
    trace.enter('remove_pfn_range_from_zone');
    // the spans of ZONE_DEVICE only ever grow: nobody walks them
    if (ref.zone !== 'Device') {
      this.replaceZone(ref, shrink(this.zone(ref), ref, range, this.#online));
      trace.leaf('update_pgdat_span');
      this.replaceNode(ref.nid, nodeSpan(this.node(ref.nid)));
    }
    for (
      let s = this.#sections.pfnToSection(range.start);
      this.#sections.range(s).start < range.end;
      s = sectionNr(s + 1)
    ) {
      const shared = ref.zone === 'Device' && this.#sections.usedOutside(s, range);
      if (!this.#sections.isOnline(s) && !shared) this.#sections.setZone(s, ZONE_NONE);
    }
    trace.leave('remove_pfn_range_from_zone');
  }

  /** Counts pages in or out of a zone; answers the group with its counter changed, which the caller stores. Pages. */
  adjustPresentPageCount(
    ref: ZoneRef,
    delta: number,
    early: boolean,
    group: MemoryGroup | undefined,
  ): MemoryGroup | undefined {
    this.#k.trace.leaf('adjust_present_page_count');
    const z = this.zone(ref);
    this.replaceZone(ref, { present: z.present + delta, presentEarly: z.presentEarly + (early ? delta : 0) });
    if (group === undefined) return undefined;
    return ref.zone === 'Movable'
      ? { ...group, presentMovablePages: group.presentMovablePages + delta }
      : { ...group, presentKernelPages: group.presentKernelPages + delta };
  }
  /** Pages that the allocator looks after (adjust_managed_page_count). */
  adjustManaged(ref: ZoneRef, delta: number): void {
    this.replaceZone(ref, { managed: this.zone(ref).managed + delta });
  }

  /** Builds the fallback lists anew and logs them (mm/page_alloc.c: build_all_zonelists); only one node's when it is not online yet. */
  buildAllZonelists(onlyNode?: NodeId): void {
    const { trace } = this.#k;
    trace.enter('build_all_zonelists');
    trace.leaf('__build_all_zonelists');
    const alone = onlyNode !== undefined && !this.node(onlyNode).online ? onlyNode : undefined;
    this.#buildOrders(alone);
    for (const n of this.nodes.value) {
      if (alone !== undefined && n.id !== alone) continue;
      this.#k.printk(
        `Fallback order for Node ${n.id}: ${this.fallbackOrder(n.id)
          .map((id) => `${id} `)
          .join('')}`,
      );
    }
    const nodes = this.nodes.value.filter((n) => n.online);
    const total = pagesAboveHigh(nodes, (z) => z.name !== 'Device');
    const migrateTypes = this.#k.config.config['CONFIG_CMA'] === 'y' ? 6 : 5;
    const mobility = total < this.#k.sizes.pagesPerPageblock * migrateTypes ? 'off' : 'on';
    this.#k.printk(`Built ${nodes.length} zonelists, mobility grouping ${mobility}.  Total pages: ${total}`);
    if (this.#k.config.config['CONFIG_NUMA'] !== undefined) this.#k.printk(`Policy zone: ${this.#policyZone.value}`);
    trace.leave('build_all_zonelists');
  }
  /** Nodes in the order in which memory is looked for when `nid` wants it; the node itself comes first if it has memory. */
  fallbackOrder(nid: NodeId): readonly NodeId[] {
    return this.#orders.value[nid] ?? [];
  }
  /** Changes when a fallback order was built anew. */
  get zonelistVersion(): number {
    return this.#orders.version;
  }
  #buildOrders(alone: NodeId | undefined): void {
    const nodes = this.nodes.value;
    const loads = new Map<NodeId, number>();
    const maxNodes = 2 ** Number(this.#k.config.config['CONFIG_NODES_SHIFT'] ?? 10);
    const orders = [...this.#orders.value];
    for (const n of nodes)
      if (alone === undefined || n.id === alone) orders[n.id] = nodeOrder(n, nodes, loads, maxNodes);
    this.#orders.value = orders;
    for (const n of nodes) {
      for (const z of n.zones) {
        if (
          z.present > 0 &&
          isKernelZone(z.name) &&
          ZONE_NAMES.indexOf(z.name) > ZONE_NAMES.indexOf(this.#policyZone.value)
        )
          this.#policyZone.value = z.name;
      }
    }
  }

  /** Recomputes watermarks and lowmem protection of all zones (mm/page_alloc.c: init_per_zone_wmark_min). */
  initPerZoneWmarkMin(): void {
    const { trace, sizes } = this.#k;
    trace.enter('init_per_zone_wmark_min');
    const khugepaged = this.khugepagedRuns();
    trace.leaf('setup_per_zone_wmarks');
    if (khugepaged) trace.leaf('setup_per_zone_wmarks');
    const { nodes, minFreeKbytes } = computeWatermarks(this.nodes.value, {
      pageBytes: sizes.pageBytes,
      pagesPerPageblock: sizes.pagesPerPageblock,
      khugepaged,
    });
    this.nodes.value = nodes;
    this.minFreeKbytes.value = minFreeKbytes;
    trace.leave('init_per_zone_wmark_min');
  }
  /** Whether transparent huge pages are on, and so khugepaged runs: by default as configured, else as the command line says. */
  khugepagedRuns(): boolean {
    const { config, cmdline } = this.#k.config;
    if (config['CONFIG_TRANSPARENT_HUGEPAGE'] !== 'y') return false;
    const asked = [...cmdline.matchAll(/(?:^|\s)transparent_hugepage=(always|madvise|never)(?=\s|$)/g)].at(-1)?.[1];
    if (asked !== undefined) return asked !== 'never';
    return config['CONFIG_TRANSPARENT_HUGEPAGE_NEVER'] !== 'y';
  }

  /** Which node states onlining to a zone changes; to be asked before anything is counted. */
  statusChangeOnline(ref: ZoneRef): StatusChange {
    const n = this.node(ref.nid);
    return { memory: !n.hasMemory, normal: isKernelZone(ref.zone) && !n.hasNormalMemory };
  }
  /** Which node states change when `pages` leave a zone; to be asked before they are counted (node_states_check_changes_offline). */
  statusChangeOffline(ref: ZoneRef, pages: number): StatusChange {
    this.#k.trace.leaf('node_states_check_changes_offline');
    const n = this.node(ref.nid);
    const present = (kernelOnly: boolean): number =>
      n.zones.reduce((sum, z) => (!kernelOnly || isKernelZone(z.name) ? sum + z.present : sum), 0);
    return {
      memory: n.hasMemory && present(false) <= pages,
      normal: n.hasNormalMemory && isKernelZone(ref.zone) && present(true) <= pages,
    };
  }
  /** mm/memory_hotplug.c: node_states_set_node. */
  setNodeState(nid: NodeId, change: StatusChange): void {
    this.#k.trace.leaf('node_states_set_node', nid);
    if (change.memory || change.normal)
      this.replaceNode(nid, {
        ...(change.normal ? { hasNormalMemory: true } : {}),
        ...(change.memory ? { hasMemory: true } : {}),
      });
  }
  /** mm/memory_hotplug.c: node_states_clear_node. */
  clearNodeState(nid: NodeId, change: StatusChange): void {
    this.#k.trace.leaf('node_states_clear_node', nid);
    if (change.memory || change.normal)
      this.replaceNode(nid, {
        ...(change.normal ? { hasNormalMemory: false } : {}),
        ...(change.memory ? { hasMemory: false } : {}),
      });
  }

  /** The memory tiers' notifier (mm/memory-tiers.c: memtier_hotplug_callback); does something at a node's first and last memory only. */
  memoryTierNotify(nid: NodeId, change: StatusChange, event: 'online' | 'offline'): void {
    if (!change.memory) return;
    if (event === 'online') this.#k.trace.leaf('mt_calc_adistance', nid);
    this.#k.printk(...this.demotionTargets());
  }
  /** Abstract distance of a node's memory, as its driver knows it (drivers/dax/kmem.c); DRAM otherwise. */
  setAdistance(nid: NodeId, adistance: number): void {
    this.#adistance.value = new Map(this.#adistance.value).set(nid, adistance);
  }
  /** Abstract distance of each node's memory, where a driver said one. */
  get adistances(): ReadonlyMap<NodeId, number> {
    return this.#adistance.value;
  }
  /** The kernel's lines about where each node's cold pages go. */
  demotionTargets(): string[] {
    return demotionLines(this.nodes.value, this.#adistance.value);
  }

  setOnline(nid: NodeId, online: boolean): void {
    this.replaceNode(nid, { online });
  }
  /** Prepares the pgdat of a node that gets its first memory (mm/memory_hotplug.c: hotadd_init_pgdat). The node is not online yet. */
  hotaddInitPgdat(nid: NodeId): void {
    const { trace } = this.#k;
    trace.enter('hotadd_init_pgdat', nid);
    trace.enter('free_area_init_core_hotplug');
    for (const z of this.node(nid).zones) {
      trace.leaf('zone_pcp_init');
      this.replaceZone({ nid, zone: z.name }, { present: 0, presentEarly: 0, managed: 0, cma: 0, spanned: 0 });
    }
    trace.leave('free_area_init_core_hotplug');
    this.buildAllZonelists(nid);
    trace.leave('hotadd_init_pgdat');
  }

  /** Per-cpu page lists of a zone that gets its first memory. */
  setupZonePageset(_ref: ZoneRef): void {
    this.#k.trace.leaf('setup_zone_pageset');
  }
  /** … of a zone that lost its last. */
  zonePcpReset(_ref: ZoneRef): void {
    this.#k.trace.leaf('zone_pcp_reset');
  }
  /** Starts the node's reclaim thread, once (mm/vmscan.c: kswapd_run). */
  kswapdRun(nid: NodeId): void {
    this.#k.trace.leaf('kswapd_run', nid);
    if (!this.node(nid).kswapd) this.replaceNode(nid, { kswapd: true });
  }
  kswapdStop(nid: NodeId): void {
    this.#k.trace.leaf('kswapd_stop', nid);
    if (this.node(nid).kswapd) this.replaceNode(nid, { kswapd: false });
  }
}
