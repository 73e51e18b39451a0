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

/** Memory that drivers take over while a kernel boots. Bytes, end exclusive. */
export interface FoundMemory {
  readonly start: number;
  readonly end: number;
  /** Who tells the kernel of it: ACPI's NFIT, the e820 map, a device tree, a virtio-pmem device; soft: EFI_MEMORY_SP. */
  readonly source: 'nfit' | 'e820' | 'of' | 'virtio' | 'soft';
  /** The node its pages go to. */
  readonly node: number;
}

/** A command of channel world that comes with a device; undefined: its words are not as `parameters` says. */
export interface DeviceWorldCommand {
  readonly name: string;
  readonly parameters: string;
  readonly help: string;
  readonly run: (args: readonly string[]) => string | undefined | Proc<string>;
}

/** What a device keeps while the machine is off: labels and info blocks of persistent memory. */
export interface KeptMemory {
  readonly start: number;
  readonly size: number;
  readonly labelled: boolean;
  readonly namespaces: readonly {
    readonly id: number;
    readonly start: number;
    readonly size: number;
    readonly uuid: string | undefined;
    readonly info:
      | {
          readonly kind: 'pfn' | 'dax' | 'btt';
          readonly mode: 'ram' | 'pmem';
          readonly align: number;
          readonly sector: number | undefined;
          readonly uuid: string | undefined;
          readonly start: number;
          readonly size: number;
          readonly startPad: number;
          readonly endTrunc: number;
        }
      | undefined;
  }[];
}

/** A device or an object as QEMU's object model has it. */
export interface QomObject {
  readonly type: string;
  /** A property's value as the monitor prints it; undefined: there is no such property. */
  readonly get: (property: string) => string | undefined;
  /** Sets a property; why not, undefined: done. */
  readonly set: (property: string, value: string) => string | undefined;
}

/** What is known when a machine has just been built: the texts of its files and QEMU's command line. */
export interface DeviceBoot {
  readonly texts: Readonly<Record<string, string>>;
  readonly argv: readonly string[];
  readonly iomem: string;
  /** What the monitor listed that is no DIMM. */
  readonly memoryDevices: readonly { readonly addr: number; readonly text: string }[];
  /** Of a machine that comes up for the first time: memory that drivers will meet, and what persistent memory holds. */
  readonly found: readonly FoundMemory[];
  readonly kept: readonly KeptMemory[];
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
  /** The drivers of a machine that has never been up meet memory for the first time; answers what they do with it. */
  readonly found?: (memory: FoundMemory) => Proc | undefined;
  /** What outlasts a reboot. */
  readonly kept?: () => readonly KeptMemory[];
  /** What starts of itself when the drivers of such a machine come up. */
  readonly start?: () => void;
  /** Its entries of `info memory-devices`; `boot` then owns what the snapshot listed of its kind. */
  readonly memoryDevices?: () => readonly { readonly addr: number; readonly text: string }[];
  /** Kinds of memory devices (`virtio-mem`) that memoryDevices lists from now on. */
  readonly memoryKinds?: readonly string[];
  /** Its name, when the memory at an address is its own. */
  readonly nameOf?: (addr: number) => string | undefined;
  readonly shell?: readonly DeviceCommand[];
  readonly monitor?: readonly DeviceMonitorCommand[];
  readonly world?: readonly DeviceWorldCommand[];
  /** Its device with this id, for qom-get and qom-set. */
  readonly qom?: (id: string) => QomObject | undefined;
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
