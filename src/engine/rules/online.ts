import * as words from '#words/rules/online.ts';
import { told } from './rule.ts';

/** Rules of onlining. */
export const ONL = told(words.ONL, [
  {
    id: 'ONL-1',
    fn: 'drivers/base/memory.c: state_store',
    since: 'v3.11',
    source: 'engine/machine.ts',
    tests: ['x86_64-failures-state'],
  },
  {
    id: 'ONL-2',
    fn: 'drivers/base/memory.c: memory_block_online',
    since: 'v6.2',
    source: 'engine/blocks/online.ts',
    tests: ['x86_64-work-hwpoison'],
  },
  {
    id: 'ONL-3',
    fn: 'mm/memory_hotplug.c: online_pages',
    since: 'v6.9',
    source: 'engine/blocks/online.ts',
    tests: ['src/engine/switches.test.ts'],
  },
  {
    id: 'ONL-4',
    fn: 'mm/memory_hotplug.c: online_pages',
    since: 'v3.6',
    source: 'engine/blocks/online.ts',
    tests: ['x86_64-dimm-new-node'],
  },
]);
