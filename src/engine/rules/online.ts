import type { Rule } from './rule.ts';

/** Rules of onlining. */
export const ONL = [
  {
    id: 'ONL-1',
    text: 'A write of the state that the block is in gives EINVAL in `state` and success in `online`.',
    fn: 'drivers/base/memory.c: state_store',
    since: 'v3.11',
    source: 'engine/machine.ts',
    tests: ['x86_64-failures-state'],
  },
  {
    id: 'ONL-2',
    text: 'A block with a poisoned page never comes online again: EHWPOISON.',
    fn: 'drivers/base/memory.c: memory_block_online',
    since: 'v6.2',
    source: 'engine/blocks/online.ts',
    tests: ['x86_64-work-hwpoison'],
  },
  {
    id: 'ONL-3',
    text: 'Notifiers hear PREPARE_ONLINE, GOING_ONLINE, ONLINE; after a veto CANCEL_ONLINE and FINISH_OFFLINE.',
    fn: 'mm/memory_hotplug.c: online_pages',
    since: 'v6.9',
    source: 'engine/blocks/online.ts',
    tests: ['src/engine/switches.test.ts'],
  },
  {
    id: 'ONL-4',
    text: 'The first memory of a zone sets up its per-CPU lists and rebuilds the zonelists.',
    fn: 'mm/memory_hotplug.c: online_pages',
    since: 'v3.6',
    source: 'engine/blocks/online.ts',
    tests: ['x86_64-dimm-new-node'],
  },
] as const satisfies readonly Rule[];
