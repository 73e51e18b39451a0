import type { Kernel } from '../kernel/kernel.ts';
import type { Sections } from '../sparse/sections.ts';
import type { Cell, ChunkedArray } from '../state/store.ts';
import { blockId, nodeId, pfn, sectionNr } from '../units.ts';
import type { BlockId, Bytes, NodeId, Pages, PfnRange } from '../units.ts';
import { ZONE_NAMES, ZONE_NONE } from '../zones/types.ts';
import type { MemoryGroup, ZoneName, ZoneRef } from '../zones/types.ts';
import type { ZonePolicy, Zones } from '../zones/zones.ts';

/** mem->state as stored in block.state; 0: there is no such device. */
export const BLOCK_ABSENT = 0;
export const BLOCK_OFFLINE = 1;
export const BLOCK_ONLINE = 2;
export const BLOCK_GOING_OFFLINE = 3;
const STATE_NAMES = ['', 'offline', 'online', 'going-offline'] as const;

/** Memory block devices: /sys/devices/system/memory/memoryN, N = physical address / block size (drivers/base/memory.c). */
export class Blocks {
  readonly state: ChunkedArray;
  /** mem->zone: index in ZONE_NAMES; ZONE_NONE while offline or when a boot block has several zones. */
  readonly zone: ChunkedArray;
  readonly node: ChunkedArray;
  /** Memory group the block belongs to; 0: none. */
  readonly group: ChunkedArray;
  /** Pages of the block that hold its own memmap (altmap); 0: none. */
  readonly altmap: ChunkedArray;
  readonly groups: Cell<readonly MemoryGroup[]>;
  readonly blockBytes: Bytes;
  readonly sectionsPerBlock: number;
  readonly pagesPerBlock: Pages;
  /** Lowest and one past the highest block id that ever was. */
  readonly extent: Cell<{ readonly from: number; readonly to: number }>;
  readonly #sections: Sections;
  readonly #zones: Zones;
  readonly #policy: () => ZonePolicy;

  constructor(k: Kernel, sections: Sections, zones: Zones, blockBytes: Bytes, policy: () => ZonePolicy) {
    this.#sections = sections;
    this.#zones = zones;
    this.#policy = policy;
    this.blockBytes = blockBytes;
    this.sectionsPerBlock = blockBytes / k.sizes.sectionBytes;
    this.pagesPerBlock = (blockBytes / k.sizes.pageBytes) as Pages;
    this.state = k.store.array('block.state', 'u8');
    this.zone = k.store.array('block.zone', 'u8');
    this.node = k.store.array('block.node', 'u8');
    this.group = k.store.array('block.group', 'u32');
    this.altmap = k.store.array('block.altmap', 'u32');
    this.groups = k.store.cell<readonly MemoryGroup[]>('block.groups', []);
    this.extent = k.store.cell('block.extent', { from: 0, to: 0 });
  }

  /** Page frames of a block. */
  range(id: BlockId): PfnRange {
    return { start: pfn(id * this.pagesPerBlock), end: pfn((id + 1) * this.pagesPerBlock) };
  }
  exists(id: number): boolean {
    return Number.isInteger(id) && id >= 0 && this.state.get(id) !== BLOCK_ABSENT;
  }
  /** Ids of all block devices, ascending. */
  ids(): BlockId[] {
    const out: BlockId[] = [];
    const { from, to } = this.extent.value;
    for (let i = from; i < to; i++) if (this.state.get(i) !== BLOCK_ABSENT) out.push(blockId(i));
    return out;
  }
  /** Text of the `state` file. */
  stateName(id: BlockId): 'offline' | 'online' | 'going-offline' {
    const name = STATE_NAMES[this.state.get(id)];
    if (name === undefined || name === '') throw new Error(`memory${id} does not exist`);
    return name;
  }
  nodeOf(id: BlockId): NodeId {
    return nodeId(this.node.get(id));
  }
  zoneOf(id: BlockId): ZoneRef | undefined {
    const zone: ZoneName | undefined = this.state.get(id) === BLOCK_OFFLINE ? undefined : ZONE_NAMES[this.zone.get(id)];
    return zone === undefined ? undefined : { nid: this.nodeOf(id), zone };
  }
  groupOf(id: BlockId): MemoryGroup | undefined {
    const g = this.group.get(id);
    return g === 0 ? undefined : this.groups.value.find((x) => x.id === g);
  }
  /** Whether the block is boot memory: its sections are early. */
  isEarly(id: BlockId): boolean {
    return this.#sections.isEarly(sectionNr(id * this.sectionsPerBlock));
  }

  /** Text of `valid_zones` (drivers/base/memory.c: valid_zones_show). */
  validZones(id: BlockId): string {
    if (this.state.get(id) !== BLOCK_OFFLINE) return ZONE_NAMES[this.zone.get(id)] ?? 'none';
    return this.#zones.validZonesOffline(
      this.range(id),
      this.nodeOf(id),
      this.groupOf(id),
      this.#policy(),
      this.groups.value,
    );
  }

  /** Makes a block device (drivers/base/memory.c: add_memory_block). */
  create(
    id: BlockId,
    at: {
      readonly state: number;
      readonly node: NodeId;
      readonly zone: number;
      readonly group: number;
      readonly altmapPages: number;
    },
  ): void {
    this.state.set(id, at.state);
    this.node.set(id, at.node);
    this.zone.set(id, at.zone);
    this.group.set(id, at.group);
    this.altmap.set(id, at.altmapPages);
    const e = this.extent.value;
    if (e.to === 0) this.extent.value = { from: id, to: id + 1 };
    else if (id < e.from || id >= e.to) this.extent.value = { from: Math.min(e.from, id), to: Math.max(e.to, id + 1) };
  }
  /** Forgets a block device (drivers/base/memory.c: remove_memory_block). */
  delete(id: BlockId): void {
    for (const a of [this.state, this.node, this.zone, this.group, this.altmap]) a.set(id, 0);
  }

  /** Registers a static memory group; returns its id (drivers/base/memory.c: memory_group_register_static). */
  registerGroup(nid: NodeId, pages: number): number {
    const id = this.groups.value.reduce((m, g) => Math.max(m, g.id), 0) + 1;
    this.groups.update((l) => [
      ...l,
      { id, nid, kind: 'static', pages, presentKernelPages: 0, presentMovablePages: 0 },
    ]);
    return id;
  }
  /** Registers a dynamic memory group of units of `pages` (memory_group_register_dynamic). */
  registerDynamicGroup(nid: NodeId, pages: number): number {
    const id = this.registerGroup(nid, pages);
    this.groups.update((l) => l.map((g) => (g.id === id ? { ...g, kind: 'dynamic' } : g)));
    return id;
  }
  unregisterGroup(id: number): void {
    this.groups.update((l) => l.filter((g) => g.id !== id));
  }
  replaceGroup(g: MemoryGroup): void {
    this.groups.update((l) => l.map((x) => (x.id === g.id ? g : x)));
  }

  /** Whether node `nid` has a memory block device (try_offline_node's check). */
  anyOnNode(nid: NodeId): boolean {
    const { from, to } = this.extent.value;
    for (let i = from; i < to; i++) if (this.state.get(i) !== BLOCK_ABSENT && this.node.get(i) === nid) return true;
    return false;
  }
  setOnline(id: BlockId, zone: ZoneName): void {
    this.state.set(id, BLOCK_ONLINE);
    this.zone.set(id, ZONE_NAMES.indexOf(zone));
  }
  setOffline(id: BlockId): void {
    this.state.set(id, BLOCK_OFFLINE);
    this.zone.set(id, ZONE_NONE);
  }
}
