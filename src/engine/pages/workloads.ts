/**
 * What runs on the machine and uses memory: workloads that grow and churn with every tick, and holdings that take their
 * pages at once and keep them. A policy of ours, not of the kernel's: what is given back next is decided here, by a
 * sequence of numbers that is part of the machine's state, so that the same lines always decide alike.
 */
import type { Kernel } from '../kernel/kernel.ts';
import type { Cell } from '../state/store.ts';
import { nodeId, pages as pageCount } from '../units.ts';
import type { NodeId, Pages as PageCount } from '../units.ts';
import { userTag } from './hugetlb-pool.ts';
import type { Pages } from './pages.ts';
import type { Extent, Request } from './types.ts';

export type WorkloadKind = 'pagecache' | 'anon' | 'kernel' | 'pinned';

/** A workload. */
export interface Workload {
  readonly id: string;
  readonly kind: WorkloadKind;
  /** The one node it may use; undefined: node 0 first, then whatever is near. */
  readonly node: NodeId | undefined;
  /** Pages it holds now. */
  readonly pages: PageCount;
  /** Pages it wants. */
  readonly limit: PageCount;
}

/** How each kind asks for memory: page cache and anonymous memory can move, kernel objects and long-term pins cannot. */
const ASKS: Readonly<Record<WorkloadKind, Pick<Request, 'owner' | 'type' | 'highestZone'>>> = {
  pagecache: { owner: 'pagecache', type: 'movable', highestZone: 'Movable' },
  anon: { owner: 'anon', type: 'movable', highestZone: 'Movable' },
  kernel: { owner: 'kernel', type: 'unmovable', highestZone: 'Normal' },
  // FOLL_LONGTERM moves pages out of ZONE_MOVABLE before it pins them
  pinned: { owner: 'pinned', type: 'unmovable', highestZone: 'Normal' },
};
/** What a process of the guest can hold: kinds of memory, and of references to it, that the kernel treats differently. */
export type HoldKind = 'anon' | 'thp' | 'shm' | 'mlock' | 'hugetlb' | 'pin' | 'vmsplice' | 'pipe';
const HOLDS: Readonly<Record<HoldKind, Pick<Request, 'owner' | 'type' | 'highestZone'> & { readonly huge: boolean }>> =
  {
    anon: { ...ASKS.anon, huge: false },
    thp: { ...ASKS.anon, huge: true },
    shm: { ...ASKS.anon, huge: false },
    mlock: { ...ASKS.anon, huge: false },
    hugetlb: { ...ASKS.anon, owner: 'hugetlb', huge: true },
    // anonymous memory first, then pinned for long: what lies in ZONE_MOVABLE moves out of it
    pin: { ...ASKS.anon, owner: 'pinned', huge: false },
    // short-term references pin pages where they are, in any zone
    vmsplice: { ...ASKS.anon, owner: 'pinned', huge: false },
    pipe: { ...ASKS.kernel, huge: false },
  };
export const HOLD_KINDS: readonly HoldKind[] = ['anon', 'thp', 'shm', 'mlock', 'hugetlb', 'pin', 'vmsplice', 'pipe'];

/** Parts of its limit: what a workload grows by in a tick, and what it takes or gives back once it is well filled. */
const GROWTH = 1 / 16;
const CHURN = 1 / 64;
/** Part of its limit from which on it also gives back. */
const FILLED = 3 / 4;
/** How often a well filled workload gives back rather than takes: kernel objects live longer, pins for good. */
const GIVES_BACK: Readonly<Record<WorkloadKind, number>> = { pagecache: 0.5, anon: 0.5, kernel: 0.4, pinned: 0 };

/** The workloads of one machine. */
export class Workloads {
  /** In order of their start. */
  readonly list: Cell<readonly Workload[]>;
  /** Ticks since the machine started. */
  readonly ticks: Cell<number>;
  readonly #k: Kernel;
  readonly #pages: Pages;
  readonly #random: Cell<number>;

  constructor(k: Kernel, pages: Pages) {
    this.#random = k.store.cell('workloads.random', 0x9e3779b9);
    this.#k = k;
    this.list = k.store.cell<readonly Workload[]>('workloads.list', []);
    this.ticks = k.store.cell('workloads.ticks', 0);
    this.#pages = pages;
  }

  get(id: string): Workload | undefined {
    return this.list.value.find((w) => w.id === id);
  }

  /** Starts a workload that will grow to `limit` pages; the id must be free. */
  start(id: string, kind: WorkloadKind, limit: number, node: NodeId | undefined): void {
    this.list.update((l) => [...l, { id, kind, node, pages: pageCount(0), limit: pageCount(limit) }]);
  }

  /** Ends a workload: it gives back all it holds. */
  stop(id: string): void {
    this.#pages.free(tagOf(id));
    this.list.update((l) => l.filter((w) => w.id !== id));
  }

  /** One tick: every workload grows towards its limit, and when it is well filled takes or gives back a little. */
  tick(): void {
    this.ticks.update((n) => n + 1);
    for (const w of this.list.value) this.#step(w);
  }

