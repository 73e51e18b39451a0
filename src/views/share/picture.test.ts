import { readFileSync } from 'node:fs';
import { beforeEach, expect, it, vi } from 'vitest';
import { Client } from '../../link/client.ts';
import { workers } from '../../link/worker-testing.ts';
import type { MachineSource } from '../../link/messages.ts';
import type { Line } from '../../engine/lines.ts';
import { type AtlasStore, createAtlas } from '../../store/atlas.ts';
import type { DeviceRef } from '../../store/devices.ts';
import type { Palette } from '../../ui/palette.ts';
import { formatCount } from '../../ui/format.ts';
import { blockId, nodeId } from '../../engine/units.ts';
import { deviceParts } from '../devices/facts.ts';
import * as draw from './draw.ts';
import { svgSurface } from './picture.ts';
import { paintLegend } from './pictureLegend.ts';
import type { Painted, Scene } from './scene.ts';
import { type PictureView, VIEWS } from './views.ts';
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

async function loaded(source: MachineSource): Promise<AtlasStore> {
  const w = workers();
  const store = createAtlas({
    connect: (listener) => new Client(listener, w.spawn),
    nextFrame: (f) => void setTimeout(f, 0),
  });
  vi.stubGlobal('document', { baseURI: 'http://page/' });
  await store.getState().load(source);
  // words are measured as where there is no canvas
  vi.stubGlobal('document', undefined);
  return store;
}
async function plugged(source: MachineSource): Promise<AtlasStore> {
  const store = await loaded(source);
  await store.getState().sendAll([
    { channel: 'monitor', line: 'object_add memory-backend-ram,id=mem1,size=1G' },
    { channel: 'monitor', line: 'device_add pc-dimm,id=dimm1,memdev=mem1' },
  ]);
  await vi.waitFor(() => expect(store.getState().cells.dimms).toHaveLength(1));
  return store;
}

/** The body of a picture with its legend. */
async function pictured(store: AtlasStore, view: PictureView): Promise<Painted & { readonly xml: string }> {
  const svg = new SvgCtx();
  const surface = svgSurface(svg);
  const state = store.getState();
  const { info } = state;
  if (info === undefined) throw new Error('no machine');
  const scene: Scene = {
    surface,
    ctx: surface.ctx,
    store,
    state,
    info,
    palette,
    styles: draw.stylesOf(palette),
    box: BOX,
  };
  const { body } = VIEWS[view];
  const painted = await body.paint(scene);
  paintLegend(surface, palette, body.signs(scene), painted.ranges, 632);
  return { ...painted, xml: documentOf(svg) };
}
const textsOf = (xml: string): readonly string[] =>
  [...xml.matchAll(/<text [^>]*>([^<]*)</g)].map(([, text = '']) => text);
const documentOf = (svg: SvgCtx): string =>
  svg.document(1280, 720, { viewWidth: 1280, viewHeight: 720, title: 'T', description: 'D' });

/** What leaves the room of a picture's body at its foot. */
const lowest = (xml: string): number =>
  Math.max(...[...xml.matchAll(/<text x="[-\d.]+" y="([-\d.]+)"/g)].map(([, y = '0']) => Number(y)));

it('page tables: the walk of both maps, what it ends at, the legend and the addresses', async () => {
  const store = await plugged({ kind: 'bundled', id: 'x86_64-dimm-lifecycle' });
  const { xml } = await pictured(store, 'tables');
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
  expect(lowest(xml)).toBeLessThan(720);
});

it.each(['arm64-64k', 'x86_64-5level'] as const)('page tables keep to the room there is: %s', async (id) => {
  const store = await plugged({ kind: 'preset', id });
  const { xml, end } = await pictured(store, 'tables');
  expect(wellFormed(xml)).toBe(true);
  expect(end).toBeLessThan(BOX.y + BOX.h + 20);
});

