import { expect, it } from 'vitest';
import { blockId } from '../engine/units.ts';
import { EMPTY_LINK } from './link-state.ts';
import type { LinkState } from './link-state.ts';
import { parseSessionFile, sessionFileText } from './session-file.ts';

const PAGE: LinkState = {
  ...EMPTY_LINK,
  title: 'Why it stays',
  machines: [
    {
      name: 'main',
      source: { kind: 'file', name: 'mine.json', text: '{"schema":1}' },
      session: {
        lines: [{ line: { channel: 'write', path: '/sys/x', value: '1', timeout_s: 3 }, source: 'person', group: 1 }],
        undone: [],
        branch: 2,
        others: [{ id: 1, shares: { of: 2, lines: 1 }, lines: [] }],
      },
      moment: { line: 0, step: 3 },
      bookmarks: [{ label: 'here', branch: 2, line: 0 }],
    },
    {
      name: 'guest',
      source: { kind: 'preset', id: '64TiB' },
      session: { lines: [], undone: [] },
      moment: undefined,
      bookmarks: [],
    },
  ],
  active: 'guest',
  selection: { kind: 'block', id: blockId(37) },
  tab: 'zone',
  theme: 'dark',
  hidden: ['Normal'],
  camera: { x: 1, y: 2, scale: 3 },
};

it('a session file holds the page', () => {
  const text = sessionFileText(PAGE, '2026-01-02T03:04:05.000Z');
  expect(JSON.parse(text)).toMatchObject({ format: 'hotplug-atlas-session', schema: 1, selection: 'block:37' });
  expect(parseSessionFile(text)).toEqual(PAGE);
});

it('names what is wrong with a file, field by field', () => {
  const wrong = (change: object): unknown =>
    parseSessionFile(JSON.stringify({ ...Object(JSON.parse(sessionFileText(PAGE, ''))), ...change }));
  expect(parseSessionFile('{')).toMatchObject({ problems: [expect.stringContaining('it is not JSON')] });
  expect(wrong({ schema: 9 })).toEqual({ problems: ['schema: this page reads version 1 of session files'] });
  expect(wrong({ machines: [] })).toEqual({ problems: ['machines: there is no machine in it'] });
  expect(wrong({ machines: [{ name: 'main', source: { kind: 'bundled', id: '../x' }, session: {} }] })).toMatchObject({
    problems: [expect.stringContaining('machines.0.source.id'), expect.any(String), expect.any(String)],
  });
});
