/** What the rules of removing memory say. */

export const REM = {
  'REM-1':
    'Ejecting takes all blocks offline in two passes; when the second fails, those go online again by the default zone and the platform hears busy.',
  'REM-2': 'Memory with a block online cannot be removed: EBUSY.',
  'REM-3': 'A node without spanned memory, blocks and CPUs goes offline.',
  'REM-4': 'Without MEMORY_HOTREMOVE the DIMM of offline memory goes, and its sections, blocks and resource stay.',
  'REM-5': 'Pages of the section array, max_pfn and the highest section are never given back.',
};
