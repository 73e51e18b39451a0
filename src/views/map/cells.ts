/**
 * The cells of one section: which of its 2 MiB subsections are there, in which zone, how full, and which hold the
 * memmap or something pinned. Read from the mirror; what only the worker knows (owners) comes as a detail when known.
 *
 *   pages.slot -> pages.pageblocks   one field a pageblock: used << 2 | migrate type (engine/pages/pageblocks.ts)
 */
import type { SectionDetail } from '../../link/messages.ts';
import type { Mirror, MirrorArray } from '../../store/types.ts';
import {
  CLASS,
  EARLY,
  FILLS,
  ZONE_DEVICE,
  ZONE_MIXED,
  classOf,
  codeOf,
  fillOf,
  fillStep,
  zoneClass,
} from './classes.ts';
import type { CellRun } from './deviceCells.ts';
import type { Grid } from './grid.ts';
import { ownedCells } from './owners.ts';
import type { ZoneIndexAt } from './summary.ts';

const FIRST_REAL_SLOT = 4;
/** Uniform slots: all free, all used unmovable, all used, all free isolated. */
const FULL_SLOTS: ReadonlySet<number> = new Set([1, 2]);

/** Reads the cells of sections out of a mirror. */
export class Cells {
  readonly #grid: Grid;
  readonly #flags: MirrorArray;
  readonly #zone: MirrorArray;
  readonly #map: MirrorArray;
  readonly #used: MirrorArray;
  readonly #slot: MirrorArray;
  readonly #words: MirrorArray;
  readonly #width: number;
  readonly #wordsPerSlot: number;
  readonly #pageblocks: number;
  readonly #pageblockPages: number;

  constructor(mirror: Mirror, grid: Grid) {
    this.#grid = grid;
    this.#flags = mirror.array('section.flags');
    this.#zone = mirror.array('section.zone');
    this.#map = mirror.array('section.map');
    this.#used = mirror.array('pages.usedInSection');
    this.#slot = mirror.array('pages.slot');
    this.#words = mirror.array('pages.pageblocks');
    this.#pageblocks = Math.max(1, grid.cellsPerTile / grid.cellsPerPageblock);
    this.#pageblockPages = grid.pagesPerSection / this.#pageblocks;
    this.#width = 2 + Math.ceil(Math.log2(this.#pageblockPages + 1));
    this.#wordsPerSlot = Math.ceil((this.#pageblocks * this.#width) / 32);
  }

  /** A number that grows whenever a cell of the section may have changed. */
  version(nr: number): number {
    const word = nr * this.#grid.mapWords;
    return Math.max(
      this.#flags.chunkVersion(nr),
      this.#zone.chunkVersion(nr),
      this.#map.chunkVersion(word),
      this.#used.chunkVersion(nr),
      this.#slot.chunkVersion(nr),
      this.#words.version,
    );
  }

  /** What a section's owners depend on, as a number: its flags, its zone and how many of its pages are in use. */
  stateOf(nr: number): number {
    return this.#used.get(nr) * 65536 + this.#flags.get(nr) * 256 + this.#zone.get(nr);
  }

