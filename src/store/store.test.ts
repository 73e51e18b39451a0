import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Line } from '../engine/lines.ts';
import { blockId, nodeId, pfn, sectionNr } from '../engine/units.ts';
import { Client } from '../link/client.ts';
import { workers } from '../link/worker-testing.ts';
import { createAtlas } from './atlas.ts';
import { showsNow } from './running.ts';
import { blockRange, dimmAt, dimmsOf, rangesOf, sectionRuns, zoneAt } from './selection.ts';

const monitor = (line: string): Line => ({ channel: 'monitor', line });
const plug = (n: number): Line[] => [
  monitor(`object_add memory-backend-ram,id=mem${n},size=256M`),
  monitor(`device_add pc-dimm,id=dimm${n},memdev=mem${n},node=1`),
];
const TWO = { kind: 'bundled', id: 'x86_64-dimm-lifecycle' } as const;

function open() {
  const w = workers();
  const clients: Client[] = [];
  const store = createAtlas({
    connect: (listener) => {
      const client = new Client(listener, w.spawn);
      clients.push(client);
      return client;
    },
    nextFrame: (f) => void setTimeout(f, 0),
  });
  const painted = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 60));
  return { store, w, clients, painted };
}

beforeEach(() => {
  vi.stubGlobal('document', { baseURI: 'http://page/' });
  vi.stubGlobal('fetch', (url: URL) => {
    try {
      return Promise.resolve(new Response(readFileSync(`public${url.pathname}`)));
    } catch {
      return Promise.resolve(new Response('', { status: 404, statusText: 'Not Found' }));
    }
  });
});

