/**
 * Which page frames were memory at boot, and of which node. The boot messages say it exactly; without them it follows
 * from /proc/iomem, the nodes of the blocks, and the present pages of the zones.
 */
import * as words from '#words/snapshot.ts';
import type { Arch } from '../engine/arch/geometry.ts';
import type { Resource } from '../engine/hotplug/resources.ts';
import type { MemoryDeviceInfo } from './parse/devices.ts';
import { parseEarlyRanges } from './parse/dmesg.ts';
import type { MemblockRange } from './parse/dmesg.ts';
import type { BlockFiles } from './parse/sysfs.ts';
import type { ZoneInfoFile } from './parse/zoneinfo.ts';
import type { Problems } from './problems.ts';
import { alignDown, alignUp } from '../engine/units.ts';

/** What the ranges are derived from. */
export interface RangeSources {
  readonly arch: Arch;
  readonly pageBytes: number;
  readonly resources: readonly Resource[];
  readonly zones: ZoneInfoFile;
  readonly blocks: readonly BlockFiles[];
  readonly blockBytes: number;
  readonly devices: readonly MemoryDeviceInfo[];
  readonly dmesg: readonly string[];
}

/** Boot memory in bytes, ascending, cut at node borders; `exact`: the kernel itself said so. */
export function memblockRanges(
  s: RangeSources,
  problems: Problems,
): { readonly ranges: readonly MemblockRange[]; readonly exact: boolean } {
  const said = parseEarlyRanges(s.dmesg, problems).toSorted((a, b) => a.start - b.start);
  if (said.length > 0) {
    const overlap = said.find((r, i) => i > 0 && r.start < (said[i - 1]?.end ?? 0));
    if (overlap !== undefined) problems.add('dmesg', words.hasEarlyMemoryRanges);
    const ranges = said.map((r) => whole(r, s.pageBytes)).filter((r) => r.end > r.start);
    const outside = uncovered(ranges, s.blocks, s.blockBytes);
    if (outside !== undefined)
      problems.add('dmesg', words.hasEarlyMemoryOutside(outside.start.toString(16), (outside.end - 1).toString(16)));
    return { ranges, exact: true };
  }
  const withNomap = fromResources(s, (r) => r.systemRam || r.name.toLowerCase() === 'reserved');
  const ram = fromResources(s, (r) => r.systemRam);
  // arm64 and riscv64 describe nomap ranges as memory: they are present although no page of them can be used
  const present = s.zones.zones.reduce((sum, z) => sum + z.present, 0);
  const off = (list: readonly MemblockRange[]): number =>
    Math.abs(list.reduce((sum, r) => sum + (r.end - r.start) / s.pageBytes, 0) - present);
  const ranges = s.arch !== 'x86_64' && off(withNomap) < off(ram) ? withNomap : ram;
  if (ranges.length === 0) problems.add('/proc/iomem', words.hasNoSystemRam);
  return { ranges, exact: false };
}

/** Only whole pages are memory. */
const whole = (r: MemblockRange, page: number): MemblockRange => ({
  node: r.node,
  start: alignUp(r.start, page),
  end: alignDown(r.end, page),
});

function fromResources(s: RangeSources, isMemory: (r: Resource) => boolean): MemblockRange[] {
  const plugged = (at: number): boolean => s.devices.some((d) => at >= d.addr && at < d.addr + d.size);
  // what a driver added, or a plugged device holds, was not there at boot
  const memory = s.resources.filter((r) => isMemory(r) && !r.name.startsWith('System RAM (') && !plugged(r.start));
  const out: MemblockRange[] = [];
  let from = 0;
  for (const b of s.blocks) {
    const [first, end] = [b.id * s.blockBytes, (b.id + 1) * s.blockBytes];
    while (from < memory.length && (memory[from]?.end ?? 0) < first) from++;
    for (let i = from; i < memory.length && (memory[i]?.start ?? end) < end; i++) {
      const r = memory[i];
      if (r === undefined) break;
      const piece = whole(
        { node: b.node ?? 0, start: Math.max(r.start, first), end: Math.min(r.end + 1, end) },
        s.pageBytes,
      );
      const last = out.at(-1);
      if (piece.end <= piece.start) continue;
      if (last !== undefined && last.end === piece.start && last.node === piece.node && piece.start > r.start)
        out[out.length - 1] = { ...last, end: piece.end };
      else out.push(piece);
    }
  }
  return out;
}

/** The first early range that reaches out of all memory blocks; boot memory always has one. */
function uncovered(
  ranges: readonly MemblockRange[],
  blocks: readonly BlockFiles[],
  blockBytes: number,
): MemblockRange | undefined {
  const ids = new Set(blocks.map((b) => b.id));
  return ranges.find((r) => {
    const last = Math.floor((r.end - 1) / blockBytes);
    const first = Math.floor(r.start / blockBytes);
    if (last - first >= ids.size) return true;
    for (let id = first; id <= last; id++) if (!ids.has(id)) return true;
    return false;
  });
}
