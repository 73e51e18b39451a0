/** /proc/pagetypeinfo (mm/vmstat.c: pagetypeinfo_show): pageblocks of each populated zone by migrate type. */
import type { MigrateType } from '../pages/types.ts';
import { pfn, sectionNr } from '../units.ts';
import { ZONE_NAMES } from '../zones/types.ts';
import type { FileRooms } from './rooms.ts';

const COLUMNS: readonly (readonly [name: string, type: MigrateType | undefined])[] = [
  ['Unmovable', 'unmovable'],
  ['Movable', 'movable'],
  ['Reclaimable', 'reclaimable'],
  ['HighAtomic', undefined],
  ['Isolate', 'isolate'],
];

/** The tables of pageblock counts, node by node. Free runs by type are not kept, so those tables are left out. */
export function formatPagetypeinfo(rooms: FileRooms): string {
  const { k, zones } = rooms;
  const head = `Page block order: ${k.geometry.pageblockOrder}\nPages per block:  ${k.sizes.pagesPerPageblock}\n\n`;
  const counts = countTypes(rooms);
  return zones.nodes.value
    .filter((n) => n.online && n.zones.some((z) => z.present > 0))
    .map((node) => {
      const rows = node.zones
        .filter((z) => z.present > 0)
        .map((z) => {
          const of = counts.get(`${node.id} ${z.name}`);
          return `Node ${node.id}, zone ${z.name.padStart(8)} ${COLUMNS.map(([, type]) => `${String(type === undefined ? 0 : (of?.get(type) ?? 0)).padStart(12)} `).join('')}\n`;
        });
      return `${head}Number of blocks type ${COLUMNS.map(([name]) => `${name.padStart(12)} `).join('')}\n${rows.join('')}`;
    })
    .join('');
}

/** Pageblocks by `node zone` and type. A section of several zones is looked at pageblock by pageblock. */
function countTypes(rooms: FileRooms): Map<string, Map<MigrateType, number>> {
  const { k, sections, zones, pages } = rooms;
  const { pagesPerSection, pagesPerPageblock } = k.sizes;
  const out = new Map<string, Map<MigrateType, number>>();
  const tally = (key: string): Map<MigrateType, number> => {
    let of = out.get(key);
    if (of === undefined) out.set(key, (of = new Map<MigrateType, number>()));
    return of;
  };
  for (let s = 0; s < sections.highest.value; s++) {
    const nr = sectionNr(s);
    if (!sections.isOnline(nr)) continue;
    const zone = ZONE_NAMES[sections.zoneIndex(nr)];
    const whole = zone === undefined ? undefined : tally(`${sections.nodeOf(nr)} ${zone}`);
    const uniform = pages.uniformType(nr);
    if (whole !== undefined && uniform !== undefined) {
      whole.set(uniform, (whole.get(uniform) ?? 0) + pagesPerSection / pagesPerPageblock);
      continue;
    }
    let at = s * pagesPerSection;
    for (const { type } of pages.pageblocksOf(nr)) {
      let of = whole;
      if (of === undefined) {
        // the first page decides, as in the kernel
        const ref = zones.zoneOf(pfn(at));
        of = ref === undefined ? undefined : tally(`${ref.nid} ${ref.zone}`);
      }
      of?.set(type, (of.get(type) ?? 0) + 1);
      at += pagesPerPageblock;
    }
  }
  return out;
}
