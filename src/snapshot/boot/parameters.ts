/** Hotplug policies as the kernel starts with them: its configuration, then its command line. */
import { bootWords } from '../../engine/firmware/e820.ts';
import { kstrtobool } from '../../engine/kernel/kstrtobool.ts';
import type { Texts } from '../parse/sysfs.ts';
import type { BootQuestion } from './question.ts';

const PARAMETERS = '/sys/module/memory_hotplug/parameters';

/** The files that show the policies; words the kernel does not take leave its default (setup_memhp_default_state, kernel/params.c). */
export function parameterFiles(q: BootQuestion): Texts {
  const { config } = q.kernel;
  const on = (name: string): boolean => config[`CONFIG_${name}`] === 'y';
  const words = bootWords(q.cmdline ?? '');
  const last = (key: string, allowed: RegExp): string | undefined =>
    words.findLast(([k, v]) => k === key && allowed.test(v ?? ''))?.[1];
  const bool = (text: string | undefined): string | undefined => {
    const value = text === undefined ? undefined : kstrtobool(text);
    return value === undefined ? undefined : value ? 'Y' : 'N';
  };
  const built =
    on('MHP_DEFAULT_ONLINE_TYPE_ONLINE_AUTO') || on('MEMORY_HOTPLUG_DEFAULT_ONLINE')
      ? 'online'
      : on('MHP_DEFAULT_ONLINE_TYPE_ONLINE_KERNEL')
        ? 'online_kernel'
        : on('MHP_DEFAULT_ONLINE_TYPE_ONLINE_MOVABLE')
          ? 'online_movable'
          : 'offline';
  const memmap = last('memory_hotplug.memmap_on_memory', /./);
  const files: readonly (readonly [string, string | undefined])[] = [
    [
      '/sys/devices/system/memory/auto_online_blocks',
      last('memhp_default_state', /^(offline|online|online_kernel|online_movable)$/) ?? built,
    ],
    [`${PARAMETERS}/online_policy`, last('memory_hotplug.online_policy', /^(contig-zones|auto-movable)$/)],
    [`${PARAMETERS}/auto_movable_ratio`, last('memory_hotplug.auto_movable_ratio', /^\d{1,10}$/)],
    [`${PARAMETERS}/auto_movable_numa_aware`, bool(last('memory_hotplug.auto_movable_numa_aware', /./))],
    [
      `${PARAMETERS}/memmap_on_memory`,
      !on('MHP_MEMMAP_ON_MEMORY') ? 'N' : memmap === 'force' || memmap === 'FORCE' ? 'force' : bool(memmap),
    ],
  ];
  return new Map(files.flatMap(([path, text]) => (text === undefined ? [] : [[path, text] as const])));
}

/** movable_node: x86 then allocates from the bottom while it boots. */
export const movableNode = (cmdline: string): boolean =>
  bootWords(cmdline).some(([k, v]) => k === 'movable_node' && v === undefined);
