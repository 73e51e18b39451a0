/** What other rooms say about regions and namespaces of persistent memory. */
import type { NodeId } from '../../units.ts';
import type { PfnMode } from './pfn.ts';

/** A region of the nvdimm bus. Bytes. Immutable. */
export interface Region {
  readonly id: number;
  /** Who found it: ACPI's NFIT, a device tree, the e820 map (memmap=…!…), virtio-pmem, or a region over CXL expanders. */
  readonly kind: 'nfit' | 'of' | 'e820' | 'virtio' | 'cxl';
  /** Its bus below /devices of sysfs. */
  readonly path: string;
  readonly start: number;
  readonly size: number;
  readonly numaNode: NodeId;
  readonly targetNode: NodeId;
  /** The DIMMs have labels that say where namespaces lie; without, one namespace covers the region. */
  readonly labelled: boolean;
  /** Serial numbers of the DIMMs or expanders behind the region, by position; empty: there are none. */
  readonly serials: readonly number[];
  readonly enabled: boolean;
  /** Whoever is behind it carries flushes out; false: every write that must last answers EIO. */
  readonly flushes: boolean;
  /** Numbers of the namespace, pfn, dax and btt devices that wait to be used. */
  readonly seeds: { readonly namespace: number; readonly pfn: number; readonly dax: number; readonly btt: number };
}

/** A device with an info block that has taken a namespace; btt: block translation tables over all of it. */
export interface Claim {
  readonly kind: 'pfn' | 'dax' | 'btt';
  readonly id: number;
  readonly mode: PfnMode;
  readonly align: number;
  /** Bytes of a sector; only btt has them. */
  readonly sector: number | undefined;
  readonly start: number;
  readonly size: number;
  /** Its name where no label gives one. */
  readonly uuid: string | undefined;
  /** Bytes of the namespace that are left out before the info block and at the end. */
  readonly startPad: number;
  readonly endTrunc: number;
}

/** A namespace; size 0: it exists as a device only. Bytes. Immutable. */
export interface Namespace {
  readonly region: number;
  readonly id: number;
  readonly start: number;
  readonly size: number;
  readonly uuid: string | undefined;
  /** The device that has it or is meant to, as its info block says; the claim is there while the namespace is enabled. */
  readonly info: Claim | undefined;
  /** The info block that lies on the medium. It can be there without a device that took it up, and the other way round. */
  readonly medium: Claim | undefined;
  readonly claimed: boolean;
  /** A driver has it. */
  readonly enabled: boolean;
}
