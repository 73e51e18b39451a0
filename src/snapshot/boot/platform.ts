/** What firmware and kernel command line leave of a machine's memory when the kernel's own boot begins. */
import type { FoundMemory } from '../../engine/devices/types.ts';
import type { Resource } from '../../engine/hotplug/resources.ts';
import type { MemoryDeviceInfo } from '../parse/devices.ts';

/** Bytes of physical address, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Which node a range belongs to, as SRAT or device tree say; `node` is the kernel's number. */
export interface Affinity extends Span {
  readonly node: number;
}

/** Memory that a driver takes over while the kernel boots. */
export type BootDeviceMemory = FoundMemory;

/** NUMA as the firmware describes it. */
export interface Topology {
  readonly possible: readonly number[];
  /** The node of each CPU. */
  readonly cpus: readonly number[];
  /** Nodes that are online although they have neither memory nor CPUs. */
  readonly alwaysOnline: readonly number[];
  readonly affinity: readonly Affinity[];
  readonly distances: readonly { readonly src: number; readonly dst: number; readonly val: number }[];
}

/** Where the parts of the kernel image lie. */
export interface ImageSpans {
  readonly code: Span;
  readonly rodata: Span | undefined;
  readonly data: Span;
  readonly bss: Span | undefined;
  /** All of it, and the parts that are free once the kernel runs. */
  readonly all: Span;
  readonly freed: readonly Span[];
}

/** A machine's memory at the moment the page allocator is set up. */
export interface Platform {
  /** Memory that counts as present, ascending, cut at node borders. */
  readonly memory: readonly Affinity[];
  /** What the direct map covers: regions as memblock has them when the tables are made. */
  readonly mapped: readonly Span[];
  /** Parts of it that are not mapped and never free. */
  readonly nomap: readonly Span[];
  readonly topology: Topology;
  readonly image: ImageSpans;
  readonly resources: readonly Resource[];
  readonly devices: readonly MemoryDeviceInfo[];
  readonly taken: readonly BootDeviceMemory[];
  /** Highest address that could ever be memory, as far as the firmware says. */
  readonly maxPossible: number;
  /** Whether the CPU says that it runs under a hypervisor. */
  readonly hypervisor: boolean;
  /** x86: 1G leaves are possible; page-table isolation is on. */
  readonly gbpages: boolean;
  readonly pti: boolean;
}

/** A resource without children. */
export const resource = (
  start: number,
  end: number,
  name: string,
  busy = true,
  children: readonly Resource[] = [],
): Resource => ({
  start,
  end: end - 1,
  name,
  busy,
  systemRam: name === 'System RAM' || /^virtio\d+$/.test(name),
  children,
});

/** The parts of `spans` that lie outside all of `holes`. */
export function without(spans: readonly Span[], holes: readonly Span[]): Span[] {
  let out: readonly Span[] = spans;
  for (const h of holes) {
    out = out.flatMap((s) => {
      if (h.end <= s.start || h.start >= s.end) return [s];
      return [
        { start: s.start, end: Math.max(s.start, h.start) },
        { start: Math.min(s.end, h.end), end: s.end },
      ].filter((p) => p.end > p.start);
    });
  }
  return [...out];
}

/** The part of a span inside another; undefined: none. */
export function common(a: Span, b: Span): Span | undefined {
  const [start, end] = [Math.max(a.start, b.start), Math.min(a.end, b.end)];
  return end > start ? { start, end } : undefined;
}

/** Memory cut by the node each part belongs to; what no entry covers goes to the node of the entry before it. */
export function cutByNode(memory: readonly Span[], affinity: readonly Affinity[]): Affinity[] {
  const sorted = [...affinity].sort((a, b) => a.start - b.start);
  const out: Affinity[] = [];
  for (const span of memory) {
    for (let at = span.start; at < span.end;) {
      const inside = sorted.find((a) => a.start <= at && at < a.end);
      const node = inside?.node ?? sorted.findLast((a) => a.end <= at)?.node ?? sorted[0]?.node ?? 0;
      const next = inside === undefined ? sorted.find((a) => a.start > at)?.start : inside.end;
      const end = Math.min(span.end, next ?? span.end);
      const last = out.at(-1);
      if (last !== undefined && last.end === at && last.node === node && at > span.start)
        out[out.length - 1] = { ...last, end };
      else out.push({ start: at, end, node });
      at = end;
    }
  }
  return out;
}