it('the memmap’s cost: the kernel zones, and which zone pays for whom', async () => {
  const store = await plugged({ kind: 'bundled', id: 'x86_64-dimm-lifecycle' });
  const { xml } = await pictured(store, 'cost');
  expect(wellFormed(xml)).toBe(true);
  expect(textsOf(xml)).toEqual(
    expect.arrayContaining(['Kernel zones of all nodes, 4 GiB', 'dimm1: 4,096 pages for 1 GiB', '16 MiB']),
  );
});

it('the bay: nodes, boot memory, the DIMM in its slot with its addresses, and the legend', async () => {
  const store = await plugged({ kind: 'bundled', id: 'x86_64-dimm-lifecycle' });
  const { xml, end } = await pictured(store, 'bay');
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
      // zones of one colour share a swatch
      'DMA32',
    ]),
  );
  // it is as high as what is drawn
  expect(end).toBeLessThan(BOX.y + BOX.h);
});

it('a bay of many slots is drawn whole or says what it leaves out', async () => {
  const store = await plugged({ kind: 'bundled', id: 'x86_64-dimm-lifecycle' });
  const { cells } = store.getState();
  const [dimm] = cells.dimms ?? [];
  if (dimm === undefined) throw new Error('no DIMM');
  const dimms = Array.from({ length: 250 }, (_, slot) => ({ ...dimm, id: `d${slot}`, slot }));
  store.setState({ cells: { ...cells, dimms } });
  const texts = textsOf((await pictured(store, 'bay')).xml);
  const drawn = texts.filter((text) => /^d\d+$/.test(text)).length;
  expect(drawn).toBeGreaterThan(2);
  expect(texts).toContain(`and ${250 - drawn} more`);
});

it('the section that is selected: its bitmap, range, facts and owners, and what the kernel says of it', async () => {
  const store = await plugged({ kind: 'bundled', id: 'x86_64-dimm-lifecycle' });
  store.getState().select({ kind: 'block', id: blockId(0) });
  const first = await pictured(store, 'section');
  expect(wellFormed(first.xml)).toBe(true);
  expect(first.ranges).toEqual([{ range: '0x0–0x7ffffff', what: 'memory0 · section 0' }]);
  expect(textsOf(first.xml)).toEqual(
    expect.arrayContaining([
      'memory0 · section 0',
      '0x0',
      '0x600_0000',
      'PRESENT · HAS_MEM_MAP · ONLINE · EARLY',
      'Can it go offline?',
      'Who has which subsection',
      'What the kernel says of this page',
    ]),
  );
  expect(textsOf(first.xml).join(' ')).toContain(
    'No: its memory lies in several zones, so the block has none of its own.',
  );
  expect(first.end).toBeLessThanOrEqual(BOX.y + BOX.h);
  // without a selection it is the last DIMM's first section, all of it there and none of it online
  store.getState().select({ kind: 'none' });
  const { xml, ranges } = await pictured(store, 'section');
  expect(ranges.map(({ range }) => range)).toEqual(['0x180000000–0x187ffffff']);
  expect(textsOf(xml)).toContain('offline');
  expect(textsOf(xml)).toEqual(expect.arrayContaining(['pfn_to_online_page', 'no']));
  expect(textsOf(xml)).not.toContain('Can it go offline?');
});

it('the zone that is selected: its span, figures and watermarks', async () => {
  const store = await plugged({ kind: 'bundled', id: 'x86_64-dimm-lifecycle' });
  store.getState().select({ kind: 'zone', ref: { nid: nodeId(1), zone: 'Normal' } });
  const { xml, ranges, end } = await pictured(store, 'zone');
  const zone = store.getState().cells.nodes?.[1]?.zones.find((z) => z.name === 'Normal');
  expect(wellFormed(xml)).toBe(true);
  expect(ranges[0]).toMatchObject({ what: 'node 1 · Normal' });
  expect(textsOf(xml)).toEqual(
    expect.arrayContaining(['node 1 · Normal', 'spanned', 'Watermarks', 'min', formatCount(zone?.min ?? -1)]),
  );
  expect(end).toBeLessThanOrEqual(BOX.y + BOX.h);
});

