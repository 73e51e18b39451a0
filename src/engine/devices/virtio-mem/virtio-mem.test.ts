import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { run } from '../../../console/testing.ts';
import { loadMachine } from '../../../snapshot/load.ts';
import { bundledSnapshot } from '../../../snapshot/testing.ts';
import { invariants } from '../../invariants.ts';
import type { Line, Reply } from '../../lines.ts';
import type { Machine } from '../../machine.ts';
import { hashStore } from '../../state/hash.ts';
import { MiB, nodeId } from '../../units.ts';
import { virtioMem } from './virtio-mem.ts';

const MACHINES = [
  'x86_64-virtio-mem',
  'x86_64-virtio-mem-bbm',
  'x86_64-virtio-mem-offline',
  'arm64-virtio-mem',
] as const;
const fresh = (name: (typeof MACHINES)[number] = 'x86_64-virtio-mem'): Machine =>
  loadMachine(bundledSnapshot(name), [virtioMem]);
const request = (m: Machine, size: string): Reply =>
  run(m, { channel: 'monitor', line: `qom-set vm0 requested-size ${size}` });
const size = (m: Machine): number => Number(run(m, { channel: 'monitor', line: 'qom-get vm0 size' }).output);

describe('virtio-mem', () => {
  it('refuses what the device cannot be, and nothing changes', () => {
    const m = fresh();
    const before = hashStore(m.k.store);
    expect(request(m, '3M').output).toBe("Error: 'requested-size' has to be multiples of 'block-size' (0x200000)\n");
    expect(request(m, '4G').output).toBe("Error: 'requested-size' cannot exceed the memory backend size(0x80000000)\n");
    expect(request(m, 'lots').output).toContain('expects a non-negative number below 2^64');
    expect(run(m, { channel: 'monitor', line: 'qom-set vm1 requested-size 1G' }).output).toBe(
      "Error: Device 'vm1' not found\n",
    );
    expect(run(m, { channel: 'monitor', line: 'qom-set vm0' }).output).toContain('qom-set: string expected');
    expect(hashStore(m.k.store)).toBe(before);
  });

  it('keeps pages of unplugged subblocks offline and gives them to the allocator when they are plugged', () => {
    const m = fresh();
    const managed = (): number => m.zones.zone({ nid: nodeId(1), zone: 'Movable' }).managed;
    request(m, '200M');
    expect(managed()).toBe((200 * MiB) / 4096);
    request(m, '202M');
    expect(managed()).toBe((202 * MiB) / 4096);
    request(m, '4M');
    expect(managed()).toBe((4 * MiB) / 4096);
    expect(m.pages.ownersSummary().find((o) => o.kind === 'offline')?.pages).toBe((124 * MiB) / 4096);
    request(m, '0');
    expect(m.pages.ownersSummary().some((o) => o.kind === 'offline')).toBe(false);
  });

  it('stops at 1 GiB that nobody onlines, and goes on when half of it is online', () => {
    const m = fresh('x86_64-virtio-mem-offline');
    request(m, '1536M');
    expect(size(m)).toBe(1024 * MiB);
    for (const id of m.blocks.ids().slice(-8, -3))
      run(m, { channel: 'write', path: `/sys/devices/system/memory/memory${id}/state`, value: 'online' });
    expect(size(m)).toBe(1536 * MiB);
  });

  it('leaves what does not move and tries again when that is gone', () => {
    const m = fresh();
    request(m, '1G');
    run(m, { channel: 'shell', line: 'hold big pipe 900 1' });
    run(m, { channel: 'shell', line: 'hold p pin 1500 1' });
    request(m, '0');
    const left = size(m);
    run(m, { channel: 'shell', line: 'drop p' });
    run(m, { channel: 'shell', line: 'drop big' });
    expect(size(m)).toBeLessThanOrEqual(left);
    expect(size(m)).toBe(0);
  });

  it('comes to the same state from a checkpoint', () => {
    const m = fresh();
    request(m, '300M');
    const twin = m.fork();
    for (const x of [m, twin]) request(x, '100M');
    expect(hashStore(twin.k.store)).toBe(hashStore(m.k.store));
  });

  it.each(MACHINES)(
    'keeps every invariant over random lines: %s',
    (name) => {
      const step = name.endsWith('bbm') ? 256 : 2;
      const block = fc.integer({ min: 40, max: 64 });
      const type = fc.constantFrom('online', 'offline', 'online_kernel', 'online_movable');
      const line: fc.Arbitrary<Line> = fc.oneof(
        {
          weight: 4,
          arbitrary: fc
            .integer({ min: 0, max: 2048 / step })
            .map((n): Line => ({ channel: 'monitor', line: `qom-set vm0 requested-size ${n * step}M` })),
        },
        {
          weight: 3,
          arbitrary: fc.tuple(block, type).map(([b, value]): Line => ({
            channel: 'write',
            path: `/sys/devices/system/memory/memory${b}/state`,
            value,
            timeout_s: 1,
          })),
        },
        {
          weight: 1,
          arbitrary: type.map((value): Line => ({
            channel: 'write',
            path: '/sys/devices/system/memory/auto_online_blocks',
            value,
          })),
        },
        {
          weight: 1,
          arbitrary: fc
            .tuple(fc.constantFrom('anon', 'pin', 'pipe'), fc.integer({ min: 1, max: 900 }))
            .map(([kind, mib]): Line => ({ channel: 'shell', line: `hold h ${kind} ${mib} 1` })),
        },
        { weight: 1, arbitrary: fc.constant<Line>({ channel: 'shell', line: 'drop h' }) },
      );
      fc.assert(
        fc.property(fc.array(line, { maxLength: 25 }), (lines) => {
          const m = fresh(name);
          for (const l of lines) {
            run(m, l);
            expect({ l, broken: invariants(m) }).toEqual({ l, broken: [] });
          }
        }),
        { numRuns: 8 },
      );
    },
    60_000,
  );
});
