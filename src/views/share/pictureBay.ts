/** The bay as a picture: nodes with their boot memory, the DIMMs in their slots, free slots, and the devices beyond DIMMs. */
import * as words from '#words/pictures.ts';
import * as deviceWords from '#words/devices.ts';
import * as bayWords from '#words/bay.ts';
import type { NvdimmView } from '../../engine/devices/view.ts';
import type { NodeState } from '../../engine/zones/types.ts';
import type { DimmView, MachineInfo } from '../../link/messages.ts';
import { NO_DEVICES } from '../../store/devices.ts';
import { formatBytes } from '../../ui/format.ts';
import type { Palette } from '../../ui/palette.ts';
import { type BlockRun, type Chip, type ChipState, bootOf, chipsOf, summary } from '../bay/chips.ts';
import { freeSlots } from '../bay/moves.ts';
import type { Ctx } from '../map/paint/ctx.ts';
import { type DeviceBar, barSwatches, deviceBars, paintBar } from './deviceBars.ts';
import * as draw from './draw.ts';
import { zoneSwatches } from './pictureLegend.ts';
import type { Body, Painted, Scene } from './scene.ts';

const CARD = 384;
const GAP = 20;
const PAD = 14;
const HEAD = 40;
const STICK = 62;
const BOOT = 58;
const FREE = 30;
const BAR = 52;
/** Free slots that are drawn. */
const SLOTS = 10;
/** Cards are not drawn larger than this. */
const LARGEST = 1.55;
/** Sticks of a card, tried in turn until nothing is smaller than READABLE. */
const TRIES = [Infinity, 24, 12, 8, 5, 3];
const READABLE = 0.62;

/** One thing on a card. */
interface Row {
  readonly height: number;
  readonly paint: (ctx: Ctx, x: number, y: number, w: number) => void;
}
/** A node, or the devices. */
interface Card {
  readonly title: string;
  readonly facts: string;
  readonly mark: string;
  readonly rows: readonly Row[];
}

/** What a bay is drawn with. */
type Kit = Pick<Scene, 'state' | 'info' | 'palette' | 'styles'>;

/** How a chip of a state is filled. */
export function chipInk(palette: Palette, state: ChipState): draw.Ink {
  switch (state) {
    case 'dma':
      return draw.full(palette.zone.DMA);
    case 'dma32':
      return draw.full(palette.zone.DMA32);
    case 'normal':
      return draw.full(palette.zone.Normal);
    case 'movable':
      return draw.full(palette.zone.Movable);
    case 'device':
      return draw.full(palette.zone.Device);
    case 'mixed':
      return { colour: palette.zone.DMA, look: 'half', other: palette.zone.Normal };
    case 'leaving':
      return draw.hatched(palette.trouble);
    case 'offline':
      return draw.hatched(palette.offlineHatch);
    case 'absent':
      return draw.dashed(palette.borderStrong);
  }
}

/** Nodes, slots and devices. */
export const bay: Body = {
  paint,
  signs: ({ palette, state }) => {
    const { info, cells } = state;
    const bars = info === undefined ? [] : barSwatches(palette, deviceBars(cells.devices ?? NO_DEVICES, info));
    const own = [
      ...zoneSwatches(palette, state),
      { ...chipInk(palette, 'offline'), what: words.offline },
      { ...draw.full(palette.memmap), what: words.ownMemmap },
      { ...draw.dashed(palette.borderStrong), what: words.freeSlot },
    ];
    return [...own, ...bars.filter(({ what }) => !own.some((swatch) => swatch.what === what))];
  },
};

