import type { Kernel } from '../kernel/kernel.ts';
import type { Cell } from '../state/store.ts';

/** A node of the resource tree (/proc/iomem). Addresses in bytes, end inclusive. Immutable. */
export interface Resource {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  /** IORESOURCE_BUSY: nothing may be requested over it. */
  readonly busy: boolean;
  /** IORESOURCE_SYSTEM_RAM: counts as memory for walk_system_ram_range when busy. */
  readonly systemRam: boolean;
  readonly children: readonly Resource[];
}

/** The physical address space as the kernel hands it out. */
export class Resources {
  readonly tree: Cell<readonly Resource[]>;
  readonly #k: Kernel;

  constructor(k: Kernel) {
    this.#k = k;
    this.tree = k.store.cell<readonly Resource[]>('resources', []);
  }

  /**
   * Registers hot-added System RAM (mm/memory_hotplug.c: register_memory_resource).
   * EEXIST when a busy resource overlaps; E2BIG beyond what the machine can address.
   */
  registerMemory(start: number, end: number, name = 'System RAM'): 'EEXIST' | 'E2BIG' | undefined {
    const { trace, geometry } = this.#k;
    trace.enter('register_memory_resource');
    const allowed = this.rangeAllowed(start, end, geometry.maxPhysmemBits);
    let errno: 'EEXIST' | 'E2BIG' | undefined;
    if (!allowed) errno = 'E2BIG';
    else {
      const next = insert(this.tree.value, { start, end, name, busy: true, systemRam: true, children: [] });
      if (next === undefined) errno = 'EEXIST';
      else this.tree.value = next;
    }
    trace.leave('register_memory_resource');
    return errno;
  }

  /** Removes a busy resource or the part of it that [start, end] covers (kernel/resource.c: release_mem_region_adjustable). */
  release(start: number, end: number): void {
    this.tree.value = cut(this.tree.value, start, end);
  }

  /** Takes a device's range (kernel/resource.c: __request_region); EBUSY when something busy is in the way. `busy` false: others register memory inside. */
  request(start: number, end: number, name: string, busy = true): 'EBUSY' | undefined {
    const next = insert(this.tree.value, { start, end, name, busy, systemRam: !busy, children: [] });
    if (next === undefined) return 'EBUSY';
    this.tree.value = next;
    return undefined;
  }

  /** Puts a range around what is there with just this extent (kernel/resource.c: insert_resource). EBUSY: nothing is. */
  wrap(start: number, end: number, name: string): 'EBUSY' | undefined {
    let done = false;
    const around = (list: readonly Resource[]): readonly Resource[] => {
      const at = list.findIndex((r) => r.start <= start && end <= r.end);
      const r = list[at];
      if (r === undefined) return list;
      if (r.start !== start || r.end !== end) return list.with(at, { ...r, children: around(r.children) });
      done = true;
      return list.with(at, { start, end, name, busy: false, systemRam: false, children: [r] });
    };
    this.tree.value = around(this.tree.value);
    return done ? undefined : 'EBUSY';
  }
  /** Takes away what `wrap` put around a range. */
  unwrap(start: number, end: number, name: string): void {
    const without = (list: readonly Resource[]): readonly Resource[] =>
      list.flatMap((r) =>
        r.start === start && r.end === end && r.name === name
          ? r.children
          : [r.start <= start && end <= r.end ? { ...r, children: without(r.children) } : r],
      );
    this.tree.value = without(this.tree.value);
  }

  /** Gives a device's range back (kernel/resource.c: __release_region, remove_resource); what lies inside goes with it. */
  giveBack(start: number, end: number, name: string): void {
    const without = (list: readonly Resource[]): readonly Resource[] => {
      const at = list.findIndex((r) => r.start <= start && end <= r.end);
      const r = list[at];
      if (r === undefined) return list;
      if (r.start === start && r.end === end && r.name === name) return list.toSpliced(at, 1);
      return list.with(at, { ...r, children: without(r.children) });
    };
    this.tree.value = without(this.tree.value);
  }

  /** Whether any of [start, end] is System RAM (kernel/resource.c: region_intersects). */
  holdsSystemRam(start: number, end: number): boolean {
    const any = (list: readonly Resource[]): boolean =>
      list.some((r) => r.start <= end && start <= r.end && ((r.busy && r.systemRam) || any(r.children)));
    return any(this.tree.value);
  }

