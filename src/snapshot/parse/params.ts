/** Hotplug policies: from sysfs as they are now, else from the command line, else the kernel's defaults. */
import * as wording from '#words/snapshot.ts';
import { DEFAULT_PARAMS } from '../../engine/hotplug/params.ts';
import type { HotplugParams } from '../../engine/hotplug/params.ts';
import type { OnlineType } from '../../engine/zones/types.ts';
import type { Problems } from '../problems.ts';
import { quoted } from '../problems.ts';
import { parameter } from './sysfs.ts';
import type { Texts } from './sysfs.ts';

const ONLINE_TYPES: readonly OnlineType[] = ['offline', 'online', 'online_kernel', 'online_movable'];
const POLICIES = ['contig-zones', 'auto-movable'] as const;
const MEMMAP_MODES = ['N', 'Y', 'force'] as const;

/** Reads the policies. */
export function readParams(texts: Texts, cmdline: string, problems: Problems): HotplugParams {
  const words = cmdline.split(/\s+/);
  const option = (key: string): string | undefined =>
    words.findLast((w) => w.startsWith(`${key}=`))?.slice(key.length + 1);
  const choose = <T extends string>(name: Parameters<typeof parameter>[1], allowed: readonly T[], fallback: T): T => {
    const text = parameter(texts, name);
    if (text === undefined) return fallback;
    const value = allowed.find((a) => a === text);
    if (value === undefined) problems.add(name, wording.isNone(allowed.join(', '), quoted(text)));
    return value ?? fallback;
  };
  const ratio = parameter(texts, 'auto_movable_ratio') ?? option('memory_hotplug.auto_movable_ratio');
  if (ratio !== undefined && !/^\d{1,10}$/.test(ratio))
    problems.add('auto_movable_ratio', wording.isNoNumber(quoted(ratio)));
  const memmap = option('memory_hotplug.memmap_on_memory');
  return {
    autoOnlineBlocks: choose(
      'auto_online_blocks',
      ONLINE_TYPES,
      ONLINE_TYPES.find((t) => t === option('memhp_default_state')) ?? DEFAULT_PARAMS.autoOnlineBlocks,
    ),
    onlinePolicy: choose(
      'online_policy',
      POLICIES,
      POLICIES.find((p) => p === option('memory_hotplug.online_policy')) ?? DEFAULT_PARAMS.onlinePolicy,
    ),
    autoMovableRatio: ratio === undefined ? DEFAULT_PARAMS.autoMovableRatio : Number(ratio),
    autoMovableNumaAware: choose('auto_movable_numa_aware', ['Y', 'N'], 'Y') === 'Y',
    memmapOnMemory: choose(
      'memmap_on_memory',
      MEMMAP_MODES,
      memmap === 'force' ? 'force' : memmap !== undefined && /^[yY1]/.test(memmap) ? 'Y' : 'N',
    ),
    movableNode: words.includes('movable_node'),
  };
}
