import { describe, expect, it } from 'vitest';
import { nodeId, sectionNr, blockId } from '../../engine/units.ts';
import type { SectionDetail } from '../../link/messages.ts';
import { Cells } from './cells.ts';
import { CLASS, FILLS, classOf, codeOf, fillOf, fillStep } from './classes.ts';
import { gridOf } from './grid.ts';
import { TestMirror, geometry64K, smallMachine, testInfo, testNode } from './testing.ts';
import { zonesAt } from './zonesAt.ts';

/** Packs pageblock fields the way engine/pages/pageblocks.ts documents it: used << 2 | type, 12 bits each. */
function packed(used: readonly number[], width = 12): Uint32Array {
  const words = new Uint32Array(Math.ceil((used.length * width) / 32) + 1);
  used.forEach((n, i) => {
    const field = BigInt(n << 2) << BigInt((i * width) % 32);
    const at = Math.floor((i * width) / 32);
    words[at] = (words[at] ?? 0) | Number(field & 0xffffffffn);
    words[at + 1] = (words[at + 1] ?? 0) | Number(field >> 32n);
  });
  return words;
}
const detail = (change: Partial<SectionDetail>): SectionDetail => ({
  nr: sectionNr(0),
  flags: 7,
  map: [],
  block: blockId(0),
  blockState: 'online',
  validZones: '',
  node: nodeId(0),
  use: { pageblocks: [] },
  memmap: { kind: 'boot', node: nodeId(0), zone: undefined, pages: 512, va: 0n },
  whyNot: undefined,
  usedPages: 0,
  ...change,
});

describe('Cells', () => {
  it('reads the exact fullness of each subsection from the packed pageblocks', () => {
    const { info, mirror } = smallMachine();
    const used = Array.from({ length: 64 }, (_, i) => (i * 37) % 513);
    const words = packed(used);
    mirror.put('pages.slot', 40, 41, 5);
    mirror.put('pages.pageblocks', 24, 24 + 24, (i) => words[i - 24] ?? 0);
    mirror.put(
      'pages.usedInSection',
      40,
      41,
      used.reduce((a, b) => a + b, 0),
    );
    const cells = new Cells(mirror, gridOf(info));
    for (let i = 0; i < 64; i++) expect(cells.used(40, i)).toEqual({ pages: used[i], exact: true });
    const out = new Uint8Array(256);
    cells.codes(40, codeOf(CLASS.Normal, 3), () => undefined, undefined, out);
    expect(out[7]).toBe(codeOf(CLASS.Normal, fillStep(used[7] ?? 0, 512)));
  });

  it('falls back to the average of the section, and says so', () => {
    const { info, mirror } = smallMachine();
    expect(new Cells(mirror, gridOf(info)).used(0, 3)).toEqual({ pages: Math.round(9000 / 64), exact: false });
  });

  it('shows each subsection in its own zone where a section has several', () => {
    const { info, mirror } = smallMachine();
    mirror.put('section.zone', 0, 1, 0xfe);
    const nodes = [
      testNode(0, [
        { name: 'DMA', start: 0, end: 0.125 },
        { name: 'DMA32', start: 0.125, end: 16 },
      ]),
    ];
    const out = new Uint8Array(256);
    new Cells(mirror, gridOf(info)).codes(0, codeOf(CLASS.DMA32, 1), zonesAt(nodes), undefined, out);
    expect(Array.from(out.slice(0, 10), classOf)).toEqual([
      ...Array<number>(8).fill(CLASS.DMA),
      CLASS.DMA32,
      CLASS.DMA32,
    ]);
  });

  it('leaves out subsections that are not active', () => {
    const { info, mirror } = smallMachine();
    mirror.put('section.map', 96, 98, (i) => (i === 96 ? 0x0000000f : 0));
    const out = new Uint8Array(256);
    new Cells(mirror, gridOf(info)).codes(48, codeOf(CLASS.Movable, 0), () => undefined, undefined, out);
    expect(Array.from(out.slice(0, 6), classOf)).toEqual([
      CLASS.Movable,
      CLASS.Movable,
      CLASS.Movable,
      CLASS.Movable,
      CLASS.empty,
      CLASS.empty,
    ]);
  });

  it('paints memmap, pinned and bad pageblocks in their own class, trouble at full strength', () => {
    const { info, mirror } = smallMachine();
    const out = new Uint8Array(256);
    const pageblocks = [
      {
        type: 'unmovable' as const,
        used: 512,
        poisoned: 0,
        owners: [{ kind: 'memmap' as const, name: 'memmap of dimm0', pages: 512 }],
      },
      { type: 'movable' as const, used: 3, poisoned: 0, owners: [{ kind: 'pinned' as const, name: 'pin', pages: 1 }] },
      { type: 'movable' as const, used: 9, poisoned: 0, owners: [{ kind: 'anon' as const, name: 'app', pages: 9 }] },
      { type: 'movable' as const, used: 1, poisoned: 1, owners: [] },
    ];
    new Cells(mirror, gridOf(info)).codes(
      32,
      codeOf(CLASS.Normal, 2),
      () => undefined,
      detail({ use: { pageblocks } }),
      out,
    );
    expect(Array.from(out.slice(0, 4), classOf)).toEqual([CLASS.memmap, CLASS.trouble, CLASS.Normal, CLASS.trouble]);
    expect([fillOf(out[1] ?? 0), fillOf(out[3] ?? 0)]).toEqual([FILLS - 1, FILLS - 1]);
  });

  it('draws 512 MiB sections as 256 cells of one pageblock', () => {
    const grid = gridOf(testInfo({ geometry: geometry64K }));
    expect([grid.cellSide, grid.cellsPerTile, grid.cellsPerPageblock, grid.mapWords]).toEqual([16, 256, 256, 8]);
    const mirror = new TestMirror();
    mirror.sections(0, 1, 0, 'Normal', { used: 4096, words: 8 });
    expect(new Cells(mirror, grid).used(0, 200).pages).toBe(16);
  });
});
