/** What other rooms say about dax devices. */
import type { NodeId } from '../../units.ts';

/** Drivers of the dax bus. */
export type DaxDriver = 'device_dax' | 'kmem';

/** A device of the dax bus (drivers/dax/bus.c: struct dev_dax). Addresses and sizes in bytes. Immutable. */
export interface DaxDevice {
  readonly name: string;
  readonly region: {
    readonly id: number;
    /** Below /devices of sysfs. */
    readonly path: string;
    readonly start: number;
    readonly size: number;
    readonly align: number;
    /** IORESOURCE_DAX_KMEM: the region's devices are meant for kmem. */
    readonly kmem: boolean;
  };
  readonly start: number;
  readonly size: number;
  readonly align: number;
  readonly targetNode: NodeId;
  readonly numaNode: NodeId;
  readonly memmapOnMemory: boolean;
  readonly driver: DaxDriver | undefined;
  /** What the device's pages span when it came with a pagemap of its own (pmem): more than its data. */
  readonly pagemap:
    | {
        readonly start: number;
        readonly size: number;
        readonly altmap: { readonly reserve: number; readonly free: number } | undefined;
      }
    | undefined;
}

/** Memory that kmem has added: whole blocks of a dax device. */
export interface KmemMemory {
  readonly device: string;
  readonly start: number;
  readonly size: number;
  readonly group: number;
}
