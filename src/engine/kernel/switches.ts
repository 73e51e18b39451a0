/** Kconfig symbols that decide what memory hotplug there is. */
import type { KernelConfig } from './kernel.ts';

/** What the kernel was built with, dependencies included: a symbol without what it depends on is off (mm/Kconfig). */
export interface Switches {
  /** Without it: no memory blocks in sysfs, no module parameters, and ACPI adds nothing. */
  readonly memoryHotplug: boolean;
  /** Without it: no valid_zones, `removable` reads 0, offlining is refused and removal does nothing. */
  readonly memoryHotremove: boolean;
  readonly sparsememVmemmap: boolean;
  /** SPARSEMEM without SPARSEMEM_VMEMMAP, as far as the configuration is known: every section has an array of struct pages of its own. */
  readonly classicMemmap: boolean;
  readonly mhpMemmapOnMemory: boolean;
  readonly zoneDevice: boolean;
  /** Without it, or with acpi_no_memhotplug: PNP0C80 devices are matched, but nobody attaches them. */
  readonly acpiHotplugMemory: boolean;
}

/** Reads the switches; a symbol the configuration lacks is off. */
export function switchesOf({ config, cmdline }: KernelConfig): Switches {
  const on = (symbol: string): boolean => config[`CONFIG_${symbol}`] === 'y';
  const memoryHotplug = on('MEMORY_HOTPLUG');
  const memoryHotremove = memoryHotplug && on('MEMORY_HOTREMOVE') && on('MIGRATION');
  const sparsememVmemmap = on('SPARSEMEM_VMEMMAP');
  return {
    memoryHotplug,
    memoryHotremove,
    sparsememVmemmap,
    classicMemmap: on('SPARSEMEM') && !sparsememVmemmap,
    mhpMemmapOnMemory: memoryHotplug && sparsememVmemmap && on('MHP_MEMMAP_ON_MEMORY'),
    zoneDevice: memoryHotremove && sparsememVmemmap && on('ZONE_DEVICE'),
    acpiHotplugMemory:
      memoryHotplug && on('ACPI_HOTPLUG_MEMORY') && !cmdline.split(/\s+/).includes('acpi_no_memhotplug'),
  };
}
