import type { Rule } from './rule.ts';

/** Rules of broken memory and vetoes. */
export const FLT = [
  {
    id: 'FLT-1',
    text: 'An uncorrectable error takes the page away and counts it poisoned.',
    fn: 'mm/memory-failure.c: memory_failure',
    since: 'v2.6.32',
    source: 'engine/pages/memory-failure.ts',
    tests: ['x86_64-work-hwpoison'],
  },
  {
    id: 'FLT-2',
    text: 'With RAS_CEC a page with 1023 corrected errors is given up before it fails.',
    fn: 'drivers/ras/cec.c: cec_add_elem',
    since: 'v4.12',
    source: 'engine/devices/faults.ts',
    tests: ['src/engine/switches.test.ts'],
  },
  {
    id: 'FLT-3',
    text: 'A notifier that refuses ends the operation with its errno and nothing is left of it.',
    fn: 'lib/notifier-error-inject.c: notifier_err_inject_callback',
    since: 'v3.6',
    source: 'engine/devices/faults.ts',
    tests: ['src/engine/switches.test.ts'],
  },
] as const satisfies readonly Rule[];
