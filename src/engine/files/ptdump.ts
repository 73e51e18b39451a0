/** The kernel's page-table dump as a whole: the file of debugfs, in which the modelled areas stand among the others. */
import * as words from '#words/addresses.ts';
import type { Arch } from '../arch/geometry.ts';
import type { FileRooms } from './rooms.ts';
import type { FileNode } from './types.ts';

/** Names under /sys/kernel/debug that lead to it (mm/ptdump.c, arch/x86/mm/debug_pagetables.c). */
export const PTDUMP_DIR: Readonly<Record<Arch, string | undefined>> = {
  x86_64: 'page_tables',
  arm64: undefined,
  riscv64: undefined,
};
export const PTDUMP_FILE: Readonly<Record<Arch, string>> = {
  x86_64: 'page_tables/kernel',
  arm64: 'kernel_page_tables',
  riscv64: 'kernel_page_tables',
};

/** CONFIG_PTDUMP_DEBUGFS. */
export const hasPtdump = (rooms: FileRooms): boolean => rooms.k.config.config['CONFIG_PTDUMP_DEBUGFS'] === 'y';

/** Markers in the order of the dump; a region stands for its own part. */
const PARTS: Readonly<Record<Arch, readonly string[]>> = {
  x86_64: [
    'User Space',
    'Kernel Space',
    'direct-map',
    'vmalloc() Area',
    'vmemmap',
    'CPU entry Area',
    'ESPfix Area',
    'EFI Runtime Services',
    'High Kernel Mapping',
    'Modules',
    'End Modules',
    'Fixmap Area',
  ],
  arm64: [
    'direct-map',
    'Linear Mapping end',
    'Modules start',
    'Modules end',
    'vmalloc() area',
    'vmalloc() end',
    'vmemmap',
    'vmemmap end',
    'PCI I/O start',
    'PCI I/O end',
    'Fixmap start',
    'Fixmap end',
  ],
  riscv64: [
    'Fixmap start',
    'Fixmap end',
    'PCI I/O start',
    'PCI I/O end',
    'vmemmap',
    'vmemmap end',
    'vmalloc() area',
    'vmalloc() end',
    'direct-map',
    'Modules/BPF mapping',
    'Kernel mapping',
  ],
};
/** Markers that only end a part: nothing stands under them. */
const ENDS = / end$|^End /;

/** The file; undefined where the kernel has none under this name. */
export function ptdumpFile(rooms: FileRooms, name: string): FileNode | undefined {
  const { arch } = rooms.k.geometry;
  if (!hasPtdump(rooms) || name !== PTDUMP_FILE[arch]) return undefined;
  return {
    kind: 'file',
    read: () =>
      PARTS[arch]
        .map((part) => {
          if (part === 'direct-map' || part === 'vmemmap') return rooms.mapping.dump(part);
          return `---[ ${part} ]---\n${ENDS.test(part) ? '' : `... ${words.mappingNotModelled} ...\n`}`;
        })
        .join(''),
  };
}
