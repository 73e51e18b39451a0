/**
 * Block translation tables: a namespace of whole sectors that are written or not, never torn (drivers/nvdimm/btt.c).
 *
 *   4 KiB │ arena: info │ data … and 256 spare sectors │ map: 4 bytes a sector │ log │ info, once more │ next arena …
 */
import { GiB, KiB, MiB, alignDown, alignUp } from '../../units.ts';

/** Sizes of sectors that a table can have; the odd ones carry metadata (drivers/nvdimm/btt_devs.c: btt_lbasize_supported). */
export const SECTOR_SIZES: readonly number[] = [512, 520, 528, 4096, 4104, 4160, 4224];

/** Bytes before the first arena of tables of version 1.1, which namespaces under labels of version 1.1 have. */
const INITIAL_OFFSET = 4 * KiB;
const ARENA_MIN = 16 * MiB;
const ARENA_MAX = 512 * GiB;
const PAGE = 4 * KiB;
/** Free sectors: one for every lane on which a write can be under way (BTT_DEFAULT_NFREE). */
const FREE = 256;
const LOG_GROUP = 64;
const MAP_ENTRY = 4;
/** Sectors of the data area are kept apart by this. */
const INTERNAL_ALIGN = 64;

/** One arena. Bytes from the namespace's start; ends exclusive. */
export interface Arena {
  readonly start: number;
  readonly data: number;
  readonly map: number;
  readonly log: number;
  readonly info2: number;
  readonly end: number;
  /** Sectors that can be addressed. */
  readonly sectors: number;
}

function arenaAt(start: number, size: number, sector: number): Arena {
  const log = alignUp(FREE * LOG_GROUP, PAGE);
  const available = alignDown(size, PAGE) - 2 * PAGE - log;
  const sectors = Math.floor((available - PAGE) / (alignUp(sector, INTERNAL_ALIGN) + MAP_ENTRY)) - FREE;
  const map = alignUp(sectors * MAP_ENTRY, PAGE);
  const data = start + PAGE;
  const at = data + available - map;
  return { start, data, map: at, log: at + map, info2: at + map + log, end: start + size, sectors };
}

/** Arenas of a namespace of so many bytes; none when it is too small for one (create_arenas). */
export function arenasOf(size: number, sector: number): readonly Arena[] {
  const arenas: Arena[] = [];
  for (let at = INITIAL_OFFSET; size - at >= ARENA_MIN; at += ARENA_MAX)
    arenas.push(arenaAt(at, Math.min(ARENA_MAX, size - at), sector));
  return arenas;
}

/** Bytes that the block device over them shows: metadata of odd sectors is not counted (btt_blk_init). */
export const bttSize = (arenas: readonly Arena[], sector: number): number =>
  arenas.reduce((sum, a) => sum + a.sectors, 0) * (sector >= 4096 ? 4096 : 512);
