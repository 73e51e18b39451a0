/**
 * The kernel half of every process's top table. x86 and riscv copy the kernel's own when a process begins; arm64 has one
 * for all (TTBR1).
 *
 *   swapper_pg_dir   [a][b][ ][c]        an entry appears later: x86 writes it into every copy (sync_global_pgds),
 *   a process        [a][b][ ][ ]        riscv64 makes sure at boot that none ever appears (pgtable_cache_init)
 */
import type { Geometry } from '../arch/geometry.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Cell } from '../state/store.ts';
import type { VirtAddr } from '../units.ts';
import { bytes } from '../units.ts';
import type { ProcessTables } from './table-views.ts';
import type { PageTree } from './tree.ts';
import type { MapRegion, MappingOptions, VpnRange } from './types.ts';

interface Process {
  readonly name: string;
  /** Entries of the top table that its copy has. */
  readonly tops: readonly number[];
  readonly died: VirtAddr | undefined;
}

interface State {
  readonly list: readonly Process[];
  readonly syncs: number;
}

const REGIONS: readonly MapRegion[] = ['direct-map', 'vmemmap'];

/** What an access of the kernel, on behalf of a process, comes to. */
export type Touch = 'mapped' | 'unmapped' | 'missing' | 'dead' | 'nobody';

/** The kernel's own tables, as their copies look at them. */
interface OwnTables {
  readonly k: Kernel;
  readonly geometry: Geometry;
  readonly tree: PageTree;
  readonly options: MappingOptions;
  vpn(va: VirtAddr): number;
  va(vpn: number): VirtAddr;
  mapped(vpn: number): boolean;
  regionRange(region: MapRegion): VpnRange;
}

/** The processes whose tables are watched. */
export class Processes {
  readonly #c: OwnTables;
  readonly #state: Cell<State>;
  /** Set and used up inside one operation. */
  #grown = false;

  constructor(c: OwnTables) {
    this.#c = c;
    this.#state = c.k.store.cell<State>('mapping.processes', { list: [], syncs: 0 });
  }

  get names(): readonly string[] {
    return this.#state.value.list.map((p) => p.name);
  }

  /** init begins with what the boot has made. */
  boot(): void {
    this.#state.value = { list: [{ name: 'init', tops: this.#tops(), died: undefined }], syncs: 0 };
    this.#grown = false;
  }

  /** A process begins with a copy of the kernel's entries (arch pgd_alloc); false: there is one of that name. */
  start(name: string): boolean {
    if (this.names.includes(name)) return false;
    this.#state.update((s) => ({ ...s, list: [...s.list, { name, tops: this.#tops(), died: undefined }] }));
    return true;
  }
  /** It ends; false: there is none. */
  stop(name: string): boolean {
    if (!this.names.includes(name)) return false;
    this.#state.update((s) => ({ ...s, list: s.list.filter((p) => p.name !== name) }));
    return true;
  }

  /** An entry of the top table was filled. */
  grown(): void {
    this.#grown = true;
  }

  /** Writes new entries into every copy (arch/x86/mm/init_64.c: sync_global_pgds). */
  sync(): void {
    if (!this.#grown) return;
    this.#grown = false;
    const { list } = this.#state.value;
    const now = this.#tops();
    let copies = 0;
    const next = list.map((p) => {
      const news = now.filter((t) => !p.tops.includes(t));
      copies += news.length;
      return news.length === 0 ? p : { ...p, tops: [...p.tops, ...news].sort((a, b) => a - b) };
    });
    if (copies > 0) this.#state.update((s) => ({ list: next, syncs: s.syncs + copies }));
  }

  /** The kernel reads an address while a process's tables are in use; one that lacks the entry dies of it. */
  touch(name: string, va: VirtAddr): Touch {
    const process = this.#state.value.list.find((p) => p.name === name);
    if (process === undefined) return 'nobody';
    if (process.died !== undefined) return 'dead';
    const vpn = this.#c.vpn(va);
    const there = this.#c.mapped(vpn);
    const lacks = this.how !== 'shared' && !process.tops.includes(Math.floor(vpn / this.#c.tree.level(0).span));
    if (there && !lacks) return 'mapped';
    this.#state.update((s) => ({ ...s, list: s.list.map((p) => (p === process ? { ...p, died: va } : p)) }));
    return there ? 'missing' : 'unmapped';
  }

  /** How new entries get to the processes. */
  get how(): ProcessTables['how'] {
    const { arch } = this.#c.geometry;
    if (arch === 'arm64') return 'shared';
    if (arch === 'x86_64') return 'synced';
    return this.#c.options.preallocate ? 'preallocated' : 'stale';
  }

  /** Everything about them, for the screen. */
  view(): ProcessTables {
    const { tree, k } = this.#c;
    const now = this.#tops();
    const { list, syncs } = this.#state.value;
    const reserved = this.how === 'preallocated';
    const vmemmap = this.#indices('vmemmap');
    const regionOf = (t: number): MapRegion => (t >= vmemmap.first && t < vmemmap.end ? 'vmemmap' : 'direct-map');
    return {
      how: this.how,
      syncs,
      regions: REGIONS.map((region) => {
        const { first, end } = this.#indices(region);
        const present = now.filter((t) => t >= first && t < end).length;
        return {
          region,
          entries: end - first,
          present,
          reservedBytes: bytes(reserved ? present * k.sizes.pageBytes : 0),
        };
      }),
      processes: list.map(({ name, tops, died }) => ({
        name,
        died,
        missing: (this.how === 'shared' ? [] : now.filter((t) => !tops.includes(t))).map((index) => ({
          index,
          va: this.#c.va(index * tree.level(0).span),
          region: regionOf(index),
        })),
      })),
    };
  }

  /** Indices [first, end) of the top table's entries of a region. */
  #indices(region: MapRegion): { readonly first: number; readonly end: number } {
    const { from, to } = this.#c.regionRange(region);
    const { span } = this.#c.tree.level(0);
    return { first: Math.floor(from / span), end: Math.ceil(to / span) };
  }

  /** Entries of the kernel's own top table that are there, in both regions, ascending. */
  #tops(): number[] {
    const found = new Set<number>();
    for (const region of REGIONS) {
      const { first, end } = this.#indices(region);
      for (let t = first; t < end; t++) if (this.#c.tree.top(t) !== 0) found.add(t);
    }
    return [...found].sort((a, b) => a - b);
  }
}
