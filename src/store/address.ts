/**
 * The page's address says which machine it shows (`#machine=<id>`), so that a reload or a bookmark finds it again. A file
 * and a pasted command line are too long for it: their names stand there, and the tab keeps the rest (keep.ts).
 */
import type { MachineSource } from '../link/messages.ts';
import { presetOf } from '../link/presets.ts';

/** The machine an address names; undefined: none. */
export function sourceFromHash(hash: string): MachineSource | undefined {
  const id = new URLSearchParams(hash.replace(/^#/, '')).get('machine');
  if (id === null || !/^[\w.-]+$/.test(id) || id === 'file' || id === 'qemu') return undefined;
  const preset = presetOf(id);
  return preset === undefined ? { kind: 'bundled', id } : { kind: 'preset', id: preset.id };
}

/** The address of a machine; what else the address says is kept. */
export function hashOf(source: MachineSource, hash: string): string {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  params.set('machine', source.kind === 'file' || source.kind === 'qemu' ? source.kind : source.id);
  return `#${params.toString()}`;
}

/** Whether two sources name the same machine. */
export function sameSource(a: MachineSource, b: MachineSource): boolean {
  if (a.kind === 'file' && b.kind === 'file') return a.text === b.text;
  if (a.kind === 'qemu' && b.kind === 'qemu') return a.text === b.text && a.cmdline === b.cmdline && a.base === b.base;
  return 'id' in a && 'id' in b && a.kind === b.kind && a.id === b.id;
}

/** Whether an address says more than which machine to boot, where a story stands apart. */
export const saysMore = (hash: string): boolean =>
  [...new URLSearchParams(hash.replace(/^#/, '')).keys()].some((key) => !['machine', 'story', 'step'].includes(key));
