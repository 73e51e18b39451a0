/** Where the initial RAM disk lay is read from the kernel's log, which a file may hold anything as. */
import { expect, it } from 'vitest';
import { pageFaults } from '../engine/pages/invariants.ts';
import { parseSnapshotText } from './check.ts';
import { loadMachine } from './load.ts';
import { bundledSnapshot } from './testing.ts';

const head = bundledSnapshot('x86_64-dimm-lifecycle');

it.each(['0x0-0xffffffffffffffff', '0x7ff00000-0xffffffffff', '0x7ff00000-0x1000', '0x1000-0x7ffdffff'])(
  '%s',
  (where) => {
    const dmesg = (head.state['dmesg'] ?? '').replace(/RAMDISK: \[mem [^\]]*\]/, `RAMDISK: [mem ${where}]`);
    expect(dmesg).toContain(where);
    const parsed = parseSnapshotText(JSON.stringify({ ...head, state: { ...head.state, dmesg } }));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    expect(pageFaults(loadMachine(parsed.snapshot).pages.core)).toEqual([]);
  },
);
