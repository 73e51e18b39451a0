import { expect, it } from 'vitest';
import { memmapCost } from '../../link/worker-cost.ts';
import { memmapStory } from '../../session/memmap-story.ts';
import { loadMachine } from '../../snapshot/load.ts';
import { bundledSnapshot } from '../../snapshot/testing.ts';
import { GiB } from '../../engine/units.ts';
import { kernelPages, leftBehind, outcomeOf, verdict } from './costStory.ts';

const machine = loadMachine(bundledSnapshot('x86_64-dimm-lifecycle'));
const told = (bytes: number, zone: 'movable' | 'kernel' = 'movable', m = machine) => {
  const story = memmapStory(m, { bytes, nid: 0, zone });
  if (story === undefined) throw new Error('no story');
  return story;
};

it('256 GiB for 4 GiB: only with the option, and what the failed add leaves', () => {
  const story = told(256 * GiB);
  expect(verdict(story, 4096).tone).toBe('good');
  expect(verdict(story, 4096).text).toContain('Only with memmap_on_memory');
  expect(verdict(story, 4096).text).toContain('4 GiB of its own');
  const off = outcomeOf(story, 'N');
  expect(off === undefined ? '' : leftBehind(off, 2 ** 21)).toMatch(
    /^\d+,?\d* sections with .* and 256 GiB of direct map/,
  );
  const on = outcomeOf(story, 'Y');
  expect(on === undefined ? '' : leftBehind(on, 2 ** 21)).toBeUndefined();
});
it('a little for Movable: it costs capacity while kernel memory is plentiful', () => {
  const { tone, text } = verdict(told(1 * GiB), 4096);
  expect(tone).toBe('caution');
  expect(text).toMatch(/spares kernel zones .* costs the DIMM 16 MiB.*plentiful/);
});
it('a kernel zone gains nothing', () => {
  expect(verdict(told(1 * GiB, 'kernel'), 4096).text).toContain('No gain in a kernel zone: the same 16 MiB');
});
it('64K pages: the option does nothing', () => {
  const m = loadMachine(bundledSnapshot('arm64-64k-dimm'));
  expect(verdict(told(1 * GiB, 'movable', m), 65536).text).toContain(
    'does nothing on this machine: nothing of the block',
  );
});
it('the pages of kernel zones add up', () => {
  const { nodes } = machine.zones;
  const k = kernelPages(
    nodes.value,
    memmapCost(machine),
    (nid, name) => {
      const node = nodes.value.find((n) => n.id === nid);
      const zone = node?.zones.find((z) => z.name === name);
      return node === undefined || zone === undefined ? 0 : machine.pages.freeIn({ nid: node.id, zone: zone.name });
    },
    told(1 * GiB).room,
  );
  expect(k.bootMemmap + k.addedMemmap + k.other + k.kept + k.room).toBe(k.present);
  expect(k).toMatchObject({ bootMemmap: 16384, addedMemmap: 0 });
});
