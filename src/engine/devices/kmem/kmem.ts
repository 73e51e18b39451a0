/** The kmem driver: a dax device's whole memory blocks become System RAM (drivers/dax/kmem.c). */
import type { Errno, Status } from '../../kernel/errno.ts';
import { call } from '../../kernel/scheduler.ts';
import type { Proc } from '../../kernel/scheduler.ts';
import type { Cell } from '../../state/store.ts';
import { alignDown, alignUp, blockId, bytes, physAddr } from '../../units.ts';
import type { DeviceHost } from '../host.ts';
import { rangesOf } from '../dax/types.ts';
import type { DaxDevice, KmemMemory } from '../dax/types.ts';
import { adistanceOf } from '../../zones/tiers.ts';
import type { Performance } from '../../zones/tiers.ts';
import type { HmatEntry } from '../dimm/board.ts';

/** Abstract distance of memory whose performance nobody told: slower than any DRAM (MEMTIER_DEFAULT_DAX_ADISTANCE). */
const DEFAULT_ADISTANCE = 5 * (4 * 128 + 64);
/** Name of the resource that kmem's memory has. */
export const KMEM_RAM = 'System RAM (kmem)';

const hex = (n: number): string => `0x${n.toString(16)}`;

/** The best that any node with CPUs gets from a node's memory. */
function performanceOf(hmat: readonly HmatEntry[], target: number): Performance | undefined {
  const all = hmat.filter((h) => h.target === target);
  const latency = Math.min(...all.flatMap((h) => h.latency ?? []));
  const bandwidth = Math.max(...all.flatMap((h) => h.bandwidth ?? []));
  return Number.isFinite(latency) && Number.isFinite(bandwidth) ? { latency, bandwidth } : undefined;
}

/** kmem and what it has added. */
export class Kmem {
  readonly memory: Cell<readonly KmemMemory[]>;
  readonly #host: DeviceHost;

  constructor(host: DeviceHost) {
    this.#host = host;
    this.memory = host.k.store.cell<readonly KmemMemory[]>('kmem.memory', []);
  }

  /** Adds the device's memory. EINVAL, EBUSY, or what adding memory gives. */
  probe(dev: DaxDevice): Proc<Status> {
    return call('dev_dax_kmem_probe', this.#probe(dev));
  }

  *#probe(dev: DaxDevice): Proc<Status> {
    const { k, blocks, resources, add } = this.#host;
    const printk = (text: string): void => k.printk(`kmem ${dev.name}: ${text}`);
    this.#setDistance(dev);
    const ranges = rangesOf(dev).map((r) => {
      const start = alignUp(r.start, blocks.blockBytes);
      return { ...r, start, end: alignDown(r.start + r.size, blocks.blockBytes), from: r.start };
    });
    for (const [i, r] of ranges.entries())
      if (r.start >= r.end) printk(`mapping${i}: ${hex(r.from)}-${hex(r.from + r.size - 1)} too small after alignment`);
    const total = ranges.reduce((sum, r) => sum + Math.max(0, r.end - r.start), 0);
    if (total === 0) {
      printk('rejecting DAX region without any memory after alignment');
      return 'EINVAL';
    }
    k.trace.leaf('memory_group_register_static');
    const group = blocks.registerGroup(dev.targetNode, total / k.sizes.pageBytes);
    let failed: Errno | undefined;
    let mapped = 0;
    for (const [i, { start, end }] of ranges.entries()) {
      if (start >= end) continue;
      const printk = (text: string): void =>
        k.printk(`kmem ${dev.name}: mapping${i}: ${hex(start)}-${hex(end - 1)} ${text}`);
      let errno: Errno | undefined;
      if (resources.request(start, end - 1, dev.name, false) !== undefined) {
        printk('could not reserve region');
        errno = 'EBUSY';
      } else {
        errno = yield* add.addMemoryDriverManaged(
          {
            nid: dev.targetNode,
            start: physAddr(start),
            size: bytes(end - start),
            group,
            memmapOnMemory: dev.memmapOnMemory,
          },
          KMEM_RAM,
        );
        if (errno !== undefined) {
          resources.giveBack(start, end - 1, dev.name);
          printk('memory add failed');
        }
      }
      if (errno === undefined) {
        this.memory.update((l) => [...l, { device: dev.name, start, size: end - start, group }]);
        mapped++;
      } else failed = errno;
      // what comes after a range that was added may fail
      if (failed !== undefined && mapped === 0) break;
    }
    if (mapped > 0) return undefined;
    blocks.unregisterGroup(group);
    return failed;
  }

