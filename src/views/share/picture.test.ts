import { readFileSync } from 'node:fs';
import { beforeEach, expect, it, vi } from 'vitest';
import { Client } from '../../link/client.ts';
import { workers } from '../../link/worker-testing.ts';
import type { MachineSource } from '../../link/messages.ts';
import { createAtlas } from '../../store/atlas.ts';
import type { Palette } from '../../ui/palette.ts';
import { formatCount } from '../../ui/format.ts';
import { blockId, nodeId } from '../../engine/units.ts';
import { svgSurface } from './picture.ts';
import { paintBay } from './pictureBay.ts';
import { paintCost } from './pictureCost.ts';
import { paintDevice } from './pictureDevice.ts';
import { paintLegend } from './pictureLegend.ts';
import { paintSection } from './pictureSection.ts';
import { paintZone } from './pictureZone.ts';
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

async function loaded(source: MachineSource) {
  const w = workers();
  const store = createAtlas({
    connect: (listener) => new Client(listener, w.spawn),
    nextFrame: (f) => void setTimeout(f, 0),
  });
  vi.stubGlobal('document', { baseURI: 'http://page/' });
  await store.getState().load(source);
  const { info } = store.getState();
  if (info === undefined) throw new Error('no machine');
  return { store, info };
}
async function plugged(source: MachineSource) {
  const { store, info } = await loaded(source);
  await store.getState().sendAll([
    { channel: 'monitor', line: 'object_add memory-backend-ram,id=mem1,size=1G' },
    { channel: 'monitor', line: 'device_add pc-dimm,id=dimm1,memdev=mem1' },
  ]);
  // words are measured as where there is no canvas
  vi.stubGlobal('document', undefined);
  await vi.waitFor(() => expect(store.getState().cells.dimms).toHaveLength(1));
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

/** What leaves the room of a picture's body at its foot. */
const lowest = (xml: string): number =>
  Math.max(...[...xml.matchAll(/<text x="[-\d.]+" y="([-\d.]+)"/g)].map(([, y = '0']) => Number(y)));

it('the bay: nodes, boot memory, the DIMM in its slot with its addresses, and the legend', async () => {
  const { store, info } = await plugged({ kind: 'bundled', id: 'x86_64-dimm-lifecycle' });
  const svg = new SvgCtx();
  const ranges = paintBay(svgSurface(svg), store.getState(), info, palette, BOX);
  paintLegend(svgSurface(svg), palette, store.getState(), 'bay', ranges, 632);
  const xml = documentOf(svg);
  expect(wellFormed(xml)).toBe(true);
  expect(textsOf(xml)).toEqual(
    expect.arrayContaining([
      'Node 0',
      'boot memory',
      'dimm1',
      '1 GiB',
      '0x180000000–0x1bfffffff',
      '0x180000000–0x1bfffffff  dimm1',
      'free slot',
    ]),
  );
});

it('a bay of many slots is drawn whole or says what it leaves out', async () => {
  const { store, info } = await plugged({ kind: 'bundled', id: 'x86_64-dimm-lifecycle' });
  const { cells } = store.getState();
  const [dimm] = cells.dimms ?? [];
  if (dimm === undefined) throw new Error('no DIMM');
  const dimms = Array.from({ length: 250 }, (_, slot) => ({ ...dimm, id: `d${slot}`, slot }));
  const svg = new SvgCtx();
  paintBay(svgSurface(svg), { ...store.getState(), cells: { ...cells, dimms } }, info, palette, BOX);
  const texts = textsOf(documentOf(svg));
  const drawn = texts.filter((text) => /^d\d+$/.test(text)).length;
  expect(drawn).toBeGreaterThan(2);
  expect(texts).toContain(`and ${250 - drawn} more`);
});

it('the section that is selected: its bitmap, range, facts and owners', async () => {
  const { store, info } = await plugged({ kind: 'bundled', id: 'x86_64-dimm-lifecycle' });
  const paint = async () => {
    const svg = new SvgCtx();
    const ranges = await paintSection(svgSurface(svg).ctx, store, info, palette, BOX);
    return { xml: documentOf(svg), ranges };
  };
  store.getState().select({ kind: 'block', id: blockId(0) });
  const first = await paint();
  expect(wellFormed(first.xml)).toBe(true);
  expect(first.ranges).toEqual([{ range: '0x0–0x7ffffff', what: 'memory0 · section 0' }]);
  expect(textsOf(first.xml)).toEqual(
    expect.arrayContaining(['memory0 · section 0', '0x0', '0x600_0000', 'PRESENT · HAS_MEM_MAP · ONLINE · EARLY']),
  );
  expect(lowest(first.xml)).toBeLessThanOrEqual(BOX.y + BOX.h);
  // without a selection it is the last DIMM's first section, all of it there and none of it online
  store.getState().select({ kind: 'none' });
  const { xml, ranges } = await paint();
  expect(ranges.map(({ range }) => range)).toEqual(['0x180000000–0x187ffffff']);
  expect(textsOf(xml)).toContain('offline');
});

it('the zone that is selected: its span, figures and watermarks', async () => {
  const { store, info } = await plugged({ kind: 'bundled', id: 'x86_64-dimm-lifecycle' });
  store.getState().select({ kind: 'zone', ref: { nid: nodeId(1), zone: 'Normal' } });
  const svg = new SvgCtx();
  const [range] = paintZone(svgSurface(svg).ctx, store.getState(), info, palette, BOX);
  const xml = documentOf(svg);
  const zone = store.getState().cells.nodes?.[1]?.zones.find((z) => z.name === 'Normal');
  expect(wellFormed(xml)).toBe(true);
  expect(range).toMatchObject({ what: 'node 1 · Normal' });
  expect(textsOf(xml)).toEqual(
    expect.arrayContaining(['node 1 · Normal', 'spanned', 'Watermarks', 'min', formatCount(zone?.min ?? -1)]),
  );
  expect(lowest(xml)).toBeLessThanOrEqual(BOX.y + BOX.h);
});

it('a device: its range, how far it got, its parts; a machine without one says so', async () => {
  const { store, info } = await plugged({ kind: 'bundled', id: 'x86_64-dimm-lifecycle' });
  const none = new SvgCtx();
  expect(paintDevice(svgSurface(none).ctx, store.getState(), info, palette, BOX)).toEqual([]);
  expect(textsOf(documentOf(none))).toEqual(['This machine has nothing beyond DIMMs']);
  const pmem = await loaded({ kind: 'bundled', id: 'x86_64-pmem-devdax' });
  vi.stubGlobal('document', undefined);
  await vi.waitFor(() => expect(pmem.store.getState().cells.devices?.regions).toHaveLength(1));
  pmem.store.getState().select({ kind: 'device', ref: { kind: 'namespace', id: 'namespace0.0' } });
  const svg = new SvgCtx();
  const ranges = paintDevice(svgSurface(svg).ctx, pmem.store.getState(), pmem.info, palette, BOX);
  paintLegend(svgSurface(svg), palette, pmem.store.getState(), 'device', ranges, 632);
  const xml = documentOf(svg);
  expect(wellFormed(xml)).toBe(true);
  expect(textsOf(xml)).toEqual(
    expect.arrayContaining([
      'namespace0.0 · namespace',
      'Boot to bash',
      'dax device',
      'not reached',
      'Parts of the range: 1',
      '0x180000000–0x1d11fffff  namespace0.0',
    ]),
  );
});
