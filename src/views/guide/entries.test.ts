import { describe, expect, it } from 'vitest';
import type { Line } from '../../engine/lines.ts';
import { blockId } from '../../engine/units.ts';
import { smallMachine, testState } from '../map/testing.ts';
import { allEntries, fitOf, fitting, forQuery } from './entries.ts';
import type { Entry } from './entries.ts';

const entry = (title: string, more: Partial<Entry> = {}): Entry => ({
  id: title,
  group: 'View',
  title,
  run: () => undefined,
  ...more,
});

describe('fitting', () => {
  it('wants every word somewhere and prefers the beginning of words', () => {
    expect(fitOf(entry('Dark colours', { also: 'theme' }), 'dark theme')).toBeGreaterThan(0);
    expect(fitOf(entry('Dark colours'), 'dark theme')).toBe(0);
    const order = fitting([entry('Ask at once'), entry('Take it'), entry('Mistaken')], 'ta').map((e) => e.title);
    expect(order[0]).toBe('Take it');
    expect(order).not.toContain('Ask at once');
  });

  it('lets each word of a title answer once', () => {
    const order = fitting([entry('Plug 1 GiB into node 0'), entry('Plug 1 GiB into node 1')], 'plug 1 node 1');
    expect(order[0]?.title).toBe('Plug 1 GiB into node 1');
    const together = fitting(
      [entry('Plug a 1 GiB NVDIMM into node 0'), entry('Plug a 1 GiB NVDIMM into node 1')],
      'nvdimm node 1',
    );
    expect(together[0]?.title).toBe('Plug a 1 GiB NVDIMM into node 1');
  });

  it('puts what can do nothing now behind what can', () => {
    const [first] = fitting([entry('Take back', { why: 'nothing to take back' }), entry('Take out')], 'take');
    expect(first?.title).toBe('Take out');
  });
});

describe('entries of a machine', () => {
  const { info, mirror, cells } = smallMachine();
  const state = testState(info, mirror, cells);

  it('say why they can do nothing', () => {
    const none = allEntries({ ...state, selection: { kind: 'none' } }, [], []).find((e) => e.id === 'state-offline');
    expect(none?.why).toBe('nothing is selected');
    const command = allEntries(
      state,
      [{ id: 'x', title: 'X', group: 'View', disabled: () => 'because', run: () => undefined }],
      [],
    )[0];
    expect(command?.why).toBe('because');
  });

  it('send the lines of the state files of the selected blocks', () => {
    const lines: Line[] = [];
    const sendAll = (more: readonly Line[]): Promise<[]> => {
      lines.push(...more);
      return Promise.resolve([]);
    };
    const offline = allEntries({ ...state, sendAll, selection: { kind: 'block', id: blockId(0) } }, [], []).find(
      (e) => e.id === 'state-offline',
    );
    expect(offline?.why).toBeUndefined();
    offline?.run();
    expect(lines).toEqual([{ channel: 'write', path: '/sys/devices/system/memory/memory0/state', value: 'offline' }]);
  });

  it('find places, and offer any text as a line', () => {
    const titles = forQuery('memory0', state).map((e) => e.title);
    expect(titles[0]).toBe('memory0');
    expect(titles).toContain('In the guest shell: memory0');
    expect(forQuery('  ', state)).toEqual([]);
  });
});
