/**
 * One byte a section: what it is and how full. Kept up to date from the chunks that changed, a few of them a frame, so
 * that a frame costs the same on every machine.
 */
import type { Mirror, MirrorArray } from '../../store/types.ts';
import {
  CLASS,
  EARLY,
  FILLS,
  GOING_OFFLINE,
  ONLINE,
  PRESENT,
  ZONE_DEVICE,
  ZONE_MIXED,
  classOf,
  codeOf,
  fillStep,
  zoneClass,
} from './classes.ts';
import type { Run } from './extents.ts';
import { TILES_PER_ROW } from './grid.ts';
import type { Grid } from './grid.ts';

/** Sections of one step of work; no array has smaller chunks. */
const STEP = 8192;
export const NO_NODE = 0xff;

/** Tells the zone of a page frame whose section lies in several zones; undefined: nobody knows. */
export type ZoneIndexAt = (pfn: number) => number | undefined;

/** What one sync found. Runs are sections. */
export interface Changes {
  /** Sections whose code may differ from before. */
  readonly runs: readonly Run[];
  /** Sections that changed what they are, not only how full: these pulse. */
  readonly pulses: readonly Run[];
  /** Memory came or went: the layout may change. */
  readonly presence: boolean;
  /** Work was left for the next frame. */
  readonly more: boolean;
}

const NO_CHANGES: Changes = { runs: [], pulses: [], presence: false, more: false };

/** Rows of one node, and how many sections of them have memory. */
export interface NodeRun extends Run {
  readonly node: number;
  readonly sections: number;
}

/** Byte codes and nodes of all sections. */
export class Summary {
  readonly #grid: Grid;
  readonly #arrays: { readonly [K in 'flags' | 'zone' | 'node' | 'used' | 'state']: MirrorArray };
  codes = new Uint8Array(0);
  nodes = new Uint8Array(0);
  /** One past the last section known. */
  sections = 0;
  #seen: number[] = [];
  /** Steps that hold sections of several zones. */
  readonly #mixed = new Set<number>();
  #next = 0;
  readonly #mirror: Mirror;
  /** Version of the mirror that was taken over completely; undefined: something is left to do. */
  #synced: number | undefined;
  #rows: readonly Run[] | undefined;
  #nodeRuns: readonly NodeRun[] | undefined;

