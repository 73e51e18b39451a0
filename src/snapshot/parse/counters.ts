/** /proc/meminfo, /proc/vmstat and /proc/pagetypeinfo: named numbers. */
import * as words from '#words/snapshot.ts';
import type { MeminfoLine } from '../../engine/files/baseline.ts';
import { ZONE_NAMES } from '../../engine/zones/types.ts';
import type { ZoneName } from '../../engine/zones/types.ts';
import type { Problems } from '../problems.ts';
import { quoted } from '../problems.ts';

/** Reads /proc/meminfo; `path` names the file in messages. Lines of a node's file begin with `Node N `. */
export function parseMeminfo(text: string, problems: Problems, path = '/proc/meminfo'): readonly MeminfoLine[] {
  const out: MeminfoLine[] = [];
  for (const [n, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const m = /^(?:Node \d+ )?([A-Za-z0-9_()]+):\s+(\d+)( kB)?$/.exec(line);
    if (m === null) problems.addLine(path, n, words.isNotNameValue(quoted(line)));
    else out.push({ name: m[1] ?? '', value: Number(m[2]), kB: m[3] !== undefined });
  }
  return out;
}

/** Reads /proc/vmstat: name → value. */
export function parseVmstat(text: string, problems: Problems): ReadonlyMap<string, number> {
  const out = new Map<string, number>();
  for (const [n, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const m = /^([a-z0-9_]+) (\d+)$/.exec(line);
    if (m === null) problems.addLine('/proc/vmstat', n, words.isNotNameAndValue(quoted(line)));
    else out.set(m[1] ?? '', Number(m[2]));
  }
  return out;
}

/** Pageblocks of one zone by migrate type. */
export interface PageblockCounts {
  readonly node: number;
  readonly zone: ZoneName;
  readonly unmovable: number;
  readonly movable: number;
  readonly reclaimable: number;
  /** Free runs by type and order; undefined where the table lacks them. */
  readonly free: Readonly<Record<'unmovable' | 'movable' | 'reclaimable', readonly number[]>> | undefined;
}

/**
 * Reads the “Number of blocks type” tables of /proc/pagetypeinfo (mm/vmstat.c: pagetypeinfo_showblockcount), and the free
 * runs above them (pagetypeinfo_showfree).
 */
export function parsePagetypeinfo(text: string, problems: Problems): readonly PageblockCounts[] {
  const out: PageblockCounts[] = [];
  const free = new Map<string, readonly number[]>();
  for (const m of text.matchAll(/^Node\s+(\d+), zone\s+(\S+), type\s+(\w+)((?:\s+\d+)+)\s*$/gm))
    free.set(`${m[1]} ${m[2]} ${m[3]}`, (m[4] ?? '').trim().split(/\s+/).map(Number));
  let columns: readonly string[] | undefined;
  for (const [n, line] of text.split('\n').entries()) {
    const head = /^Number of blocks type\s+(.*?)\s*$/.exec(line);
    if (head !== null) {
      columns = (head[1] ?? '').split(/\s+/);
      continue;
    }
    if (columns === undefined || !line.startsWith('Node')) {
      if (!line.startsWith('Node')) columns = undefined;
      continue;
    }
    const m = /^Node\s+(\d+), zone\s+(\S+)((?:\s+\d+)+)\s*$/.exec(line);
    const zone = ZONE_NAMES.find((z) => z === m?.[2]);
    const counts = (m?.[3] ?? '').trim().split(/\s+/).map(Number);
    if (m === null || zone === undefined || counts.length !== columns.length) {
      problems.addLine('/proc/pagetypeinfo', n, words.isNotNodeN(columns.length, quoted(line)));
      continue;
    }
    const of = (name: string): number => counts[columns?.indexOf(name) ?? -1] ?? 0;
    out.push({
      node: Number(m[1]),
      zone,
      unmovable: of('Unmovable'),
      movable: of('Movable'),
      reclaimable: of('Reclaimable'),
      free: freeRuns((type) => free.get(`${m[1]} ${m[2]} ${type}`)),
    });
  }
  return out;
}

function freeRuns(of: (type: string) => readonly number[] | undefined): PageblockCounts['free'] {
  const [unmovable, movable, reclaimable] = ['Unmovable', 'Movable', 'Reclaimable'].map(of);
  return unmovable === undefined || movable === undefined || reclaimable === undefined
    ? undefined
    : { unmovable, movable, reclaimable };
}
