/**
 * What the files of a machine show that no room models: counters of a node's or zone's use, lines of meminfo, whole files
 * of devices that are not simulated yet. Read from the snapshot; where there is none, empty.
 */

/** A counter by its name in /proc/zoneinfo. */
export type Stat = readonly [name: string, value: number];

/** A line of /proc/meminfo or of a node's meminfo: kB, or a plain count. */
export interface MeminfoLine {
  readonly name: string;
  readonly value: number;
  readonly kB: boolean;
}

/** The part of the files that stays as it was at boot. */
export interface Baseline {
  /** Counters of whole nodes, by node number. */
  readonly nodeStats: Readonly<Record<number, readonly Stat[]>>;
  /** Counters of zones, by `node zone`. */
  readonly zoneStats: Readonly<Record<string, readonly Stat[]>>;
  readonly meminfo: readonly MeminfoLine[];
  readonly nodeMeminfo: Readonly<Record<number, readonly MeminfoLine[]>>;
  /** nr_memmap_boot_pages of /proc/vmstat; undefined: counted from the early sections. */
  readonly memmapBootPages: number | undefined;
  /** nr_memmap_pages of device memory that has no sections of System RAM; counted besides the sections. */
  readonly memmapDevicePages: number;
  /** Text of files that nobody simulates, by path; `!ERRNO` where reading fails. */
  readonly texts: Readonly<Record<string, string>>;
  /** Memory devices other than DIMMs, as `info memory-devices` prints them, by address. */
  readonly devices: readonly { readonly addr: number; readonly text: string }[];
  /** Pages of anonymous memory, page cache and kernel use that the counters above already hold. */
  readonly use: Readonly<Record<string, number>>;
  /** QEMU's version and command line. */
  readonly qemu: { readonly version: string; readonly argv: readonly string[] };
}

/** A machine of which nothing but the rooms is known. */
export const EMPTY_BASELINE: Baseline = {
  nodeStats: {},
  zoneStats: {},
  meminfo: [],
  nodeMeminfo: {},
  memmapBootPages: undefined,
  memmapDevicePages: 0,
  texts: {},
  devices: [],
  use: {},
  qemu: { version: '', argv: [] },
};
