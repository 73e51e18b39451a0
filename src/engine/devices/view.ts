/**
 * What the screen is shown of devices beyond DIMMs: plain values, made anew from the rooms' cells. Bytes; addresses are
 * physical, ends exclusive. `unverified`: follows the sources, and no recording confirms it.
 */

/** A range of bytes, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Everything beyond DIMMs; lists are empty on a machine without such devices. */
export interface DevicesView {
  readonly nvdimms: readonly NvdimmView[];
  readonly virtioPmem: readonly VirtioPmemView[];
  readonly regions: readonly RegionView[];
  readonly namespaces: readonly NamespaceView[];
  readonly pagemaps: readonly PagemapView[];
  readonly dax: readonly DaxView[];
  readonly soft: readonly SoftReservedView[];
  readonly tiers: readonly TierView[];
  /** What the firmware says of memory as seen from nodes with CPUs (HMAT); empty: it has no such table. */
  readonly distances: readonly DistanceView[];
  readonly virtioMem: readonly VirtioMemView[];
  readonly cxl: CxlView;
  readonly accelerators: readonly AcceleratorView[];
  /** Bytes that belong to a device and to nobody: lost to alignment. */
  readonly cracks: readonly CrackView[];
}

/** An NVDIMM in a slot of the board. */
export interface NvdimmView {
  readonly id: string;
  readonly memdev: string;
  readonly slot: number;
  readonly node: number;
  readonly addr: number;
  /** Without the label area. */
  readonly size: number;
  readonly labelSize: number;
  readonly hotplugged: boolean;
  /** Number of its region; undefined: the kernel has none. */
  readonly region: number | undefined;
}

/** QEMU's virtio-pmem: a host file as persistent memory of the guest. */
export interface VirtioPmemView {
  readonly id: string;
  readonly memdev: string;
  readonly addr: number;
  readonly size: number;
  readonly region: number | undefined;
  /** The host carries flushes out; false: anonymous memory, and whatever must last answers EIO. */
  readonly flushes: boolean;
}

/** A region of the nvdimm bus. */
export interface RegionView extends Span {
  readonly id: number;
  readonly kind: 'nfit' | 'of' | 'e820' | 'virtio' | 'cxl';
  readonly enabled: boolean;
  readonly labelled: boolean;
  readonly numaNode: number;
  readonly targetNode: number;
  /** Free for namespaces, in all and in one piece. */
  readonly available: number;
  readonly largestGap: number;
}

/** A namespace with space. */
export interface NamespaceView extends Span {
  /** namespace0.0 */
  readonly name: string;
  readonly region: number;
  readonly mode: 'raw' | 'sector' | 'fsdax' | 'devdax';
  /** Where the struct pages live: nowhere, in RAM, on the device. */
  readonly map: 'none' | 'mem' | 'dev';
  readonly align: number | undefined;
  /** Bytes of a sector, and what its block device shows; only of a namespace in sector mode. */
  readonly sector: { readonly bytes: number; readonly shown: number } | undefined;
  readonly uuid: string | undefined;
  readonly enabled: boolean;
  /** pmem0 or dax0.0 while enabled. */
  readonly device: string | undefined;
  /** The data: behind the info block and the memmap, before what the alignment cuts off. */
  readonly data: Span;
  /** How the range is used, in order, without gaps. */
  readonly layout: readonly LayoutSpan[];
}

/** One part of a device's range. */
export interface LayoutSpan extends Span {
  /**
   * info: info block and its page(s); pad: alignment of the first memmap page; memmap: struct pages handed out by the
   * altmap; spare: reserved for struct pages and not handed out; tables: map and log of block translation tables; data;
   * trunc: cut off at the end.
   */
  readonly kind: 'info' | 'pad' | 'memmap' | 'spare' | 'tables' | 'data' | 'trunc';
}

