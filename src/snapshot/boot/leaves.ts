/** Page tables of a boot as runs of leaves, and their dump. Positions are physical bytes. */
import type { Geometry } from '../../engine/arch/geometry.ts';
import { MARKERS, dumpEnd, dumpLine } from '../../engine/mapping/dump.ts';
import type { MapRegion } from '../../engine/mapping/types.ts';
import type { Span } from './platform.ts';

/** Leaves of one level with equal attributes. In the direct map a position is the address mapped, in the vmemmap an offset into it. */
export interface LeafRun extends Span {
  readonly level: string;
  readonly attributes: string;
  /** riscv64: where the memory lies, if not at its position. */
  readonly phys?: number | undefined;
}

/** Puts a run over others: what it covers is cut out of them. */
export function overlay(runs: readonly LeafRun[], over: LeafRun): LeafRun[] {
  const rest = runs.flatMap((r) => {
    if (r.end <= over.start || r.start >= over.end) return [r];
    return [
      { ...r, end: Math.max(r.start, over.start) },
      { ...r, start: Math.min(r.end, over.end) },
    ].filter((p) => p.end > p.start);
  });
  return [...rest, over].sort((a, b) => a.start - b.start);
}

/** Neighbours of equal level and attributes as one run; what fills no place is dropped. */
export function joined(runs: readonly LeafRun[]): LeafRun[] {
  const out: LeafRun[] = [];
  for (const r of [...runs].sort((a, b) => a.start - b.start)) {
    const last = out.at(-1);
    if (r.end <= r.start) continue;
    if (last?.end === r.start && last.level === r.level && last.attributes === r.attributes)
      out[out.length - 1] = { ...last, end: r.end };
    else out.push(r);
  }
  return out;
}

/** Cuts a span into the largest pieces that are aligned and fit; `units` largest first, the last divides the span. */
export function cutByUnits<U extends { readonly bytes: number }>(
  span: Span,
  units: readonly U[],
): (Span & { readonly unit: U })[] {
  const out: (Span & { readonly unit: U })[] = [];
  for (let at = span.start; at < span.end;) {
    const index = units.findIndex((u) => at % u.bytes === 0 && at + u.bytes <= span.end);
    const unit = units[index] ?? units.at(-1);
    if (unit === undefined) break;
    let end = at + Math.max(1, Math.floor((span.end - at) / unit.bytes)) * unit.bytes;
    for (const larger of units.slice(0, Math.max(0, index))) {
      const border = Math.ceil(at / larger.bytes) * larger.bytes;
      if (border > at && border + larger.bytes <= span.end) end = Math.min(end, border);
    }
    out.push({ start: at, end: Math.min(end, span.end), unit });
    at = Math.min(end, span.end);
  }
  return out;
}

/** How many tables the leaves need below the top table. */
export function countTables(g: Geometry, runs: readonly LeafRun[]): number {
  let tables = 0;
  for (const [i, level] of g.levels.slice(0, -1).entries()) {
    const span = 2 ** level.shift;
    let done = -1;
    for (const r of joined(runs)) {
      if (g.levels.findIndex((l) => l.name === r.level) <= i) continue;
      const first = Math.max(done + 1, Math.floor((r.start - g.directMapPhysBase) / span));
      const last = Math.floor((r.end - 1 - g.directMapPhysBase) / span);
      if (last >= first) tables += last - first + 1;
      done = Math.max(done, last);
    }
  }
  return tables;
}

/** The dump's text for a region: its leaves, and the table below the last top entry, which the kernel's own mappings always have. */
export function dumpText(g: Geometry, region: MapRegion, runs: readonly LeafRun[], kasan: boolean): string {
  const area = region === 'direct-map' ? g.directMap : g.vmemmap;
  const base = region === 'direct-map' ? g.directMapPhysBase : 0;
  const lines = [MARKERS[g.arch][region]];
  let mapped: bigint = area.start;
  for (const r of joined(runs)) {
    const start = area.start + BigInt(r.start - base);
    mapped = area.start + BigInt(r.end - base);
    const line = dumpLine(g.arch, {
      start,
      end: mapped,
      level: r.level,
      attributes: r.attributes,
      phys: r.phys ?? r.start,
    });
    if (line !== undefined) lines.push(line);
  }
  const end = dumpEnd(g, region, kasan);
  const top = g.levels[0];
  const lastTop = (1n << 64n) - (1n << BigInt(top?.shift ?? 39));
  const below = g.levels[1]?.name;
  if (g.arch !== 'riscv64' && lastTop >= mapped && lastTop < end && below !== undefined) {
    const line = dumpLine(g.arch, { start: lastTop, end, level: below, attributes: '', phys: undefined });
    if (line !== undefined) lines.push(line);
  }
  return `${lines.join('\n')}\n`;
}
