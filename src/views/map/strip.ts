/**
 * The overview strip: shown rows from left to right in equal steps, folds as thin gaps. Address → pixel and back.
 *
 *   |row 0|row 1|·|row 4|row 5|…|
 */
import type { Layout, Placed } from './layout.ts';

/** Share of the strip that one fold takes. */
const FOLD_SHARE = 0.012;

export interface StripPart {
  readonly segment: Placed;
  /** 0…1 along the strip. */
  readonly from: number;
  readonly to: number;
}

/** Divides the strip among the segments. */
export function stripParts(layout: Layout): StripPart[] {
  const segments = layout.columns.flatMap((c) => c.segments);
  const folds = segments.filter((s) => s.fold !== undefined).length;
  const share = folds === 0 ? 0 : Math.min(FOLD_SHARE, 0.2 / folds);
  const each = (1 - folds * share) / Math.max(1, layout.rows);
  let at = 0;
  return segments.map((segment) => {
    const size = segment.fold === undefined ? (segment.to - segment.from) * each : share;
    const part = { segment, from: at, to: at + size };
    at += size;
    return part;
  });
}

/** Where a row (or a fraction of one) lies along the strip. */
export function stripOf(parts: readonly StripPart[], row: number): number {
  for (const p of parts) {
    if (row >= p.segment.to) continue;
    if (row < p.segment.from) return p.from;
    return p.from + ((row - p.segment.from) / (p.segment.to - p.segment.from)) * (p.to - p.from);
  }
  return 1;
}

/** The row at a place of the strip. */
export function rowOfStrip(parts: readonly StripPart[], share: number): number | undefined {
  const p = parts.find((part) => share < part.to) ?? parts.at(-1);
  if (p === undefined) return undefined;
  if (p.segment.fold !== undefined) return p.segment.from;
  const row = p.segment.from + Math.floor(((share - p.from) / (p.to - p.from)) * (p.segment.to - p.segment.from));
  return Math.max(p.segment.from, Math.min(p.segment.to - 1, row));
}
