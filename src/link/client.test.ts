import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Line } from '../engine/lines.ts';
import { Client, LoadProblem, WorkerDied } from './client.ts';
import type { Frame, SessionLine } from './messages.ts';
import { workers } from './worker-testing.ts';

const ONE = { kind: 'bundled', id: 'x86_64-dimm-one-node' } as const;
const bundledText = (id: string): string => readFileSync(`public/machines/${id}.json`, 'utf8');
const monitor = (line: string): Line => ({ channel: 'monitor', line });
const plug = (n: number): Line[] => [
  monitor(`object_add memory-backend-ram,id=mem${n},size=128M`),
  monitor(`device_add pc-dimm,id=dimm${n},memdev=mem${n}`),
];

function open() {
  const w = workers();
  const heard = {
    frames: [] as Frame[],
    ran: [] as SessionLine[],
    said: [] as string[],
    restored: [] as (readonly SessionLine[])[],
    lost: [] as Line[],
  };
  const client = new Client(
    {
      frame: (frame) => {
        heard.frames.push(frame);
        client.acknowledge(frame);
      },
      ran: (line) => heard.ran.push(line),
      ended: () => undefined,
      rewound: (length) => heard.said.push(`rewound ${length}`),
      switched: () => undefined,
      progress: () => undefined,
      restoring: (why) => heard.said.push(`restoring: ${why}`),
      restored: (history, _info, lost) => {
        heard.restored.push(history);
        heard.lost.push(...lost);
      },
      gone: (why) => heard.said.push(`gone: ${why}`),
    },
    w.spawn,
  );
  return { client, heard, w };
}
const dimms = async (client: Client): Promise<string> => {
  const read = await client.line(monitor('info memory-devices'), 'person');
  return read?.reply.output ?? '';
};

describe('the client', () => {
  it('loads a machine, carries out lines, answers questions', async () => {
    const { client, heard } = open();
    const { info, history } = await client.load(ONE, bundledText(ONE.id));
    expect(info).toMatchObject({ id: ONE.id, title: 'One node, x86_64', blockBytes: 2 ** 27 });
    expect(history).toEqual([]);
    expect(heard.frames[0]).toMatchObject({ full: true, moment: { line: -1 } });
    const ran = await client.lines(plug(1), 'person');
    expect(ran.map((l) => l.index)).toEqual([0, 1]);
    expect(heard.frames.at(-1)?.cells.dimms?.map((d) => d.id)).toEqual(['dimm1']);
    expect(await client.ask('read', { path: '/sys/devices/system/memory/block_size_bytes' })).toEqual({
      text: '8000000\n',
    });
    expect((await client.ask('trace', { line: 1 }))?.kinds).toBeInstanceOf(Uint8Array);
    const ghost = await client.ghost([monitor('device_del dimm1')]);
    expect(ghost.runs.map((r) => r.change)).toEqual(['removed']);
    await client.undo();
    expect(heard.said).toEqual(['rewound 0']);
    await client.redo();
    expect(heard.ran.length).toBe(4);
  });

  it('says which field of a file is wrong and keeps the machine', async () => {
    const { client, w } = open();
    await client.load(ONE, bundledText(ONE.id));
    await client.lines(plug(1), 'person');
    const bad = bundledText(ONE.id).replace('"arch":"x86_64"', '"arch":"vax"');
    await expect(client.load({ kind: 'file', name: 'vax.json', text: bad }, undefined)).rejects.toMatchObject({
      problems: [{ field: 'arch' }],
    });
    await expect(client.load({ kind: 'file', name: 'x', text: '{' }, undefined)).rejects.toBeInstanceOf(LoadProblem);
    await expect(client.load(ONE, undefined)).rejects.toThrow('was not fetched');
    expect(await dimms(client)).toContain('dimm1');
    expect(w.started()).toBe(1);
  });

  it('replaces a worker that dies, with the session and what was to be done again', async () => {
    const { client, heard, w } = open();
    await client.load(ONE, bundledText(ONE.id));
    await client.lines(plug(1), 'person');
    await client.line({ channel: 'world', line: 'tick 3' }, 'clock');
    await client.lines(plug(2), 'person');
    await client.undo();
    client.crash();
    // asked while the new worker is not there yet
    expect(await dimms(client)).toContain('dimm1');
    expect(w.started()).toBe(2);
    expect(heard.said).toContain('restoring: the page asked for a crash');
    expect(heard.restored[0]?.map((l) => l.line)).toEqual([...plug(1), { channel: 'world', line: 'tick 3' }]);
    expect(heard.lost).toEqual([]);
    expect(heard.frames.at(-1)?.session).toMatchObject({ canUndo: true });
  });

  it('does redo after a restart what it would have done before', async () => {
    const { client, heard } = open();
    await client.load(ONE, bundledText(ONE.id));
    await client.lines(plug(1), 'person');
    await client.lines(plug(2), 'person');
    await client.undo();
    await client.undo();
    client.crash();
    await client.redo();
    await client.redo();
    expect(heard.frames.at(-1)?.cells.dimms?.map((d) => d.id)).toEqual(['dimm1', 'dimm2']);
    expect(heard.frames.at(-1)?.session.canRedo).toBe(false);
  });

  it('fails the request that a worker died on, and leaves out a line that kills the replay', async () => {
    const { client, heard, w } = open();
    await client.load(ONE, bundledText(ONE.id));
    await client.lines(plug(1), 'person');
    await client.lines(plug(2), 'person');
    // from now on nothing that has dimm2 can be shown
    w.tamper = (m) => (m.type === 'loaded' && m.history.length > 2 ? { type: 'garbage' } : m);
    client.crash();
    expect(await dimms(client)).not.toContain('dimm2');
    expect(heard.lost).toEqual(plug(2));
    w.tamper = (m) => (m.type === 'ran' ? { type: 'ran' } : m);
    await expect(client.line(monitor('info memory-devices'), 'person')).rejects.toBeInstanceOf(WorkerDied);
  });

  it('gives up when nothing helps', async () => {
    const { client, heard, w } = open();
    w.tamper = () => ({ type: 'ready', protocol: 0 });
    await expect(client.load(ONE, bundledText(ONE.id))).rejects.toBeInstanceOf(WorkerDied);
    expect(heard.said.at(-1)).toMatch(/gone: it speaks version 0/);
  });

  it('has malformed requests refused', async () => {
    const { client } = open();
    await client.load(ONE, bundledText(ONE.id));
    await expect(client.ask('section', { nr: -1 as never })).rejects.toThrow('nr: ');
    await expect(client.line({ channel: 'monitor', line: 'x'.repeat(1 << 17) }, 'person')).rejects.toThrow(
      'line.line: ',
    );
    const outside = await client.ask('walk', { va: 0n });
    expect('outside' in outside && outside.outside).toContain('0x0');
  });
});