  /** Where a workload's pages lie now. */
  extentsOf(id: string): readonly Extent[] {
    return this.#pages.extentsOf(tagOf(id));
  }

  /** A process takes memory at once and keeps it: where it lies, or undefined when there is not enough. */
  hold(id: string, kind: HoldKind, pages: number, node: NodeId | undefined): readonly Extent[] | undefined {
    const { huge, ...ask } = HOLDS[kind];
    if (kind === 'hugetlb') return this.#pages.useHugePages(id, pages, node ?? nodeId(0), node !== undefined);
    const got = this.#pages.alloc({
      ...ask,
      tag: holdTag(id),
      name: id,
      pages,
      order: huge ? this.#k.geometry.pageblockOrder : 0,
      nid: node ?? nodeId(0),
      thisNodeOnly: node !== undefined,
    });
    if (got === undefined) return undefined;
    // pages that a pin moves away go back by way of the same list, which passes on what is too much
    if (!huge) this.#pages.leaveRest(kind === 'pin' ? got.filter((e) => e.zone.zone !== 'Movable') : got, ask.type);
    return kind === 'pin' ? this.#pinLongTerm(id, got) : got;
  }

  /**
   * Long-term pins move pages out of ZONE_MOVABLE, onto the page's own node or what follows it, whatever the policy of the
   * process says (mm/gup.c: migrate_longterm_unpinnable_folios); undefined: there is no room, nothing is held.
   */
  #pinLongTerm(id: string, got: readonly Extent[]): readonly Extent[] | undefined {
    const away = got.filter((e) => e.zone.zone === 'Movable');
    for (const nid of new Set(away.map((e) => e.zone.nid))) {
      const pages = away.reduce((sum, e) => sum + (e.zone.nid === nid ? e.pages : 0), 0);
      const to = this.#pages.alloc({ ...ASKS.pinned, tag: holdTag(id), name: id, pages, order: 0, nid, before: got });
      if (to !== undefined) {
        this.#pages.leaveRest(to, ASKS.pinned.type, got);
        continue;
      }
      this.#pages.free(holdTag(id));
      return undefined;
    }
    this.#pages.release(holdTag(id), away);
    return this.#pages.extentsOf(holdTag(id));
  }

  /** Whether a process of this name holds something. */
  holds(id: string): boolean {
    return this.#pages.pagesUnder(holdTag(id)) > 0 || this.#pages.pagesUnder(userTag(id)) > 0;
  }

  /** The process ends. */
  drop(id: string): void {
    this.#pages.releaseHugePages(id);
    this.#pages.free(holdTag(id));
  }

  #step(known: Workload): void {
    // reclaim may have taken some of it
    const w = { ...known, pages: pageCount(Math.min(known.pages, this.#pages.pagesUnder(tagOf(known.id)))) };
    const churn = Math.max(1, Math.floor(w.limit * CHURN));
    const room = w.limit - w.pages;
    let held: number = w.pages;
    if (held < w.limit * FILLED) held += this.#take(w, Math.min(room, Math.max(1, Math.floor(w.limit * GROWTH))));
    else if (w.kind !== 'pinned' && (room === 0 || this.#next() < GIVES_BACK[w.kind])) held -= this.#giveBack(w, churn);
    else if (room > 0) held += this.#take(w, Math.min(room, churn));
    if (held !== known.pages)
      this.list.update((l) => l.map((x) => (x.id === w.id ? { ...x, pages: pageCount(held) } : x)));
  }

  /** Gives back a piece from anywhere in what the workload holds: holes open all over it, and are filled again. */
  #giveBack(w: Workload, pages: number): number {
    const n = Math.min(pages, w.pages);
    if (n > 0) this.#pages.free(tagOf(w.id), n, Math.floor(this.#next() * Math.ceil(w.pages / n)) * n);
    return n;
  }

  /** Takes what can be had of `wanted` pages: the half, the quarter … when there is not enough. Answers by how much it grew. */
  #take(w: Workload, wanted: number): number {
    for (let n = wanted; n > 0; n = Math.floor(n / 2)) {
      const request: Request = {
        ...ASKS[w.kind],
        tag: tagOf(w.id),
        name: w.id,
        pages: n,
        order: 0,
        nid: w.node ?? nodeId(0),
        thisNodeOnly: w.node !== undefined,
      };
      if (this.#pages.alloc(request) !== undefined) return n;
    }
    // without memory it gives something up rather than wait
    return w.kind === 'pinned' ? 0 : -this.#giveBack(w, wanted);
  }

  /** Next number of the sequence, 0 ≤ n < 1 (xorshift over 32 bits). */
  #next(): number {
    let x = this.#random.value;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#random.value = x >>> 0;
    return (x >>> 0) / 2 ** 32;
  }
}

const holdTag = (id: string): string => `hold:${id}`;
const tagOf = (id: string): string => `workload:${id}`;