/** A live ZONE_DEVICE mapping (struct dev_pagemap). */
export interface PagemapView extends Span {
  /** Who made it: namespace0.0, dax0.0, an accelerator's id. */
  readonly owner: string;
  readonly type: 'fs-dax' | 'generic' | 'coherent' | 'private';
  readonly node: number;
  /** Pages of one compound page; 1: single pages. */
  readonly compound: number;
  /** Struct pages of compound tails share memory. */
  readonly deduplicated: boolean;
  /** In pages (struct vmem_altmap); undefined: struct pages come from RAM. */
  readonly altmap:
    | {
        readonly basePfn: number;
        readonly reserve: number;
        readonly free: number;
        readonly align: number;
        readonly alloc: number;
      }
    | undefined;
  /** Struct pages that are held by somebody: unmapping waits for them. */
  readonly pinned: number;
}

/** A device of the dax bus, and what kmem made of it. */
export interface DaxView extends Span {
  readonly name: string;
  readonly region: number;
  readonly origin: 'pmem' | 'hmem' | 'cxl';
  readonly align: number;
  readonly numaNode: number;
  readonly targetNode: number;
  readonly driver: 'device_dax' | 'kmem' | undefined;
  readonly memmapOnMemory: boolean;
  /** Memory that kmem added; undefined: none. It can outlive the driver. */
  readonly kmem: KmemView | undefined;
}
export interface KmemView extends Span {
  readonly group: number;
  /** Memory block ids with their state. */
  readonly blocks: readonly { readonly id: number; readonly online: boolean; readonly zone: string | undefined }[];
  /** The driver is gone and blocks that were online keep the memory until the next boot. */
  readonly stuck: boolean;
}

/** Memory that the firmware marked for special purposes (EFI_MEMORY_SP). */
export interface SoftReservedView extends Span {
  readonly targetNode: number;
  /** hmem.0, region0, or undefined: nobody has taken it. */
  readonly takenBy: string | undefined;
}

/** A memory tier (/sys/devices/virtual/memory_tiering). */
export interface TierView {
  readonly name: string;
  readonly nodes: readonly number[];
  /** Abstract distance: smaller is faster. */
  readonly adistance: number;
}

/** Memory of a node as CPUs of another see it. */
export interface DistanceView {
  readonly initiator: number;
  readonly target: number;
  /** Nanoseconds. */
  readonly latency: number | undefined;
  /** Bytes a second. */
  readonly bandwidth: number | undefined;
}

/** A virtio-mem device. */
export interface VirtioMemView extends Span {
  readonly id: string;
  readonly memdev: string;
  readonly node: number;
  readonly requested: number;
  readonly plugged: number;
  readonly usable: number;
  readonly blockSize: number;
  /** What the guest's driver settled on; undefined: no driver is bound. */
  readonly driver:
    | {
        readonly name: string;
        readonly mode: 'sbm' | 'bbm';
        /** Added at once, and plugged at once. */
        readonly unit: number;
        readonly piece: number;
        readonly unplugOnline: boolean;
        readonly offlineThreshold: number;
        readonly offlineSize: number;
        readonly broken: boolean;
        /** The retry timer: ms it is armed with; undefined: not armed. */
        readonly retryMs: number | undefined;
      }
    | undefined;
  /** Units that were ever prepared, ascending. */
  readonly units: readonly VirtioMemUnit[];
  /** The bitmap of the whole region, in runs of equal pieces, ascending, without gaps. */
  readonly bitmap: readonly (Span & { readonly state: 'unplugged' | 'plugged' | 'fake-offline' })[];
}
export interface VirtioMemUnit extends Span {
  readonly state:
    | 'unused'
    | 'plugged'
    | 'offline'
    | 'offline-partial'
    | 'kernel'
    | 'kernel-partial'
    | 'movable'
    | 'movable-partial'
    | 'added'
    | 'fake-offline';
}

