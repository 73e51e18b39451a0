import { expect, it } from 'vitest';
import { bigMachine } from '../../snapshot/big.ts';
import { turnKnobs } from '../../snapshot/boot/knobs.ts';
import { NO_DRAFT, bootLine, drafted, nextCommandLine } from './draft.ts';
import { KNOBS } from './knobs.ts';
import type { Knob } from './types.ts';
import { type Known, currentOf, estimated, fits, lacking, matches } from './value.ts';

const CONFIG = {
  CONFIG_SPARSEMEM: 'y',
  CONFIG_COMPACTION: 'y',
  CONFIG_MIGRATION: 'y',
  CONFIG_MEMORY_ISOLATION: 'y',
  CONFIG_CONTIG_ALLOC: 'y',
  CONFIG_ACPI_HMAT: 'y',
  CONFIG_DAX: 'y',
  CONFIG_DEV_DAX: 'y',
  CONFIG_TRANSPARENT_HUGEPAGE: 'y',
  CONFIG_MEMORY_HOTPLUG: 'y',
  CONFIG_MEMORY_HOTREMOVE: 'y',
  CONFIG_SPARSEMEM_VMEMMAP: 'y',
  CONFIG_ARCH_MHP_MEMMAP_ON_MEMORY_ENABLE: 'y',
  CONFIG_MHP_MEMMAP_ON_MEMORY: 'y',
  CONFIG_MHP_DEFAULT_ONLINE_TYPE_OFFLINE: 'y',
  CONFIG_EFI: 'y',
};
const known: Known = {
  arch: 'x86_64',
  params: { online_policy: 'auto-movable' },
  addRule: 'off',
  cmdline: 'quiet movable_node mem=4G',
  config: CONFIG,
};
const knob = (id: string): Knob => {
  const found = KNOBS.find((k) => k.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};

it('reads the values of a machine', () => {
  expect(currentOf(knob('online-policy'), known)).toEqual({ kind: 'set', text: 'auto-movable' });
  expect(currentOf(knob('movable-node'), known)).toEqual({ kind: 'set', text: 'given' });
  expect(currentOf(knob('mem'), known)).toEqual({ kind: 'set', text: '4G' });
  expect(currentOf(knob('kernelcore'), known)).toEqual({ kind: 'default', text: 'not given' });
  expect(currentOf(knob('config-mhp-default-online-type'), known)).toEqual({ kind: 'set', text: 'OFFLINE' });
  expect(currentOf(knob('config-zone-device'), known)).toEqual({ kind: 'set', text: 'n' });
  expect(currentOf(knob('config-zone-device'), { ...known, config: undefined })).toEqual({ kind: 'unknown' });
  expect(currentOf(knob('user-policy'), known)).toEqual({ kind: 'set', text: 'off' });
  expect(currentOf(knob('min-free-kbytes'), known)).toEqual({ kind: 'unknown' });
});

it('estimates min_free_kbytes from what the zones got of it', () => {
  const zones = bigMachine().zones.nodes.value;
  const min = zones.flatMap((n) => n.zones).reduce((sum, z) => sum + (z.name === 'Movable' ? 0 : z.min), 0);
  expect(min).toBeGreaterThan(0);
  expect(estimated(knob('min-free-kbytes'), zones, 4096)).toBe(`≈ ${min * 4} kB`);
  expect(estimated(knob('watermark-scale-factor'), zones, 4096)).toBeUndefined();
});

it('knows what a kernel was built without', () => {
  expect(lacking(knob('nosoftreserve'), known)).toBe('CONFIG_EFI_SOFT_RESERVE');
  expect(lacking(knob('memmap-on-memory'), known)).toBeUndefined();
  expect(lacking(knob('nosoftreserve'), { ...known, config: undefined })).toBeUndefined();
});

it('finds knobs by all words', () => {
  expect(matches(knob('kernelcore'), 'movable KERNEL')).toBe(true);
  expect(matches(knob('kernelcore'), 'movable udev')).toBe(false);
});

it('checks values as the kernel reads them', () => {
  const size = knob('kernelcore').values;
  for (const good of ['1G', '512m', '0x1000', '30%', 'mirror']) expect(fits(size, good), good).toBe(true);
  for (const bad of ['', '1.5G', '130%', 'G', '1GB']) expect(fits(size, bad), bad).toBe(false);
});

it('drafts only what differs from this boot', () => {
  const there = drafted(NO_DRAFT, knob('mem'), '2G', known);
  expect(nextCommandLine(known.cmdline, there)).toBe('quiet movable_node mem=2G');
  expect(drafted(there, knob('mem'), '4G', known).size).toBe(0);
  expect(drafted(NO_DRAFT, knob('movable-node'), '', known).size).toBe(0);
});

it('writes boot lines that the world takes, and that come to the same command line', () => {
  let draft = NO_DRAFT;
  for (const [id, value] of [
    ['mem', undefined],
    ['movable-node', undefined],
    ['kernelcore', '30%'],
    ['memhp-default-state', 'online_movable'],
    ['memmap-on-memory', 'force'],
    ['nosoftreserve', ''],
    ['config-mhp-default-online-type', 'ONLINE_AUTO'],
    ['config-efi-soft-reserve', 'y'],
    ['config-zone-device', 'y'],
  ] as const)
    draft = drafted(draft, knob(id), value, known);
  const line = bootLine(draft);
  expect(line).toMatch(/^boot /);
  const turned = turnKnobs({ arch: 'x86_64', cmdline: known.cmdline, config: CONFIG }, line.split(' ').slice(1));
  expect(turned).toMatchObject({
    config: { CONFIG_MHP_DEFAULT_ONLINE_TYPE_ONLINE_AUTO: 'y', CONFIG_EFI_SOFT_RESERVE: 'y', CONFIG_ZONE_DEVICE: 'y' },
  });
  const words = (text: string): readonly string[] => text.split(' ').toSorted();
  expect(words(typeof turned === 'string' ? turned : turned.cmdline)).toEqual(
    words(nextCommandLine(known.cmdline, draft)),
  );
});

it('offers only knobs that the world knows', () => {
  for (const one of KNOBS.filter(({ stage }) => stage !== 'run')) {
    const value = one.values.kind === 'flag' ? '' : one.values.kind === 'word' ? one.values.words[0]?.word : '1G';
    const turned = turnKnobs(
      { arch: 'x86_64', cmdline: '', config: CONFIG },
      bootLine(new Map([[one.id, value]]))
        .split(' ')
        .slice(1),
    );
    expect(typeof turned === 'string' ? turned : '', one.name).toBe('');
  }
});
