/** Questions about page tables, asked of a desk as the page asks them. */
import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { ENTRY, MARK } from '../engine/mapping/table-views.ts';
import type { TableView } from '../engine/mapping/table-views.ts';
import type { Line } from '../engine/lines.ts';
import { pfn, virtAddr } from '../engine/units.ts';
import { Client } from './client.ts';
import type { Listener } from './client.ts';
import { workers } from './worker-testing.ts';

const listener: Listener = {
  frame: () => undefined,
  ran: () => undefined,
  ended: () => undefined,
  rewound: () => undefined,
  switched: () => undefined,
  progress: () => undefined,
  restoring: () => undefined,
  restored: () => undefined,
  gone: () => undefined,
};

async function open(id: string, heard: Partial<Listener> = {}): Promise<Client> {
  const client = new Client({ ...listener, ...heard }, workers().spawn);
  await client.load({ kind: 'bundled', id }, readFileSync(`public/machines/${id}.json`, 'utf8'));
  return client;
}
const monitor = (line: string): Line => ({ channel: 'monitor', line });
const plug = (client: Client, n: number, size: string): Promise<unknown> =>
  client.lines(
    [
      monitor(`object_add memory-backend-ram,id=mem${n},size=${size}`),
      monitor(`device_add pc-dimm,id=dimm${n},memdev=mem${n}`),
    ],
    'person',
  );

