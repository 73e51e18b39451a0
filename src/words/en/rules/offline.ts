/** What the rules of offlining say. */

export const OFF = {
  'OFF-1': 'A block that spans zones or nodes has no zone of its own and is refused with EINVAL.',
  'OFF-2': 'Pages that can neither move nor are free make isolation fail with EBUSY, and all is undone.',
  'OFF-3': 'Offlining tries to migrate without limit; a signal ends it with EINTR.',
  'OFF-4':
    'Without MEMORY_HOTREMOVE, or MIGRATION that it needs, offlining is refused with EINVAL, valid_zones is absent and removable reads 0.',
  'OFF-5': 'arm64 never takes boot memory offline: EPERM.',
  'OFF-6':
    'Tools that walk a sysfs directory meet its memory blocks in the order of a hash of their names: daxctl takes them offline in that order, and with it goes what the zone lists are rebuilt from.',
};