describe('the store', () => {
  it('shows a machine, its lines and what they change', async () => {
    const { store, painted } = open();
    await store.getState().load(TWO);
    await painted();
    expect(store.getState()).toMatchObject({ phase: 'running', source: TWO, busy: false });
    expect(store.getState().cells.nodes?.length).toBe(2);
    expect(store.getState().mirror.array('section.flags').get(0)).toBeGreaterThan(0);
    const before = store.getState().frame;
    const replies = await store.getState().sendAll(plug(1));
    expect(replies.length).toBe(2);
    await painted();
    expect(store.getState().frame).toBeGreaterThan(before);
    expect(store.getState()).toMatchObject({ traced: 1, session: { length: 2, canUndo: true } });
    const dimm = store.getState().cells.dimms?.[0];
    expect(dimm?.id).toBe('dimm1');
    await store.getState().undo();
    await painted();
    expect(store.getState().history.map((h) => h.undone)).toEqual([true, true]);
    expect(store.getState().cells.dimms).toEqual([]);
    await store.getState().redo();
    expect(store.getState().history.map((h) => h.undone)).toEqual([false, false]);
  });

  it('still says why the first machine could not be loaded when another stands in for it, and no longer', async () => {
    const { store } = open();
    await store.getState().load({ kind: 'bundled', id: 'missing' });
    expect(store.getState().phase).toBe('failed');
    await store.getState().load(TWO);
    expect(store.getState()).toMatchObject({ phase: 'running', source: TWO });
    expect(store.getState().notice).toMatchObject({ tone: 'error', text: 'missing cannot be loaded.' });
    await store.getState().load(TWO);
    expect(store.getState().notice).toBeUndefined();
  });

  it('says what is wrong with a machine and keeps the one it has', async () => {
    const { store } = open();
    await store.getState().load(TWO);
    await store.getState().load({ kind: 'bundled', id: 'missing' });
    expect(store.getState()).toMatchObject({
      phase: 'running',
      source: TWO,
      notice: {
        tone: 'error',
        details: ['missing.json: the server answered 404 Not Found for http://page/machines/missing.json'],
      },
    });
    await store.getState().load({ kind: 'file', name: 'mine.json', text: '[]' });
    expect(store.getState().notice).toMatchObject({
      text: 'mine.json cannot be loaded. The machine on screen stays.',
      details: ['file: is not a JSON object'],
    });
    expect((await store.getState().send(monitor('info memory_size_summary'))).output).toContain('base memory');
  });

  it('comes back after its worker died, and says so', async () => {
    const { store, clients, painted } = open();
    await store.getState().load(TWO);
    await store.getState().sendAll(plug(1));
    clients[0]?.crash();
    await store.getState().send(monitor('info memory-devices'));
    await painted();
    const state = store.getState();
    expect(state).toMatchObject({
      phase: 'running',
      notice: { tone: 'info', text: 'The session was restored: 2 lines replayed.' },
    });
    expect(state.cells.dimms?.map((d) => d.id)).toEqual(['dimm1']);
    expect(state.history.length).toBe(3);
  });

  it('shows the newest ghost only, and none once it is put away', async () => {
    const { store } = open();
    await store.getState().load(TWO);
    const first = store.getState().showGhost(plug(1));
    const second = store.getState().showGhost(plug(2));
    const third = store.getState().showGhost(plug(3));
    const [a, b, c] = await Promise.all([first, second, third]);
    expect([a, b]).toEqual([undefined, undefined]);
    expect(c?.lines).toEqual(plug(3));
    expect(store.getState().ghost).toBe(c);
    const late = store.getState().showGhost(plug(1));
    await store.getState().showGhost(undefined);
    await late;
    expect(store.getState().ghost).toBeUndefined();
  });

  it('looks at the past, and goes on from there as a branch with the next line', async () => {
    const { store, painted, clients } = open();
    await store.getState().load(TWO);
    await store.getState().sendAll(plug(1));
    await store.getState().seek({ line: 0, step: undefined });
    await vi.waitFor(() => expect(showsNow(store.getState())).toBe(false));
    expect(store.getState().cells.dimms).toEqual([]);
    await store.getState().send(monitor('info memory-devices'));
    await vi.waitFor(() => expect(showsNow(store.getState())).toBe(true));
    expect(store.getState().cells.dimms).toEqual([]);
    const { branches } = store.getState().session;
    expect(branches).toMatchObject([
      { id: 1, current: false, length: 2 },
      { id: 2, current: true, length: 2, from: { branch: 1, lines: 1 } },
    ]);
    expect(store.getState().history.map((entry) => entry.undone)).toEqual([false, true, false]);

    // the other branch is there after the worker died, too
    clients[0]?.crash();
    await store.getState().nameBranch(1, 'with the DIMM');
    await store.getState().switchTo(1);
    await painted();
    expect(store.getState().cells.dimms?.length).toBe(1);
    expect(store.getState().session.branches).toMatchObject([
      { id: 1, current: true, name: 'with the DIMM' },
      { id: 2 },
    ]);
    expect(store.getState().history.map((entry) => entry.line)).toEqual(plug(1));
    expect(clients[0]?.saved?.session).toMatchObject({
      branchName: 'with the DIMM',
      others: [{ id: 2, shares: { of: 1, lines: 1 }, lines: [{ line: monitor('info memory-devices') }] }],
    });
  });

  it('reads one selection as page frames, blocks, DIMMs and zones', async () => {
    const { store, painted } = open();
    await store.getState().load(TWO);
    await store.getState().sendAll(plug(1));
    await painted();
    const known = store.getState();
    const { info, cells } = known;
    const dimm = cells.dimms?.[0];
    if (info === undefined || dimm === undefined) throw new Error('no machine');
    const [range] = rangesOf({ kind: 'dimm', id: 'dimm1' }, known);
    expect(range).toEqual({ start: dimm.addr / 4096, end: (dimm.addr + dimm.size) / 4096 });
    expect(sectionRuns(info, range === undefined ? [] : [range])).toEqual([
      { from: dimm.addr / 2 ** 27, to: dimm.addr / 2 ** 27 + 2 },
    ]);
    const block = blockId(dimm.addr / 2 ** 27 + 1);
    expect(dimmsOf({ kind: 'block', id: block }, known).map((d) => d.id)).toEqual(['dimm1']);
    expect(dimmAt(known, blockRange(info, block).start)?.id).toBe('dimm1');
    // the DIMM lies right after the node's boot memory
    expect(rangesOf({ kind: 'node', id: nodeId(1) }, known)).toEqual([{ start: 0x100000, end: range?.end }]);
    expect(zoneAt(known, pfn(1))).toEqual({ nid: 0, zone: 'DMA' });
    expect(zoneAt(known, pfn(0x1000))).toEqual({ nid: 0, zone: 'DMA32' });
    const dma = rangesOf({ kind: 'zone', ref: { nid: nodeId(0), zone: 'DMA' } }, known);
    expect(dma[0]?.end).toBe(0x1000);
    expect(rangesOf({ kind: 'section', nr: sectionNr(3) }, known)).toEqual([{ start: 3 * 32768, end: 4 * 32768 }]);
  });
});