  /** Takes the memory away again; blocks that are online keep it until the next boot, and the driver is gone all the same. */
  remove(dev: DaxDevice): Proc {
    return call('dev_dax_kmem_remove', this.#remove(dev));
  }

  *#remove(dev: DaxDevice): Proc {
    const { k, blocks, resources, remove } = this.#host;
    for (const [i, m] of this.memory.value.filter((x) => x.device === dev.name).entries()) {
      const errno = yield* remove.removeMemoryUnlocked(physAddr(m.start), bytes(m.size));
      if (errno !== undefined) {
        k.printk(
          `kmem ${dev.name}: mapping${i}: ${hex(m.start)}-${hex(m.start + m.size - 1)} cannot be hotremoved until the next reboot`,
        );
        continue;
      }
      resources.giveBack(m.start, m.start + m.size - 1, dev.name);
      this.memory.update((l) => l.filter((x) => x !== m));
      if (!this.memory.value.some((x) => x.group === m.group)) blocks.unregisterGroup(m.group);
    }
  }

  /** Takes over memory that was there at boot. */
  importMemory(dev: DaxDevice, start: number, size: number): void {
    const { blocks, k } = this.#host;
    const group = blocks.registerGroup(dev.targetNode, size / k.sizes.pageBytes);
    for (let i = start / blocks.blockBytes; i < (start + size) / blocks.blockBytes; i++) {
      const id = blockId(i);
      if (!blocks.exists(id)) continue;
      blocks.group.set(id, group);
      const at = blocks.zoneOf(id);
      const g = blocks.groups.value.find((x) => x.id === group);
      if (at === undefined || g === undefined) continue;
      const n = blocks.pagesPerBlock;
      blocks.replaceGroup(
        at.zone === 'Movable'
          ? { ...g, presentMovablePages: g.presentMovablePages + n }
          : { ...g, presentKernelPages: g.presentKernelPages + n },
      );
    }
    this.memory.update((l) => [...l, { device: dev.name, start, size, group }]);
    if (!this.#hasOtherMemory(dev)) this.#host.zones.setAdistance(dev.targetNode, this.#adistance(dev));
  }

  /** A node that has memory of another kind keeps that one's distance (mm/memory-tiers.c: init_node_memory_type). */
  #setDistance(dev: DaxDevice): void {
    this.#host.k.trace.leaf('mt_calc_adistance', dev.targetNode);
    if (!this.#host.zones.node(dev.targetNode).hasMemory)
      this.#host.zones.setAdistance(dev.targetNode, this.#adistance(dev));
  }

  /** What the firmware's table says of the node, else what memory behind dax is taken for (mt_calc_adistance: hmat_calculate_adistance). */
  #adistance(dev: DaxDevice): number {
    const { dimms, k } = this.#host;
    const { hmat } = dimms.board;
    if (hmat === undefined || k.config.config['CONFIG_ACPI_HMAT'] !== 'y') return DEFAULT_ADISTANCE;
    const perf = performanceOf(hmat, dev.targetNode);
    const dram = hmat.map((h) => performanceOf(hmat, h.initiator)).find((p) => p !== undefined);
    return perf === undefined || dram === undefined ? DEFAULT_ADISTANCE : adistanceOf(perf, dram);
  }

  #hasOtherMemory(dev: DaxDevice): boolean {
    const { blocks } = this.#host;
    return blocks
      .ids()
      .some(
        (id) =>
          blocks.nodeOf(id) === dev.targetNode && !this.memory.value.some((m) => m.group === blocks.group.get(id)),
      );
  }
}
