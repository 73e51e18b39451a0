import type { Kernel } from '../kernel/kernel.ts';
import type { Cell } from '../state/store.ts';
import type { OnlineType } from '../zones/types.ts';

/** Policies of memory hotplug that can be read and, some of them, written while the machine runs. */
export interface HotplugParams {
  /** /sys/devices/system/memory/auto_online_blocks, memhp_default_state=. */
  readonly autoOnlineBlocks: OnlineType;
  /** memory_hotplug.online_policy. */
  readonly onlinePolicy: 'contig-zones' | 'auto-movable';
  /** memory_hotplug.auto_movable_ratio, in percent. */
  readonly autoMovableRatio: number;
  readonly autoMovableNumaAware: boolean;
  /** memory_hotplug.memmap_on_memory: boot parameter. */
  readonly memmapOnMemory: 'N' | 'Y' | 'force';
  /** movable_node on the command line. */
  readonly movableNode: boolean;
}

/** Kconfig's and the kernel's defaults before the command line is looked at. */
export const DEFAULT_PARAMS: HotplugParams = {
  autoOnlineBlocks: 'offline',
  onlinePolicy: 'contig-zones',
  autoMovableRatio: 301,
  autoMovableNumaAware: true,
  memmapOnMemory: 'N',
  movableNode: false,
};

/** Holds the policies. */
export class Params {
  readonly cell: Cell<HotplugParams>;
  constructor(k: Kernel) {
    this.cell = k.store.cell('params', DEFAULT_PARAMS);
  }
  get value(): HotplugParams {
    return this.cell.value;
  }
  set(patch: Partial<HotplugParams>): void {
    this.cell.update((p) => ({ ...p, ...patch }));
  }
}
