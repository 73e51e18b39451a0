/** The state of the pool of huge pages (mm/hugetlb.c: struct hstate), by node. Sizes other than the pageblock's are not modelled. */
import type { Kernel } from '../kernel/kernel.ts';
import type { Status } from '../kernel/errno.ts';
import { kstrtobool } from '../kernel/kstrtobool.ts';
import type { Cell, ChunkedArray } from '../state/store.ts';
import type { NodeId, Pfn } from '../units.ts';

/** The huge pages of one node. */
export interface NodePool {
  /** Heads of the free ones; the first is taken next. */
  readonly free: readonly number[];
  /** Huge pages in use. */
  readonly used: number;
  /** Of all, how many are more than the pool should have: they leave when they become free. */
  readonly surplus: number;
}
const NO_POOL: NodePool = { free: [], used: 0, surplus: 0 };

/** What changes the page tables of a huge page's struct pages; the kernel's page tables are one. */
export interface HugetlbVmemmap {
  optimizeHugetlb(head: Pfn, pages: number, nid: NodeId): Status;
  restoreHugetlb(head: Pfn, pages: number, nid: NodeId): Status;
}

/** Pages of memmap that huge pages share instead of having their own, by who made the memmap. */
export interface SavedMemmap {
  readonly boot: number;
  readonly runtime: number;
}

/** Tag under which free huge pages are held. */
export const POOL_TAG = 'hugetlb:pool';
/** Tags under which processes hold huge pages of the pool begin so. */
const USER = 'huge:';
export const userTag = (id: string): string => USER + id;
/** Whether a tag holds huge pages that the pool counts as in use. */
export const isUserTag = (tag: string): boolean => tag.startsWith(USER);

/** Free and used huge pages of every node. */
export class HugetlbPool {
  /** Whether huge pages that are made from now on share their memmap (vm.hugetlb_optimize_vmemmap). */
  readonly optimize: Cell<boolean>;
  readonly saved: Cell<SavedMemmap>;
  /** Pageblocks that are huge pages with shared memmap (0/1). */
  readonly optimized: ChunkedArray;
  /** Node the next page without a node of its own comes from, and goes back to. */
  readonly next: Cell<{ readonly alloc: number; readonly free: number }>;
  /** Undefined: no page tables, as in tests of the allocator alone. */
  vmemmap: HugetlbVmemmap | undefined;
  readonly #nodes: Cell<readonly NodePool[]>;
  #index: { readonly version: number; readonly heads: ReadonlySet<number> } | undefined;

  constructor(k: Kernel) {
    const { config, cmdline } = k.config;
    const asked = / ?hugetlb_free_vmemmap=(\S+)/.exec(cmdline)?.[1];
    const byDefault = config['CONFIG_HUGETLB_PAGE_OPTIMIZE_VMEMMAP_DEFAULT_ON'] === 'y';
    const on =
      config['CONFIG_HUGETLB_PAGE_OPTIMIZE_VMEMMAP'] === 'y' &&
      ((asked === undefined ? undefined : kstrtobool(asked)) ?? byDefault);
    this.optimize = k.store.cell('hugetlb.optimize', on);
    this.saved = k.store.cell<SavedMemmap>('hugetlb.saved', { boot: 0, runtime: 0 });
    this.optimized = k.store.array('hugetlb.optimized', 'u8');
    this.next = k.store.cell('hugetlb.next', { alloc: 0, free: 0 });
    this.#nodes = k.store.cell<readonly NodePool[]>('hugetlb.nodes', []);
  }

  of(nid: number): NodePool {
    return this.#nodes.value[nid] ?? NO_POOL;
  }
  set(nid: number, patch: Partial<NodePool>): void {
    const nodes = this.#nodes.value.slice();
    while (nodes.length <= nid) nodes.push(NO_POOL);
    nodes[nid] = { ...this.of(nid), ...patch };
    this.#nodes.value = nodes;
  }
  /** All huge pages of a node (nr_huge_pages_node). */
  total(nid: number): number {
    const { free, used } = this.of(nid);
    return free.length + used;
  }
  /** All, free and surplus huge pages of the machine. */
  counts(): { readonly total: number; readonly free: number; readonly surplus: number } {
    let [total, free, surplus] = [0, 0, 0];
    for (const n of this.#nodes.value) {
      total += n.free.length + n.used;
      free += n.free.length;
      surplus += n.surplus;
    }
    return { total, free, surplus };
  }
  /** Whether a free huge page begins at a page frame. */
  isFree(head: number): boolean {
    return this.heads.has(head);
  }
  /** Heads of all free huge pages; derived, and made anew when the pool has changed. */
  get heads(): ReadonlySet<number> {
    const { version } = this.#nodes;
    if (this.#index?.version !== version)
      this.#index = { version, heads: new Set(this.#nodes.value.flatMap((n) => n.free)) };
    return this.#index.heads;
  }
}
