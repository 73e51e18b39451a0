import type { VpnRange } from './types.ts';

/** A size in which leaves come: pages, and whatever the caller needs to make one. */
export interface LeafUnit {
  readonly pages: number;
  /** Level of the entries. */
  readonly level: number;
  /** arm64: one unit is a run of contiguous entries. */
  readonly contiguous: boolean;
}

/** A part of a range that gets leaves of one unit. */
export interface LeafPart extends VpnRange {
  readonly unit: LeafUnit;
}

/**
 * Cuts a range so that every place gets the largest unit that is aligned there and fits the rest.
 * @param units largest first; the last one divides the range's ends
 */
export function largestLeaves({ from, to }: VpnRange, units: readonly LeafUnit[]): LeafPart[] {
  const parts: LeafPart[] = [];
  for (let at = from; at < to;) {
    const index = units.findIndex((u) => at % u.pages === 0 && at + u.pages <= to);
    const unit = units[index] ?? units.at(-1);
    if (unit === undefined) break;
    // the run ends where a larger unit could begin, at the latest where the unit no longer fits
    let end = at + Math.max(1, Math.floor((to - at) / unit.pages)) * unit.pages;
    for (const larger of units.slice(0, Math.max(0, index))) {
      const border = Math.ceil(at / larger.pages) * larger.pages;
      if (border > at && border + larger.pages <= to) end = Math.min(end, border);
    }
    parts.push({ from: at, to: Math.min(end, to), unit });
    at = Math.min(end, to);
  }
  return parts;
}
