/** What other rooms say about CXL. Bytes; immutable. */

/** A window of host physical addresses: a root decoder. */
export interface CxlWindow {
  readonly id: number;
  readonly start: number;
  readonly size: number;
  readonly ways: number;
  readonly granularity: number;
  /** Host bridges in the order of interleaving. */
  readonly targets: readonly string[];
}

/** A place where an expander can be: a root port, or a port of a switch below one. */
export interface CxlPort {
  readonly id: string;
  /** The host bridge it is behind. */
  readonly bridge: string;
  /** Its number on the chassis, as the guest's hot-plug driver calls it. */
  readonly slot: number;
  /** PCI addresses: the port's own, and that of what is plugged into it. */
  readonly address: string;
  readonly below: string;
}

/** An expander on the board, whatever the guest makes of it. */
export interface CxlDevice {
  readonly id: string;
  /** The port's id. */
  readonly port: string;
  readonly ram: number;
  readonly pmem: number;
  readonly serial: number;
  readonly backends: readonly string[];
}

/** A memory expander that the guest's driver has: an endpoint with device physical addresses, volatile memory first. */
export interface CxlMemdev {
  /** mem0 */
  readonly name: string;
  readonly id: string;
  readonly bridge: string;
  /** Its PCI address. */
  readonly host: string;
  readonly serial: number;
  /** Number of its endpoint among the bus's ports. */
  readonly endpoint: number;
  readonly ram: number;
  readonly pmem: number;
  /** Its driver has it; without, no region can be made over it. */
  readonly enabled: boolean;
  /** Device addresses of poisoned lines. */
  readonly poison: readonly number[];
}

export type CxlMode = 'ram' | 'pmem';

/** A region: a range of a window, dealt out to expanders. */
export interface CxlRegion {
  readonly id: number;
  readonly window: number;
  readonly mode: CxlMode;
  readonly start: number;
  readonly size: number;
  readonly granularity: number;
  /** Names of expanders, by position. */
  readonly targets: readonly string[];
  /** Where the region begins in each of them. */
  readonly dpa: number;
  /** Its decoders translate. */
  readonly committed: boolean;
  /** A driver has it. */
  readonly enabled: boolean;
}

/** Host address of a device address of the expander at `position` (drivers/cxl/core/region.c: cxl_dpa_to_hpa, modulo interleave). */
export function hpaOf(r: CxlRegion, position: number, dpa: number): number {
  const offset = dpa - r.dpa;
  return (
    r.start +
    Math.floor(offset / r.granularity) * r.granularity * r.targets.length +
    position * r.granularity +
    (offset % r.granularity)
  );
}
