import { readFileSync } from 'node:fs';
import { beforeEach, expect, it, vi } from 'vitest';
import { workers } from '../link/worker-testing.ts';
import { firstMachine } from './first.ts';
import { storyById } from './index.ts';
import { createPlayer } from './player.ts';
import { testCast } from './testing.ts';

beforeEach(() => {
  vi.stubGlobal('document', { baseURI: 'http://page/' });
  vi.stubGlobal('fetch', (url: URL) => Promise.resolve(new Response(readFileSync(`public${url.pathname}`))));
});

it('a page that is opened at a step of a story boots the story’s machine, once, and nothing else', async () => {
  const cast = testCast(workers().spawn);
  const open = vi.spyOn(cast, 'open');
  const first = await firstMachine({ id: 'virtio-mem-breathes', step: 3 });
  const entry = storyById('virtio-mem-breathes');
  if (first === undefined || entry === undefined) throw new Error('no such story');
  expect(first.source).toEqual({ kind: 'bundled', id: 'x86_64-virtio-mem' });
  expect(first.saved.lines.length).toBeGreaterThan(0);
  await cast.open('main', first.source, first.saved);
  open.mockClear();
  const player = createPlayer(cast);
  await player.getState().open(entry, 2);
  expect(player.getState()).toMatchObject({ phase: 'playing', step: 2, problem: undefined });
  expect(open).not.toHaveBeenCalled();
  // nobody had a machine before
  expect(player.getState().before).toEqual([]);
  // the console shows where a step's line was typed
  const pane = () => cast.find('main')?.getState().pane;
  expect(pane()).toBe('shell');
  await player.getState().next();
  expect(pane()).toBe('monitor');
});

it('the machine that was there first is called as the story calls it', async () => {
  const cast = testCast(workers().spawn);
  const first = await firstMachine({ id: 'entitlement-reduced', step: 2 });
  const entry = storyById('entitlement-reduced');
  if (first === undefined || entry === undefined) throw new Error('no such story');
  await cast.open('main', first.source, first.saved);
  await createPlayer(cast).getState().open(entry, 1);
  expect([...cast.labels]).toEqual([
    ['main', 'host'],
    ['guest', 'guest'],
  ]);
});

it('a machine of one’s own is there again after a story', async () => {
  const cast = testCast(workers().spawn);
  const mine = { kind: 'bundled', id: 'x86_64-dimm-one-node' } as const;
  await cast.open('main', mine, { lines: [], undone: [] });
  const player = createPlayer(cast);
  const entry = storyById('block-life');
  if (entry === undefined) throw new Error('no such story');
  await player.getState().open(entry);
  expect(player.getState().before).toMatchObject([{ name: 'main', source: mine }]);
  await player.getState().close(true);
  expect(cast.find('main')?.getState().source).toEqual(mine);
});

it('no such story: the page starts as any other', async () => {
  expect(await firstMachine({ id: 'no-such-story', step: 1 })).toBeUndefined();
});
