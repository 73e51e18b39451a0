/**
 * Leaf attributes as each architecture's page-table dump prints them.
 */
import type { Arch } from '../arch/geometry.ts';
import type { MapRegion, MappingOptions } from './types.ts';

/**
 * Attribute text of a leaf that the kernel makes for memory.
 * @param base whether it is a base page (a PTE); otherwise a larger leaf
 * @param contiguous arm64: the leaf is one of a contiguous run
 */
export function leafAttributes(
  arch: Arch,
  region: MapRegion,
  base: boolean,
  contiguous: boolean,
  options: MappingOptions,
): string {
  switch (arch) {
    case 'x86_64':
      // USR RW PWT PCD PSE PAT GLB NX
      return `    RW         ${base ? '    ' : 'PSE '}    ${options.pti ? '    ' : 'GLB '}NX `;
    case 'arm64':
      // VALID USR RW NX SHD AF NG CON BLK UXN GP memory type
      return `       RW NX SHD AF    ${contiguous ? 'CON' : '   '} ${base ? '   ' : 'BLK'} UXN    MEM/NORMAL${region === 'direct-map' ? '-TAGGED' : ''}`;
    case 'riscv64':
      // N MT RSW D A G U X W R V
      return ' .   ..     ..   D A G . . W R V';
  }
}

/**
 * The same leaf marked as not to be used (set_direct_map_invalid_noflush): the page stays in the entry, which is no
 * longer present. x86 prints nothing for it, as for an empty entry.
 */
export function invalid(arch: Arch, attributes: string): string {
  switch (arch) {
    case 'x86_64':
      return ' '.repeat(X86_WIDTH);
    case 'arm64':
      return ` F${attributes.slice(2)}`;
    case 'riscv64':
      return attributes.replace(/V$/, '.');
  }
}

/** Whether a leaf with these attributes maps its page. */
export function isUsable(arch: Arch, attributes: string): boolean {
  switch (arch) {
    case 'x86_64':
      return attributes.trim() !== '';
    case 'arm64':
      return attributes[1] !== 'F';
    case 'riscv64':
      return attributes.endsWith('V');
  }
}

/** Width of the attributes in x86's dump. */
const X86_WIDTH = 30;

/** The same leaf with the right to write. */
export function writable(arch: Arch, attributes: string): string {
  return arch === 'riscv64' ? attributes.replace(' . R', ' W R') : attributes.replace('ro ', 'RW ');
}

/** The same leaf without the right to write. */
export function readOnly(arch: Arch, attributes: string): string {
  return arch === 'riscv64' ? attributes.replace(' W R V', ' . R V') : attributes.replace('RW ', 'ro ');
}
