/** What lies in a zone's span, column by column. */
import { ZONES } from '../../store/selection.ts';
import type { NodeState, Zone, ZoneName } from '../../engine/zones/types.ts';
import type { MachineInfo } from '../../link/messages.ts';
import type { Mirror } from '../../store/types.ts';

/** Sections looked at for one column: the picture must not cost more on a larger machine. */
const SAMPLES = 8;
const PRESENT = 1;
const ONLINE = 4;

/** Shares of the sections of one column, 0…1; what is missing to 1 are holes. */
export interface SpanColumn {
  /** Online in this zone. */
  readonly mine: number;
  readonly offline: number;
  /** Online in another zone or on another node. */
  readonly other: number;
  /** The last such zone; undefined: a block of several. */
  readonly otherZone: ZoneName | undefined;
}

/** The span of a zone in `width` columns, from its first page to its last. */
export function spanColumns(
  of: { readonly mirror: Mirror; readonly info: MachineInfo; readonly node: NodeState; readonly zone: Zone },
  width: number,
): readonly SpanColumn[] {
  const { mirror, info, node, zone } = of;
  const flags = mirror.array('section.flags');
  const zones = mirror.array('section.zone');
  const nodes = mirror.array('section.node');
  const own = ZONES.indexOf(zone.name);
  const { pagesPerSection } = info.sizes;
  return Array.from({ length: Math.ceil(width) }, (_, x) => {
    const from = Math.floor((zone.startPfn + (x / width) * zone.spanned) / pagesPerSection);
    const to = Math.max(from + 1, Math.ceil((zone.startPfn + ((x + 1) / width) * zone.spanned) / pagesPerSection));
    const stride = Math.max(1, Math.floor((to - from) / SAMPLES));
    let [mine, other, offline, seen] = [0, 0, 0, 0];
    let otherZone = -1;
    for (let nr = from; nr < to; nr += stride) {
      seen++;
      const f = flags.get(nr);
      if ((f & PRESENT) === 0) continue;
      const z = zones.get(nr);
      if ((f & ONLINE) === 0) offline++;
      else if ((z === own || ZONES[z] === undefined) && nodes.get(nr) === node.id) mine++;
      else {
        other++;
        otherZone = z;
      }
    }
    return { mine: mine / seen, offline: offline / seen, other: other / seen, otherZone: ZONES[otherZone] };
  });
}
