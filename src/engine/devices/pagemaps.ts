/** Live ZONE_DEVICE mappings of a machine, whoever made them (mm/memremap.c: pgmap_array). */
import type { Kernel } from '../kernel/kernel.ts';
import type { Cell } from '../state/store.ts';
import type { NodeId, Pfn } from '../units.ts';

/** What kind of device pages they are (enum memory_type). */
export type PagemapType = 'fs-dax' | 'generic' | 'coherent' | 'private';

/** struct dev_pagemap: what a driver asks for. Addresses in bytes. */
export interface PagemapRequest {
  readonly start: number;
  readonly size: number;
  readonly nid: NodeId;
  readonly type: PagemapType;
  /** Pages at the start of the range for its own struct pages; undefined: these come from RAM. */
  readonly altmap: { readonly reserve: number; readonly free: number } | undefined;
  /** Pages of one compound page; 1: the pages come singly. */
  readonly compound: number;
}
/** A mapped one: with what its altmap has handed out. */
export interface Pagemap extends PagemapRequest {
  readonly alloc: number;
  readonly align: number;
  /** What got struct pages: more than was asked for in kernels that know whole sections only. */
  readonly mapped: { readonly start: number; readonly end: number };
}

/** The mappings by the name of who made them. */
export class Pagemaps {
  readonly all: Cell<ReadonlyMap<string, Pagemap>>;
  readonly #pageBytes: number;

  constructor(k: Kernel) {
    this.all = k.store.cell<ReadonlyMap<string, Pagemap>>('dax.pagemaps', new Map());
    this.#pageBytes = k.sizes.pageBytes;
  }
  get live(): readonly Pagemap[] {
    return [...this.all.value.values()];
  }
  get(owner: string): Pagemap | undefined {
    return this.all.value.get(owner);
  }
  put(owner: string, made: Pagemap): void {
    this.all.value = new Map(this.all.value).set(owner, made);
  }
  drop(owner: string): void {
    const rest = new Map(this.all.value);
    rest.delete(owner);
    this.all.value = rest;
  }
  /** Who maps a page frame; undefined: nobody (get_dev_pagemap). */
  ownerOf(at: Pfn): string | undefined {
    const byte = at * this.#pageBytes;
    for (const [owner, p] of this.all.value) if (p.mapped.start <= byte && byte < p.mapped.end) return owner;
    return undefined;
  }
}
