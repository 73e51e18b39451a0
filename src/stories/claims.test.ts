/** A claim that cannot fail proves nothing: each kind is held against a machine that is as it says, and one that is not. */
import { expect, it } from 'vitest';
import type { SessionLine } from '../link/messages.ts';
import {
  blocksAre,
  called,
  complaint,
  file,
  logged,
  noBlocks,
  noFile,
  notCalled,
  onMachine,
  replied,
  zone,
} from './claims.ts';
import type { Claim, Facts } from './types.ts';

const DIR = '/sys/devices/system/memory';
const files: Readonly<Record<string, string>> = {
  [`${DIR}/memory40/state`]: 'online\n',
  [`${DIR}/memory40/valid_zones`]: 'Movable\n',
  [`${DIR}/memory41/state`]: 'offline\n',
  '/sys/devices/system/node/node1/memory40/state': 'online\n',
  '/proc/zoneinfo':
    'Node 0, zone   Normal\n  pages free     7\n        present  9\nNode 1, zone  Movable\n  pages free     100\n        present  262144\n  start_pfn:           1572864\n',
};
const line: SessionLine = {
  index: 0,
  line: { channel: 'monitor', line: 'device_del dimm1' },
  source: 'person',
  reply: { output: 'done\n', status: 0, events: [{ event: 'DEVICE_DELETED', data: {} }] },
  steps: 4,
  dmesg: ['Offlined Pages'],
};

/** Only what claims ask for. */
const facts = (sent: SessionLine | undefined = line): Facts =>
  ({
    info: {},
    line: (position: number) => (position === 0 ? sent : undefined),
    ask: (question: string, about: { readonly path?: string }) => {
      if (question === 'trace')
        return Promise.resolve({
          names: ['offline_pages', 'migrate_pages'],
          kinds: Uint8Array.of(0, 0, 1, 1),
          nameOf: Uint16Array.of(0, 1, 1, 0),
          args: new Float64Array(4),
          tasks: new Uint8Array(4),
        });
      const text = files[about.path ?? ''];
      return Promise.resolve(text === undefined ? { errno: 'ENOENT' } : { text });
    },
  }) as unknown as Facts;

const holds: readonly Claim[] = [
  file(`${DIR}/memory40/state`, { is: 'online' }),
  file(`${DIR}/memory40/state`, { has: /^on/ }),
  file(`${DIR}/memory40/state`, { lacks: 'off' }),
  noFile('/proc/none'),
  blocksAre([40, 40], { state: 'online', zones: 'Movable', node: 1 }),
  blocksAre([41, 41], { state: 'offline' }),
  noBlocks([42, 50]),
  zone(1, 'Movable', { present: 262_144, free: { atLeast: 50, atMost: 150 }, start_pfn: 1_572_864 }),
  replied(0, 'ok'),
  replied(0, { has: 'done' }),
  replied(0, { lacks: 'error' }),
  replied(0, { status: 0 }),
  replied(0, { event: 'DEVICE_DELETED' }),
  logged(0, 'Offlined'),
  called(0, 'offline_pages', 'migrate_pages'),
  notCalled(0, 'online_pages'),
];
const fails: readonly Claim[] = [
  file(`${DIR}/memory40/state`, { is: 'offline' }),
  file(`${DIR}/memory40/state`, { has: 'off' }),
  file(`${DIR}/memory40/state`, { lacks: 'online' }),
  file('/proc/none', { lacks: 'anything' }),
  noFile('/proc/zoneinfo'),
  blocksAre([40, 41], { state: 'online' }),
  blocksAre([40, 40], { state: 'online', zones: 'Normal' }),
  blocksAre([40, 40], { state: 'online', node: 0 }),
  blocksAre([99, 99], { state: 'offline' }),
  noBlocks([41, 41]),
  zone(1, 'Movable', { present: 9 }),
  zone(1, 'Movable', { free: { atLeast: 101 } }),
  zone(1, 'Movable', { free: { atMost: 99 } }),
  zone(1, 'Movable', { managed: 1 }),
  zone(2, 'Movable', { present: 262_144 }),
  replied(0, 'waits'),
  replied(0, { errno: 'EBUSY' }),
  replied(0, { has: 'error' }),
  replied(0, { lacks: 'done' }),
  replied(0, { status: 1 }),
  replied(0, { event: 'MEM_UNPLUG_ERROR' }),
  replied(1, 'ok'),
  logged(0, 'panic'),
  logged(1, 'Offlined'),
  called(0, 'migrate_pages', 'offline_pages'),
  called(1, 'offline_pages'),
  notCalled(0, 'migrate_pages'),
  notCalled(1, 'migrate_pages'),
];

it.each(holds.map((claim) => [claim.says, claim] as const))('%s', async (_, claim) => {
  expect(await claim.check(facts())).toBeUndefined();
});

it.each(fails.map((claim) => [claim.says, claim] as const))('not: %s', async (_, claim) => {
  expect(await claim.check(facts())).toBeTypeOf('string');
});

it('a reply that is no success is a complaint', () => {
  expect(complaint({ status: 0, output: 'fine' })).toBeUndefined();
  expect(complaint({ errno: 'EBUSY' })).toBe('EBUSY');
  expect(complaint({ status: 1, output: 'no' })).toContain('status 1');
  expect(complaint({ pending: 'waits for a page' })).toContain('waits');
  expect(complaint({ output: 'Error: no such device' })).toContain('Error');
});

it('a claim about another machine says so', () => {
  const [claim] = onMachine('guest', noBlocks([1, 1]));
  expect(claim).toMatchObject({ machine: 'guest', says: 'guest: there is no memory1' });
});
