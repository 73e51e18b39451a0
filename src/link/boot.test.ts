/** Machines from command lines, and reboots, over the wire. */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Line } from '../engine/lines.ts';
import { hashOf, sameSource, sourceFromHash } from '../store/address.ts';
import { bootBase } from './boot-base.ts';
import { Client, LoadProblem } from './client.ts';
import type { Frame, MachineSource, SessionLine } from './messages.ts';
import { sourceSchema } from './validate.ts';
import { workers } from './worker-testing.ts';

const text = readFileSync('public/machines/x86_64-dimm-one-node.json', 'utf8');
const QEMU: MachineSource = { kind: 'qemu', text: 'qemu-system-x86_64 -M q35 -m 2G,slots=4,maxmem=8G -nographic' };
const world = (line: string): Line => ({ channel: 'world', line });
const monitor = (line: string): Line => ({ channel: 'monitor', line });
const PLUG = [monitor('object_add memory-backend-ram,id=m,size=256M'), monitor('device_add pc-dimm,id=d,memdev=m')];

function open() {
  const w = workers();
  const frames: Frame[] = [];
  const restored: (readonly SessionLine[])[] = [];
  const client = new Client(
    {
      frame: (frame) => {
        frames.push(frame);
        client.acknowledge(frame);
      },
      ran: () => undefined,
      ended: () => undefined,
      rewound: () => undefined,
      switched: () => undefined,
      progress: () => undefined,
      restoring: () => undefined,
      restored: (history) => restored.push(history),
      gone: () => undefined,
    },
    w.spawn,
  );
  return { client, frames, restored };
}
const kernel = async (client: Client): Promise<string | undefined> =>
  (await client.line({ channel: 'shell', line: 'cat /proc/cmdline' }, 'person'))?.reply.output;

describe('the source of a command line', () => {
  it.each([
    [{ kind: 'qemu', text: 'qemu-system-x86_64' }, true],
    [{ kind: 'qemu', text: 'q', cmdline: 'mem=1G', base: 'x86_64-big-block' }, true],
    [{ kind: 'qemu', text: 'x'.repeat(70_000) }, false],
    [{ kind: 'qemu', text: 'q', cmdline: 'x'.repeat(3000) }, false],
    [{ kind: 'qemu', text: 'q', base: '../../secret' }, false],
    [{ kind: 'qemu' }, false],
    [{ kind: 'qemu', text: 5 }, false],
  ])('%#', (source, good) => expect(v.is(sourceSchema, source)).toBe(good));
  it('is too long for the address', () => {
    expect(hashOf(QEMU, '#x=1')).toBe('#x=1&machine=qemu');
    expect(sourceFromHash('#machine=qemu')).toBeUndefined();
    expect(sameSource(QEMU, { ...QEMU })).toBe(true);
    expect(sameSource(QEMU, { ...QEMU, text: '' })).toBe(false);
    expect(sameSource(QEMU, { kind: 'bundled', id: 'x' })).toBe(false);
  });
  it.each([
    ['sudo /opt/bin/qemu-system-x86_64 -m 1G', 'x86_64-dimm-lifecycle'],
    ['qemu-system-aarch64', 'arm64-dimm-lifecycle'],
    ['"C:\\qemu\\qemu-system-riscv64.exe" -m 1', 'riscv64-kmem'],
    ['qemu-system-ppc64', undefined],
    ['', undefined],
  ])('borrows a kernel: %s', (line, id) => expect(bootBase(line)).toBe(id));
});

describe('over the wire', () => {
  it('a command line becomes the machine; what came meanwhile is answered in its turn', async () => {
    const { client } = open();
    const load = client.load(QEMU, text);
    const line = kernel(client);
    const { info } = await load;
    expect(info).toMatchObject({
      title: 'q35, 2 GiB',
      boot: { kernelOf: 'One node, x86_64', ignored: ['-nographic'], notes: [] },
    });
    expect(await line).toBe('\n');
  });
  it('says what is wrong with one', async () => {
    const { client } = open();
    const failed = client.load({ kind: 'qemu', text: 'qemu-system-x86_64 -m lots' }, text);
    await expect(failed).rejects.toBeInstanceOf(LoadProblem);
    await expect(failed).rejects.toThrow('-m is not a size');
  });
  it('a reboot shows another machine, and the past the one before', async () => {
    const { client, frames } = open();
    await client.load({ kind: 'bundled', id: 'x86_64-dimm-one-node' }, text);
    await client.lines(PLUG, 'person');
    await client.line(world('boot movable_node'), 'person');
    expect(frames.at(-1)?.full).toBe(true);
    expect(frames.at(-1)?.info?.cmdline).toContain('movable_node');
    expect(frames.at(-1)?.cells.dimms?.map((d) => d.id)).toEqual(['d']);
    await client.moment({ line: 1, step: undefined });
    expect(frames.at(-1)?.full).toBe(true);
    expect(frames.at(-1)?.info?.cmdline).not.toContain('movable_node');
    await client.moment(undefined);
    expect(frames.at(-1)?.info?.cmdline).toContain('movable_node');
    await client.undo();
    expect(frames.at(-1)?.info?.cmdline).not.toContain('movable_node');
    await client.redo();
    expect(await kernel(client)).toContain('movable_node');
  });
  it('a ghost of a reboot changes nothing', async () => {
    const { client } = open();
    await client.load({ kind: 'bundled', id: 'x86_64-dimm-one-node' }, text);
    const ghost = await client.ghost([world('boot movable_node'), ...PLUG]);
    expect(ghost.refused).toBeUndefined();
    expect(await kernel(client)).not.toContain('movable_node');
  });
  it('a new worker replays a session with reboots', async () => {
    const { client, restored } = open();
    await client.load(QEMU, text);
    await client.lines(PLUG, 'person');
    await client.line(world('boot memhp_default_state=online_movable'), 'person');
    const before = await client.line({ channel: 'shell', line: 'lsmem' }, 'person');
    client.crash();
    expect(await kernel(client)).toContain('memhp_default_state=online_movable');
    expect(restored[0]?.at(-1)?.reply).toEqual(before?.reply);
  });
});
