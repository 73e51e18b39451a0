/**
 * Changing what single pages of the direct map allow: modules, BPF programs and secret memory do it to the pages they got,
 * and large leaves are split for it.
 *
 *   1G leaf   ──►  table of 512 × 2M   ──►  one of them a table of 512 × 4K, one of those changed
 *
 * Nothing puts the pieces together again; removal of the memory walks down to them and gives the tables back.
 */
import type { Status } from '../kernel/errno.ts';
import type { PfnRange } from '../units.ts';
import { invalid, isUsable, readOnly, writable } from './attributes.ts';
import type { MapContext } from './context.ts';
import { EMPTY_TABLE, isLeaf } from './tree.ts';

/** invalid and default: set_direct_map_{invalid,default}_noflush; ro and rw: set_memory_{ro,rw} of an area with these pages. */
export type Protection = 'invalid' | 'default' | 'ro' | 'rw';
export const PROTECTIONS: readonly Protection[] = ['invalid', 'default', 'ro', 'rw'];

const FUNCTIONS: Readonly<Record<Protection, string>> = {
  invalid: 'set_direct_map_invalid_noflush',
  default: 'set_direct_map_default_noflush',
  ro: 'set_memory_ro',
  rw: 'set_memory_rw',
};

/** Leaves that were split, by the index of their level. */
export type Splits = ReadonlyMap<number, number>;

/**
 * Changes pages of the direct map.
 * @returns the splits; ENXIO where a page is not mapped at all, EINVAL where arm64 would have to split a block.
 */
export function setDirectMap(c: MapContext, range: PfnRange, what: Protection): Splits | { readonly errno: Status } {
  const { tree, k, options, geometry } = c;
  const { arch } = geometry;
  const { from, to } = c.directRange(range);
  const pte = tree.levels.length - 1;
  const splits = new Map<number, number>();
  // arm64 protects single pages only where all are mapped by pages (can_set_direct_map)
  const can = arch !== 'arm64' || options.rodataFull || options.debugPagealloc;
  if (!can) return splits;
  for (let vpn = from; vpn < to;) {
    const found = leafAt(c, vpn);
    if (found === undefined) return { errno: 'ENXIO' };
    if (arch === 'arm64' && found.level < pte) return { errno: 'EINVAL' };
    vpn = Math.floor(vpn / tree.level(found.level).span + 1) * tree.level(found.level).span;
  }
  k.trace.enter(FUNCTIONS[what], range.start);
  for (let level = 1; level < pte; level++) {
    const { span, name } = tree.level(level);
    tree.rewrite(from, to, level, (v, vpn) => {
      if (!isLeaf(v) || (from <= vpn && vpn + span <= to)) return v;
      k.trace.leaf(arch === 'x86_64' ? '__split_large_page' : `__split_linear_mapping_${name.toLowerCase()}`, vpn);
      c.takeDirectTable(level + 1, vpn);
      if (arch === 'x86_64') {
        c.countDirectMap(level, -1);
        c.countDirectMap(level + 1, tree.level(level + 1).entries);
      }
      splits.set(level, (splits.get(level) ?? 0) + 1);
      const text = tree.attributeText(v);
      return EMPTY_TABLE | tree.attribute(arch === 'x86_64' && level + 1 === pte ? text.replace('PSE ', '    ') : text);
    });
  }
  for (let level = 1; level <= pte; level++)
    tree.rewrite(from, to, level, (v) =>
      isLeaf(v) ? tree.attribute(protect(c, tree.attributeText(v), level === pte, what)) : v,
    );
  k.trace.leave(FUNCTIONS[what]);
  return splits;
}

/** The leaf over a tree position. */
function leafAt(c: MapContext, vpn: number): { readonly level: number } | undefined {
  for (let level = 0; level < c.tree.levels.length; level++) {
    const v = c.tree.entryAt(vpn, level);
    if (v === undefined || v === 0) return undefined;
    if (isLeaf(v)) return { level };
  }
  return undefined;
}

function protect(c: MapContext, text: string, base: boolean, what: Protection): string {
  const { arch } = c.geometry;
  switch (what) {
    case 'invalid':
      return isUsable(arch, text) ? invalid(arch, text) : text;
    case 'default': {
      if (isUsable(arch, text)) return writable(arch, text);
      const usual = c.tree.attributeText(c.leafAttribute('direct-map', base));
      // x86 takes the global bit away with the present bit, and nobody sets it again (pgprot_clear_protnone_bits)
      return arch === 'x86_64' ? usual.replace('GLB ', '    ') : usual;
    }
    case 'ro':
      return isUsable(arch, text) ? readOnly(arch, text) : text;
    case 'rw':
      return isUsable(arch, text) ? writable(arch, text) : text;
  }
}
