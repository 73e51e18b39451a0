/** Which options and parameters of a boot played no part in its memory. */
import { bootWords } from '../../engine/firmware/e820.ts';
import type { BootQuestion } from './question.ts';

/** QEMU options that are read; of -device only those with memory, of -object only memory backends. */
const READ = new Set([
  '-machine',
  '-M',
  '-cpu',
  '-smp',
  '-m',
  '-object',
  '-numa',
  '-device',
  '-append',
  '-bios',
  '-no-acpi',
  '-dtb',
  '-kernel',
  '-initrd',
]);
const MEMORY_DEVICE = /^(driver=)?(pc-dimm|nvdimm|virtio-mem-pci|virtio-pmem-pci|pxb-cxl|cxl-rp|cxl-type3)\b/;
const BACKEND = /^(qom-type=)?memory-backend-/;
const NUMA = /^(type=)?(node|dist|cpu|hmat-lb)\b/;
/** Options that stand alone. */
const ALONE = new Set([
  '-nodefaults',
  '-no-reboot',
  '-nographic',
  '-no-acpi',
  '-enable-kvm',
  '-S',
  '-s',
  '-daemonize',
  '-no-shutdown',
  '-no-hpet',
  '-snapshot',
  '-no-user-config',
]);
const PARAMETERS = new Set(
  'mem memmap numa movablecore kernelcore movable_node memhp_default_state memory_hotplug.memmap_on_memory memory_hotplug.online_policy memory_hotplug.auto_movable_ratio memory_hotplug.auto_movable_numa_aware debug_pagealloc rodata nogbpages pti nopti mitigations transparent_hugepage hugetlb_free_vmemmap hugepages hugepagesz default_hugepagesz acpi_no_memhotplug atlas.memhp_teardown atlas.pgd_prealloc nokaslr no5lvl no4lvl'.split(
    ' ',
  ),
);

/** Parameters whose code is there only in some kernels: elsewhere they go to init as unknown words. */
const BUILT_WITH: readonly (readonly [RegExp, string])[] = [
  [/^(memhp_default_state|movable_node|memory_hotplug\..*)$/, 'MEMORY_HOTPLUG'],
  [/^memory_hotplug\.memmap_on_memory$/, 'MHP_MEMMAP_ON_MEMORY'],
  [/^acpi_no_memhotplug$/, 'ACPI_HOTPLUG_MEMORY'],
  [/^transparent_hugepage$/, 'TRANSPARENT_HUGEPAGE'],
  [/^hugetlb_free_vmemmap$/, 'HUGETLB_PAGE_OPTIMIZE_VMEMMAP'],
];

/** As they were written, options before parameters. */
export function ignoredOptions(q: BootQuestion): readonly string[] {
  const out: string[] = [];
  const { argv } = q.qemu;
  for (let i = 1; i < argv.length; i++) {
    const word = argv[i] ?? '';
    const option = word.replace(/^--/, '-');
    if (!option.startsWith('-')) {
      out.push(word);
      continue;
    }
    if (ALONE.has(option)) {
      if (!READ.has(option)) out.push(word);
      continue;
    }
    const next = argv[i + 1];
    const value = next === undefined || (next.startsWith('-') && !READ.has(option)) ? undefined : next;
    if (value !== undefined) i++;
    const used =
      READ.has(option) &&
      (option !== '-device' || MEMORY_DEVICE.test(value ?? '')) &&
      (option !== '-object' || BACKEND.test(value ?? '')) &&
      (option !== '-numa' || NUMA.test(value ?? ''));
    if (!used) out.push(value === undefined ? word : `${word} ${value}`);
  }
  const { config } = q.kernel;
  const lacks = (symbol: string): boolean =>
    Object.keys(config).length > 0 && config[`CONFIG_${symbol}`] !== 'y' && config[`CONFIG_${symbol}`] !== 'm';
  const words = bootWords(q.cmdline ?? '').filter(
    ([key]) => !PARAMETERS.has(key) || BUILT_WITH.some(([name, symbol]) => name.test(key) && lacks(symbol)),
  );
  return [...out, ...words.map(([key, value]) => (value === undefined ? key : `${key}=${value}`))];
}
