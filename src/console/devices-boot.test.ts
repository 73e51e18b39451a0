/** Machines that start from a command line find their devices as the recorded ones did. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Machine } from '../engine/machine.ts';
import { boot } from '../snapshot/boot/boot.ts';
import { headOf, reboot } from '../snapshot/boot/reboot.ts';
import { loadMachine } from '../snapshot/load.ts';
import { parseSnapshot } from '../snapshot/check.ts';
import { bundledSnapshot, readRecording } from '../snapshot/testing.ts';
import { DEVICE_MODULES } from './device-modules.ts';
import { run } from './testing.ts';

const names = (m: Machine | undefined): string[] =>
  (m?.devices ?? []).map((d) => d.name).filter((name) => name !== 'accelerators' && name !== 'tiers');
const OWN = /^\/sys\/bus\/(dax|nd)\/|^qemu\/info-memory-devices$/;
const state = (files: Iterable<readonly [string, string]>): Record<string, string> =>
  Object.fromEntries([...files].filter(([path]) => OWN.test(path)));

describe('devices at boot', () => {
  it.each([
    'x86_64-pmem-devdax',
    'x86_64-pmem-legacy',
    'x86_64-virtio-pmem-mem',
    'x86_64-softreserved-cxl-node',
    'x86_64-softreserved-node1',
    'x86_64-virtio-mem',
    'x86_64-virtio-mem-bbm',
    'x86_64-kmem',
    'arm64-virtio-mem',
    'riscv64-kmem',
    'riscv64-pmem-unaligned',
  ])('%s', (name) => {
    const { steps: _steps, ...head } = readRecording(`test/recordings/${name}.json.gz`) as Record<string, unknown>;
    const { machine } = boot(head, DEVICE_MODULES);
    const recorded = bundledSnapshot(name).state;
    expect(state(machine.files.all())).toEqual(state(Object.entries(recorded)));
    // and what it says of the memory is the same as that of the machine that was read from files
    const loaded = loadMachine(bundledSnapshot(name), DEVICE_MODULES);
    expect(machine.resources.tree.value.map((r) => r.name)).toEqual(
      expect.arrayContaining(
        loaded.resources.tree.value.filter((r) => /Persistent|Soft|namespace/.test(r.name)).map((r) => r.name),
      ),
    );
    expect([...machine.pagemaps.all.value.keys()]).toEqual([...loaded.pagemaps.all.value.keys()]);
  });

  it('come back after a reboot under other words, and go when the words do not give them', () => {
    const text = readFileSync('public/machines/x86_64-dimm-lifecycle.json', 'utf8');
    const parsed = parseSnapshot(JSON.parse(text));
    if (!parsed.ok) throw new Error('no snapshot');
    const first = loadMachine(parsed.snapshot, DEVICE_MODULES);
    expect(names(first)).toEqual([]);
    const second = reboot(headOf(text), first, ['memmap=512M!4G'], DEVICE_MODULES).machine;
    expect(names(second)).toEqual(['dax']);
    if (second === undefined) throw new Error('did not start');
    expect(run(second, { channel: 'shell', line: 'ndctl list' }).output).toContain('"dev":"namespace0.0"');
    const third = reboot(headOf(text), second, ['memmap='], DEVICE_MODULES).machine;
    expect(names(third)).toEqual([]);
  });

  it('the kernel knob is one value of the configuration, asked for by rules', () => {
    const text = readFileSync('public/machines/x86_64-dimm-lifecycle.json', 'utf8');
    const parsed = parseSnapshot(JSON.parse(text));
    if (!parsed.ok) throw new Error('no snapshot');
    const first = loadMachine(parsed.snapshot);
    const { machine, output } = reboot(headOf(text), first, ['kernel=v5.2']);
    expect(machine?.k.config.version).toBe('v5.2');
    expect(output).toContain('it follows the rules of v5.2');
    expect(reboot(headOf(text), first, ['kernel=v2.4']).output).toBe(
      "boot: kernel takes a version from v4.18 to v6.12, not 'v2.4'\n",
    );
    if (machine === undefined) throw new Error('did not start');
    expect(reboot(headOf(text), machine, ['movable_node']).machine?.k.config.version).toBe('v5.2');
    expect(reboot(headOf(text), machine, ['kernel=default']).machine?.k.config.version).toBeUndefined();
  });
});
