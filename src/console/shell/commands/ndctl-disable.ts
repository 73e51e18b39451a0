/** What ndctl looks at before it disables a namespace. */
import type { DaxBus } from '../../../engine/devices/dax/bus.ts';
import type { Nvdimm } from '../../../engine/devices/nvdimm/nvdimm.ts';
import type { Namespace } from '../../../engine/devices/nvdimm/types.ts';
import type { CommandContext } from '../../../engine/devices/types.ts';
import type { Errno } from '../../../engine/kernel/errno.ts';
import type { Proc } from '../../../engine/kernel/scheduler.ts';
import { blocksOf, onlineCount } from './daxctl-memory.ts';

/** Takes a namespace away from its driver, unless blocks of its dax device are online (ndctl_namespace_disable_safe). */
export function* disableSafe(context: CommandContext, nd: Nvdimm, bus: DaxBus, ns: Namespace): Proc<Errno | undefined> {
  if (!ns.enabled) return undefined;
  const dev = ns.claimed && ns.info?.kind === 'dax' ? bus.get(`dax${ns.region}.${ns.id}`) : undefined;
  if (dev?.driver === 'kmem' && onlineCount(context, blocksOf(context, dev)) > 0) return 'EBUSY';
  yield* nd.disable(ns);
  return undefined;
}
