/** arm64: leaves of the linear map after boot (arch/arm64/mm/mmu.c: map_mem). */
import type { Geometry } from '../../engine/arch/geometry.ts';
import { leafAttributes, readOnly } from '../../engine/mapping/attributes.ts';
import type { MappingOptions } from '../../engine/mapping/types.ts';
import { cutByUnits, joined } from './leaves.ts';
import type { LeafRun } from './leaves.ts';
import { without } from './platform.ts';
import type { Span } from './platform.ts';

interface Unit {
  readonly bytes: number;
  readonly level: string;
  readonly contiguous: boolean;
}
/** Entries of a contiguous run by log2 of the page size: of PTEs and of PMDs. */
const CONTIGUOUS: Readonly<Record<number, readonly [pte: number, pmd: number]>> = {
  12: [16, 16],
  14: [128, 32],
  16: [32, 32],
};

/** @param regions memory that is mapped @param text kernel text and rodata: mapped apart, read-only, never contiguous */
export function arm64LinearMap(g: Geometry, regions: readonly Span[], text: Span, options: MappingOptions): LeafRun[] {
  const [contPte, contPmd] = CONTIGUOUS[g.pageShift] ?? [1, 1];
  const page: Unit = { bytes: 2 ** g.pageShift, level: 'PTE', contiguous: false };
  const blocks: Unit[] = g.levels
    .slice(1, -1)
    .filter((l) => l.leaf)
    .map((l) => ({ bytes: 2 ** l.shift, level: l.name, contiguous: false }));
  const contiguous = blocks.flatMap((b) =>
    b.level === 'PMD' ? [{ ...b, bytes: b.bytes * contPmd, contiguous: true }, b] : [b],
  );
  const small = options.rodataFull || options.debugPagealloc;
  const usual: readonly Unit[] = small
    ? [page]
    : [...contiguous, { ...page, bytes: page.bytes * contPte, contiguous: true }, page];
  const map = (spans: readonly Span[], units: readonly Unit[], attributes: (u: Unit) => string): LeafRun[] =>
    spans.flatMap((s) =>
      cutByUnits(s, units).map((c) => ({
        start: c.start,
        end: c.end,
        level: c.unit.level,
        attributes: attributes(c.unit),
      })),
    );
  const of = (u: Unit): string => leafAttributes('arm64', 'direct-map', u.level === 'PTE', u.contiguous, options);
  return joined([
    ...map(without(regions, [text]), usual, of),
    // the text's alias is not tagged memory
    ...map([text], [...blocks, page], (u) => readOnly('arm64', of(u)).replace('-TAGGED', '')),
  ]);
}
