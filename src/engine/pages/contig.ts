/** Taking a whole range at once (mm/page_alloc.c: alloc_contig_range). */
import type { Status } from '../kernel/errno.ts';
import type { PfnRange } from '../units.ts';
import type { ZoneRef } from '../zones/types.ts';
import type { Core } from './core.ts';
import { isolate, movableIn, moveAway, testPagesIsolated, undoIsolate } from './isolation.ts';
import { keepOffline } from './offline-pages.ts';

/** Pages that one call of isolate_migratepages_range collects at most (COMPACT_CLUSTER_MAX). */
const CLUSTER = 32;

/**
 * Takes a whole range of online memory, moving away what is in it (mm/page_alloc.c: alloc_contig_range), and keeps it
 * offline. EBUSY: something in it does not move; then all is as before but what has moved.
 */
export function takeContig(core: Core, ref: ZoneRef, range: PfnRange): Status {
  const { trace } = core.k;
  let errno: Status;
  if (isolate(core, range, false) === undefined) {
    trace.leaf('lru_cache_disable');
    const movable = movableIn(core, range);
    trace.many('migrate_pages', Math.max(1, Math.ceil(movable / CLUSTER)));
    if (movable > 0) moveAway(core, range, core.zones.fallbackOrder(ref.nid));
    if (testPagesIsolated(core, range)) {
      keepOffline(core, ref, range);
      core.zones.adjustManaged(ref, range.start - range.end);
    } else errno = 'EBUSY';
    trace.leaf('undo_isolate_page_range', range.start);
    undoIsolate(core, range);
  } else {
    errno = 'EBUSY';
    trace.leaf('undo_isolate_page_range', range.start);
  }
  return errno;
}