  constructor(mirror: Mirror, grid: Grid) {
    this.#grid = grid;
    this.#mirror = mirror;
    this.#arrays = {
      flags: mirror.array('section.flags'),
      zone: mirror.array('section.zone'),
      node: mirror.array('section.node'),
      used: mirror.array('pages.usedInSection'),
      state: mirror.array('block.state'),
    };
  }

  /**
   * Takes over what changed in the mirror.
   * @param highest one past the highest section that was ever present
   * @param budget most steps of 8192 sections to do now
   */
  sync(highest: number, zoneIndexAt: ZoneIndexAt, budget = Infinity): Changes {
    if (this.#synced === this.#mirror.version && highest <= this.sections) return NO_CHANGES;
    this.#grow(highest);
    const steps = Math.ceil(this.sections / STEP);
    const runs: Run[] = [];
    const pulses: Run[] = [];
    let presence = false;
    let done = 0;
    let more = false;
    if (this.#next >= steps) this.#next = 0;
    for (let n = 0; n < steps; n++) {
      const step = (this.#next + n) % steps;
      const from = step * STEP;
      const version = this.#version(from);
      if (this.#seen[step] === version) continue;
      if (done >= budget) {
        this.#next = step;
        more = true;
        break;
      }
      done++;
      const fresh = this.#seen[step] === undefined;
      this.#seen[step] = version;
      const to = Math.min(from + STEP, this.sections);
      if (this.#recode(from, to, zoneIndexAt, runs, fresh ? undefined : pulses)) presence = true;
    }
    if (presence) {
      this.#rows = undefined;
      this.#nodeRuns = undefined;
    }
    this.#synced = more ? undefined : this.#mirror.version;
    return { runs, pulses, presence, more };
  }

  /** Zone spans moved: sections that lie in several zones are read again by the next sync. */
  zonesMoved(): void {
    for (const step of this.#mixed) this.#seen[step] = -1;
    this.#synced = undefined;
  }

  classAt(nr: number): number {
    return classOf(this.codes[nr] ?? 0);
  }

  /** Rows with memory, ascending. */
  rows(): readonly Run[] {
    this.#rows ??= this.#findRows();
    return this.#rows;
  }

  /** Rows by the node of their first memory, ascending; rows without memory are in none. */
  nodeRuns(): readonly NodeRun[] {
    this.#nodeRuns ??= this.#findNodes();
    return this.#nodeRuns;
  }

  #version(section: number): number {
    const a = this.#arrays;
    return Math.max(
      a.flags.chunkVersion(section),
      a.zone.chunkVersion(section),
      a.node.chunkVersion(section),
      a.used.chunkVersion(section),
      a.state.chunkVersion(Math.floor(section / this.#grid.sectionsPerBlock)),
    );
  }

  #grow(highest: number): void {
    if (highest <= this.sections) return;
    const first = Math.floor(this.sections / STEP);
    if (highest > this.codes.length) {
      const size = Math.max(1024, 2 ** Math.ceil(Math.log2(highest)));
      const codes = new Uint8Array(size);
      codes.set(this.codes);
      this.codes = codes;
      const nodes = new Uint8Array(size).fill(NO_NODE);
      nodes.set(this.nodes);
      this.nodes = nodes;
    }
    this.sections = highest;
    // the step that held the old end now holds more
    if (this.#seen[first] !== undefined) this.#seen[first] = -1;
  }

  /** @returns whether memory came or went */
  #recode(from: number, to: number, zoneIndexAt: ZoneIndexAt, runs: Run[], pulses: Run[] | undefined): boolean {
    const { flags, zone, node, used, state } = this.#arrays;
    const { pagesPerSection, sectionsPerBlock } = this.#grid;
    let presence = false;
    let first = -1;
    let last = -1;
    for (let nr = from; nr < to; nr++) {
      const f = flags.get(nr);
      let cls: number = CLASS.absent;
      let fill = 0;
      let nid = NO_NODE;
      if ((f & PRESENT) !== 0) {
        nid = node.get(nr);
        fill = fillStep(used.get(nr), pagesPerSection);
        // a tainted section that is online shares its memory with a device: only its cells can show both
        if ((f & ONLINE) === 0) {
          const device = zone.get(nr) === ZONE_DEVICE;
          cls = device ? CLASS.Device : CLASS.offline;
          if (device) fill = FILLS - 1;
        } else {
          const z = zone.get(nr);
          const mixed = z === ZONE_MIXED || z === ZONE_DEVICE;
          if (mixed) this.#mixed.add(Math.floor(nr / STEP));
          // a mixed section takes the zone of its end: only its cells can show all of them
          cls = zoneClass(mixed ? (zoneIndexAt((nr + 1) * pagesPerSection - 1) ?? z) : z);
          if ((f & EARLY) === 0 && state.get(Math.floor(nr / sectionsPerBlock)) === GOING_OFFLINE)
            cls = CLASS.goingOffline;
        }
      }
      const code = codeOf(cls, fill);
      const before = this.codes[nr] ?? 0;
      if (code === before && this.nodes[nr] === nid) continue;
      if (first < 0) first = nr;
      last = nr;
      if (classOf(before) !== cls) {
        if ((cls === CLASS.absent) !== (classOf(before) === CLASS.absent)) presence = true;
        if (pulses !== undefined) extend(pulses, nr);
      }
      if (this.nodes[nr] !== nid) presence = true;
      this.codes[nr] = code;
      this.nodes[nr] = nid;
    }
    if (first >= 0) runs.push({ from: first, to: last + 1 });
    return presence;
  }

  #findRows(): Run[] {
    const out: Run[] = [];
    for (let nr = 0; nr < this.sections; nr++) {
      if (this.classAt(nr) === CLASS.absent) continue;
      const row = Math.floor(nr / TILES_PER_ROW);
      extend(out, row);
      nr = (row + 1) * TILES_PER_ROW - 1;
    }
    return out;
  }

  #findNodes(): NodeRun[] {
    const out: NodeRun[] = [];
    for (const rows of this.rows())
      for (let row = rows.from; row < rows.to; row++) {
        const node = this.#nodeOfRow(row);
        const sections = this.#sectionsIn(row);
        const last = out.at(-1);
        if (last !== undefined && last.to === row && last.node === node)
          out[out.length - 1] = { from: last.from, to: row + 1, node, sections: last.sections + sections };
        else out.push({ from: row, to: row + 1, node, sections });
      }
    return out;
  }
  #sectionsIn(row: number): number {
    let n = 0;
    for (let nr = row * TILES_PER_ROW; nr < Math.min((row + 1) * TILES_PER_ROW, this.sections); nr++)
      if (this.classAt(nr) !== CLASS.absent) n++;
    return n;
  }

  #nodeOfRow(row: number): number {
    for (let nr = row * TILES_PER_ROW; nr < (row + 1) * TILES_PER_ROW; nr++) {
      const node = this.nodes[nr];
      if (node !== undefined && node !== NO_NODE) return node;
    }
    return NO_NODE;
  }
}

/** Adds one number to ascending runs. */
function extend(runs: Run[], n: number): void {
  const last = runs.at(-1);
  if (last !== undefined && n === last.to) runs[runs.length - 1] = { from: last.from, to: n + 1 };
  else if (last === undefined || n > last.to) runs.push({ from: n, to: n + 1 });
}
