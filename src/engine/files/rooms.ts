import type { Blocks } from '../blocks/blocks.ts';
import type { Backends } from '../devices/dimm/backends.ts';
import type { Dimms } from '../devices/dimm/dimms.ts';
import type { AttachedDevice } from '../devices/types.ts';
import type { Params } from '../hotplug/params.ts';
import type { Resources } from '../hotplug/resources.ts';
import type { Status } from '../kernel/errno.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Proc } from '../kernel/scheduler.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { Pages } from '../pages/pages.ts';
import type { Sections } from '../sparse/sections.ts';
import type { BlockId } from '../units.ts';
import type { Zones } from '../zones/zones.ts';

/** What the files are read from; the machine is one. */
export interface FileRooms {
  readonly k: Kernel;
  readonly sections: Sections;
  readonly zones: Zones;
  readonly pages: Pages;
  readonly mapping: Mapping;
  readonly blocks: Blocks;
  readonly resources: Resources;
  readonly params: Params;
  readonly backends: Backends;
  readonly dimms: Dimms;
  readonly devices: readonly AttachedDevice[];
  /** Writes to memoryN/state. */
  readonly stateStore: (id: BlockId, value: string) => Proc<Status>;
  /** Writes to memoryN/online. */
  readonly onlineStore: (id: BlockId, value: string) => Proc<Status>;
}
