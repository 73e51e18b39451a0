/** Whether page-table dumps fit the machine: they are read into tables that are thrown away. */
import { sizesOf } from '../engine/arch/geometry.ts';
import type { Kernel, Log } from '../engine/kernel/kernel.ts';
import { Scheduler } from '../engine/kernel/scheduler.ts';
import { Trace } from '../engine/kernel/trace.ts';
import { Mapping } from '../engine/mapping/mapping.ts';
import type { MapMemory, MapRegion } from '../engine/mapping/types.ts';
import { Store } from '../engine/state/store.ts';
import type { BootState } from './boot-state.ts';
import type { Problems } from './problems.ts';

/** Memory without end and without books. */
const MEMORY: MapMemory = {
  takeMemmap: () => true,
  freeMemmap: () => undefined,
  takeTable: () => undefined,
  freeTable: () => undefined,
};
const REGIONS: readonly MapRegion[] = ['direct-map', 'vmemmap'];

/** Adds a problem for a dump that is malformed or describes other tables than the kernel's geometry has. */
export function checkDumps(state: BootState, problems: Problems): void {
  if (state.dumps === undefined) return;
  const store = new Store();
  const trace = new Trace();
  const k: Kernel = {
    store,
    geometry: state.geometry,
    sizes: sizesOf(state.geometry),
    trace,
    scheduler: new Scheduler(trace),
    config: state.config,
    log: store.cell<Log>('dmesg', { before: undefined, lines: [], count: 0 }),
    printk: () => undefined,
  };
  const mapping = new Mapping(k, MEMORY, state.mapping);
  for (const region of REGIONS) {
    try {
      mapping.importDump(region, region === 'direct-map' ? state.dumps.directMap : state.dumps.vmemmap);
    } catch (e) {
      // says which line; anything else that a dump can do to the tables is the dump's fault as well
      problems.add(`ptdump/${region}`, e instanceof Error ? e.message.replace(/^page-table dump, /, '') : String(e));
    }
  }
}
