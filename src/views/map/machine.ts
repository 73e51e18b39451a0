/** Everything the map derives from one machine's frames: what its sections are, and where their rows stand. */
import * as words from '#words/map.ts';
import { pfn } from '../../engine/units.ts';
import type { PfnRange } from '../../engine/units.ts';
import type { Cells as MachineCells, MachineInfo } from '../../link/messages.ts';
import type { AtlasState } from '../../store/types.ts';
import { deviceSpans } from '../../store/devices.ts';
import { rangesOf } from '../../store/selection.ts';
import type { Size } from './camera.ts';
import { Cells } from './cells.ts';
import { DeviceCells } from './deviceCells.ts';
import { segmentsOf } from './extents.ts';
import type { Run } from './extents.ts';
import { TILES_PER_ROW, gridOf } from './grid.ts';
import type { Grid } from './grid.ts';
import { bestLayout } from './layout.ts';
import type { Layout, Placed } from './layout.ts';
import { Summary } from './summary.ts';
import type { Changes, ZoneIndexAt } from './summary.ts';
import { zonesAt, zonesKey } from './zonesAt.ts';

/** Steps of 8192 sections that one frame takes over at most. */
const BUDGET = 4;

/** Rows of a device that is not in use which are drawn at most. */
const MOST_ROWS = 16;

/** One machine as the map sees it. */
export class MapMachine {
  readonly info: MachineInfo;
  readonly grid: Grid;
  readonly summary: Summary;
  readonly cells: Cells;
  readonly devices: DeviceCells;
  zoneIndexAt: ZoneIndexAt = () => undefined;
  layout: Layout;
  #nodes: MachineCells['nodes'] | undefined;
  #zones = '';
  #layoutKey = '';
  #wanted: readonly Run[] = [];
  /** What the layout was last made from. */
  #seen: readonly unknown[] = [];

  constructor(info: MachineInfo, state: Pick<AtlasState, 'mirror'>) {
    this.info = info;
    this.grid = gridOf(info);
    this.summary = new Summary(state.mirror, this.grid);
    this.cells = new Cells(state.mirror, this.grid);
    this.devices = new DeviceCells(this.grid);
    this.layout = bestLayout([], { width: 1, height: 1 });
  }

  /** Takes over a frame. The first one reads everything at once. */
  sync(state: Pick<AtlasState, 'cells'>): Changes {
    const { nodes } = state.cells;
    this.devices.update(state.cells.devices);
    if (nodes !== undefined && nodes !== this.#nodes) {
      this.#nodes = nodes;
      const key = zonesKey(nodes);
      if (key !== this.#zones) {
        this.#zones = key;
        this.zoneIndexAt = zonesAt(nodes);
        this.summary.zonesMoved();
      }
    }
    return this.summary.sync(
      state.cells.highestSection ?? 0,
      this.zoneIndexAt,
      this.summary.sections === 0 ? Infinity : BUDGET,
    );
  }

  /** Lays the machine out for a view. @returns whether anything moved */
  relayout(view: Size, state: Pick<AtlasState, 'ghost' | 'selection' | 'info' | 'cells' | 'mirror'>): boolean {
    const seen = [this.summary.rows(), state.ghost, state.selection, state.cells.devices, view.width, view.height];
    if (seen.every((x, i) => x === this.#seen[i])) return false;
    this.#seen = seen;
    const { rowBytes } = this.grid;
    const { hotBase, hotBytes } = this.info;
    const hot =
      hotBytes > 0
        ? { from: Math.floor(hotBase / rowBytes), to: Math.ceil((hotBase + hotBytes) / rowBytes) }
        : undefined;
    const wanted = this.#wantedRows(state);
    const segments = segmentsOf(this.summary.rows(), hot, wanted);
    const key = `${Math.round(view.width / 8)}×${Math.round(view.height / 8)} ${segments.map((s) => `${s.from}-${s.to}`).join()}`;
    if (key === this.#layoutKey) return false;
    this.#layoutKey = key;
    const layout = bestLayout(segments, view);
    // the same picture in a window of another size is the same picture
    const same = layout.rowsPerColumn === this.layout.rowsPerColumn && sameRuns(segments, this.#wanted);
    this.#wanted = segments;
    if (same) return false;
    this.layout = layout;
    return true;
  }

  /** Rows that a ghost needs; open for as long as it lies there. */
  #wantedRows(state: Pick<AtlasState, 'ghost' | 'selection' | 'info' | 'cells' | 'mirror'>): Run[] {
    const runs: Run[] = (state.ghost?.runs ?? []).map((r) => ({
      from: Math.floor(r.from / TILES_PER_ROW),
      to: Math.ceil(r.to / TILES_PER_ROW),
    }));
    // a device's range is shown whether anything uses it or not; of a huge one its beginning
    for (const devices of [state.cells.devices, state.ghost?.devices])
      for (const s of devices === undefined ? [] : deviceSpans(devices)) {
        const from = Math.floor(s.start / this.grid.rowBytes);
        runs.push({ from, to: Math.min(Math.ceil(s.end / this.grid.rowBytes), from + MOST_ROWS) });
      }
    const { selection } = state;
    if (
      selection.kind === 'pfn' ||
      selection.kind === 'section' ||
      selection.kind === 'block' ||
      selection.kind === 'range'
    )
      for (const r of rangesOf(selection, state)) {
        const rows = this.rowsOf(r);
        // a selected place beyond the machine's memory is opened, but never a terabyte of nothing
        if (rows.to - rows.from <= 64 && rows.to * this.grid.rowBytes <= 2 ** this.info.geometry.maxPhysmemBits)
          runs.push(rows);
      }
    return runs;
  }

  /** Rows that page frames lie in. */
  rowsOf(r: PfnRange): Run {
    const pages = this.grid.pagesPerSection * TILES_PER_ROW;
    return { from: Math.floor(r.start / pages), to: Math.ceil(r.end / pages) };
  }

  /** One past the last byte that is drawn or folded. */
  get end(): number {
    const last = this.layout.columns.at(-1)?.segments.at(-1);
    return (last?.to ?? 1) * this.grid.rowBytes;
  }

  sectionPages(nr: number): PfnRange {
    const n = this.grid.pagesPerSection;
    return { start: pfn(nr * n), end: pfn((nr + 1) * n) };
  }

  /** What a folded hole is. */
  foldName(segment: Placed, resources: MachineCells['resources'] | undefined): string {
    if (segment.fold === 'hotplug') return words.roomForHotPlug;
    const from = segment.from * this.grid.rowBytes;
    const to = segment.to * this.grid.rowBytes;
    const inside = resources?.filter((r) => r.start < to && r.end >= from) ?? [];
    return inside.some((r) => r.name.startsWith('PCI')) && to <= 2 ** 32 ? words.pciHole : words.hole;
  }
}

function sameRuns(a: readonly Run[], b: readonly Run[]): boolean {
  return a.length === b.length && a.every((run, i) => run.from === b[i]?.from && run.to === b[i].to);
}
