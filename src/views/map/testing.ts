/** Machines made by hand for the tests of the map: a mirror that is written directly, and a canvas that keeps a log. */
import { sizesOf } from '../../engine/arch/geometry.ts';
import type { Geometry } from '../../engine/arch/geometry.ts';
import { nodeId, pfn, virtAddr } from '../../engine/units.ts';
import type { NodeState, ZoneName } from '../../engine/zones/types.ts';
import type { ElementType } from '../../engine/state/store.ts';
import type { Cells, MachineInfo } from '../../link/messages.ts';
import { LiveMirror } from '../../store/mirror.ts';
import type { AtlasState } from '../../store/types.ts';
import type { Palette } from '../../ui/palette.ts';
import { ONLINE, PRESENT, ZONE_CLASSES } from './classes.ts';
import type { Buffer, Ctx } from './paint/ctx.ts';

const geometry: Geometry = {
  arch: 'x86_64',
  pageShift: 12,
  sectionShift: 27,
  subsectionShift: 21,
  pageblockOrder: 9,
  maxOrder: 10,
  maxPhysmemBits: 46,
  levels: [
    { name: 'PGD', shift: 39, entries: 512, leaf: false },
    { name: 'PUD', shift: 30, entries: 512, leaf: true },
    { name: 'PMD', shift: 21, entries: 512, leaf: true },
    { name: 'PTE', shift: 12, entries: 512, leaf: true },
  ],
  directMap: { start: virtAddr(0xffff888000000000n), end: virtAddr(0xffffc88000000000n) },
  vmemmap: { start: virtAddr(0xffffea0000000000n), end: virtAddr(0xffffeb0000000000n) },
  vmalloc: { start: virtAddr(0xffffc90000000000n), end: virtAddr(0xffffe90000000000n) },
  directMapPhysBase: 0,
  vmemmapPfnBase: 0,
  structPageBytes: 64,
  sectionsPerRoot: 256,
  kasan: undefined,
  verified: true,
};

/** A machine's fixed facts; 128 MiB sections of 4 KiB pages unless told otherwise. */
export function testInfo(change: Partial<MachineInfo> & { readonly geometry?: Geometry } = {}): MachineInfo {
  const g = change.geometry ?? geometry;
  const sizes = sizesOf(g);
  const sectionsPerBlock = change.sectionsPerBlock ?? 1;
  return {
    id: 'test',
    title: 'test',
    release: '6.12',
    version: 'v6.12',
    cmdline: '',
    geometry: g,
    sizes,
    blockBytes: sizes.sectionBytes * sectionsPerBlock,
    sectionsPerBlock,
    slots: 8,
    hotBase: 2 ** 33,
    hotBytes: 2 ** 35,
    provenance: {},
    modelled: true,
    ...change,
  };
}
/** arm64 with 64 KiB pages: 512 MiB sections, 16 × 16 cells. */
export const geometry64K: Geometry = {
  ...geometry,
  arch: 'arm64',
  pageShift: 16,
  sectionShift: 29,
  pageblockOrder: 13,
  maxOrder: 13,
  maxPhysmemBits: 48,
};

type Kind = Uint8Array | Uint16Array | Uint32Array;
const TYPES: Readonly<Record<string, ElementType>> = {
  'section.map': 'u32',
  'pages.usedInSection': 'u32',
  'pages.slot': 'u32',
  'pages.pageblocks': 'u32',
};
const CHUNK = 65536;

/** A mirror that a test writes, chunk by chunk as frames would. */
export class TestMirror extends LiveMirror {
  readonly #data = new Map<string, Map<number, Kind>>();

  /** Writes `value` to [from, to) of an array and delivers the chunks as one frame. */
  put(name: string, from: number, to: number, value: number | ((i: number) => number)): void {
    const type = TYPES[name] ?? 'u8';
    const per = type === 'u32' ? CHUNK / 4 : CHUNK;
    const chunks = this.#data.get(name) ?? new Map<number, Kind>();
    this.#data.set(name, chunks);
    const touched = new Set<number>();
    for (let i = from; i < to; i++) {
      const index = Math.floor(i / per);
      const data = chunks.get(index) ?? (type === 'u32' ? new Uint32Array(per) : new Uint8Array(per));
      chunks.set(index, data);
      data[i % per] = typeof value === 'number' ? value : value(i);
      touched.add(index);
    }
    this.apply({
      full: false,
      chunks: [...touched].map((index) => ({
        name,
        type,
        index,
        data: chunks.get(index)?.slice() ?? new Uint8Array(per),
      })),
    });
  }

