/** What a device room shows of itself: its files, its commands, its part of the monitor. Nothing here knows a machine. */
import type { Errno, Status } from '../kernel/errno.ts';
import type { Proc } from '../kernel/scheduler.ts';
import type { DevicesView } from './view.ts';

/** A file of a device; no `write`: the file's mode has no write bit. */
export interface DeviceFile {
  readonly kind: 'file';
  readonly read: () => string | { readonly errno: Errno };
  readonly write?: (value: string) => Proc<Status>;
}
/** A directory of a device. */
export interface DeviceDir {
  readonly kind: 'dir';
  readonly list: () => readonly {
    readonly name: string;
    readonly kind: 'file' | 'dir' | 'link';
    readonly target?: string;
  }[];
}
export type DeviceNode = DeviceFile | DeviceDir;

/** What a command works with: where it prints, and the files it reads and writes. */
export interface CommandContext {
  print(text: string): Proc;
  /** A line to standard error, with the command's name in front. */
  complain(text: string): Proc;
  readonly streams: { readonly err: { write(text: string): Proc<unknown> } };
  readonly machine: {
    readonly files: {
      read(path: string): { readonly text: string } | { readonly errno: Errno };
      exists(path: string): 'file' | 'dir' | undefined;
      write(path: string, value: string): Proc<Status>;
    };
  };
}
/** A command of the guest's shell that comes with a device. Answers the exit status. */
export interface DeviceCommand {
  readonly name: string;
  readonly usage: string;
  readonly help: string;
  readonly run: (context: CommandContext, args: readonly string[]) => Proc<number>;
}
/** A command of QEMU's monitor that comes with a device. Answers what is printed. */
export interface DeviceMonitorCommand {
  readonly name: string;
  readonly argument: 'word' | 'rest' | 'optional' | 'none';
  readonly parameters: string;
  readonly help: string;
  readonly run: (argument: string) => string;
}

/** What is known when a machine has just been built: the texts of its files and QEMU's command line. */
export interface DeviceBoot {
  readonly texts: Readonly<Record<string, string>>;
  readonly argv: readonly string[];
  readonly iomem: string;
  /** What the monitor listed that is no DIMM. */
  readonly memoryDevices: readonly { readonly addr: number; readonly text: string }[];
}

/** A device room that is part of a machine. All its state lies in cells of the machine's store. */
export interface AttachedDevice {
  readonly name: string;
  /** Takes over what was found at boot. Answers which recorded files it shows itself from now on. */
  readonly boot: (boot: DeviceBoot) => { readonly owned: (path: string) => boolean };
  /** What it has at an absolute path; undefined: nothing. */
  readonly node?: (path: string) => DeviceNode | undefined;
  /** Absolute paths of the files that a recording would hold. */
  readonly paths?: () => readonly string[];
  /** Its entries of `info memory-devices`; `boot` then owns what the snapshot listed of its kind. */
  readonly memoryDevices?: () => readonly { readonly addr: number; readonly text: string }[];
  /** Kinds of memory devices (`virtio-mem`) that memoryDevices lists from now on. */
  readonly memoryKinds?: readonly string[];
  /** Its name, when the memory at an address is its own. */
  readonly nameOf?: (addr: number) => string | undefined;
  readonly shell?: readonly DeviceCommand[];
  readonly monitor?: readonly DeviceMonitorCommand[];
  /** `device_add driver,…`: what is printed; undefined: not a device of this room. */
  readonly deviceAdd?: (
    driver: string,
    options: { readonly values: ReadonlyMap<string, string>; readonly bare: readonly string[] },
  ) => string | undefined;
  /** `device_del id`: what is printed; undefined: not a device of this room. */
  readonly deviceDel?: (id: string) => string | undefined;
  /** Its part of what the screen shows of devices; `from`: while these are the same objects, so is the rest. */
  readonly view?: { readonly from: () => readonly unknown[]; readonly read: () => Partial<DevicesView> };
  /** What happens of itself before a line is looked at. */
  readonly beginLine?: () => void;
}