  /** Joins the busy System RAM that begins at `start` with neighbours of the same name (kernel/resource.c: merge_system_ram_resource). */
  merge(start: number): void {
    this.tree.value = joined(this.tree.value, start);
  }

  /** Whether every byte of [start, end] is busy System RAM (walk_system_ram_range: no memory holes). */
  isAllSystemRam(start: number, end: number): boolean {
    let at = start;
    const visit = (list: readonly Resource[]): void => {
      for (const r of list) {
        if (r.end < at || r.start > end) continue;
        if (r.busy && r.systemRam) {
          if (r.start <= at) at = Math.max(at, r.end + 1);
        } else visit(r.children);
      }
    };
    visit(this.tree.value);
    return at > end;
  }

  /** Whether memory may be added at [start, end] at all (mm/memory_hotplug.c: mhp_range_allowed, arch_get_mappable_range). */
  rangeAllowed(start: number, end: number, bits: number): boolean {
    const { trace, geometry } = this.#k;
    trace.enter('mhp_range_allowed');
    trace.leaf('arch_get_mappable_range');
    const top = 2 ** bits - 1;
    const linearBytes = Number(geometry.directMap.end - geometry.directMap.start);
    const mappable =
      geometry.arch === 'x86_64'
        ? { from: 0, to: top }
        : { from: geometry.directMapPhysBase, to: Math.min(top, geometry.directMapPhysBase + linearBytes - 1) };
    const ok = start >= mappable.from && end <= mappable.to && start <= end;
    if (!ok) {
      const hex = (n: number): string => `0x${n.toString(16)}`;
      this.#k.printk(
        `Hotplug memory [${hex(start)}-${hex(end + 1)}] exceeds maximum addressable range [${hex(mappable.from)}-${hex(mappable.to)}]`,
      );
    }
    trace.leave('mhp_range_allowed');
    return ok;
  }
}

const overlaps = (a: Resource, b: Resource): boolean => a.start <= b.end && b.start <= a.end;
const contains = (a: Resource, b: Resource): boolean => a.start <= b.start && b.end <= a.end;

/** The list with `r` in it, below the non-busy resource that covers it; undefined when something is in the way. */
export function insert(list: readonly Resource[], r: Resource): readonly Resource[] | undefined {
  const at = list.findIndex((x) => overlaps(x, r));
  if (at === -1) {
    const before = list.findIndex((x) => x.start > r.end);
    return before === -1 ? [...list, r] : [...list.slice(0, before), r, ...list.slice(before)];
  }
  const parent = list[at];
  if (parent === undefined || parent.busy || !contains(parent, r)) return undefined;
  const children = insert(parent.children, r);
  if (children === undefined) return undefined;
  return list.with(at, { ...parent, children });
}

/** The list with the System RAM at `start` joined with its equal neighbours; descends through what is not busy. */
function joined(list: readonly Resource[], start: number): readonly Resource[] {
  const at = list.findIndex((x) => x.start <= start && start <= x.end);
  const r = list[at];
  if (r === undefined) return list;
  if (!r.busy || !r.systemRam) return list.with(at, { ...r, children: joined(r.children, start) });
  const alike = (x: Resource | undefined): x is Resource =>
    x !== undefined && x.busy && x.systemRam && x.name === r.name && x.children.length === 0 && r.children.length === 0;
  const [before, after] = [list[at - 1], list[at + 1]];
  const left = alike(before) && before.end + 1 === r.start;
  const right = alike(after) && r.end + 1 === after.start;
  const whole = { ...r, start: left ? before.start : r.start, end: right ? after.end : r.end };
  return [...list.slice(0, left ? at - 1 : at), whole, ...list.slice(right ? at + 2 : at + 1)];
}

/** The list without the part [start, end] of the busy resource that holds it; descends through what is not busy. */
function cut(list: readonly Resource[], start: number, end: number): readonly Resource[] {
  const at = list.findIndex((x) => x.start <= start && end <= x.end);
  const r = list[at];
  if (r === undefined) return list;
  if (!r.busy || !r.systemRam) return list.with(at, { ...r, children: cut(r.children, start, end) });
  const left = r.start < start ? [{ ...r, end: start - 1, children: r.children.filter((c) => c.end < start) }] : [];
  const right = r.end > end ? [{ ...r, start: end + 1, children: r.children.filter((c) => c.start > end) }] : [];
  return [...list.slice(0, at), ...left, ...right, ...list.slice(at + 1)];
}
