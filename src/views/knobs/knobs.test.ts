import { describe, expect, it } from 'vitest';
import { optionOf } from './commandLine.ts';
import { KNOBS, STAGES } from './knobs.ts';
import { fits } from './value.ts';

const ids = KNOBS.map(({ id }) => id);

it('has every knob once, the stages in order', () => {
  expect(new Set(ids).size).toBe(ids.length);
  const order = KNOBS.map(({ stage }) => STAGES.findIndex(({ id }) => id === stage));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  for (const needle of [
    'auto_online_blocks',
    'online_policy',
    'auto_movable_ratio',
    'auto_movable_numa_aware',
    'memmap_on_memory',
    'movable_node',
    'memhp_default_state',
    'kernelcore',
    'movablecore',
    'mem=',
    'nosoftreserve',
    'udev',
    'min_free_kbytes',
    'MEMORY_HOTPLUG',
    'MEMORY_HOTREMOVE',
    'MIGRATION',
    'SPARSEMEM_VMEMMAP',
    'MHP_MEMMAP_ON_MEMORY',
    'MHP_DEFAULT_ONLINE_TYPE_',
    'EFI_SOFT_RESERVE',
    'ZONE_DEVICE',
    'TRANSPARENT_HUGEPAGE',
  ])
    expect(
      KNOBS.some(({ name }) => name.includes(needle)),
      needle,
    ).toBe(true);
});

describe.each(KNOBS)('$name', (knob) => {
  it('says since when, what, where and by which function', () => {
    expect(knob.since).toMatch(/^v\d+\.\d+/);
    expect(knob.what).toMatch(/^[A-Z].*\.$/);
    // one sentence
    expect(knob.what.slice(0, -1)).not.toMatch(/\. [A-Z]/);
    expect(knob.where.length).toBeGreaterThan(0);
    for (const text of knob.where) expect(text.trim()).toBe(text);
    expect(knob.source).toMatch(/\.c: \w|Kconfig/);
    expect(knob.byDefault).not.toBe('');
  });

  it('takes the values it shows', () => {
    const { values, access } = knob;
    if (values.kind === 'word') for (const { word } of values.words) expect(fits(values, word), word).toBe(true);
    expect(fits(values, values.kind === 'flag' ? 'y' : 'no such value')).toBe(false);
    const written = knob.where[0] ?? '';
    switch (access.kind) {
      case 'file':
        expect(written).toBe(access.path);
        break;
      case 'option':
        expect(fits(values, optionOf(written, access) ?? 'missing'), written).toBe(true);
        break;
      case 'flag':
      case 'listed':
        expect(optionOf(written, access)).toBe('');
        break;
      case 'symbol':
        expect(written).toBe(`${access.name}=y`);
        break;
      case 'choice':
        expect(fits(values, written.slice(access.prefix.length, -2))).toBe(true);
        break;
      case 'rule':
        expect(written).toContain('SUBSYSTEM=="memory"');
        break;
    }
  });
});