it('a device: its range, how far it got, its parts; a machine without one says so', async () => {
  const none = await pictured(await plugged({ kind: 'bundled', id: 'x86_64-dimm-lifecycle' }), 'device');
  expect(none.ranges).toEqual([]);
  expect(textsOf(none.xml)).toEqual(['This machine has nothing beyond DIMMs']);
  const store = await loaded({ kind: 'bundled', id: 'x86_64-pmem-devdax' });
  await vi.waitFor(() => expect(store.getState().cells.devices?.regions).toHaveLength(1));
  store.getState().select({ kind: 'device', ref: { kind: 'namespace', id: 'namespace0.0' } });
  const { xml } = await pictured(store, 'device');
  expect(wellFormed(xml)).toBe(true);
  expect(textsOf(xml)).toEqual(
    expect.arrayContaining([
      'namespace0.0 · namespace',
      'Boot to bash',
      'dax device',
      'not reached',
      'Parts of the range',
      '0x180000000–0x1d11fffff  namespace0.0',
    ]),
  );
});

const DEVICES: readonly (readonly [source: MachineSource, ref: DeviceRef, lines: readonly Line[]])[] = [
  [
    { kind: 'bundled', id: 'x86_64-pmem-devdax' },
    { kind: 'namespace', id: 'namespace0.0' },
    [
      { channel: 'shell', line: 'ndctl create-namespace -f -e namespace0.0 -m devdax -M dev' },
      { channel: 'shell', line: 'daxctl reconfigure-device -m system-ram dax0.0' },
    ],
  ],
  [{ kind: 'bundled', id: 'x86_64-pmem-devdax' }, { kind: 'region', id: 'region0' }, []],
  [
    { kind: 'bundled', id: 'x86_64-virtio-mem' },
    { kind: 'virtio-mem', id: 'vm0' },
    [{ channel: 'monitor', line: 'qom-set vm0 requested-size 1100M' }],
  ],
  [{ kind: 'bundled', id: 'x86_64-softreserved-cxl-node' }, { kind: 'soft', id: '0x100000000' }, []],
  [{ kind: 'preset', id: 'x86_64-cxl' }, { kind: 'cxl-window', id: 'decoder0.0' }, []],
  [
    { kind: 'preset', id: 'x86_64-cxl' },
    { kind: 'cxl-region', id: 'region0' },
    [{ channel: 'shell', line: 'cxl create-region -m -d decoder0.0 -w 2 -t ram mem0 mem1' }],
  ],
  [{ kind: 'preset', id: 'x86_64-cxl' }, { kind: 'cxl-memdev', id: 'mem0' }, []],
  [
    { kind: 'bundled', id: 'x86_64-dimm-lifecycle' },
    { kind: 'accelerator', id: 'gpu0' },
    [{ channel: 'world', line: 'accel plug gpu0 512M node 0' }],
  ],
];
it.each(DEVICES)('what the tab says of a device, its picture says: %j %j', async (source, ref, lines) => {
  const store = await loaded(source);
  await store.getState().sendAll(lines);
  await vi.waitFor(() => expect(store.getState().cells.devices).toBeDefined());
  store.getState().select({ kind: 'device', ref });
  const { info, cells } = store.getState();
  if (info === undefined || cells.devices === undefined) throw new Error('no machine');
  const parts = deviceParts(cells.devices, ref, info);
  expect(parts.flatMap(({ facts }) => facts).length).toBeGreaterThan(0);
  const { xml, end } = await pictured(store, 'device');
  expect(wellFormed(xml)).toBe(true);
  expect(end).toBeLessThanOrEqual(BOX.y + BOX.h);
  const texts = textsOf(xml);
  const written = texts.join(' ');
  expect(texts.filter((text) => /^and \d+ more$/.test(text))).toEqual([]);
  for (const part of parts) {
    expect(texts).toContain(part.title);
    for (const { name, value } of part.facts) {
      expect(texts).toContain(name);
      expect(written).toContain(value);
    }
    for (const row of part.table?.rows ?? []) expect(texts).toEqual(expect.arrayContaining([...row]));
    if (part.of === 'cracks') for (const { why, rule } of part.cracks) expect(written).toContain(`${why} (${rule})`);
  }
});
