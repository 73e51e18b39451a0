/** Which zone the Zone tab shows. */
import type { NodeState, Zone } from '../../engine/zones/types.ts';
import { type Known, zoneAt } from '../../store/selection.ts';
import type { Selection } from '../../store/types.ts';
import { subjectOf } from './subject.ts';

/** The zone selected, else the one the selection lies in, else the last with memory. */
export function chosenZone(
  selection: Selection,
  known: Known,
): { readonly node: NodeState | undefined; readonly zone: Zone | undefined } {
  const { nodes } = known.cells;
  const subject = subjectOf(selection, known);
  const at = subject === undefined ? undefined : zoneAt(known, subject.pfn);
  const ref = selection.kind === 'zone' ? selection.ref : at;
  // offline memory has a node already
  const nid =
    ref?.nid ??
    (selection.kind === 'node'
      ? selection.id
      : subject === undefined
        ? undefined
        : known.mirror.array('section.node').get(subject.section));
  const node = nodes?.find((n) => n.id === nid) ?? nodes?.find((n) => n.spanned > 0) ?? nodes?.[0];
  const zone =
    node?.zones.find((z) => z.name === ref?.zone) ?? node?.zones.findLast((z) => z.spanned > 0) ?? node?.zones[0];
  return { node, zone };
}
