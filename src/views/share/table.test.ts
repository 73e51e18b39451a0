import { expect, it } from 'vitest';
import type { SessionLine } from '../../link/messages.ts';
import { timelineTable } from './table.ts';

const LINES: readonly SessionLine[] = [
  {
    index: 0,
    line: { channel: 'monitor', line: 'info numa' },
    source: 'person',
    reply: { output: '2 nodes\nnode 0 "a", b\n', events: [] },
    steps: 0,
    dmesg: [],
  },
  {
    index: 1,
    line: { channel: 'write', path: '/sys/x', value: 'offline' },
    source: 'person',
    reply: { errno: 'EBUSY', events: [{ event: 'ACPI_DEVICE_OST', data: {} }] },
    steps: 40,
    dmesg: ['one', 'two\tthree'],
  },
];
/** RFC 4180, read back. */
function rows(csv: string): string[][] {
  const out: string[][] = [[]];
  for (const [, quoted, bare = '', end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    out.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare);
    if (end === '\r\n') out.push([]);
  }
  return out.slice(0, -1);
}

it('writes tables that programs read back', () => {
  const csv = rows(timelineTable(LINES, 'csv'));
  expect(csv.map((row) => row.length)).toEqual([10, 10, 10]);
  expect(csv[1]).toEqual(['1', '1', 'person', 'monitor', 'info numa', 'ok', '2 nodes\nnode 0 "a", b', '0', '', '']);
  expect(csv[2]?.slice(4)).toEqual(['echo offline > /sys/x', 'EBUSY', '', '40', 'one\ntwo\tthree', 'ACPI_DEVICE_OST']);
  const tsv = timelineTable(LINES, 'tsv').split('\n');
  expect(tsv.length).toBe(4);
  expect(tsv[2]?.split('\t')).toEqual([
    '42',
    '2',
    'person',
    'write',
    'echo offline > /sys/x',
    'EBUSY',
    '',
    '40',
    'one\\ntwo\\tthree',
    'ACPI_DEVICE_OST',
  ]);
});