function paint(scene: Scene): Painted {
  const { surface, state, box } = scene;
  const best = TRIES.map((most) => fitted(cardsOf(scene, most), box));
  const { placed, scale } = best.find((fit) => fit.scale >= READABLE) ?? best.at(-1) ?? fitted([], box);
  const part = surface.part(box.x, box.y, box.w, box.h);
  // the context of a part begins at its corner
  part.ctx.setTransform(surface.dpr * scale, 0, 0, surface.dpr * scale, 0, 0);
  for (const { card, x, y } of placed) paintCard(part.ctx, scene, card, x, y);
  part.ctx.setTransform(surface.dpr, 0, 0, surface.dpr, 0, 0);
  part.done();
  const dimms = state.cells.dimms ?? [];
  return {
    ranges: dimms.map(({ id, addr, size }) => ({ range: draw.plainRange(addr, addr + size), what: id })),
    end: box.y + scale * Math.max(0, ...placed.map(({ card, y }) => y + heightOf(card))),
  };
}

interface Placed {
  readonly card: Card;
  readonly x: number;
  readonly y: number;
}

const heightOf = (card: Card): number => HEAD + card.rows.reduce((sum, row) => sum + row.height, 0) + PAD - 4;

/** Lays cards out in as many columns as show them largest. */
function fitted(cards: readonly Card[], box: draw.Box): { readonly placed: readonly Placed[]; readonly scale: number } {
  let best: { placed: readonly Placed[]; scale: number } = { placed: [], scale: 0 };
  for (let columns = 1; columns <= Math.max(1, cards.length); columns++) {
    const ends = Array.from({ length: columns }, () => 0);
    const placed = cards.map((card) => {
      const column = ends.indexOf(Math.min(...ends));
      const y = ends[column] ?? 0;
      ends[column] = y + heightOf(card) + GAP;
      return { card, x: column * (CARD + GAP), y };
    });
    const height = Math.max(1, ...ends.map((end) => end - GAP));
    const scale = Math.min(LARGEST, box.w / (columns * (CARD + GAP) - GAP), box.h / height);
    if (scale > best.scale) best = { placed, scale };
  }
  return best;
}

function paintCard(ctx: Ctx, { palette, styles }: Kit, card: Card, x: number, y: number): void {
  const h = heightOf(card);
  ctx.beginPath();
  ctx.roundRect(x + 0.5, y + 0.5, CARD - 1, h - 1, 8);
  ctx.fillStyle = palette.surfaceRaised;
  ctx.fill();
  ctx.strokeStyle = palette.border;
  ctx.lineWidth = 1;
  ctx.stroke();
  draw.fillInk(ctx, draw.full(card.mark), { x: x + PAD, y: y + 15, w: 4, h: 14 });
  const facts = draw.write(ctx, card.facts, x + CARD - PAD, y + 27, { ...styles.mono, align: 'right' });
  draw.write(ctx, card.title, x + PAD + 12, y + 27, styles.part, CARD - 2 * PAD - 24 - facts);
  let at = y + HEAD;
  for (const row of card.rows) {
    row.paint(ctx, x + PAD, at, CARD - 2 * PAD);
    at += row.height;
  }
}

function cardsOf(kit: Kit, most: number): readonly Card[] {
  const { state, info, palette } = kit;
  const { cells, mirror } = state;
  const { nodes = [], dimms = [], devices = NO_DEVICES } = cells;
  const boot = bootOf(info, mirror, cells);
  const free = freeSlots(info.slots, [...dimms, ...devices.nvdimms]);
  const cards: Card[] = nodes.map((node) => ({
    title: bayWords.node(node.id),
    facts: factsOf(node, info),
    mark: palette.node[node.id % palette.node.length] ?? palette.border,
    rows: [
      ...bootRow(kit, node, boot.get(node.id) ?? []),
      ...stickRows(
        kit,
        dimms.filter((d) => d.node === node.id),
        devices.nvdimms.filter((d) => d.node === node.id),
        most,
      ),
      ...freeRow(kit, free),
    ],
  }));
  const bars = deviceBars(devices, info);
  if (bars.length > 0)
    cards.push({
      title: deviceWords.devices,
      facts: '',
      mark: palette.zone.Device,
      rows: limited(
        kit,
        bars.map((bar) => barRow(kit, bar)),
        most,
      ),
    });
  return cards;
}

