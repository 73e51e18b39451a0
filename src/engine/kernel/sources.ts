/** Where each kernel function that traces name is defined in Linux 6.12; the screen links to it. */
const BY_FILE: Readonly<Record<string, string>> = {
  'mm/memory_hotplug.c':
    '__add_memory add_memory add_memory_resource add_memory_driver_managed register_memory_resource release_memory_resource check_hotplug_memory_range mhp_range_allowed mhp_supports_memmap_on_memory mem_hotplug_begin mem_hotplug_done get_online_mems put_online_mems __try_online_node try_online_node hotadd_init_pgdat __add_pages __remove_pages create_altmaps_and_memory_blocks remove_memory_blocks_and_altmaps online_memory_block online_pages online_pages_range generic_online_page offline_pages do_migrate_range scan_movable_pages move_pfn_range_to_zone remove_pfn_range_from_zone resize_zone_range resize_pgdat_range update_pgdat_span zone_for_pfn_range adjust_present_page_count node_states_set_node node_states_clear_node node_states_check_changes_offline mhp_init_memmap_on_memory mhp_deinit_memmap_on_memory mhp_online_type_from_str __remove_memory remove_memory try_remove_memory try_offline_node auto_movable_zone_for_pfn auto_movable_can_online_movable auto_movable_stats_account_zone auto_movable_stats_account_group merge_system_ram_resource check_memblock_offlined_cb offline_and_remove_memory',
  'drivers/base/memory.c':
    'state_store memory_subsys_online memory_subsys_offline memory_block_change_state memory_block_action memory_block_online memory_block_offline memory_notify create_memory_block_devices remove_memory_block_devices add_memory_block __add_memory_block remove_memory_block walk_memory_blocks for_each_memory_block memory_group_register_static memory_group_find_by_id memory_group_unregister memblk_nr_poison memblk_nr_poison_inc memblk_nr_poison_sub',
  'drivers/base/core.c':
    'device_online device_offline online_store lock_device_hotplug unlock_device_hotplug lock_device_hotplug_sysfs',
  'drivers/base/node.c':
    '__register_one_node unregister_one_node register_mem_block_under_node_hotplug unregister_memory_block_under_nodes',
  'drivers/acpi/osl.c': 'acpi_hotplug_work_fn',
  'drivers/acpi/scan.c': 'acpi_device_hotplug acpi_scan_device_check acpi_scan_hot_remove acpi_evaluate_ej0',
  'drivers/acpi/acpi_memhotplug.c':
    'acpi_memory_device_add acpi_memory_enable_device acpi_memory_device_remove acpi_bind_memblk acpi_unbind_memblk',
  'mm/sparse.c':
    'sparse_add_section sparse_remove_section sparse_index_init sparse_init_one_section section_activate section_deactivate fill_subsection_map populate_section_memmap depopulate_section_memmap free_map_bootmem online_mem_sections offline_mem_sections',
  'mm/sparse-vmemmap.c':
    '__populate_section_memmap vmemmap_populate_hugepages vmemmap_populate_basepages vmemmap_populate_address vmemmap_populate_range vmemmap_populate_compound_pages vmemmap_alloc_block vmemmap_alloc_block_buf altmap_alloc_block_buf vmemmap_alloc_block_zero',
  'arch/x86/mm/init.c': 'init_memory_mapping split_mem_range init_range_memory_mapping',
  'arch/x86/mm/init_64.c':
    'kernel_physical_mapping_init __kernel_physical_mapping_init phys_p4d_init phys_pud_init phys_pmd_init phys_pte_init sync_global_pgds sync_global_pgds_l4 sync_global_pgds_l5 add_pages update_end_of_memory_vars kernel_physical_mapping_remove remove_pagetable remove_p4d_table remove_pud_table remove_pmd_table remove_pte_table free_pagetable free_pte_table free_pmd_table free_pud_table vmemmap_set_pmd vmemmap_check_pmd vmemmap_free arch_add_memory arch_remove_memory vmemmap_populate arch_get_mappable_range',
  'arch/arm64/mm/mmu.c':
    '__create_pgd_mapping __create_pgd_mapping_locked alloc_init_p4d alloc_init_pud alloc_init_cont_pmd init_pmd alloc_init_cont_pte init_pte __remove_pgd_mapping unmap_hotplug_range unmap_hotplug_p4d_range unmap_hotplug_pud_range unmap_hotplug_pmd_range unmap_hotplug_pte_range free_empty_tables free_empty_p4d_table free_empty_pud_table free_empty_pmd_table free_empty_pte_table free_hotplug_page_range free_hotplug_pgtable_page',
  'arch/riscv/mm/init.c':
    'create_linear_mapping_range best_map_size create_pgd_mapping create_p4d_mapping create_pud_mapping create_pmd_mapping create_pte_mapping remove_pgd_mapping remove_p4d_mapping remove_pud_mapping remove_pmd_mapping remove_pte_mapping',
  'mm/page_alloc.c':
    'build_all_zonelists __build_all_zonelists init_per_zone_wmark_min setup_per_zone_wmarks zone_pcp_disable zone_pcp_enable zone_pcp_reset zone_pcp_init setup_zone_pageset drain_all_pages',
  'mm/mm_init.c': 'memmap_init_range init_currently_empty_zone free_area_init_core_hotplug memmap_init_zone_device',
  'mm/page_isolation.c': 'start_isolate_page_range undo_isolate_page_range set_migratetype_isolate test_pages_isolated',
  'mm/vmscan.c': 'kswapd_run kswapd_stop',
  'mm/compaction.c': 'kcompactd_run kcompactd_stop',
  'mm/migrate.c': 'migrate_pages',
  'mm/hugetlb.c': 'dissolve_free_hugetlb_folios',
  'mm/swap.c': 'lru_cache_disable lru_add_drain_all',
  'mm/memory-tiers.c': 'mt_calc_adistance',
  'mm/memory-failure.c': 'num_poisoned_pages_sub num_poisoned_pages_inc memory_failure soft_offline_page',
  'mm/debug.c': 'dump_page',
  'mm/memblock.c': 'memblock_add_node memblock_remove',
  'kernel/resource.c': 'release_mem_region_adjustable',
  'drivers/firmware/memmap.c': 'firmware_map_remove firmware_map_add_hotplug',
};

const FILE_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(BY_FILE).flatMap(([file, names]) => names.split(' ').map((n) => [n, file] as const)),
);

/** Source file of a kernel function in Linux 6.12; undefined where it is not known. */
export function sourceOf(fn: string): string | undefined {
  return FILE_OF.get(fn) ?? (fn.startsWith('virtio_mem_') ? 'drivers/virtio/virtio_mem.c' : undefined);
}
