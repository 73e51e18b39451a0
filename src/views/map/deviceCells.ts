/**
 * What devices say about single cells: device pages, the memmap inside the device, pieces of virtio-mem that are not
 * plugged. Only cells that differ from what their section says are kept.
 *
 *   section 51   |device pages of dax0.0 |memmap of dax0.1|device pages of dax0.1|
 *   section 50   |plugged, nothing to say            |fake-offline|unplugged     |
 */
import type { DevicesView, Span } from '../../engine/devices/view.ts';
import { CLASS } from './classes.ts';
import type { Grid } from './grid.ts';

/** Cells [from, to) of a section with a class of their own. */
export interface CellRun {
  readonly from: number;
  readonly to: number;
  readonly cls: number;
}

/** Runs of cells by section, and in which update each last changed. */
export class DeviceCells {
  readonly #grid: Grid;
  #of: DevicesView | undefined;
  #runs = new Map<number, CellRun[]>();
  readonly #stamps = new Map<number, number>();
  #version = 0;
  /** A zone of its own is shown in the legend: some device has pages. */
  hasPages = false;
  /** Some virtio-mem device has pieces that are not plugged in a block that is there. */
  hasUnplugged = false;

  constructor(grid: Grid) {
    this.#grid = grid;
  }

  /** Takes over the devices of a frame. */
  update(devices: DevicesView | undefined): void {
    if (devices === this.#of) return;
    this.#of = devices;
    const before = this.#runs;
    this.#runs = devices === undefined ? new Map<number, CellRun[]>() : this.#collect(devices);
    this.#version++;
    for (const nr of new Set([...before.keys(), ...this.#runs.keys()]))
      if (!sameRuns(before.get(nr), this.#runs.get(nr))) this.#stamps.set(nr, this.#version);
  }

  /** The cells of a section that a device has a word about. */
  of(nr: number): readonly CellRun[] | undefined {
    return this.#runs.get(nr);
  }

  /** Differs whenever the cells of the section may. */
  stampOf(nr: number): number {
    return this.#stamps.get(nr) ?? 0;
  }

  #collect(d: DevicesView): Map<number, CellRun[]> {
    const out = new Map<number, CellRun[]>();
    this.hasPages = d.pagemaps.length > 0;
    this.hasUnplugged = false;
    for (const map of d.pagemaps) {
      const layout = d.namespaces.find((n) => n.enabled && n.start <= map.start && map.end <= n.end)?.layout ?? [];
      this.#put(out, map, CLASS.Device);
      for (const l of layout)
        if (map.altmap !== undefined && l.kind !== 'data' && l.kind !== 'trunc')
          this.#put(out, l, l.kind === 'memmap' ? CLASS.memmap : CLASS.reserve);
    }
    for (const vm of d.virtioMem)
      for (const unit of vm.units) {
        if (unit.state === 'unused') continue;
        for (const run of vm.bitmap) {
          if (run.state === 'plugged' || run.end <= unit.start || run.start >= unit.end) continue;
          this.hasUnplugged = true;
          this.#put(
            out,
            { start: Math.max(run.start, unit.start), end: Math.min(run.end, unit.end) },
            run.state === 'unplugged' ? CLASS.unplugged : CLASS.fake,
          );
        }
      }
    return out;
  }

  /** A cell belongs to what has most of it; later runs lie over earlier ones. */
  #put(out: Map<number, CellRun[]>, span: Span, cls: number): void {
    const { cellBytes, cellsPerTile } = this.#grid;
    const first = Math.round(span.start / cellBytes);
    const last = Math.round(span.end / cellBytes);
    for (let at = first; at < last;) {
      const nr = Math.floor(at / cellsPerTile);
      const until = Math.min(last, (nr + 1) * cellsPerTile);
      const runs = out.get(nr) ?? [];
      out.set(nr, runs);
      runs.push({ from: at - nr * cellsPerTile, to: until - nr * cellsPerTile, cls });
      at = until;
    }
  }
}

function sameRuns(a: readonly CellRun[] | undefined, b: readonly CellRun[] | undefined): boolean {
  return (
    a?.length === b?.length &&
    (a ?? []).every((r, i) => r.from === b?.[i]?.from && r.to === b[i].to && r.cls === b[i].cls)
  );
}
