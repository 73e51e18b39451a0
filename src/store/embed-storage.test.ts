import { beforeEach, expect, it, vi } from 'vitest';
import { autosave, tabName } from './autosave.ts';
import * as keep from './keep.ts';
import { EMPTY_LINK, NO_LINES } from './link-state.ts';

/** Storage that tells what was written. */
function memory(content: Record<string, string>) {
  const kept = new Map(Object.entries(content));
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}
const SOURCE = { kind: 'bundled', id: 'x86_64-dimm-lifecycle' } as const;
const CONTENT = {
  'hotplug-atlas.source': JSON.stringify(SOURCE),
  'hotplug-atlas.session': JSON.stringify({
    lines: [{ line: { channel: 'monitor', line: 'info numa' }, source: 'person', group: 1 }],
    undone: [],
  }),
  'hotplug-atlas.tab': 'a-tab',
  'hotplug-atlas.theme': 'light',
};

let tab: ReturnType<typeof memory>;
let browser: ReturnType<typeof memory>;
const opened = vi.fn<() => never>(() => {
  throw new Error('nothing is to be opened');
});
beforeEach(() => {
  tab = memory(CONTENT);
  browser = memory(CONTENT);
  vi.stubGlobal('sessionStorage', tab);
  vi.stubGlobal('localStorage', browser);
  opened.mockClear();
  vi.stubGlobal('indexedDB', { open: opened });
  vi.stubGlobal('navigator', {});
});

const page = (search: string) => vi.stubGlobal('location', { search, hash: '' });
const PAGE = {
  ...EMPTY_LINK,
  machines: [{ name: 'main', source: SOURCE, session: NO_LINES, moment: undefined, bookmarks: [] }],
};

it('an embedded page neither finds nor overwrites what the tab and the browser keep', async () => {
  page('?embed=map');
  expect(keep.keptSession()).toBeUndefined();
  expect(keep.keptTheme()).toBe('system');
  keep.keepSession({ source: { kind: 'preset', id: '64TiB' }, saved: { lines: [], undone: [] } });
  keep.keepTheme('dark');
  keep.keepTour();
  tabName();
  expect(await autosave(PAGE, 'a machine')).toBe(false);
  expect(opened).not.toHaveBeenCalled();
  expect(Object.fromEntries(tab.kept)).toEqual(CONTENT);
  expect(Object.fromEntries(browser.kept)).toEqual(CONTENT);
});

it('a whole page finds and keeps it', async () => {
  page('');
  expect(keep.keptSession()?.saved.lines).toHaveLength(1);
  expect(keep.keptTheme()).toBe('light');
  keep.keepTheme('dark');
  expect(browser.kept.get('hotplug-atlas.theme')).toBe('dark');
  await autosave(PAGE, 'a machine');
  expect(opened).toHaveBeenCalled();
});
