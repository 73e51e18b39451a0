/** Growing and shrinking of zone and node spans (mm/memory_hotplug.c: resize_zone_range, shrink_zone_span). */
import { pfn } from '../units.ts';
import type { Pfn, PfnRange } from '../units.ts';
import type { NodeState, ZoneRef } from './types.ts';

/** A start and a length in pages; length 0 is empty. */
export interface Span {
  readonly startPfn: Pfn;
  readonly spanned: number;
}

/** Where online memory lies, asked pfn by pfn; whole sections without an answer can be skipped. */
export interface OnlineMemory {
  readonly pagesPerSection: number;
  readonly pagesPerSubsection: number;
  /** Zone of an online page; undefined when it is not online. */
  zoneOf(at: Pfn): ZoneRef | undefined;
  /** False when no page of the pfn's section can be an online page of this zone. */
  mayHold(ref: ZoneRef, at: Pfn): boolean;
}

/** A span that also covers `range`. */
export function grow(span: Span, range: PfnRange): Span {
  if (span.spanned === 0) return { startPfn: range.start, spanned: range.end - range.start };
  const start = Math.min(span.startPfn, range.start);
  return { startPfn: pfn(start), spanned: Math.max(span.startPfn + span.spanned, range.end) - start };
}

/** Whether [start, end) and the span share a page. */
export const intersects = (span: Span, range: PfnRange): boolean =>
  span.spanned > 0 && range.start < span.startPfn + span.spanned && range.end > span.startPfn;

/** The span after `range` left it: only its ends move, to the next online page of the same zone and node. */
export function shrink(span: Span, ref: ZoneRef, range: PfnRange, memory: OnlineMemory): Span {
  const end = span.startPfn + span.spanned;
  if (span.startPfn === range.start) {
    const first = firstOnline(ref, range.end, end, memory);
    return first === undefined ? { startPfn: pfn(0), spanned: 0 } : { startPfn: pfn(first), spanned: end - first };
  }
  if (end === range.end) {
    const last = lastOnline(ref, span.startPfn, range.start, memory);
    return last === undefined
      ? { startPfn: pfn(0), spanned: 0 }
      : { startPfn: span.startPfn, spanned: last + 1 - span.startPfn };
  }
  return span;
}

const holds = (ref: ZoneRef, at: number, memory: OnlineMemory): boolean => {
  const is = memory.zoneOf(pfn(at));
  return is !== undefined && is.nid === ref.nid && is.zone === ref.zone;
};

function firstOnline(ref: ZoneRef, from: number, to: number, memory: OnlineMemory): number | undefined {
  for (let at = from; at < to;) {
    if (!memory.mayHold(ref, pfn(at))) at = (Math.floor(at / memory.pagesPerSection) + 1) * memory.pagesPerSection;
    else if (holds(ref, at, memory)) return at;
    else at += memory.pagesPerSubsection;
  }
  return undefined;
}

function lastOnline(ref: ZoneRef, from: number, to: number, memory: OnlineMemory): number | undefined {
  for (let at = to - 1; at >= from;) {
    if (!memory.mayHold(ref, pfn(at))) at = Math.floor(at / memory.pagesPerSection) * memory.pagesPerSection - 1;
    else if (holds(ref, at, memory)) return at;
    else at -= memory.pagesPerSubsection;
  }
  return undefined;
}

/** Union of the spans of a node's zones (mm/memory_hotplug.c: update_pgdat_span). */
export function nodeSpan(node: NodeState): Span {
  let start = Number.POSITIVE_INFINITY;
  let end = 0;
  for (const z of node.zones) {
    if (z.spanned === 0) continue;
    start = Math.min(start, z.startPfn);
    end = Math.max(end, z.startPfn + z.spanned);
  }
  return end === 0 ? { startPfn: pfn(0), spanned: 0 } : { startPfn: pfn(start), spanned: end - start };
}
