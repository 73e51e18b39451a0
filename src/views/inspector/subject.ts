/** What the inspector is about: the one selection, as a page frame with its section and block, and in words. */
import * as words from '#words/inspector.ts';
import { dimmRange, pfnsOfVa, rangesOf, sectionOf, blockOf, type Known } from '../../store/selection.ts';
import type { Selection } from '../../store/types.ts';
import { pfn, type BlockId, type Pfn, type PfnRange, type SectionNr } from '../../engine/units.ts';

export interface Subject {
  /** Where the selection begins. */
  readonly pfn: Pfn;
  readonly section: SectionNr;
  readonly block: BlockId;
  /** First and last range of the selection spanned; what lies between may not belong to it. */
  readonly range: PfnRange;
  readonly title: string;
}

/** The subject of a selection; undefined: nothing is selected, or something that holds no memory. */
export function subjectOf(selection: Selection, known: Known): Subject | undefined {
  const { info } = known;
  if (info === undefined) return undefined;
  const range = spanOf(selection, known);
  if (range === undefined) return undefined;
  const at = range.start;
  const section = sectionOf(info, at);
  const block = blockOf(info, at);
  // blocks are System RAM's: a device's section has none, and a hole has none
  const exists = known.mirror.array('block.state').get(block) !== 0;
  const place = exists ? words.memorySection(block, section) : words.sectionAlone(section);
  return { pfn: at, section, block, range, title: `${prefix(selection)}${place}` };
}

function prefix(selection: Selection): string {
  switch (selection.kind) {
    case 'dimm':
      return `${selection.id} · `;
    case 'node':
      return words.subjectNode(selection.id);
    case 'zone':
      return words.subjectZone(selection.ref.nid, selection.ref.zone);
    case 'pfn':
      return words.subjectPage(selection.pfn);
    case 'device':
      return `${selection.ref.id} · `;
    case 'va':
    case 'block':
    case 'section':
    case 'range':
    case 'none':
      return '';
  }
}

function spanOf(selection: Selection, known: Known): PfnRange | undefined {
  const { info, cells } = known;
  if (info === undefined) return undefined;
  // a node or a zone knows its span: no need to look at every section
  if (selection.kind === 'node') {
    const node = cells.nodes?.find((n) => n.id === selection.id);
    return node === undefined || node.spanned === 0 ? undefined : span(node.startPfn, node.spanned);
  }
  if (selection.kind === 'zone') {
    const node = cells.nodes?.find((n) => n.id === selection.ref.nid);
    const zone = node?.zones.find((z) => z.name === selection.ref.zone);
    return zone === undefined || zone.spanned === 0 ? undefined : span(zone.startPfn, zone.spanned);
  }
  if (selection.kind === 'va') {
    return pfnsOfVa(info.geometry, selection.va, selection.bytes ?? 1);
  }
  if (selection.kind === 'dimm') {
    const dimm = cells.dimms?.find((d) => d.id === selection.id);
    return dimm === undefined ? undefined : dimmRange(info, dimm);
  }
  const ranges = rangesOf(selection, known);
  const first = ranges[0];
  return first === undefined ? undefined : { start: first.start, end: ranges.at(-1)?.end ?? first.end };
}

const span = (start: Pfn, pages: number): PfnRange => ({ start, end: pfn(start + pages) });