describe('questions about tables', () => {
  it('mark what the last gesture that changed tables did, also after others that did not', async () => {
    const client = await open('x86_64-dimm-lifecycle');
    expect(await client.ask('tableChanges', {})).toBeUndefined();
    await plug(client, 1, '1G');
    const added = await client.ask('tableChanges', {});
    expect(added?.span).toMatchObject({ from: 0 });
    expect(added?.counts).toMatchObject({ freed: 0, leaves: { freed: 0 } });
    expect(added?.counts.leaves.added).toBeGreaterThan(0);
    await client.line(monitor('info memory-devices'), 'person');
    expect(await client.ask('tableChanges', {})).toEqual(added);
    // a table of the map, found from the change
    const run = added?.entries.find((e) => e.region === 'vmemmap');
    if (run === undefined) throw new Error('no struct pages were mapped');
    const view = (await client.ask('table', { table: { level: run.level, va: run.start } })) as TableView;
    const marked = [...view.marks].filter((m) => m === MARK.added).length;
    expect(marked).toBe(run.entries);
    await client.line(monitor('device_del dimm1'), 'person');
    const gone = await client.ask('tableChanges', {});
    expect(gone?.counts.leaves.freed).toBe(added?.counts.leaves.added);
    // asked for, the whole story: what came has gone
    const both = await client.ask('tableChanges', { since: 0 });
    expect(both?.entries).toEqual([]);
    expect(await client.ask('tableChanges', { since: 99 })).toBeUndefined();
  });

  it('know the page of a table and the table of a page', async () => {
    const client = await open('arm64-dimm-lifecycle');
    await plug(client, 1, '256M');
    const changes = await client.ask('tableChanges', {});
    const fresh = changes?.tables.find((t) => t.level === 'PTE');
    if (fresh?.place.kind !== 'page') throw new Error('no table of the page allocator');
    const from = fresh.table.va;
    const { rows, sums, total } = await client.ask('tables', {
      level: 'PTE',
      region: 'direct-map',
      from,
      to: from + (256n << 20n),
      offset: 0,
      limit: 1000,
    });
    expect(total).toBe(128);
    expect(rows[0]).toMatchObject({ id: fresh.id, place: fresh.place, used: 512 });
    expect(await client.ask('tableAt', { pfn: fresh.place.pfn })).toEqual(rows[0]);
    expect(await client.ask('tableAt', { pfn: pfn(1) })).toBeUndefined();
    expect(sums.reduce((n, s) => n + s.tables, 0)).toBe(rows.length);
    expect((await client.ask('residue', {})).left).toEqual({ orphanTables: 0, stalePages: 0, foreignPages: 0 });
  });

  it('answer the dump as the file has it', async () => {
    const client = await open('riscv64-kmem');
    const lines = await client.ask('ptdump', { region: 'vmemmap' });
    const file = await client.ask('read', { path: 'ptdump/vmemmap' });
    expect(`${lines.map((l) => l.text).join('\n')}\n`).toBe('text' in file ? file.text : '');
    const run = lines.find((l) => l.kind === 'run' && l.mapped);
    if (run?.kind !== 'run') throw new Error('nothing is mapped');
    const view = (await client.ask('table', { table: { level: run.level, va: run.start } })) as TableView;
    const index = Math.floor(Number(run.start - view.table.va) / view.entryBytes);
    expect(view.kinds[index]).toBe(ENTRY.leaf);
    expect(view.texts[view.attributes[index] ?? 0]).toBe(run.attributes);
  });

  it.each([
    [0x1000n, 'user', 'user space'],
    [0x800000000000n, 'non-canonical', 'non-canonical'],
    [0xffffc90000000000n, 'va', 'vmalloc'],
    [0xffffea8000000000n, undefined, undefined],
    [0xffffeb0000000000n, 'hole', 'hole'],
    [0xffffffff81000000n, 'va', 'kernel image'],
  ])('say what 0x%s is', async (va, what, area) => {
    const walk = await (await open('x86_64-dimm-one-node')).ask('walk', { va });
    if (what === undefined)
      expect(walk).toMatchObject({ region: 'vmemmap', note: expect.stringContaining('absent') as string });
    else expect(walk).toMatchObject({ what, area, outside: expect.stringMatching(/^0x/) as string });
  });
  it('say why a page frame has no struct page', async () => {
    const client = await open('x86_64-dimm-one-node');
    const beyond = await client.ask('walk', { pfn: pfn(2 ** 40), region: 'direct-map' });
    expect(beyond).toMatchObject({ what: 'pfn', outside: expect.stringContaining('MAX_PHYSMEM_BITS') as string });
    const absent = await client.ask('walk', { pfn: pfn(2 ** 30), region: 'vmemmap' });
    expect(absent).toMatchObject({ note: expect.stringContaining('is absent') as string });
  });
  it('refuse what is no table', async () => {
    const client = await open('x86_64-dimm-one-node');
    expect(await client.ask('table', { table: { level: 9, va: virtAddr(0n) } })).toHaveProperty('absent');
    expect(await client.ask('table', { table: { level: 3, va: virtAddr(0xffffeaff00000000n) } })).toHaveProperty(
      'absent',
    );
    await expect(client.ask('tables', { offset: 0, limit: 5000 })).rejects.toThrow('limit');
  });

  it('carry out rounds under every policy', async () => {
    const said: number[] = [];
    const client = await open('arm64-dimm-lifecycle');
    const ask = (policy: 'leave' | 'keep-shared' | 'free', scenario: 'replace' | 'move' | 'remove' | 're-home') =>
      client.ask('rounds', { policy, scenario, rounds: [1, 10] }, (_what, fraction) => said.push(fraction));
    const bytes = async (...about: Parameters<typeof ask>): Promise<number[]> => {
      const { after, stopped } = await ask(...about);
      expect(stopped).toBeUndefined();
      return after.map((a) => a.bytes);
    };
    // what comes back to its place finds what was left
    expect(await bytes('leave', 'replace')).toEqual([0, 0]);
    // 128 MiB have 2 MiB of struct pages
    expect(await bytes('leave', 'move')).toEqual([2 ** 21, 10 * 2 ** 21]);
    expect(await bytes('leave', 'remove')).toEqual([2 ** 21, 10 * 2 ** 21]);
    expect(await bytes('free', 'move')).toEqual([0, 0]);
    expect(await bytes('free', 'remove')).toEqual([0, 0]);
    const home = await ask('leave', 're-home');
    // the struct pages stay on the first node while the DIMM goes to and fro
    expect(home.after.map((a) => a.foreignPages)).toEqual([512, 0]);
    expect((await ask('free', 're-home')).after.map((a) => a.foreignPages)).toEqual([0, 0]);
    expect(said.at(-1)).toBe(1);
    expect(
      await (await open('x86_64-dimm-one-node')).ask('rounds', { policy: 'free', scenario: 're-home', rounds: [1] }),
    ).toHaveProperty('stopped', 'This machine has one node.');
  });

  it('are asked of machines of other page sizes, which say what nobody confirmed', async () => {
    const client = new Client(listener, workers().spawn);
    const text = readFileSync('public/machines/arm64-dimm-lifecycle.json', 'utf8');
    const { info } = await client.load({ kind: 'preset', id: 'arm64-16k' }, text);
    expect(info.geometry).toMatchObject({ verified: false, pageShift: 14 });
    expect(info.boot).toMatchObject({ ignored: [], notes: [expect.stringContaining('Unverified') as string] });
    await plug(client, 1, '128M');
    const changes = await client.ask('tableChanges', {});
    // 8,192 pages of 16 KiB in four tables, and 32 pages of struct page
    expect(changes?.counts.leaves.added).toBe(8192 + 32);
    expect(changes?.tables.filter((t) => t.region === 'direct-map' && t.level === 'PTE')).toHaveLength(4);
    await expect(client.load({ kind: 'preset', id: 'arm64-16k' }, undefined)).rejects.toThrow('was not fetched');
  });
});
