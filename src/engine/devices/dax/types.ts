/** What other rooms say about dax devices. */
import type { NodeId } from '../../units.ts';

/** Drivers of the dax bus. */
export type DaxDriver = 'device_dax' | 'kmem';

/** A range of a dax device's region. Bytes. */
export interface DaxRange {
  readonly start: number;
  readonly size: number;
}

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
    /** Its devices come, go and have sizes of their own; one of persistent memory is as large as its namespace. */
    readonly dynamic: boolean;
  };
  /** Its first range; size 0: it has none. */
  readonly start: number;
  readonly size: number;
  /** Further ranges, when its region's space was in pieces. */
  readonly more: readonly DaxRange[];
  readonly align: number;
  readonly targetNode: NodeId;
  readonly numaNode: NodeId;
  readonly memmapOnMemory: boolean;
  readonly driver: DaxDriver | undefined;
  /** A probe that failed left its page map with the device: device_dax does not take it again. */
  readonly pagemapLeft: boolean;
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

/** The ranges of a device, in the order of its pages. */
export const rangesOf = (dev: Pick<DaxDevice, 'start' | 'size' | 'more'>): readonly DaxRange[] =>
  dev.size === 0 ? [] : [{ start: dev.start, size: dev.size }, ...dev.more];
/** Bytes of a device. */
export const sizeOfDax = (dev: Pick<DaxDevice, 'start' | 'size' | 'more'>): number =>
  rangesOf(dev).reduce((sum, r) => sum + r.size, 0);
