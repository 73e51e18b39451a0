/** How device rooms become part of a machine that does not know them. */
import type { Blocks } from '../blocks/blocks.ts';
import type { Offline } from '../blocks/offline.ts';
import type { Online } from '../blocks/online.ts';
import type { HotAdd } from '../hotplug/add.ts';
import type { Params } from '../hotplug/params.ts';
import type { HotRemove } from '../hotplug/remove.ts';
import type { Resources } from '../hotplug/resources.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { MemoryChain } from '../kernel/notifier.ts';
import type { QmpEvent } from '../lines.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { Pages } from '../pages/pages.ts';
import type { Sparse } from '../sparse/activate.ts';
import type { Sections } from '../sparse/sections.ts';
import type { Cell } from '../state/store.ts';
import type { Zones } from '../zones/zones.ts';
import type { Backends } from './dimm/backends.ts';
import type { Dimms } from './dimm/dimms.ts';
import type { Pagemaps } from './pagemaps.ts';
import type { AttachedDevice, DeviceBoot } from './types.ts';

/** The machine as its devices see it. */
export interface DeviceHost {
  readonly k: Kernel;
  readonly sections: Sections;
  readonly sparse: Sparse;
  readonly mapping: Mapping;
  readonly zones: Zones;
  readonly pages: Pages;
  readonly blocks: Blocks;
  readonly chain: MemoryChain;
  readonly online: Online;
  readonly offline: Offline;
  readonly add: HotAdd;
  readonly remove: HotRemove;
  readonly resources: Resources;
  readonly params: Params;
  readonly backends: Backends;
  readonly dimms: Dimms;
  readonly pagemaps: Pagemaps;
  readonly events: Cell<readonly QmpEvent[]>;
  /** Devices attached so far, in order. */
  readonly devices: readonly AttachedDevice[];
}

/** A device room. Modules are attached in the order they are given, on every fork anew. */
export interface DeviceModule {
  readonly name: string;
  /** Whether a machine with these files and this command line has such a device. */
  readonly wanted: (boot: DeviceBoot) => boolean;
  /** Makes the room's cells on the host's store; the state comes with `boot` or with a checkpoint. */
  readonly attach: (host: DeviceHost) => AttachedDevice;
}
