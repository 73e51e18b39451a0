import { expect, it } from 'vitest';
import { NO_DRAFT, drafted } from './draft.ts';
import { consequences, standing } from './kconfig.ts';
import { KNOBS } from './knobs.ts';
import type { Knob } from './types.ts';

const config = {
  CONFIG_SPARSEMEM: 'y',
  CONFIG_COMPACTION: 'y',
  CONFIG_MIGRATION: 'y',
  CONFIG_MEMORY_HOTPLUG: 'y',
  CONFIG_MEMORY_HOTREMOVE: 'y',
};
const known = { arch: 'x86_64' as const, params: {}, addRule: 'off', cmdline: '', config };
const knob = (id: string): Knob => {
  const found = KNOBS.find((k) => k.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};

it('says what goes with a symbol before the machine reboots', () => {
  const draft = drafted(NO_DRAFT, knob('config-migration'), 'n', known);
  expect(consequences(draft, 'x86_64', config)).toEqual({ off: ['COMPACTION', 'MEMORY_HOTREMOVE'], on: [] });
});
it('says why a symbol cannot be turned', () => {
  const draft = drafted(NO_DRAFT, knob('config-zone-device'), 'y', known);
  expect(consequences(draft, 'x86_64', config).refused).toBe('CONFIG_ZONE_DEVICE needs CONFIG_SPARSEMEM_VMEMMAP');
});
it('says what a symbol needs, who keeps it, and what no configuration can do without', () => {
  expect(standing(knob('config-migration'), 'x86_64', config).says).toBe('kept by COMPACTION, which go with it');
  expect(standing(knob('config-memory-hotremove'), 'x86_64', config).says).toBe('needs MEMORY_HOTPLUG && MIGRATION');
  expect(standing(knob('config-sparsemem'), 'x86_64', config).fixed).toContain('X86_32');
  expect(standing(knob('mem'), 'x86_64', config)).toEqual({ says: '' });
});
