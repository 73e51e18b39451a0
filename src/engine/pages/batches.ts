/**
 * How many single pages go from a zone to a CPU's own list at once (mm/page_alloc.c: nr_pcp_alloc): the batch doubles with
 * every refill, while the task only takes.
 *
 *   batches of a zone with batch 31, 15360 pages wanted:  31 62 124 248 496 992 992 … = 15841   481 are left over
 *   batch 7, 6133 pages above the low mark:               7 14 28 56 112 224 … = 6265           6042 are got
 */

/** CONFIG_PCP_BATCH_SCALE_MAX: how often a batch doubles while a task goes on allocating. */
const SCALE_MAX = 5;
/** The most pages of a zone that a batch is computed from, in KiB. */
const BATCH_KIB = 1024;

/** Pages that go to a CPU's list at once (zone_batchsize). */
export function zoneBatchsize(managed: number, pageBytes: number): number {
  const quarter = Math.max(1, Math.floor(Math.min(Math.floor(managed / 1024), (BATCH_KIB * 1024) / pageBytes) / 4));
  return 2 ** Math.floor(Math.log2(quarter + Math.floor(quarter / 2))) - 1;
}

/** How often the batch has doubled once `before` pages were taken. */
function doublings(before: number, batch: number): number {
  let scale = 0;
  for (let got = 0; got < before && scale < SCALE_MAX; scale++) got += batch * 2 ** scale;
  return scale;
}

/**
 * Single pages that a task gets from a zone of which `room` pages lie above the mark. The mark is compared with what is free
 * outside the lists: once a batch has gone below it the zone is passed over, whatever that batch left on the CPU's list.
 * `before`: pages that the task took from the zone just before.
 */
export function untilMark(room: number, batch: number, before = 0): number {
  if (batch === 0 || room <= 0) return Math.max(0, room);
  let got = 0;
  for (let scale = doublings(before, batch); ; scale = Math.min(scale + 1, SCALE_MAX)) {
    const next = got + batch * 2 ** scale;
    if (next >= room) return got + 1;
    got = next;
  }
}

/** What is left of the last batch when `pages` single pages were taken one after the other, and others `before`. */
export function restOfBatches(pages: number, batch: number, before = 0): number {
  if (batch === 0) return 0;
  let got = 0;
  for (let scale = doublings(before, batch); got < pages; scale = Math.min(scale + 1, SCALE_MAX))
    got += batch * 2 ** scale;
  return got - pages;
}
