/** /proc/zoneinfo (mm/vmstat.c: zoneinfo_show_print): every zone of every online node. */
import * as words from '#words/snapshot.ts';
import type { Stat } from '../../engine/files/baseline.ts';
import { ZONE_NAMES } from '../../engine/zones/types.ts';
import type { ZoneName } from '../../engine/zones/types.ts';
import type { Problems } from '../problems.ts';
import { quoted } from '../problems.ts';

const PATH = '/proc/zoneinfo';

/** One zone block of the file. Counts are base pages. */
export interface ZoneInfo {
  readonly node: number;
  readonly zone: ZoneName;
  readonly free: number;
  readonly boost: number;
  readonly min: number;
  readonly low: number;
  readonly high: number;
  readonly promo: number;
  readonly spanned: number;
  readonly present: number;
  readonly managed: number;
  readonly cma: number;
  readonly protection: readonly number[];
  /** 0 for a zone without present pages: the file does not say. */
  readonly startPfn: number;
  /** Counters of the whole node, which the file prints in its first populated zone. */
  readonly nodeStats: readonly Stat[];
  /** Counters of the zone, nr_free_pages first. */
  readonly zoneStats: readonly Stat[];
}

/** What the file says: zone types in ascending order, and the zones. */
export interface ZoneInfoFile {
  readonly zoneTypes: readonly ZoneName[];
  readonly zones: readonly ZoneInfo[];
}

const HEAD = /^Node (\d+), zone\s+(\S+)$/;
const FIELD = /^\s+(?:pages )?([a-z_]+):?\s+(-?\d+)$/;
const PROTECTION = /^\s+protection: \((-?\d+(?:, -?\d+)*)\)$/;
/** Fields without which a zone cannot be built. */
const NEEDED = ['free', 'min', 'low', 'high', 'spanned', 'present', 'managed'] as const;
const KNOWN = [...NEEDED, 'boost', 'promo', 'cma'] as const;
type Field = (typeof KNOWN)[number];
const isField = (name: string): name is Field => (KNOWN as readonly string[]).includes(name);

interface Draft {
  readonly line: number;
  readonly node: number;
  readonly zone: ZoneName;
  readonly fields: Partial<Record<Field, number>>;
  protection: readonly number[] | undefined;
  startPfn: number | undefined;
  readonly nodeStats: Stat[];
  readonly zoneStats: Stat[];
}

const isZoneName = (name: string): name is ZoneName => (ZONE_NAMES as readonly string[]).includes(name);

/** Reads all zones; per-CPU page sets are skipped. */
export function parseZoneinfo(text: string, problems: Problems): ZoneInfoFile {
  const drafts: Draft[] = [];
  let at: Draft | undefined;
  let part: 'head' | 'node stats' | 'pages' | 'zone stats' | 'pagesets' = 'head';
  for (const [n, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const head = HEAD.exec(line);
    if (head !== null) {
      const name = head[2] ?? '';
      part = 'head';
      if (isZoneName(name))
        drafts.push(
          (at = {
            line: n,
            node: Number(head[1]),
            zone: name,
            fields: {},
            protection: undefined,
            startPfn: undefined,
            nodeStats: [],
            zoneStats: [],
          }),
        );
      else {
        at = undefined;
        problems.addLine(PATH, n, words.namesZoneThat(quoted(name)));
      }
      continue;
    }
    if (at === undefined) {
      if (drafts.length === 0) problems.addLine(PATH, n, words.standsBeforeFirstNode(quoted(line)));
      continue;
    }
    if (line === '  per-node stats') {
      part = 'node stats';
      continue;
    }
    if (line === '  pagesets') {
      part = 'pagesets';
      continue;
    }
    const protection = PROTECTION.exec(line);
    if (protection !== null) {
      at.protection = (protection[1] ?? '').split(', ').map(Number);
      part = 'zone stats';
      continue;
    }
    const m = FIELD.exec(line);
    if (m === null) {
      if (part !== 'pagesets' && !/^\s+(vm stats threshold|cpu): /.test(line))
        problems.addLine(PATH, n, words.isNotNameAndCount(quoted(line)));
      continue;
    }
    const name = m[1] ?? '';
    const value = Number(m[2]);
    if (!Number.isSafeInteger(value) || value < 0) problems.addLine(PATH, n, words.isNotPageCount(name, m[2] ?? ''));
    else if (name === 'free' && line.startsWith('  pages free')) {
      part = 'pages';
      at.fields.free = value;
    } else if (name === 'start_pfn') at.startPfn = value;
    else if (part === 'pages' && isField(name)) at.fields[name] = value;
    else if (part === 'node stats') at.nodeStats.push([name, value]);
    else if (part === 'zone stats' && name !== 'node_unreclaimable') at.zoneStats.push([name, value]);
  }
  if (drafts.length === 0) problems.add(PATH, words.holdsNoZone);
  const zoneTypes = ZONE_NAMES.filter((z) => drafts.some((d) => d.zone === z));
  return { zoneTypes, zones: drafts.map((d) => finished(d, zoneTypes.length, problems)) };
}

function finished(d: Draft, types: number, problems: Problems): ZoneInfo {
  const missing: string[] = NEEDED.filter((f) => d.fields[f] === undefined);
  if (d.protection === undefined) missing.push('protection');
  const { present = 0, spanned = 0, managed = 0 } = d.fields;
  if (present > 0 && d.startPfn === undefined) missing.push('start_pfn');
  const where = words.nodeZone(d.node, d.zone);
  if (missing.length > 0) problems.addLine(PATH, d.line, words.zoneMisses(where, missing.join(', ')));
  else if (present > spanned) problems.addLine(PATH, d.line, words.hasMorePagesPresent(where, present, spanned));
  else if (managed > present) problems.addLine(PATH, d.line, words.hasMorePagesManaged(where, managed, present));
  else if ((d.protection?.length ?? 0) !== types)
    problems.addLine(PATH, d.line, words.hasProtectionValues(where, d.protection?.length ?? 0, types));
  return {
    node: d.node,
    zone: d.zone,
    free: d.fields.free ?? 0,
    boost: d.fields.boost ?? 0,
    min: d.fields.min ?? 0,
    low: d.fields.low ?? 0,
    high: d.fields.high ?? 0,
    promo: d.fields.promo ?? 0,
    spanned,
    present,
    managed,
    cma: d.fields.cma ?? 0,
    protection: d.protection ?? [],
    startPfn: d.startPfn ?? 0,
    nodeStats: d.nodeStats,
    zoneStats: d.zoneStats,
  };
}
