/** What kernel functions that stories name do, where no rule of the engine tells it. */
export const FUNCTIONS: Readonly<Record<string, string>> = {
  create_memory_block_devices:
    'Makes the folders memoryN below /sys/devices/system/memory for a range that was added, all of them offline.',
  remove_memory_block_devices: 'Takes the folders memoryN of a range away, before anything else of it goes.',
  section_deactivate:
    'Clears the bits of a range in its section’s bitmap and frees the struct pages behind them; when the last bit is gone, the section is.',
  do_migrate_range: 'Takes the pages that are in use in a range off their lists and copies them to other places.',
  sync_global_pgds:
    'Copies new entries of the kernel’s top page table into the tables of all processes, so that all of them see the new memory.',
  memunmap_pages: 'Takes the struct pages and the mapping of device memory away, once nobody holds a page of it.',
};
