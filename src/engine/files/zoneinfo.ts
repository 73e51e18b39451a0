/** /proc/zoneinfo and the files about free pages (mm/vmstat.c). */
import type { NodeState, Zone, ZoneRef } from '../zones/types.ts';
import type { Baseline, Stat } from './baseline.ts';
import type { FileRooms } from './rooms.ts';

const populated = (z: Zone): boolean => z.present > 0;
const stat = ([name, value]: Stat): string => `      ${name.padEnd(12)} ${value}\n`;

/** /proc/zoneinfo: every zone of every online node; counters that read 0 and the per-CPU sets are left out. */
export function formatZoneinfo(rooms: FileRooms, baseline: Baseline): string {
  return rooms.zones.nodes.value
    .filter((n) => n.online)
    .map((node) => {
      const first = node.zones.find(populated);
      return node.zones.map((z) => zoneText(rooms, baseline, node, z, z === first)).join('');
    })
    .join('');
}

function zoneText(rooms: FileRooms, baseline: Baseline, node: NodeState, z: Zone, first: boolean): string {
  const free = populated(z) ? rooms.pages.freeIn({ nid: node.id, zone: z.name }) : 0;
  const field = (name: string, value: number): string => `        ${name.padEnd(8)} ${value}\n`;
  let out = `Node ${node.id}, zone ${z.name.padStart(8)}\n`;
  if (first) out += `  per-node stats\n${(baseline.nodeStats[node.id] ?? []).map(stat).join('')}`;
  out += `  pages free     ${free}\n`;
  out +=
    field('boost', z.boost) +
    field('min', z.min) +
    field('low', z.low) +
    field('high', z.high) +
    field('promo', z.promo);
  out += field('spanned', z.spanned) + field('present', z.present) + field('managed', z.managed) + field('cma', z.cma);
  out += `        protection: (${z.protection.join(', ')})\n`;
  if (!populated(z)) return out;
  const others = (baseline.zoneStats[`${node.id} ${z.name}`] ?? []).filter(([name]) => name !== 'nr_free_pages');
  out += `      nr_free_pages ${free}\n${others.map(stat).join('')}`;
  return `${out}  node_unreclaimable:  0\n  start_pfn:           ${z.startPfn}\n`;
}

/** The populated zones of all online nodes. */
function populatedZones(rooms: FileRooms): ZoneRef[] {
  return rooms.zones.nodes.value
    .filter((n) => n.online)
    .flatMap((n) => n.zones.filter(populated).map((z): ZoneRef => ({ nid: n.id, zone: z.name })));
}

/** Free pages as runs: as many of the largest order as fit, the rest by its binary digits. */
function orders(free: number, maxOrder: number): number[] {
  const out = Array.from({ length: maxOrder + 1 }, (_, order) =>
    order < maxOrder ? Math.floor(free / 2 ** order) % 2 : 0,
  );
  out[maxOrder] = Math.floor(free / 2 ** maxOrder);
  return out;
}

/** /proc/buddyinfo: free runs by order, populated zones only. */
export function formatBuddyinfo(rooms: FileRooms): string {
  return populatedZones(rooms)
    .map(
      (ref) =>
        `Node ${ref.nid}, zone ${ref.zone.padStart(8)} ${orders(rooms.pages.freeIn(ref), rooms.k.geometry.maxOrder)
          .map((n) => `${String(n).padStart(6)} `)
          .join('')}\n`,
    )
    .join('');
}
