/** Words of the command line that no kernel has: patches that were argued about, and switches of what they argue with. */
import type { MappingOptions, TeardownPolicy } from '../engine/mapping/types.ts';

const POLICIES: readonly TeardownPolicy[] = ['leave', 'keep-shared', 'free'];

/** What `atlas.` words choose; without them the kernel is as it is. */
export function patchesOf(cmdline: string): Pick<MappingOptions, 'teardown' | 'preallocate'> {
  const words = cmdline.split(/\s+/);
  const last = (key: string): string | undefined =>
    words.findLast((w) => w.startsWith(`${key}=`))?.slice(key.length + 1);
  return {
    teardown: POLICIES.find((p) => p === last('atlas.memhp_teardown')) ?? 'free',
    preallocate: !/^(n|no|off|0)$/i.test(last('atlas.pgd_prealloc') ?? ''),
  };
}
