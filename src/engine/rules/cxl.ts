import * as words from '#words/rules/cxl.ts';
import { told } from './rule.ts';

const TEST = 'src/console/devices-cxl.test.ts';
const PRESETS = 'src/snapshot/boot/presets.test.ts';

/** Rules of CXL expanders. No recording has one; the tests hold what Linux 6.12.107 answered in QEMU 10. */
export const CXL = told(words.CXL, [
  {
    id: 'CXL-1',
    fn: 'drivers/acpi/numa/srat.c: acpi_parse_cfmws',
    since: 'v5.19',
    source: 'engine/devices/cxl/cxl.ts',
    unverified: true,
    tests: [TEST],
  },
  {
    id: 'CXL-2',
    formula:
      '{hpa} = {region_start} + ({offset} ÷ {granule}) × {granule} × {ways} + {position} × {granule} + {offset} mod {granule}',
    fn: 'drivers/cxl/core/region.c: cxl_region_attach',
    since: 'v6.0',
    source: 'engine/devices/cxl/types.ts',
    unverified: true,
    tests: [TEST],
  },
  {
    id: 'CXL-3',
    fn: 'drivers/cxl/core/region.c: alloc_hpa',
    since: 'v6.0',
    source: 'engine/devices/cxl/cxl.ts',
    unverified: true,
    tests: [TEST],
  },
  {
    id: 'CXL-4',
    fn: 'drivers/cxl/core/region.c: cxl_region_probe',
    since: 'v6.3',
    source: 'engine/devices/cxl/cxl.ts',
    unverified: true,
    tests: [TEST],
  },
  {
    id: 'CXL-5',
    fn: 'drivers/cxl/pmem.c: cxl_pmem_region_probe',
    since: 'v6.0',
    source: 'engine/devices/cxl/cxl.ts',
    unverified: true,
    tests: [TEST],
  },
  {
    id: 'CXL-6',
    fn: 'drivers/cxl/core/region.c: cxl_region_release',
    since: 'v6.0',
    source: 'engine/devices/cxl/cxl.ts',
    unverified: true,
    tests: [TEST],
  },
  {
    id: 'CXL-7',
    fn: 'drivers/cxl/core/region.c: cxl_region_invalidate_memregion',
    since: 'v6.3',
    source: 'engine/devices/cxl/cxl.ts',
    unverified: true,
    tests: [TEST],
  },
  {
    id: 'CXL-8',
    fn: 'drivers/cxl/pci.c: cxl_event_irqsetup',
    since: 'v6.3',
    source: 'engine/devices/cxl/plug.ts',
    unverified: true,
    tests: [TEST],
  },
  {
    id: 'CXL-9',
    fn: 'drivers/pci/hotplug/pciehp_ctrl.c: pciehp_handle_button_press',
    since: 'v5.12',
    source: 'engine/devices/cxl/plug.ts',
    unverified: true,
    tests: [TEST, PRESETS],
  },
  {
    id: 'CXL-10',
    fn: 'drivers/dax/kmem.c: dev_dax_kmem_remove',
    since: 'v6.3',
    source: 'engine/devices/cxl/cxl.ts',
    unverified: true,
    tests: [TEST],
  },
  {
    id: 'CXL-11',
    fn: 'drivers/cxl/core/region.c: cxl_dpa_to_hpa',
    since: 'v6.10',
    source: 'engine/devices/cxl/cxl.ts',
    unverified: true,
    tests: [TEST],
  },
]);
