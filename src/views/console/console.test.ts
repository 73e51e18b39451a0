import { describe, expect, test } from 'vitest';
import type { Line, Reply } from '../../engine/lines.ts';
import { asText, type Entry, lastRows, type Row, rowsOf, typedBefore, typedLine } from './entries.ts';
import { linkify } from './linkify.ts';

const entry = (line: Line, reply: Partial<Reply> = {}, rest: Partial<Entry> = {}): Entry => ({
  index: 0,
  line,
  source: 'person',
  reply: { events: [], ...reply },
  steps: 1,
  dmesg: [],
  undone: false,
  ...rest,
});
const write = { channel: 'write', path: '/sys/devices/system/memory/memory40/state', value: 'offline' } as const;

describe('rows', () => {
  test('a refused write shows the command, the error and the log', () => {
    const rows = rowsOf(
      entry(write, { errno: 'EBUSY' }, { dmesg: ['[    2.0] page dumped because: unmovable page'] }),
      'shell',
      false,
    );
    expect(rows.map((r) => [r.kind, r.text])).toEqual([
      ['command', 'echo offline > /sys/devices/system/memory/memory40/state'],
      ['error', 'sh: write error: Device or resource busy (EBUSY)'],
      ['kernel', '[    2.0] page dumped because: unmovable page'],
    ]);
    expect(asText(rows).split('\n')[0]).toBe('guest # echo offline > /sys/devices/system/memory/memory40/state');
  });
  test('another pane sees the command only; the monitor sees events', () => {
    const add = entry(
      { channel: 'monitor', line: 'device_del dimm1' },
      { output: 'x\ny\n', events: [{ event: 'DEVICE_DELETED', data: { device: 'dimm1' } }] },
      { dmesg: ['log'] },
    );
    expect(rowsOf(add, 'shell', false).map((r) => r.kind)).toEqual(['aside', 'kernel']);
    expect(rowsOf(add, 'monitor', false).map((r) => [r.kind, r.text])).toEqual([
      ['command', 'device_del dimm1'],
      ['output', 'x'],
      ['output', 'y'],
      ['event', 'DEVICE_DELETED {"device":"dimm1"}'],
    ]);
  });
  test('ticks are hidden, what the kernel logged meanwhile is not', () => {
    const tick = entry({ channel: 'world', line: 'tick 5' }, {}, { source: 'clock', dmesg: ['oom'] });
    expect(rowsOf(tick, 'shell', false).map((r) => r.kind)).toEqual(['kernel']);
    expect(rowsOf(tick, 'world', false)).toEqual([]);
    expect(rowsOf(tick, 'world', true).map((r) => r.kind)).toEqual(['command']);
  });
  test('monitor errors are errors', () => {
    const bad = entry(
      { channel: 'monitor', line: 'device_add x' },
      { output: "Error: 'x' is not a valid device model name\n" },
    );
    expect(rowsOf(bad, 'monitor', false)[1]?.kind).toBe('error');
  });
  test('complaints of the shell are errors, whatever the last command answered', () => {
    const rows = rowsOf(
      entry(
        { channel: 'shell', line: 'cat /nope; ls' },
        { output: "cat: can't open '/nope': No such file or directory\nmemory: 3\n", status: 0 },
      ),
      'shell',
      false,
    );
    expect(rows.map((r) => r.kind)).toEqual(['command', 'error', 'output']);
  });
  test('only the last rows are kept', () => {
    const rows: Row[] = [1, 2, 3].map((n) => ({ kind: 'output', text: `${n}` }));
    const { shown, earlier } = lastRows(['a', 'b'], () => rows, 4);
    expect(earlier).toBe(2);
    expect(shown.map((s) => [s.entry, s.rows.map((r) => r.text).join('')])).toEqual([
      ['a', '3'],
      ['b', '123'],
    ]);
  });
});

test('typed lines go to their channel', () => {
  expect(typedLine(' lsmem ', 'shell')).toEqual({ channel: 'shell', line: 'lsmem' });
  expect(typedLine('info memory-devices', 'monitor')).toEqual({ channel: 'monitor', line: 'info memory-devices' });
  expect(typedLine('world tick 3', 'shell')).toEqual({ channel: 'world', line: 'tick 3' });
  expect(typedLine('  ', 'shell')).toBeUndefined();
  expect(
    typedBefore(
      [
        entry({ channel: 'shell', line: 'ls' }),
        entry({ channel: 'shell', line: 'ls' }),
        entry({ channel: 'monitor', line: 'help' }),
        entry(write),
      ],
      'shell',
    ),
  ).toEqual(['ls', 'echo offline > /sys/devices/system/memory/memory40/state']);
});

describe('linkify', () => {
  const names = { pageBytes: 4096, dimms: ['dimm1'], nodes: 2 };
  const links = (text: string) =>
    linkify(text, names)
      .filter((p) => p.means !== undefined)
      .map((p) => [p.text, p.means?.kind]);
  test('keeps the text whole', () => {
    const text = '0x0000000100000000-0x000000017fffffff   2G online memory32 dimm1 x';
    expect(
      linkify(text, names)
        .map((p) => p.text)
        .join(''),
    ).toBe(text);
  });
  test('ranges of lsmem, of the kernel and of iomem are whole ranges', () => {
    expect(linkify('0x0000000100000000-0x000000017fffffff 2G', names)[0]?.means).toEqual({
      kind: 'range',
      range: { start: 0x100000, end: 0x180000 },
    });
    expect(linkify('x [mem 0x140000000-0x17fffffff] y', names)[1]?.means).toEqual({
      kind: 'range',
      range: { start: 0x140000, end: 0x180000 },
    });
    expect(linkify('140000000-17fffffff : System RAM', names)[0]?.means).toEqual({
      kind: 'range',
      range: { start: 0x140000, end: 0x180000 },
    });
  });
  test('blocks, nodes, DIMMs and addresses', () => {
    expect(links('device_del dimm1; memory40 node1 node7 0x140000000 0xffff888140000000 0x1f dimm10')).toEqual([
      ['dimm1', 'dimm'],
      ['memory40', 'block'],
      ['node1', 'node'],
      ['0x140000000', 'pfn'],
      ['0xffff888140000000', 'va'],
    ]);
  });
  test('a page frame number is no address', () => {
    expect(linkify('index:0x0 pfn:0x100000', names)[1]).toEqual({
      text: 'pfn:0x100000',
      means: { kind: 'pfn', pfn: 0x100000 },
    });
  });
  test('a path and an assignment hold their names', () => {
    expect(links('echo online > /sys/devices/system/memory/memory40/state')).toEqual([['memory40', 'block']]);
    expect(links('device_add pc-dimm,id=dimm1,memdev=mem1,node=1')).toEqual([['dimm1', 'dimm']]);
    expect(links('plain words')).toEqual([]);
  });
});
