import * as words from '#words/rules/faults.ts';
import { told } from './rule.ts';

/** Rules of broken memory and vetoes. */
export const FLT = told(words.FLT, [
  {
    id: 'FLT-1',
    fn: 'mm/memory-failure.c: memory_failure',
    since: 'v2.6.32',
    source: 'engine/pages/memory-failure.ts',
    tests: [
      'x86_64-work-hwpoison',
      'test/judged/x86_64-soft-offline.json.gz',
      'test/judged/x86_64-offline-reserved-page.json.gz',
    ],
  },
  {
    id: 'FLT-2',
    fn: 'drivers/ras/cec.c: cec_add_elem',
    since: 'v4.12',
    source: 'engine/devices/faults.ts',
    tests: ['src/engine/switches.test.ts'],
  },
  {
    id: 'FLT-3',
    fn: 'lib/notifier-error-inject.c: notifier_err_inject_callback',
    since: 'v3.6',
    source: 'engine/devices/faults.ts',
    tests: ['src/engine/switches.test.ts'],
  },
]);