  /** Sections [from, to) as whole, active memory of a node; `zone` undefined: offline. */
  sections(
    from: number,
    to: number,
    node: number,
    zone: ZoneName | undefined,
    change: { readonly used?: number; readonly perBlock?: number; readonly words?: number } = {},
  ): void {
    const { used = 0, perBlock = 1, words = 2 } = change;
    this.put('section.flags', from, to, PRESENT | 2 | (zone === undefined ? 0 : ONLINE));
    this.put('section.node', from, to, node);
    this.put('section.zone', from, to, zone === undefined ? 0xff : ZONE_CLASSES.indexOf(zone));
    this.put('section.map', from * words, to * words, 0xffffffff);
    this.put('pages.usedInSection', from, to, used);
    this.put('block.state', from / perBlock, to / perBlock, zone === undefined ? 1 : 2);
    this.put('block.node', from / perBlock, to / perBlock, node);
    this.put('block.zone', from / perBlock, to / perBlock, zone === undefined ? 0xff : ZONE_CLASSES.indexOf(zone));
  }
}

/** A zone's span in sections, as the zones' cells tell it. */
export function testNode(
  id: number,
  zones: readonly { readonly name: ZoneName; readonly start: number; readonly end: number }[],
  pages = 32768,
): NodeState {
  return {
    id: nodeId(id),
    online: true,
    hasCpu: true,
    hasMemory: true,
    hasNormalMemory: true,
    distance: [],
    startPfn: pfn(0),
    spanned: 0,
    watermarksKnown: true,
    kswapd: true,
    zones: zones.map((z) => ({
      name: z.name,
      startPfn: pfn(z.start * pages),
      spanned: (z.end - z.start) * pages,
      present: (z.end - z.start) * pages,
      presentEarly: 0,
      managed: 0,
      cma: 0,
      boost: 0,
      min: 0,
      low: 0,
      high: 0,
      promo: 0,
      protection: [],
    })),
  };
}

/** The part of the store's state that the map reads. */
export function testState(
  info: MachineInfo,
  mirror: LiveMirror,
  cells: Partial<Cells>,
  change: Partial<AtlasState> = {},
): AtlasState {
  const none = (): Promise<undefined> => Promise.resolve(undefined);
  const nothing = (): void => undefined;
  return {
    phase: 'running',
    notice: undefined,
    source: { kind: 'preset', id: '64TiB' },
    info,
    mirror,
    frame: mirror.version,
    cells,
    moment: { line: -1, step: undefined },
    session: {
      length: 0,
      canUndo: false,
      canRedo: false,
      undoText: undefined,
      redoText: undefined,
      pending: [],
      branches: [],
    },
    history: [],
    busy: false,
    selection: { kind: 'none' },
    hover: { kind: 'none' },
    ghost: undefined,
    tab: 'section',
    pane: 'shell',
    aim: undefined,
    hidden: new Set(),
    speed: 0,
    traced: undefined,
    announcement: '',
    bookmarks: [],
    marked: [],
    load: none,
    send: () => Promise.resolve({ events: [] }),
    sendAll: () => Promise.resolve([]),
    undo: none,
    redo: none,
    interrupt: none,
    showGhost: none,
    seek: none,
    switchTo: none,
    nameBranch: none,
    setPane: () => undefined,
    dropBranch: none,
    setBookmarks: nothing,
    setMarked: nothing,
    ask: () => Promise.reject(new Error('no worker')),
    select: nothing,
    setHover: nothing,
    setTab: nothing,
    setAim: nothing,
    toggleHidden: nothing,
    setSpeed: nothing,
    setTraced: nothing,
    announce: nothing,
    dismissNotice: nothing,
    ...change,
  };
}

/** Two nodes: 2 GiB below the hole, 2 GiB above it, and one DIMM of 1 GiB, half of it offline. */
export function smallMachine(): {
  readonly info: MachineInfo;
  readonly mirror: TestMirror;
  readonly cells: Partial<Cells>;
} {
  const info = testInfo({ hotBase: 6 * 2 ** 30, hotBytes: 30 * 2 ** 30 });
  const mirror = new TestMirror();
  mirror.sections(0, 16, 0, 'DMA32', { used: 9000 });
  mirror.sections(32, 48, 1, 'Normal', { used: 20000 });
  mirror.sections(48, 52, 1, 'Movable');
  mirror.sections(52, 56, 1, undefined);
  return {
    info,
    mirror,
    cells: {
      highestSection: 56,
      nodes: [
        testNode(0, [{ name: 'DMA32', start: 0, end: 16 }]),
        testNode(1, [
          { name: 'Normal', start: 32, end: 48 },
          { name: 'Movable', start: 48, end: 52 },
        ]),
      ],
      dimms: [
        { id: 'dimm0', memdev: 'mem0', node: nodeId(1), addr: 6 * 2 ** 30, size: 2 ** 30, slot: 0, hotplugged: true },
      ],
      resources: [{ start: 0x80000000, end: 0xfebfffff, name: 'PCI Bus 0000:00', children: [] }],
    },
  };
}