function factsOf(node: NodeState, info: MachineInfo): string {
  const present = node.zones.reduce((sum, zone) => sum + zone.present, 0) * info.sizes.pageBytes;
  return !node.online ? bayWords.notOnline : node.hasCpu ? formatBytes(present) : bayWords.noCpu(present);
}

/** The first rows, and how many there are beside them. */
function limited({ styles }: Kit, rows: readonly Row[], most: number): readonly Row[] {
  if (rows.length <= most) return rows;
  const more: Row = {
    height: 22,
    paint: (ctx, x, y) => void draw.write(ctx, words.andMore(rows.length - most), x + 26, y + 13, styles.note),
  };
  return [...rows.slice(0, most), more];
}

/** What the node booted with. */
function bootRow({ state, info, palette, styles }: Kit, node: NodeState, runs: readonly BlockRun[]): readonly Row[] {
  if (runs.length === 0) return [];
  const chips = chipsOf(runs, state);
  const bytes = node.zones.reduce((sum, zone) => sum + zone.presentEarly, 0) * info.sizes.pageBytes;
  const ranges = runs.map((run) => draw.plainRange(run.start * info.blockBytes, run.end * info.blockBytes)).join(', ');
  return [
    {
      height: BOOT,
      paint: (ctx, x, y, w) => {
        paintChips(ctx, palette, chips, { x, y, w, h: 18 });
        paintPrint(ctx, styles, { size: bytes, name: bayWords.bootMemory, state: summary(chips) }, { x, y: y + 33, w });
        draw.write(ctx, ranges, x, y + 48, { ...styles.mono, font: `400 10.5px ${palette.fontMono}` }, w);
      },
    },
  ];
}

/** DIMMs and NVDIMMs in the order of their slots. */
function stickRows(kit: Kit, dimms: readonly DimmView[], nvdimms: readonly NvdimmView[], most: number): readonly Row[] {
  const { state, info, palette } = kit;
  const sticks = [
    ...dimms.map((dimm) => {
      const chips = chipsOf(
        [
          {
            start: Math.floor(dimm.addr / info.blockBytes),
            end: Math.ceil((dimm.addr + dimm.size) / info.blockBytes),
          },
        ],
        state,
      );
      const paint = (ctx: Ctx, box: draw.Box): void => paintChips(ctx, palette, chips, box);
      return { ...dimm, state: summary(chips), edge: palette.borderStrong, paint };
    }),
    ...nvdimms.map((nvdimm) => {
      const paint = (ctx: Ctx, box: draw.Box): void => {
        const [bar] = deviceBars(state.cells.devices ?? NO_DEVICES, info, { kind: 'nvdimm', id: nvdimm.id });
        if (bar === undefined) draw.fillInk(ctx, draw.dashed(palette.zone.Device), box);
        else paintBar(ctx, palette, bar, box);
      };
      return { ...nvdimm, state: words.nvdimm, edge: palette.zone.Device, paint };
    }),
  ].toSorted((a, b) => a.slot - b.slot);
  return limited(
    kit,
    sticks.map((stick) => ({
      height: STICK,
      paint: (ctx, x, y, w) => paintStick(ctx, kit, stick, { x, y, w, h: STICK }),
    })),
    most,
  );
}