/** CXL as the guest sees it. */
export interface CxlView {
  readonly windows: readonly CxlWindowView[];
  /** Where an expander can be plugged, and what is there. */
  readonly ports: readonly { readonly id: string; readonly bridge: string; readonly device: string | undefined }[];
  readonly memdevs: readonly CxlMemdevView[];
  readonly regions: readonly CxlRegionView[];
  readonly unverified: boolean;
}
/** A window of host physical addresses (CEDT: CFMWS), a root decoder. */
export interface CxlWindowView extends Span {
  readonly id: number;
  /** decoder0.0 */
  readonly decoder: string;
  readonly ways: number;
  readonly granularity: number;
  /** Host bridges in interleave order. */
  readonly targets: readonly string[];
  readonly volatile: boolean;
  readonly persistent: boolean;
  /** Not used by any region. */
  readonly available: number;
}
/** A memory expander (endpoint). */
export interface CxlMemdevView {
  /** mem0 */
  readonly name: string;
  /** As the person named it. */
  readonly id: string;
  /** The port it is in. */
  readonly port: string | undefined;
  readonly hostBridge: string;
  readonly volatileBytes: number;
  readonly persistentBytes: number;
  /** What of them no region has. */
  readonly freeVolatile: number;
  readonly freePersistent: number;
  readonly decoders: readonly {
    readonly name: string;
    readonly region: string | undefined;
    readonly dpa: Span | undefined;
  }[];
  readonly poison: readonly number[];
  readonly readNs: number | undefined;
}
export interface CxlRegionView extends Span {
  /** region0 */
  readonly name: string;
  readonly window: number;
  readonly mode: 'ram' | 'pmem';
  readonly ways: number;
  readonly granularity: number;
  readonly targets: readonly string[];
  readonly state: 'idle' | 'committed';
  /** dax0.0 or the nvdimm region it became. */
  readonly device: string | undefined;
}

/** An accelerator with memory that CPUs reach coherently. */
export interface AcceleratorView extends Span {
  readonly id: string;
  readonly node: number;
  readonly state: 'unplugged' | 'ready' | 'offline' | 'reset';
  readonly type: 'coherent' | 'generic';
  readonly fault: string | undefined;
  /** Ranges it had before. */
  readonly before: readonly Span[];
  /** Pages that somebody holds. */
  readonly pinned: number;
}

/** Bytes nobody can use. */
export interface CrackView extends Span {
  readonly owner: string;
  /** Why, in one sentence. */
  readonly why: string;
  readonly rule: string;
}

/** Devices of a machine that has none. */
export const NO_DEVICES: DevicesView = {
  nvdimms: [],
  virtioPmem: [],
  regions: [],
  namespaces: [],
  pagemaps: [],
  dax: [],
  soft: [],
  tiers: [],
  distances: [],
  virtioMem: [],
  cxl: { windows: [], ports: [], memdevs: [], regions: [], unverified: true },
  accelerators: [],
  cracks: [],
};

/** Who has a run of subsections of a section, and what their bits say. */
export interface SubsectionRun {
  /** First and one past the last subsection. */
  readonly from: number;
  readonly to: number;
  /** Bits of the section's subsection map. */
  readonly active: boolean;
  readonly owner: {
    readonly kind: 'ram' | 'device' | 'reserved' | 'hole';
    /** dimm1, namespace0.0, boot memory of node 0, … */
    readonly name: string;
  };
  readonly zone: string | undefined;
}
export interface SubsectionsView {
  readonly nr: number;
  readonly early: boolean;
  readonly online: boolean;
  readonly tainted: boolean;
  readonly subsections: number;
  /** Ascending, without gaps. */
  readonly runs: readonly SubsectionRun[];
  /** The memory block that covers it; undefined: there is none, and why. */
  readonly block: number | undefined;
  readonly blockWhy: string;
  /** Whether this kernel knows subsections at all. */
  readonly subsectionsKnown: boolean;
}
