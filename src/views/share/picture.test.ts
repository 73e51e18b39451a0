import { readFileSync } from 'node:fs';
import { beforeEach, expect, it, vi } from 'vitest';
import { Client } from '../../link/client.ts';
import { workers } from '../../link/worker-testing.ts';
import type { MachineSource } from '../../link/messages.ts';
import { createAtlas } from '../../store/atlas.ts';
import type { Palette } from '../../ui/palette.ts';
import { svgSurface } from './picture.ts';
import { paintCost } from './pictureCost.ts';
import { paintLegend } from './pictureLegend.ts';
import { paintTables } from './pictureTables.ts';
import { wellFormed } from './testing.ts';
import { SvgCtx } from './svg.ts';

beforeEach(() => {
  vi.stubGlobal('fetch', (url: URL) => Promise.resolve(new Response(readFileSync(`public${url.pathname}`))));
});

/** Every colour is its own name. */
const palette = new Proxy(
  {},
  { get: (_, name) => (name === 'zone' ? palette : name === 'node' ? ['node'] : `#${String(name)}`) },
) as Palette;
const BOX = { x: 36, y: 92, w: 1208, h: 520 };

async function plugged(source: MachineSource) {
  const w = workers();
  const store = createAtlas({
    connect: (listener) => new Client(listener, w.spawn),
    nextFrame: (f) => void setTimeout(f, 0),
  });
  vi.stubGlobal('document', { baseURI: 'http://page/' });
  await store.getState().load(source);
  await store.getState().sendAll([
    { channel: 'monitor', line: 'object_add memory-backend-ram,id=mem1,size=1G' },
    { channel: 'monitor', line: 'device_add pc-dimm,id=dimm1,memdev=mem1' },
  ]);
  // words are measured as where there is no canvas
  vi.stubGlobal('document', undefined);
  await vi.waitFor(() => expect(store.getState().cells.dimms).toHaveLength(1));
  const { info } = store.getState();
  if (info === undefined) throw new Error('no machine');
  return { store, info };
}
const textsOf = (xml: string): readonly string[] =>
  [...xml.matchAll(/<text [^>]*>([^<]*)</g)].map(([, text = '']) => text);
const documentOf = (svg: SvgCtx): string =>
  svg.document(1280, 720, { viewWidth: 1280, viewHeight: 720, title: 'T', description: 'D' });

it('page tables: the walk of both maps, what it ends at, the legend and the addresses', async () => {
  const { store, info } = await plugged({ kind: 'bundled', id: 'x86_64-dimm-lifecycle' });
  const svg = new SvgCtx();
  const ranges = await paintTables(svgSurface(svg), store, info, palette, BOX);
  paintLegend(svgSurface(svg), palette, store.getState(), 'tables', ranges, 632);
  const xml = documentOf(svg);
  expect(wellFormed(xml)).toBe(true);
  expect(textsOf(xml)).toEqual(
    expect.arrayContaining([
      'PGD[273]',
      'PUD[6] → 1 GiB leaf',
      'PMD[48] → 2 MiB leaf',
      'Maps 1 GiB: memory48–55 · 8 blocks, 512 subsections',
      'leaf: holds struct pages',
      '0xffff888180000000–0xffff8881bfffffff  Direct map',
    ]),
  );
  // nothing of it leaves the picture
  for (const [, y = '0'] of xml.matchAll(/<text x="[\d.]+" y="([\d.]+)"/g)) expect(Number(y)).toBeLessThan(720);
});

it.each(['arm64-64k', 'x86_64-5level'] as const)('page tables keep to the room there is: %s', async (id) => {
  const { store, info } = await plugged({ kind: 'preset', id });
  const svg = new SvgCtx();
  await paintTables(svgSurface(svg), store, info, palette, BOX);
  const xml = documentOf(svg);
  expect(wellFormed(xml)).toBe(true);
  for (const [, y = '0'] of xml.matchAll(/<text x="[\d.]+" y="([\d.]+)"/g))
    expect(Number(y)).toBeLessThan(BOX.y + BOX.h + 20);
});

it('the memmap’s cost: the kernel zones, and which zone pays for whom', async () => {
  const { store, info } = await plugged({ kind: 'bundled', id: 'x86_64-dimm-lifecycle' });
  const svg = new SvgCtx();
  await paintCost(svgSurface(svg).ctx, store, info, palette, BOX);
  const texts = textsOf(documentOf(svg));
  expect(wellFormed(documentOf(svg))).toBe(true);
  expect(texts).toEqual(
    expect.arrayContaining(['Kernel zones of all nodes, 4 GiB', 'dimm1: 4,096 pages for 1 GiB', '16 MiB']),
  );
});