/** A stick in its slot, with its contacts. */
function paintStick(
  ctx: Ctx,
  { palette, styles }: Kit,
  stick: {
    readonly id: string;
    readonly slot: number;
    readonly addr: number;
    readonly size: number;
    readonly state: string;
    readonly edge: string;
    readonly paint: (ctx: Ctx, box: draw.Box) => void;
  },
  { x, y, w }: draw.Box,
): void {
  const left = x + 26;
  const width = w - 26;
  draw.write(ctx, `${stick.slot}`, x + 18, y + 19, { ...styles.mono, align: 'right' });
  ctx.beginPath();
  ctx.roundRect(left + 0.5, y + 0.5, width - 1, STICK - 8, 4);
  ctx.fillStyle = palette.surfaceSunken;
  ctx.fill();
  ctx.strokeStyle = stick.edge;
  ctx.lineWidth = 1;
  ctx.stroke();
  stick.paint(ctx, { x: left + 6, y: y + 6, w: width - 12, h: 16 });
  paintPrint(
    ctx,
    styles,
    { size: stick.size, name: stick.id, state: stick.state },
    { x: left + 6, y: y + 35, w: width - 12 },
  );
  const small = { ...styles.mono, font: `400 10.5px ${palette.fontMono}` };
  draw.write(ctx, draw.plainRange(stick.addr, stick.addr + stick.size), left + 6, y + 48, small, width - 12);
}

/** What is printed on a stick: size, name, and its state at the end of the line. */
function paintPrint(
  ctx: Ctx,
  styles: draw.Styles,
  of: { readonly size: number; readonly name: string; readonly state: string },
  { x, y, w }: Omit<draw.Box, 'h'>,
): void {
  const state = draw.write(ctx, of.state, x + w, y, { ...styles.note, align: 'right' }, w * 0.5);
  const bold = { ...styles.text, font: styles.part.font.replace('14px', '12.5px') };
  const size = draw.write(ctx, formatBytes(of.size), x, y, bold);
  draw.write(ctx, of.name, x + size + 16, y, styles.note, w - size - state - 28);
}

/** Chips side by side; in two rows where there are many. */
export function paintChips(ctx: Ctx, palette: Palette, chips: readonly Chip[], box: draw.Box): void {
  const rows = chips.length > 16 ? 2 : 1;
  const columns = Math.ceil(chips.length / rows);
  const [w, h] = [(box.w + 2) / Math.max(1, columns), (box.h + 2) / rows];
  chips.forEach((chip, i) => {
    const [x, y] = [box.x + (i % columns) * w, box.y + Math.floor(i / columns) * h];
    const total = chip.to - chip.from;
    let at = y;
    for (const { state, count } of chip.parts) {
      const part = (count / total) * (h - 2);
      draw.fillInk(ctx, chipInk(palette, state), { x, y: at, w: w - 2, h: part });
      at += part;
    }
    if (chip.memmap) draw.fillInk(ctx, draw.full(palette.memmap), { x, y, w: 5, h: 5 });
  });
}

/** The slots that are free, of the whole machine: a DIMM in any of them can stand on any node. */
function freeRow({ palette, styles }: Kit, free: readonly number[]): readonly Row[] {
  if (free.length === 0) return [];
  return [
    {
      height: FREE,
      paint: (ctx, x, y) => {
        free.slice(0, SLOTS).forEach((slot, i) => {
          draw.fillInk(ctx, draw.dashed(palette.borderStrong), { x: x + i * 27, y: y + 2, w: 23, h: 20 });
          draw.write(ctx, `${slot}`, x + i * 27 + 11.5, y + 16, { ...styles.note, align: 'center' });
        });
        if (free.length > SLOTS)
          draw.write(ctx, `+ ${bayWords.slots(free.length - SLOTS)}`, x + SLOTS * 27 + 2, y + 16, styles.note);
      },
    },
  ];
}

/** A device beyond DIMMs: its range as a bar. */
function barRow({ palette, styles }: Kit, bar: DeviceBar): Row {
  return {
    height: BAR,
    paint: (ctx, x, y, w) => {
      const size = draw.write(ctx, formatBytes(bar.end - bar.start), x + w, y + 11, { ...styles.note, align: 'right' });
      draw.write(ctx, bar.title, x, y + 11, styles.text, w - size - 16);
      paintBar(ctx, palette, bar, { x, y: y + 17, w, h: 12 });
      draw.write(
        ctx,
        draw.plainRange(bar.start, bar.end),
        x,
        y + 42,
        { ...styles.mono, font: `400 10.5px ${palette.fontMono}` },
        w,
      );
    },
  };
}
