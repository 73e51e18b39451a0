/** Who pays for whose struct pages. */
import * as words from '#words/inspector-tabs.ts';
import type { MemmapCostRow } from '../../link/messages.ts';
import type { NodeState, ZoneRef } from '../../engine/zones/types.ts';
import { percent } from './words.ts';

/** One zone that gives pages for struct pages, with what they describe. */
export interface Payer {
  readonly ref: ZoneRef;
  readonly pages: number;
  /** Present pages of the zone, of which these are a part wherever they came from; 0: not known. */
  readonly present: number;
  readonly rows: readonly MemmapCostRow[];
}

/** The rows by paying zone, the one that pays most first. */
export function payersOf(rows: readonly MemmapCostRow[], nodes: readonly NodeState[]): readonly Payer[] {
  const groups = new Map<string, MemmapCostRow[]>();
  for (const row of rows) {
    const key = `${row.payer.nid} ${row.payer.zone}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  const payers: Payer[] = [];
  for (const group of groups.values()) {
    const ref = group[0]?.payer;
    if (ref === undefined) continue;
    const zone = nodes.find((n) => n.id === ref.nid)?.zones.find((z) => z.name === ref.zone);
    const pages = group.reduce((sum, row) => sum + row.pages, 0);
    payers.push({ ref, pages, present: zone?.present ?? 0, rows: group.toSorted((a, b) => b.pages - a.pages) });
  }
  return payers.sort((a, b) => b.pages - a.pages);
}

/** The whole story in words. */
export function costSentence(payers: readonly Payer[], pageBytes: number, structPageBytes: number): string {
  const pages = payers.reduce((sum, p) => sum + p.pages, 0);
  const described = payers.reduce((sum, p) => sum + p.rows.reduce((s, row) => s + row.describesBytes, 0), 0);
  const first = payers[0];
  if (first === undefined) return words.noMemoryHasStruct;
  const head = words.ofMemoryNeed(
    described,
    pages * pageBytes,
    structPageBytes,
    pageBytes,
    percent(structPageBytes, pageBytes),
  );
  const share = first.present === 0 ? '' : words.costOfItsPages(percent(first.pages, first.present));
  const whom = first.rows.map((row) => row.forWhat).slice(0, 3);
  const rest = first.rows.length > whom.length ? words.andMore(first.rows.length - whom.length) : '';
  const who = words.costNode(first.ref.nid, first.ref.zone);
  return payers.length === 1
    ? words.allOfItLies(head, who, share)
    : words.largestPartLies(head, first.pages * pageBytes, who, share, whom.join(', '), rest);
}
