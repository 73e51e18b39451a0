/**
 * For tests: a kernel with nothing but page tables, and memory that is never short unless told.
 */
import type { Geometry } from '../arch/geometry.ts';
import { sizesOf } from '../arch/geometry.ts';
import type { Kernel, Log } from '../kernel/kernel.ts';
import { Scheduler } from '../kernel/scheduler.ts';
import { Trace } from '../kernel/trace.ts';
import { Store } from '../state/store.ts';
import type { Pfn } from '../units.ts';
import { pfn } from '../units.ts';
import { Mapping } from './mapping.ts';
import type { MapMemory, MappingOptions } from './types.ts';

export const DEFAULT_OPTIONS: MappingOptions = {
  pse: true,
  gbpages: true,
  debugPagealloc: false,
  rodataFull: true,
  pti: false,
  kasan: false,
  ldtMarker: false,
  teardown: 'free',
  preallocate: true,
};

/** Memory that counts what is taken. */
export class CountingMemory implements MapMemory {
  memmapPages = 0;
  tables = { 'direct-map': 0, vmemmap: 0 };
  /** Requests for the memmap larger than 2^n pages fail; −1: all fail. */
  largestOrder = Number.POSITIVE_INFINITY;
  #taken = 0;

  takeMemmap(_nid: number, _pfn: number, pages: number, order: number): boolean {
    if (order > this.largestOrder) return false;
    this.memmapPages += pages;
    return true;
  }
  freeMemmap(_pfn: number, pages: number): void {
    this.memmapPages -= pages;
  }
  takeTable(region: 'direct-map' | 'vmemmap'): Pfn {
    this.tables[region]++;
    return pfn(++this.#taken);
  }
  freeTable(region: 'direct-map' | 'vmemmap'): void {
    this.tables[region]--;
  }
}

/** A kernel whose only room is the mapping. */
export function mappingFixture(
  geometry: Geometry,
  options: Partial<MappingOptions> = {},
): { k: Kernel; memory: CountingMemory; mapping: Mapping } {
  const store = new Store();
  const trace = new Trace();
  const log = store.cell<Log>('kernel.log', { before: undefined, lines: [], count: 0 });
  const k: Kernel = {
    store,
    geometry,
    sizes: sizesOf(geometry),
    trace,
    scheduler: new Scheduler(trace),
    config: { release: '', config: {}, cmdline: '' },
    log,
    printk: () => undefined,
  };
  const memory = new CountingMemory();
  return { k, memory, mapping: new Mapping(k, memory, { ...DEFAULT_OPTIONS, ...options }) };
}
