/** Nodes and zones of a machine from its snapshot, and which pages of boot memory belong to which zone. */
import { nodeId, pfn } from '../engine/units.ts';
import type { NodeState, Zone, ZoneName } from '../engine/zones/types.ts';
import type { EarlyRange } from '../engine/zones/zones.ts';
import type { BootState } from './boot-state.ts';
import type { ZoneInfo } from './parse/zoneinfo.ts';

/** A zone that never had memory. */
const emptyZone = (name: ZoneName, types: number): Zone => ({
  name,
  startPfn: pfn(0),
  spanned: 0,
  present: 0,
  presentEarly: 0,
  managed: 0,
  cma: 0,
  boost: 0,
  min: 0,
  low: 0,
  high: 0,
  promo: 0,
  protection: Array.from({ length: types }, () => 0),
});

/** All possible nodes. */
export function nodeStates(state: BootState, early: readonly EarlyRange[]): readonly NodeState[] {
  const { nodes, zones } = state;
  return nodes.possible.map((n) => {
    const nid = nodeId(n);
    const own = zones.zoneTypes.map((name): Zone => {
      const info = zones.zones.find((z) => z.node === n && z.zone === name);
      return info === undefined ? emptyZone(name, zones.zoneTypes.length) : zoneOf(info, state, early);
    });
    const spans = own.filter((z) => z.spanned > 0);
    const start = spans.length === 0 ? 0 : Math.min(...spans.map((z) => z.startPfn));
    const end = spans.length === 0 ? 0 : Math.max(...spans.map((z) => z.startPfn + z.spanned));
    const online = nodes.online.includes(n);
    return {
      id: nid,
      online,
      hasCpu: state.cpuNodes.includes(n),
      hasMemory: nodes.hasMemory.includes(n),
      hasNormalMemory: nodes.hasNormalMemory.includes(n),
      distance: distanceRow(state, n),
      zones: own,
      startPfn: pfn(start),
      spanned: end - start,
      watermarksKnown: online,
      kswapd: nodes.hasMemory.includes(n),
    };
  });
}

function zoneOf(info: ZoneInfo, state: BootState, early: readonly EarlyRange[]): Zone {
  const { node, zone, startPfn, spanned, present, managed, cma, boost, min, low, high, promo, protection } = info;
  const presentEarly = early.reduce(
    (sum, e) => sum + (e.ref.nid === node && e.ref.zone === zone ? e.range.end - e.range.start : 0),
    0,
  );
  return {
    name: zone,
    // the file gives no start for a zone without present pages, such as one that only spans device memory
    startPfn: pfn(present === 0 && spanned > 0 ? deviceStart(state, spanned) : startPfn),
    spanned,
    present,
    presentEarly: Math.min(present, presentEarly),
    managed,
    cma,
    boost,
    min,
    low,
    high,
    promo,
    protection,
  };
}

/** Where device memory of at least `spanned` pages lies. */
function deviceStart(state: BootState, spanned: number): number {
  const page = 2 ** state.geometry.pageShift;
  const device = state.resources.find(
    (r) =>
      /^(Persistent Memory|Soft Reserved|namespace\d|dax\d|virtio\d)/.test(r.name) &&
      r.end + 1 - r.start >= spanned * page,
  );
  return device === undefined ? 0 : Math.floor(device.start / page);
}

/** Distances of a node to all possible nodes; sysfs names only those to online nodes. */
function distanceRow(state: BootState, n: number): readonly number[] {
  const { nodes, distances } = state;
  const seen = nodes.distance.get(n);
  const row: number[] = [];
  for (const to of nodes.possible) {
    const column = nodes.online.indexOf(to);
    // the table is symmetric unless both directions were given
    const told =
      distances.find((d) => d.src === n && d.dst === to) ?? distances.find((d) => d.src === to && d.dst === n);
    row[to] = (column === -1 ? undefined : seen?.[column]) ?? told?.val ?? (to === n ? 10 : 20);
  }
  return Array.from(row, (d) => d ?? 0);
}

/** Boot memory cut at the borders of its node's zones, ascending. */
export function earlyRanges(state: BootState): readonly EarlyRange[] {
  const page = 2 ** state.geometry.pageShift;
  const out: EarlyRange[] = [];
  for (const r of state.memblock) {
    // an online block's valid_zones decides where spans overlap: hot-added memory may have widened another zone's
    const zones = state.zones.zones.filter((z) => z.node === r.node && z.present > 0);
    for (let at = r.start / page; at < r.end / page;) {
      const end = r.end / page;
      const zone = zoneAt(state, zones, at);
      const borders = zones.flatMap((z) => [z.startPfn, z.startPfn + z.spanned]).filter((b) => b > at);
      const next = Math.min(end, ...borders);
      const last = out.at(-1);
      const ref = { nid: nodeId(r.node), zone: zone ?? 'Normal' };
      if (
        last !== undefined &&
        last.range.end === at &&
        last.ref.nid === ref.nid &&
        last.ref.zone === ref.zone &&
        at * page !== r.start
      )
        out[out.length - 1] = { ref, range: { start: last.range.start, end: pfn(next) } };
      else out.push({ ref, range: { start: pfn(at), end: pfn(next) } });
      at = next;
    }
  }
  return out;
}

function zoneAt(state: BootState, zones: readonly ZoneInfo[], at: number): ZoneName | undefined {
  const spanning = zones.filter((z) => at >= z.startPfn && at < z.startPfn + z.spanned);
  if (spanning.length < 2) return spanning[0]?.zone;
  const id = Math.floor((at * 2 ** state.geometry.pageShift) / state.blockBytes);
  const word = state.blocks.find((b) => b.id === id && b.state !== 'offline')?.validZones?.[0];
  return spanning.find((z) => z.zone === word)?.zone ?? spanning[0]?.zone;
}

/** The parts of boot memory that are online: an offline block's pages belong to no zone. */
export function onlineRanges(state: BootState, early: readonly EarlyRange[]): readonly EarlyRange[] {
  const pagesPerBlock = state.blockBytes / 2 ** state.geometry.pageShift;
  const offline = state.blocks.filter((b) => b.state === 'offline').map((b) => b.id * pagesPerBlock);
  let parts = early;
  for (const start of offline) {
    parts = parts.flatMap((e) => {
      const end = start + pagesPerBlock;
      if (e.range.end <= start || e.range.start >= end) return [e];
      const before = { ref: e.ref, range: { start: e.range.start, end: pfn(Math.min(e.range.end, start)) } };
      const after = { ref: e.ref, range: { start: pfn(Math.max(e.range.start, end)), end: e.range.end } };
      return [before, after].filter((p) => p.range.end > p.range.start);
    });
  }
  return parts;
}