/** 64 TiB over 8 nodes in 2 GiB blocks. */
export function hugeMachine(): {
  readonly info: MachineInfo;
  readonly mirror: TestMirror;
  readonly cells: Partial<Cells>;
} {
  const sections = 2 ** 19;
  const info = testInfo({
    sectionsPerBlock: 16,
    hotBase: sections * 2 ** 27,
    hotBytes: 2 ** 46,
    geometry: { ...geometry, maxPhysmemBits: 52 },
  });
  const mirror = new TestMirror();
  const each = sections / 8;
  for (let node = 0; node < 8; node++)
    mirror.sections(node * each, (node + 1) * each, node, 'Normal', { used: 4000 * node, perBlock: 16 });
  return {
    info,
    mirror,
    cells: {
      highestSection: sections,
      nodes: Array.from({ length: 8 }, (_, n) =>
        testNode(n, [{ name: 'Normal', start: n * each, end: (n + 1) * each }]),
      ),
      dimms: [],
      resources: [],
    },
  };
}

const GREY = '#808080';
export const testPalette: Palette = {
  theme: 'dark',
  bg: '#000000',
  surface: '#101010',
  surfaceRaised: '#202020',
  surfaceSunken: '#0a0a0a',
  border: GREY,
  borderStrong: GREY,
  text: '#ffffff',
  textMuted: '#cccccc',
  textFaint: '#aaaaaa',
  accent: '#7fd4fb',
  accentSoft: '#143243',
  selection: '#fefefe',
  hover: '#b9c8d4',
  ghost: '#7fd4fa',
  fresh: '#7fe3fb',
  zone: { DMA: '#7288b0', DMA32: '#7288b0', Normal: '#4a94f0', Movable: '#3cbd90', Device: '#b388f5' },
  memmap: '#f3b13f',
  trouble: '#f4655f',
  offline: '#1c262e',
  offlineHatch: '#4a5a68',
  absent: '#0b1014',
  cellEmpty: '#1a232b',
  weakest: 0.42,
  node: ['#7fb2f0', '#f0a3c4'],
  fontUi: 'ui',
  fontMono: 'mono',
};

/** One thing that was drawn, in the colours of that moment. */
export interface Drawn {
  readonly call: string;
  readonly args: readonly unknown[];
  readonly fill: string;
  readonly stroke: string;
  readonly alpha: number;
}

/** A context that draws nothing and remembers everything; `quiet` remembers nothing, for measuring. */
export function logContext(quiet = false): { readonly ctx: Ctx & Buffer['ctx']; readonly log: Drawn[] } {
  const log: Drawn[] = [];
  const state: Record<string, unknown> = { fillStyle: '', strokeStyle: '', globalAlpha: 1, font: '', lineWidth: 1 };
  const known: Record<string, (...args: never[]) => unknown> = {
    measureText: (text: string) => ({ width: text.length * 6.6 }),
    createPattern: () => ({ setTransform: () => undefined }),
    createImageData: (w: number, h: number) => ({ width: w, height: h, data: new Uint8ClampedArray(w * h * 4) }),
  };
  const calls = new Map<string, (...args: never[]) => unknown>();
  const ctx = new Proxy(state, {
    get: (target, name) => {
      if (typeof name !== 'string') return undefined;
      if (name in target) return target[name];
      let call = calls.get(name);
      if (call === undefined) {
        call = (...args: never[]) => {
          if (!quiet)
            log.push({
              call: name,
              args,
              fill: String(target['fillStyle']),
              stroke: String(target['strokeStyle']),
              alpha: Number(target['globalAlpha']),
            });
          return known[name]?.(...args);
        };
        calls.set(name, call);
      }
      return call;
    },
    set: (target, name, value) => {
      if (typeof name === 'string') target[name] = value;
      return true;
    },
  });
  return { ctx: ctx as unknown as Ctx & Buffer['ctx'], log };
}

/** Buffers that keep no pixels. */
export const noBuffer = (width: number, height: number): Buffer => ({
  image: {} as CanvasImageSource,
  width,
  height,
  ctx: logContext(true).ctx,
});
