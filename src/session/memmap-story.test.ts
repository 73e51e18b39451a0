import { describe, expect, it } from 'vitest';
import { hashStore } from '../engine/state/hash.ts';
import { GiB, MiB } from '../engine/units.ts';
import { loadMachine } from '../snapshot/load.ts';
import { bundledSnapshot } from '../snapshot/testing.ts';
import { memmapStory } from './memmap-story.ts';

const machine = loadMachine(bundledSnapshot('x86_64-dimm-lifecycle'));
function story(bytes: number, zone: 'movable' | 'kernel' = 'movable') {
  const told = memmapStory(machine, { bytes, nid: 1, zone });
  const [off, on, force] = told?.outcomes ?? [];
  if (told === undefined || off === undefined || on === undefined || force === undefined) throw new Error('no story');
  return { told, off, on, force };
}

describe('256 GiB for a machine of 4 GiB', () => {
  it('cannot be added without memmap_on_memory, and x86 keeps what was made until then', () => {
    const { told, off } = story(256 * GiB);
    expect(told.memmapPages).toBe((4 * GiB) / 4096);
    expect(told.room).toBeLessThan(told.memmapPages);
    expect(off).toMatchObject({ errno: 'ENOMEM', online: 0, usable: 0, leftDirectMapBytes: 256 * GiB });
    // as many sections as there was room for struct pages, less the tables
    expect(off.leftSections).toBeGreaterThan(told.room / 512 - 16);
    expect(off.leftSections).toBeLessThanOrEqual(told.room / 512);
    expect(off.kernelLeft).toBeLessThan(512);
  });
  it('can with it: every block gives 2 MiB of its 128 MiB, and the kernel zones give a few tables', () => {
    const { on, force } = story(256 * GiB);
    expect(on).toMatchObject({ errno: undefined, online: 2048, carvedPerBlock: 512, wastedPerBlock: 0 });
    expect(on.usable).toBe((252 * GiB) / 4096);
    expect(on.fromKernel).toBeLessThan(1024);
    expect(on.onlined).toBe(1);
    expect(force).toEqual({ ...on, mode: 'force' });
  });
  it('leaves the machine as it was', () => {
    const before = hashStore(machine.k.store);
    story(8 * GiB);
    expect(hashStore(machine.k.store)).toBe(before);
  });
});

it('of many blocks the first speaks for the others', () => {
  const one = story(32 * GiB).on;
  expect(one.onlined).toBe(256);
  const many = story(64 * GiB).on;
  expect(many.onlined).toBe(1);
  expect(many.usable).toBe(2 * one.usable);
});

it('what it calls addable can be added, and no more', () => {
  const { told } = story(1 * GiB);
  const most = Math.floor(told.addableBytes / (128 * MiB)) * 128 * MiB;
  // tables take a few pages, and a little memory is in pieces
  expect(story(most - 2 * GiB).off.errno).toBeUndefined();
  expect(story(most + 128 * MiB).off.errno).toBe('ENOMEM');
});

it('memory for a kernel zone spends the same bytes with the option and without', () => {
  const { off, on } = story(8 * GiB, 'kernel');
  expect(off.usable - on.usable).toBe((8 * GiB) / 64 / 4096);
  // what the option saves elsewhere the DIMM has less
  expect(Math.abs(on.kernelLeft - off.kernelLeft)).toBeLessThan(64);
});

it('64K pages: the option does nothing, and says why', () => {
  const m = loadMachine(bundledSnapshot('arm64-64k-dimm'));
  const told = memmapStory(m, { bytes: 1 * GiB, nid: 0, zone: 'movable' });
  expect(told?.outcomes.map((o) => [o.mode, o.carvedPerBlock, o.errno])).toEqual([
    ['N', 0, undefined],
    ['Y', 0, undefined],
    ['force', 0, undefined],
  ]);
  expect(told?.outcomes[1]?.why).toContain('whole pageblocks');
  expect(told?.outcomes[2]?.why).toContain('nothing of the block would be left');
});
