import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadMachine } from './load.ts';
import { parseSnapshot, parseSnapshotText } from './check.ts';
import type { Snapshot } from './schema.ts';
import { bundledSnapshot } from './testing.ts';

const good = bundledSnapshot('x86_64-dimm-one-node');
const withState = (patch: Readonly<Record<string, string | undefined>>): unknown => ({
  ...good,
  state: Object.fromEntries(Object.entries({ ...good.state, ...patch }).filter(([, v]) => v !== undefined)),
});
const problemsOf = (value: unknown): readonly string[] => {
  const r = parseSnapshot(value);
  return r.ok ? [] : r.problems.map((p) => `${p.field} ${p.why}`);
};
const edit = (path: string, from: string | RegExp, to: string): unknown =>
  withState({ [path]: (good.state[path] ?? '').replace(from, to) });

describe('parseSnapshot', () => {
  it('accepts a snapshot and says nothing', () => {
    expect(problemsOf(good)).toEqual([]);
    expect(parseSnapshotText(JSON.stringify(good)).ok).toBe(true);
  });

  it('names the field and why', () => {
    expect(parseSnapshotText('{"schema":').ok).toBe(false);
    expect(problemsOf([])).toEqual(['file is not a JSON object']);
    expect(problemsOf({ ...good, schema: 2 })).toEqual(['schema should be 1, is 2']);
    expect(problemsOf({ ...good, arch: 'vax' })).toEqual(['arch should be ("x86_64" | "arm64" | "riscv64"), is "vax"']);
    expect(problemsOf({ ...good, cmdline: undefined })).toEqual(['cmdline is missing']);
    expect(problemsOf({ ...good, kernel: { ...good.kernel, page_size: '4096' } })).toEqual([
      'kernel.page_size should be number, is "4096"',
    ]);
    expect(problemsOf({ ...good, kernel: { ...good.kernel, levels: 7 } })).toEqual([
      'kernel x86_64 has no 7 levels with 48-bit addresses and 4096-byte pages',
    ]);
    expect(problemsOf({ ...good, state: undefined, steps: [{ do: { channel: 'boot' } }] })).toEqual([
      'steps.0.state is missing',
    ]);
    expect(problemsOf({ ...good, qemu: { version: '7.2', argv: ['qemu', '-m', 'lots'] } })).toEqual([
      'qemu.argv -m is not a size: “lots”',
    ]);
  });

  it('points at lines of the texts inside', () => {
    expect(problemsOf(withState({ '/proc/iomem': undefined }))).toEqual(['/proc/iomem is missing']);
    expect(problemsOf(withState({ '/proc/zoneinfo': '!EACCES' }))).toEqual([
      '/proc/zoneinfo could not be read (EACCES)',
    ]);
    expect(problemsOf(edit('/proc/iomem', '00001000-0009fbff', '0001000-9fbff:'))[0]).toBe(
      '/proc/iomem line 2 is not “start-end : name”: “0001000-9fbff: : System RAM”',
    );
    expect(problemsOf(edit('/proc/iomem', '00100000-', '00000500-'))[0]).toMatch(
      /^\/proc\/iomem line \d+ overlaps the line before it \(Reserved\)$/,
    );
    expect(problemsOf(edit('/proc/zoneinfo', /managed {2}\d+/, 'managed  999999999'))[0]).toMatch(
      /^\/proc\/zoneinfo line 1 Node 0, zone DMA has more pages managed/,
    );
    expect(problemsOf(edit('/proc/zoneinfo', /present {2}\d+\n/, ''))[0]).toBe(
      '/proc/zoneinfo line 1 Node 0, zone DMA misses present',
    );
    expect(problemsOf(withState({ '/sys/devices/system/memory/block_size_bytes': '8000001\n' }))).toEqual([
      '/sys/devices/system/memory/block_size_bytes is not a power of two in hexadecimal: “8000001”',
    ]);
    expect(problemsOf(withState({ '/sys/devices/system/memory/memory3/state': 'on\n' }))).toEqual([
      '/sys/devices/system/memory/memory3/state is not online, offline or going-offline: “on”',
    ]);
    expect(problemsOf(withState({ '/sys/devices/system/memory/memory3/node': '7\n' }))).toEqual([
      '/sys/devices/system/memory/memory3/node names node 7, which is not online',
    ]);
    expect(problemsOf(withState({ '/sys/devices/system/node/online': 'all\n' }))[0]).toBe(
      '/sys/devices/system/node/online is not a list such as 0-1,3: “all”',
    );
    expect(problemsOf(edit('ptdump/direct-map', '[ Low', 'Low'))[0]).toBe(
      'ptdump/direct-map line 1: not a run of entries: ---Low Kernel Mapping ]---',
    );
    expect(
      problemsOf(withState({ dmesg: 'Early memory node ranges\n  node   0: [mem 0x0-0xffffffffffff]\n' }))[0],
    ).toMatch(/^dmesg has early memory .* which no memory block covers$/);
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(typeof parseSnapshot(value).ok).toBe('boolean');
      }),
    );
  });

  it('never throws on a damaged snapshot, and what it accepts can be loaded', () => {
    const paths = Object.keys(good.state).filter((p) => !/memory\d\d/.test(p));
    const damage = fc.record({
      path: fc.constantFrom(...paths),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.nat(30),
      put: fc.oneof(
        fc.string({ maxLength: 12 }),
        fc.constantFrom('', '0', '9', 'f', '\n', ' ', '-', ':', '99999999999999999999'),
      ),
    });
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (list) => {
        const state: Record<string, string> = { ...good.state };
        for (const d of list) {
          const text = state[d.path] ?? '';
          const from = Math.floor(d.at * text.length);
          state[d.path] = text.slice(0, from) + d.put + text.slice(from + d.length);
        }
        const parsed = parseSnapshot({ ...good, state });
        expect(parsed.ok ? loadMachine(parsed.snapshot).blocks.ids().length : parsed.problems.length).toBeGreaterThan(
          0,
        );
      }),
      { numRuns: 300 },
    );
  });

  it('never throws on damaged numbers and command lines', () => {
    const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, 1, 12, 27, 48, 4096, 65536));
    fc.assert(
      fc.property(
        fc.constantFrom('page_size', 'section_size_bits', 'max_physmem_bits', 'va_bits', 'levels'),
        number,
        fc.constantFrom<Snapshot['arch']>('x86_64', 'arm64', 'riscv64'),
        fc.array(
          fc.oneof(
            fc.string(),
            fc.constantFrom('-m', '-numa', '-object', '-device', '-machine', 'node,nodeid=9', '4G,slots=8,maxmem=32G'),
          ),
        ),
        (key, n, arch, argv) => {
          const parsed = parseSnapshot({
            ...good,
            arch,
            kernel: { ...good.kernel, [key]: n },
            qemu: { version: '', argv },
          });
          expect(parsed.ok ? loadMachine(parsed.snapshot).blocks.ids().length : parsed.problems.length).toBeGreaterThan(
            0,
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});
