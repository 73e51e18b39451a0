/** Any text on any channel gets an answer: nothing a line says is an exception. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Line } from '../engine/lines.ts';
import { loadMachine } from '../snapshot/load.ts';
import { bundledSnapshot } from '../snapshot/testing.ts';
import { complete } from './complete.ts';
import { run } from './testing.ts';

const machine = loadMachine(bundledSnapshot('x86_64-dimm-lifecycle'));

/** Text made of what the languages are made of, so that most of it gets past the first word. */
const pieces = (words: readonly string[]) =>
  fc
    .array(
      fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...words) },
        { weight: 1, arbitrary: fc.string({ maxLength: 4 }) },
      ),
      { maxLength: 14 },
    )
    .map((l) => l.join(''));
const monitorText = pieces([
  'object_add ',
  'device_add ',
  'device_del ',
  'info ',
  'help ',
  'memory-devices',
  'pc-dimm',
  'memory-backend-ram',
  'id=',
  'size=',
  'memdev=',
  'slot=',
  'addr=',
  'node=',
  ',',
  ',,',
  '=',
  '"',
  '\\',
  '0x',
  '1',
  '9',
  'G',
  '-',
  ' ',
  'a',
]);
const shellText = pieces([
  'echo ',
  'cat ',
  'ls ',
  'grep ',
  'chmem ',
  'lsmem ',
  'for x in ',
  ' do ',
  ' done',
  'if ',
  ' then ',
  ' fi',
  'while ',
  '; ',
  ' && ',
  ' || ',
  ' | ',
  ' > ',
  '2>&1',
  ' < ',
  '$x',
  '${',
  '}',
  '$((',
  '))',
  '$(',
  ')',
  '(',
  '`',
  '"',
  "'",
  '\\',
  '*',
  '[',
  ']',
  '?',
  '-e ',
  '1',
  '/',
  '/sys/devices/system/memory/memory1/state',
  'exit ',
  'break',
  '#',
  '&',
  '\n',
  'x=',
  '!',
]);
const worldText = pieces(['tick ', 'load ', 'unload ', 'boot ', 'help', 'interrupt', '1', ' ', 'x=', '-']);

const anyLine: fc.Arbitrary<Line> = fc.oneof(
  monitorText.map((line): Line => ({ channel: 'monitor', line })),
  shellText.map((line): Line => ({ channel: 'shell', line })),
  worldText.map((line): Line => ({ channel: 'world', line })),
  fc.tuple(fc.string(), fc.string()).map(([path, value]): Line => ({ channel: 'write', path, value })),
  fc.string({ unit: 'binary' }).map((line): Line => ({ channel: 'shell', line })),
);

/** What a reply must hold, by channel. */
const ANSWERS: Readonly<Record<Line['channel'], object>> = {
  monitor: { output: expect.any(String) as string },
  world: { output: expect.any(String) as string },
  shell: { output: expect.any(String) as string, status: expect.any(Number) as number },
  write: {},
};

describe('any line', () => {
  it('is answered, on every channel', () => {
    fc.assert(
      fc.property(anyLine, (line) => {
        const fork = machine.fork();
        const reply = run(fork, line);
        expect(reply).toMatchObject(ANSWERS[line.channel]);
        expect(reply.pending).toBeUndefined();
      }),
      { numRuns: 600 },
    );
  });
  it('can be completed at any place', () => {
    fc.assert(
      fc.property(
        fc.oneof(monitorText, shellText),
        fc.constantFrom('monitor' as const, 'shell' as const, 'world' as const),
        fc.nat(60),
        (text, channel, cursor) => {
          const { from, candidates } = complete(machine, channel, text, cursor);
          expect(from).toBeGreaterThanOrEqual(0);
          expect(from).toBeLessThanOrEqual(Math.min(cursor, text.length));
          expect(candidates.length).toBeLessThanOrEqual(200);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('completion', () => {
  const offers = (channel: 'monitor' | 'shell', text: string): readonly string[] =>
    complete(machine, channel, text, text.length).candidates;
  it('knows commands, options, ids and paths', () => {
    expect(offers('monitor', 'dev')).toEqual(['device_add ', 'device_del ']);
    expect(offers('monitor', 'info mem')).toEqual(['memdev', 'memory-devices', 'memory_size_summary']);
    expect(offers('monitor', 'object_add memory-backend-ram,id=')).toEqual(['mem1']);
    expect(offers('monitor', 'device_add pc-dimm,id=d,m')).toEqual(['memdev=']);
    expect(offers('monitor', 'device_add pc-dimm,node=')).toEqual(['0', '1']);
    expect(offers('monitor', 'device_add pc-dimm,slot=')).toHaveLength(8);
    expect(offers('shell', 'chm')).toEqual(['chmem ']);
    expect(offers('shell', 'cat /proc/zo')).toEqual(['zoneinfo ']);
    expect(offers('shell', 'echo on')).toEqual(['online ', 'online_kernel ', 'online_movable ']);
    expect(offers('shell', 'echo x > /sys/devices/system/memory/memory4')).toContain('memory40/');
  });
});

describe('a line that asks for too much', () => {
  const sh = (line: string) => run(machine.fork(), { channel: 'shell', line });
  it.each([
    ['x=a; while true; do x=$x$x; done', /too long/],
    ['for i in $(seq 1000000); do :; done', /./],
    ['echo /*/../*/../*/../*/../*/../*/../*/../*/../*/../*/../*/../*/../*/../*/../*/../*/../*/../*/../*/../*', /^\/\*/],
    [`cat /proc/iomem | cat ${'- '.repeat(20_000)} | wc`, /./],
    ['while true; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done | tail -n 1', /./],
    [`echo ${'a'.repeat(70_000)}`, /line too long/],
    [`echo ${'$('.repeat(200)}${')'.repeat(200)}`, /nested too deeply/],
    [`echo $((${'('.repeat(5000)}1${')'.repeat(5000)}))`, /arithmetic syntax error/],
  ])('stops (%#)', (line, output) => expect(sh(line).output).toMatch(output));
});