  /** Whether a subsection is active (include/linux/mmzone.h: pfn_section_valid). */
  active(nr: number, cell: number): boolean {
    return ((this.#map.get(nr * this.#grid.mapWords + (cell >>> 5)) >>> (cell & 31)) & 1) === 1;
  }

  /** Used pages of a cell, and whether the count is the cell's own or its section's average. */
  used(nr: number, cell: number): { readonly pages: number; readonly exact: boolean } {
    const total = this.#used.get(nr);
    const { pagesPerCell, cellsPerPageblock, cellsPerTile, pagesPerSection } = this.#grid;
    const average = { pages: Math.round(total / cellsPerTile), exact: total === 0 || total === pagesPerSection };
    if (average.exact) return average;
    const slot = this.#slot.get(nr);
    if (slot < FIRST_REAL_SLOT) {
      const pages = FULL_SLOTS.has(slot) ? pagesPerCell : 0;
      return pages * cellsPerTile === total ? { pages, exact: true } : average;
    }
    const used = this.#field(slot, Math.floor(cell / cellsPerPageblock)) >>> 2;
    return { pages: Math.round(used / cellsPerPageblock), exact: cellsPerPageblock === 1 };
  }

  /** Migrate type of the pageblock a cell lies in, as a number; undefined where the mirror does not hold it. */
  migrateType(nr: number, cell: number): number | undefined {
    const slot = this.#slot.get(nr);
    if (slot >= FIRST_REAL_SLOT) return this.#field(slot, Math.floor(cell / this.#grid.cellsPerPageblock)) & 3;
    return slot === 0 ? undefined : [0, 1, 0, 3][slot];
  }

  /**
   * Writes the codes of a section's cells.
   * @param code the section's own code (summary.ts)
   * @param detail owners of its pageblocks, where they are known
   * @param device cells that a device has a word about: what is not there stays empty
   */
  codes(
    nr: number,
    code: number,
    zoneIndexAt: ZoneIndexAt,
    detail: SectionDetail | undefined,
    out: Uint8Array,
    device?: readonly CellRun[],
  ): void {
    this.#plainCodes(nr, code, zoneIndexAt, detail, out);
    for (const run of device ?? [])
      for (let cell = run.from; cell < run.to; cell++)
        if (classOf(out[cell] ?? 0) !== CLASS.empty) out[cell] = codeOf(run.cls, FILLS - 1);
  }

  #plainCodes(
    nr: number,
    code: number,
    zoneIndexAt: ZoneIndexAt,
    detail: SectionDetail | undefined,
    out: Uint8Array,
  ): void {
    const { cellsPerTile, pagesPerSection, pagesPerCell, mapWords } = this.#grid;
    const cls = classOf(code);
    if (cls === CLASS.absent) {
      out.fill(codeOf(CLASS.absent, 0), 0, cellsPerTile);
      return;
    }
    const zone = this.#zone.get(nr);
    // memory of a zone beside device pages: the section says Device, the cells that no device has say their own
    const mixed = (zone === ZONE_MIXED && cls !== CLASS.offline) || (zone === ZONE_DEVICE && cls !== CLASS.Device);
    const early = (this.#flags.get(nr) & EARLY) !== 0;
    const total = this.#used.get(nr);
    const present = this.#activeCells(nr) * pagesPerCell;
    // the first and the last section of boot memory are used in full where nothing tells: their fill is their share
    const average = fillStep(total, early && present > 0 ? present : pagesPerSection);
    // nearly all memory of a large machine: one answer for the whole section
    const uniform = !mixed && this.#slot.get(nr) < FIRST_REAL_SLOT && present === cellsPerTile * pagesPerCell;
    if (uniform && detail === undefined) {
      const used = this.used(nr, 0);
      out.fill(codeOf(cls, used.exact ? fillStep(used.pages, pagesPerCell) : average), 0, cellsPerTile);
      return;
    }
    let word = 0;
    for (let cell = 0; cell < cellsPerTile; cell++) {
      if ((cell & 31) === 0) word = this.#map.get(nr * mapWords + (cell >>> 5));
      if (((word >>> (cell & 31)) & 1) === 0) {
        out[cell] = codeOf(CLASS.empty, 0);
        continue;
      }
      const own = mixed
        ? zoneClass(zoneIndexAt(nr * pagesPerSection + cell * pagesPerCell + (pagesPerCell >> 1)) ?? 0xff)
        : cls;
      const used = this.used(nr, cell);
      out[cell] = codeOf(
        own,
        used.exact || this.#slot.get(nr) >= FIRST_REAL_SLOT ? fillStep(used.pages, pagesPerCell) : average,
      );
    }
    if (detail !== undefined) this.#own(detail, out);
  }

  /** Cells whose pages mostly describe other pages are amber, cells with a pinned or a bad page red, however few there are. */
  #own(detail: SectionDetail, out: Uint8Array): void {
    for (const { cell, cls } of ownedCells(detail, this.#grid)) {
      const code = out[cell];
      if (code === undefined || classOf(code) === CLASS.empty) continue;
      out[cell] = codeOf(cls, cls === CLASS.trouble ? FILLS - 1 : Math.max(1, fillOf(code)));
    }
  }

  #activeCells(nr: number): number {
    let n = 0;
    for (let w = 0; w < this.#grid.mapWords; w++)
      for (let v = this.#map.get(nr * this.#grid.mapWords + w); v !== 0; v &= v - 1) n++;
    return Math.min(n, this.#grid.cellsPerTile);
  }

  #field(slot: number, i: number): number {
    const bit = i * this.#width;
    const at = (slot - FIRST_REAL_SLOT) * this.#wordsPerSlot + (bit >>> 5);
    const shift = bit & 31;
    const low = this.#words.get(at) >>> shift;
    return (shift + this.#width <= 32 ? low : low | (this.#words.get(at + 1) << (32 - shift))) & (2 ** this.#width - 1);
  }
}
