/** What other rooms say about regions and namespaces of persistent memory. */
import type { NodeId } from '../../units.ts';
import type { PfnMode } from './pfn.ts';

/** A region of the nvdimm bus. Bytes. Immutable. */
export interface Region {
  readonly id: number;
  /** Who found it: ACPI's NFIT, a device tree, the e820 map (memmap=…!…), or virtio-pmem. */
  readonly kind: 'nfit' | 'of' | 'e820' | 'virtio';
  /** Its bus below /devices of sysfs. */
  readonly path: string;
  readonly start: number;
  readonly size: number;
  readonly numaNode: NodeId;
  readonly targetNode: NodeId;
  /** The DIMMs have labels that say where namespaces lie; without, one namespace covers the region. */
  readonly labelled: boolean;
  /** Serial number of the DIMM behind the region; undefined: there is none. */
  readonly serial: number | undefined;
  readonly enabled: boolean;
  /** Numbers of the namespace, pfn and dax devices that wait to be used. */
  readonly seeds: { readonly namespace: number; readonly pfn: number; readonly dax: number };
}

/** A device with an info block that has taken a namespace. */
export interface Claim {
  readonly kind: 'pfn' | 'dax';
  readonly id: number;
  readonly mode: PfnMode;
  readonly align: number;
  readonly start: number;
  readonly size: number;
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
  /** What its info block says; the claim is there while the namespace is enabled. */
  readonly info: Claim | undefined;
  readonly claimed: boolean;
  /** A driver has it. */
  readonly enabled: boolean;
}
