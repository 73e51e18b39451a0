import fc from 'fast-check';
import { DEVICE_KINDS } from './devices.ts';
import { describe, expect, it } from 'vitest';
import { blockId, nodeId, pfn, sectionNr } from '../engine/units.ts';
import { saysMore } from './address.ts';
import { readEmbed, readHash, withTheme, writeHash } from './link-hash.ts';
import { longMachines, shortMachines, UPGRADERS } from './link-machines.ts';
import { EMPTY_LINK, NO_LINES } from './link-state.ts';
import type { LinkMachine, LinkState } from './link-state.ts';
import { pack, unpack } from './link-pack.ts';
import type { SentLine } from '../link/messages.ts';
import type { Selection } from './types.ts';

const count = (max = 1e6) => fc.nat({ max });
const name = fc.stringMatching(/^[\w.:+-]{1,20}$/);
const line = fc.oneof(
  fc.record({ channel: fc.constantFrom('monitor' as const, 'shell' as const, 'world' as const), line: fc.string() }),
  fc.record({ channel: fc.constant('write' as const), path: fc.string(), value: fc.string({ unit: 'binary' }) }),
  fc.record({
    channel: fc.constant('write' as const),
    path: fc.string(),
    value: fc.string(),
    timeout_s: fc.nat({ max: 60 }),
  }),
);
const sent: fc.Arbitrary<SentLine> = fc.record({
  line,
  source: fc.constantFrom('person' as const, 'clock' as const),
  group: count(),
});
const lines = fc.array(sent, { maxLength: 6 });
const label = fc.string({ minLength: 1, maxLength: 40 });
const session = fc.record(
  {
    lines,
    undone: fc.array(fc.record({ at: count(50), lines }), { maxLength: 2 }),
    branch: fc.integer({ min: 1, max: 40 }),
    branchName: label,
    others: fc.array(
      fc.record(
        { id: count(), name: fc.string(), shares: fc.record({ of: count(9), lines: count(9) }), lines },
        { requiredKeys: ['id', 'lines'] },
      ),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: ['lines', 'undone', 'branch'] },
);
const moment = fc.option(
  fc.oneof(
    fc.record({ line: fc.integer({ min: -1, max: 9999 }), step: fc.constant(undefined) }),
    fc.record({ line: count(9999), step: count() }),
  ),
  { nil: undefined },
);
const machineId = fc.stringMatching(/^[\w.-]{1,20}$/).filter((id) => !['file', 'qemu', '64TiB'].includes(id));
const source = fc.oneof(
  fc.record({ kind: fc.constant('bundled' as const), id: machineId }),
  fc.constant({ kind: 'preset' as const, id: '64TiB' as const }),
  fc.record({ kind: fc.constant('file' as const), name: fc.string(), text: fc.string() }),
  fc.record({ kind: fc.constant('qemu' as const), text: fc.string() }),
  fc.record({ kind: fc.constant('qemu' as const), text: fc.string(), cmdline: fc.string(), base: machineId }),
);
const machine: fc.Arbitrary<LinkMachine> = fc.record({
  name,
  source,
  session,
  moment,
  bookmarks: fc.array(
    fc.record(
      { label, branch: count(50), line: fc.integer({ min: -1, max: 999 }), step: count() },
      { requiredKeys: ['label', 'branch', 'line'] },
    ),
    { maxLength: 3 },
  ),
});
const selection: fc.Arbitrary<Selection> = fc.oneof(
  fc.constant({ kind: 'none' as const }),
  count().map((n) => ({ kind: 'block' as const, id: blockId(n) })),
  count().map((n) => ({ kind: 'section' as const, nr: sectionNr(n) })),
  fc.maxSafeNat().map((n) => ({ kind: 'pfn' as const, pfn: pfn(n % 2 ** 52) })),
  fc.tuple(count(), fc.integer({ min: 1, max: 1e9 })).map(([a, n]) => ({
    kind: 'range' as const,
    range: { start: pfn(a), end: pfn(a + n) },
  })),
  name.map((id) => ({ kind: 'dimm' as const, id })),
  count(1023).map((n) => ({ kind: 'node' as const, id: nodeId(n) })),
  fc.record({
    kind: fc.constant('zone' as const),
    ref: fc.record({ nid: count(1023).map(nodeId), zone: fc.constantFrom('DMA' as const, 'Movable' as const) }),
  }),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((va) => ({ kind: 'va' as const, va })),
  fc.record({
    kind: fc.constant('device' as const),
    ref: fc.record({ kind: fc.constantFrom(...DEVICE_KINDS), id: name }),
  }),
);
const options = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const rounded = fc.integer({ min: -99999, max: 99999 });
const state: fc.Arbitrary<LinkState> = fc.record({
  machines: fc.array(machine, { maxLength: 3 }),
  active: name,
  selection,
  tab: options(
    fc.constantFrom('section' as const, 'zone' as const, 'tables' as const, 'cost' as const, 'device' as const),
  ),
  view: options(name),
  theme: options(fc.constantFrom('dark' as const, 'light' as const, 'system' as const)),
  hidden: fc.array(name, { maxLength: 3 }),
  camera: options(fc.record({ x: rounded, y: rounded, scale: fc.integer({ min: 1, max: 9999 }).map((n) => n / 8) })),
  story: options(fc.record({ id: name, step: fc.integer({ min: 1, max: 99 }) })),
  title: options(label.filter((text) => text.trim() !== '')),
});

describe('links', () => {
  it('come back as they were, whatever the page shows', async () => {
    await fc.assert(
      fc.asyncProperty(state, async (given) => {
        const { state: read, problems } = await readHash(await writeHash(given));
        expect(problems).toEqual([]);
        expect(read).toEqual(given);
      }),
      { numRuns: 150 },
    );
  });

  it('never throw, whatever somebody made of them', async () => {
    const keys = fc.constantFrom('machine', 's', 'at', 'select', 'tab', 'view', 'theme', 'hide', 'camera', 'v', 'kept');
    const soup = fc.array(fc.tuple(keys, fc.oneof(fc.string(), fc.base64String(), fc.string({ unit: 'binary' }))));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          soup,
          fc.string().map((s) => [[s, s] as [string, string]]),
        ),
        async (parts) => {
          const hash = `#${parts.map(([k, w]) => `${k}=${w}`).join('&')}`;
          const { state: read } = await readHash(hash);
          // what was understood can be written again
          const { problems } = await readHash(await writeHash(read));
          expect(problems).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('cut or altered say so, and keep what can be read', async () => {
    await fc.assert(
      fc.asyncProperty(state, fc.nat(), fc.constantFrom('cut', 'swap', 'strange'), async (given, at, how) => {
        const whole = await writeHash({ ...given, machines: [{ ...given.machines[0], ...TOUCHED }] });
        const [, before, packed = '', after] = /^(.*[&#]s=)([^&]+)(.*)$/.exec(whole) ?? [];
        const i = at % packed.length;
        const broken =
          how === 'cut'
            ? packed.slice(0, i)
            : how === 'swap'
              ? packed.slice(0, i) + (packed[i] === 'A' ? 'B' : 'A') + packed.slice(i + 1)
              : `${packed.slice(0, i)}!${packed.slice(i)}`;
        const { state: read, problems } = await readHash(`${before}${broken}${after}`);
        expect(read.selection).toEqual(given.selection);
        // a swapped letter may by chance still unfold to a session; then it is a checked one
        if (how !== 'swap') expect(problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });

  it('keep their old forms, and say little where little is to be said', async () => {
    const { state: old, problems } = await readHash('#machine=x86_64-dimm-lifecycle');
    expect(problems).toEqual([]);
    expect(old.machines).toEqual([{ ...BOOTED, session: NO_LINES }]);
    expect(await writeHash(old)).toBe('#machine=x86_64-dimm-lifecycle');
    expect((await readHash('#machine=64TiB')).state.machines[0]?.source).toEqual({ kind: 'preset', id: '64TiB' });
    expect(saysMore('#machine=x')).toBe(false);
    expect(saysMore('#machine=x&at=3')).toBe(true);
    expect((await readHash('')).state).toEqual(EMPTY_LINK);
  });

  it('are readable where they are about a thing', async () => {
    const at = { ...BOOTED, moment: { line: 11, step: 40 } };
    const hash = await writeHash({ ...EMPTY_LINK, machines: [at], selection: { kind: 'block', id: blockId(37) } });
    expect(hash).toBe('#machine=x86_64-dimm-lifecycle&at=12.40&select=block:37&v=1');
  });

  it('take another theme and keep the rest', async () => {
    const hash = await writeHash({ ...EMPTY_LINK, theme: 'light', tab: 'zone' });
    expect((await readHash(withTheme(hash, 'dark'))).state).toMatchObject({ theme: 'dark', tab: 'zone' });
    expect((await readHash(withTheme(hash, undefined))).state).toMatchObject({ theme: undefined, tab: 'zone' });
    expect(withTheme('', 'dark')).toBe('#theme=dark');
  });
  it('name what is wrong part by part', async () => {
    const { state: read, problems } = await readHash('#machine=x&at=tomorrow&select=block:none&tab=zone&v=9');
    expect(read).toMatchObject({ tab: 'zone', selection: { kind: 'none' } });
    expect(problems).toEqual([
      'the link is of version 9; this page reads version 1',
      'at=tomorrow is not a moment such as 12 or 12.40',
      'select=block:none is not something that can be selected',
    ]);
  });

  it('leave a long session to the browser', async () => {
    const long = Array.from({ length: 4000 }, (_, i) => ({
      line: { channel: 'monitor' as const, line: `device_del dimm${(i * 7919) % 4001}` },
      source: 'person' as const,
      group: i,
    }));
    const given = { ...EMPTY_LINK, machines: [{ ...BOOTED, session: { lines: long, undone: [] } }] };
    const hash = await writeHash(given, 'k1');
    expect(hash).toBe('#machine=x86_64-dimm-lifecycle&kept=k1&v=1');
    expect((await readHash(hash)).kept).toBe('k1');
    expect((await readHash(await writeHash(given))).state.machines[0]?.session.lines.length).toBe(4000);
  });

  it('refuse to unfold to more than a session can be', async () => {
    const bomb = await pack(' '.repeat(33 << 20));
    expect(bomb.length).toBeLessThan(60_000);
    await expect(unpack(bomb)).rejects.toThrow('more than a session can be');
  });
});

describe('versions of links', () => {
  it('are each led to the next, and what comes out is a machine with its lines', () => {
    for (const [version, { schema, up, example }] of Object.entries(UPGRADERS)) {
      expect(schema['~run']({ value: example }, {}).issues, `example of version ${version}`).toBeUndefined();
      expect(up(example)).toMatchObject({ v: Number(version) + 1 });
      const machines = longMachines(example);
      if ('problems' in machines) throw new Error(machines.problems.join('\n'));
      expect(machines[0]?.session.lines.length).toBeGreaterThan(0);
      expect(longMachines(shortMachines(machines))).toEqual(machines);
    }
  });

  it('of the future are refused in words', () => {
    expect(longMachines({ v: 99, m: [] })).toEqual({ problems: ['it is of version 99; this page reads up to 2'] });
    expect(longMachines('?')).toEqual({ problems: ['it does not say which version it is'] });
  });
});

it('an embedded page takes its parameters from the query', async () => {
  expect(await readEmbed('?view=map')).toBeUndefined();
  const embed = await readEmbed(
    '?embed&view=tables&machine=x86_64-dimm-lifecycle&line=info+numa&line=%24+lsmem&line=%25+tick&at=1',
  );
  expect(embed).toMatchObject({ view: 'tables', problems: [] });
  expect(embed?.state.machines[0]?.session.lines.map((l) => l.line)).toEqual([
    { channel: 'monitor', line: 'info numa' },
    { channel: 'shell', line: 'lsmem' },
    { channel: 'world', line: 'tick' },
  ]);
  expect(embed?.state.machines[0]?.moment).toEqual({ line: 0, step: undefined });
  expect(await readEmbed('?embed=map', '#machine=64TiB')).toMatchObject({ view: 'map' });
});

const BOOTED: LinkMachine = {
  name: 'main',
  source: { kind: 'bundled', id: 'x86_64-dimm-lifecycle' },
  session: NO_LINES,
  moment: undefined,
  bookmarks: [],
};
const TOUCHED: LinkMachine = {
  ...BOOTED,
  session: {
    lines: [{ line: { channel: 'monitor', line: 'info numa' }, source: 'person', group: 1 }],
    undone: [],
  },
};
