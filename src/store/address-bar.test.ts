import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { followAddress, newest } from './address-bar.ts';
import { mainAtlas } from './atlas.ts';
import { EMPTY_LINK, NO_LINES } from './link-state.ts';

/** Addresses wait here until a test lets them be written. */
const packing: (() => void)[] = [];
const pack = () => new Promise<string>((resolve) => packing.push(() => resolve('#tab=zone&v=1')));
const fresh = mainAtlas.getState();

const location = { href: 'http://page/', search: '', hash: '' };
const write = (_state: unknown, _title: string, hash: string): void => {
  location.hash = hash;
};
const history = { state: undefined, replaceState: vi.fn<typeof write>(write), pushState: vi.fn<typeof write>(write) };

beforeEach(() => {
  vi.useFakeTimers();
  packing.length = 0;
  vi.clearAllMocks();
  vi.stubGlobal('location', location);
  vi.stubGlobal('history', history);
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('navigator', {});
});
afterEach(() => {
  vi.useRealTimers();
  mainAtlas.setState(fresh, true);
});

/** A page whose machine stands, and the follower of its address. */
async function standing(hash: string, search = '') {
  Object.assign(location, { hash, search });
  mainAtlas.setState({ info: { title: 'a machine' } as never });
  const stop = followAddress(pack);
  await vi.waitFor(() => expect(packing).toHaveLength(1));
  return stop;
}
/** Lets the address that waits be written. */
async function packed(): Promise<void> {
  packing.shift()?.();
  await vi.advanceTimersByTimeAsync(0);
}

it('a story that goes on while its address is being packed is not set back by it', async () => {
  const stop = await standing('#story=dimm-replaced&step=2');
  // the story writes its own part at once (story-address.ts)
  location.hash = '#story=dimm-replaced&step=3';
  await packed();
  expect(location.hash).toBe('#story=dimm-replaced&step=3');
  await vi.advanceTimersByTimeAsync(500);
  await packed();
  expect(location.hash).toBe('#story=dimm-replaced&step=3&tab=zone&v=1');
  stop();
});

it('an address that somebody goes to while that of the page is being packed stays', async () => {
  const stop = await standing('#machine=x86_64-virtio-mem');
  location.hash = '#machine=arm64-dimm-lifecycle';
  await packed();
  expect(location.hash).toBe('#machine=arm64-dimm-lifecycle');
  stop();
});

it.each([
  ['a whole page', '', 1, 0],
  ['an embedded page, which has no history of its own', '?embed=map', 0, 1],
])('another machine is a step of the browser’s history: %s', async (_, search, pushed, replaced) => {
  const stop = await standing('', search);
  await packed();
  vi.clearAllMocks();
  location.hash = '#before';
  mainAtlas.setState({ source: { kind: 'preset', id: '64TiB' }, info: { title: 'another' } as never });
  await vi.advanceTimersByTimeAsync(500);
  await packed();
  expect(history.pushState).toHaveBeenCalledTimes(pushed);
  expect(history.replaceState).toHaveBeenCalledTimes(replaced);
  stop();
});

it('a page that was left before its address knew the last line comes back with it', () => {
  const source = { kind: 'bundled', id: 'x86_64-dimm-lifecycle' } as const;
  const line = { line: { channel: 'shell', line: 'lsmem' }, source: 'person', group: 1 } as const;
  const main = { name: 'main', source, session: NO_LINES, moment: undefined, bookmarks: [] };
  const page = { ...EMPTY_LINK, machines: [main], tab: 'zone' as const };
  const tab = { source, saved: { lines: [line], undone: [] }, address: '#tab=zone&v=1' };
  location.hash = '#tab=zone&v=1';
  expect(newest(page, tab)).toEqual({ ...page, machines: [{ ...main, session: tab.saved }] });
  // another link in the same tab is what was asked for
  location.hash = '#tab=cost&v=1';
  expect(newest(page, tab, false)).toBe(page);
  // the browser takes the address of the moment at which it was told to load once more
  expect(newest(page, tab, true).machines[0]?.session).toBe(tab.saved);
  const other = { ...tab, source: { kind: 'bundled', id: 'arm64-dimm-lifecycle' } as const };
  expect(newest(page, other, true)).toBe(page);
  expect(newest(EMPTY_LINK, { ...tab, address: location.hash })).toBe(EMPTY_LINK);
});
