/** The zone of a page frame, from the zones' spans: for boot sections that lie in several zones. */
import type { NodeState } from '../../engine/zones/types.ts';
import { ZONE_CLASSES } from './classes.ts';
import type { ZoneIndexAt } from './summary.ts';

/** Spans may overlap (interleaved nodes): the shortest that holds the page frame is the best guess. */
export function zonesAt(nodes: readonly NodeState[]): ZoneIndexAt {
  const spans = nodes
    .flatMap((node) => node.zones)
    .filter((zone) => zone.present > 0)
    .map((zone) => ({
      start: zone.startPfn,
      end: zone.startPfn + zone.spanned,
      index: ZONE_CLASSES.indexOf(zone.name),
    }))
    .sort((a, b) => a.end - a.start - (b.end - b.start));
  const lowest = spans.reduce<(typeof spans)[number] | undefined>(
    (low, s) => (low === undefined || s.start < low.start ? s : low),
    undefined,
  );
  // page frame 0 is reserved before the first zone is made; it belongs to nobody, its neighbour shows what it is in
  return (pfn) =>
    spans.find((s) => pfn >= s.start && pfn < s.end)?.index ??
    (lowest !== undefined && pfn < lowest.start ? lowest.index : undefined);
}

/** Text that differs whenever the answers may. */
export const zonesKey = (nodes: readonly NodeState[]): string =>
  nodes.map((n) => n.zones.map((z) => (z.present > 0 ? `${z.startPfn}+${z.spanned}` : '')).join(',')).join(';');
