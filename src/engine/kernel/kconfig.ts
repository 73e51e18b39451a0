/**
 * Kconfig in small: the symbols of memory hotplug, what each needs, what selects it, and what follows when one is turned
 * (mm/Kconfig, arch/x86/Kconfig, arch/arm64/Kconfig, arch/riscv/Kconfig and those of the drivers). A table of words: the page loads it too.
 *
 *   TRANSPARENT_HUGEPAGE ─selects→ COMPACTION ─selects→ MIGRATION ←needs─ MEMORY_HOTREMOVE ←needs─ ZONE_DEVICE ←needs─ NVDIMM_PFN
 *   turned off: a symbol takes along who selects it (else it would come back) and who needs it
 */
import * as words from '#words/kconfig.ts';
import type { Arch } from '../arch/geometry.ts';

/** Symbols that are set, with their `CONFIG_`; what is missing is off. */
export type Config = Readonly<Record<string, string>>;

interface Entry {
  /** Symbols that must all be set. */
  readonly needs?: readonly string[];
  /** Symbols of which one must be set. */
  readonly anyOf?: readonly string[];
  readonly selects?: readonly string[];
  /** `no`: n unless somebody answers; `yes`: y when it can be; `follows`: asks nobody and is y when it can be; `selected`: asks nobody and is y when something selects it. */
  readonly byDefault: 'no' | 'yes' | 'follows' | 'selected';
  /** The architecture sees to it. */
  readonly always?: Partial<Record<Arch, string>>;
}

const MHP = 'MHP_DEFAULT_ONLINE_TYPE_';

const TABLE: Readonly<Record<string, Entry>> = {
  SPARSEMEM: {
    byDefault: 'follows',
    always: {
      x86_64: words.noOtherModelOnX86,
      arm64: words.noOtherModelOnArm64,
      riscv64: words.flatHasNoSections,
    },
  },
  SPARSEMEM_VMEMMAP: {
    needs: ['SPARSEMEM'],
    byDefault: 'yes',
    always: { arm64: words.arm64SelectsIt },
  },
  X86_5LEVEL: { selects: ['SPARSEMEM_VMEMMAP'], byDefault: 'yes' },
  NUMA: { byDefault: 'no', always: everywhere(words.needsNodes) },
  COMPACTION: { selects: ['MIGRATION'], byDefault: 'yes' },
  CMA: { selects: ['MIGRATION', 'MEMORY_ISOLATION'], byDefault: 'no' },
  TRANSPARENT_HUGEPAGE: { selects: ['COMPACTION'], byDefault: 'no' },
  MIGRATION: { byDefault: 'yes' },
  MEMORY_ISOLATION: { byDefault: 'selected' },
  CONTIG_ALLOC: { needs: ['MEMORY_ISOLATION'], anyOf: ['COMPACTION', 'CMA'], byDefault: 'follows' },
  BALLOON_COMPACTION: { needs: ['COMPACTION'], byDefault: 'yes' },
  NUMA_BALANCING: { needs: ['NUMA', 'MIGRATION'], byDefault: 'no' },
  NUMA_BALANCING_DEFAULT_ENABLED: { needs: ['NUMA_BALANCING'], byDefault: 'yes' },
  NUMA_KEEP_MEMINFO: { byDefault: 'selected' },
  MEMORY_HOTPLUG: { needs: ['SPARSEMEM'], selects: ['MEMORY_ISOLATION', 'NUMA_KEEP_MEMINFO'], byDefault: 'no' },
  MEMORY_HOTREMOVE: {
    needs: ['MEMORY_HOTPLUG', 'MIGRATION'],
    selects: ['HAVE_BOOTMEM_INFO_NODE'],
    byDefault: 'no',
  },
  HAVE_BOOTMEM_INFO_NODE: { byDefault: 'selected' },
  MHP_MEMMAP_ON_MEMORY: { needs: ['MEMORY_HOTPLUG', 'SPARSEMEM_VMEMMAP'], byDefault: 'follows' },
  [`${MHP}OFFLINE`]: { needs: ['MEMORY_HOTPLUG'], byDefault: 'yes' },
  [`${MHP}ONLINE_AUTO`]: { needs: ['MEMORY_HOTPLUG'], byDefault: 'no' },
  [`${MHP}ONLINE_KERNEL`]: { needs: ['MEMORY_HOTPLUG'], byDefault: 'no' },
  [`${MHP}ONLINE_MOVABLE`]: { needs: ['MEMORY_HOTPLUG'], byDefault: 'no' },
  ARCH_MEMORY_PROBE: { needs: ['MEMORY_HOTPLUG'], byDefault: 'no' },
  MEMORY_NOTIFIER_ERROR_INJECT: { needs: ['MEMORY_HOTPLUG'], byDefault: 'no' },
  ACPI_HOTPLUG_MEMORY: { needs: ['MEMORY_HOTPLUG'], byDefault: 'no' },
  ZONE_DEVICE: { needs: ['MEMORY_HOTPLUG', 'MEMORY_HOTREMOVE', 'SPARSEMEM_VMEMMAP'], byDefault: 'no' },
  DEVICE_MIGRATION: { needs: ['MIGRATION', 'ZONE_DEVICE'], byDefault: 'follows' },
  DEVICE_PRIVATE: { needs: ['ZONE_DEVICE'], byDefault: 'no' },
  PCI_P2PDMA: { needs: ['ZONE_DEVICE'], byDefault: 'no' },
  FS_DAX: { needs: ['ZONE_DEVICE'], byDefault: 'no' },
  FS_DAX_PMD: { needs: ['FS_DAX', 'TRANSPARENT_HUGEPAGE'], byDefault: 'follows' },
  NVDIMM_PFN: { needs: ['LIBNVDIMM', 'ZONE_DEVICE'], byDefault: 'yes' },
  ND_PFN: { needs: ['NVDIMM_PFN'], byDefault: 'follows' },
  NVDIMM_DAX: { needs: ['NVDIMM_PFN'], byDefault: 'yes' },
  EFI_SOFT_RESERVE: { needs: ['EFI', 'ACPI_HMAT'], byDefault: 'yes' },
  DEV_DAX: { needs: ['DAX', 'TRANSPARENT_HUGEPAGE'], byDefault: 'no' },
  DEV_DAX_PMEM: { needs: ['LIBNVDIMM', 'NVDIMM_DAX', 'DEV_DAX'], byDefault: 'yes' },
  DEV_DAX_HMEM: { needs: ['DEV_DAX', 'EFI_SOFT_RESERVE'], byDefault: 'yes' },
  CXL_REGION: { needs: ['SPARSEMEM'], byDefault: 'no' },
  CXL_REGION_INVALIDATION_TEST: { needs: ['CXL_REGION'], byDefault: 'no' },
  DEV_DAX_HMEM_DEVICES: { needs: ['DEV_DAX_HMEM'], byDefault: 'follows' },
  DEV_DAX_KMEM: { needs: ['DEV_DAX', 'MEMORY_HOTPLUG'], byDefault: 'yes' },
  VIRTIO_MEM: { needs: ['MEMORY_HOTPLUG', 'MEMORY_HOTREMOVE', 'CONTIG_ALLOC'], byDefault: 'no' },
  MEMORY_FAILURE: { selects: ['MEMORY_ISOLATION'], byDefault: 'no' },
  HWPOISON_INJECT: { needs: ['MEMORY_FAILURE'], byDefault: 'no' },
  RAS_CEC: { needs: ['MEMORY_FAILURE'], byDefault: 'no' },
  HUGETLB_PAGE_OPTIMIZE_VMEMMAP: { needs: ['HUGETLB_PAGE', 'SPARSEMEM_VMEMMAP'], byDefault: 'follows' },
  HUGETLB_PAGE_OPTIMIZE_VMEMMAP_DEFAULT_ON: { needs: ['HUGETLB_PAGE_OPTIMIZE_VMEMMAP'], byDefault: 'no' },
};

function everywhere(why: string): Record<Arch, string> {
  return { x86_64: why, arm64: why, riscv64: why };
}

/** What riscv and arm64 need besides: riscv has hotplug with the virtual memmap only, arm64 cannot share huge pages' memmap. */
function needsOf(name: string, arch: Arch): readonly string[] {
  const own = TABLE[name]?.needs ?? [];
  return arch === 'riscv64' && name === 'MEMORY_HOTPLUG' ? [...own, 'SPARSEMEM_VMEMMAP'] : own;
}
const elsewhere = (name: string, arch: Arch): boolean =>
  (arch === 'arm64' && name.startsWith('HUGETLB_PAGE_OPTIMIZE_VMEMMAP')) ||
  (arch !== 'x86_64' && ['X86_5LEVEL', 'HAVE_BOOTMEM_INFO_NODE', 'ARCH_MEMORY_PROBE', 'RAS_CEC'].includes(name)) ||
  (arch === 'riscv64' && ['MEMORY_FAILURE', 'HWPOISON_INJECT'].includes(name));

const isOn = (config: Config, name: string): boolean => {
  const value = config[`CONFIG_${name}`];
  return value !== undefined && value !== 'n';
};

/** Whether everything that a symbol needs is there. */
const met = (config: Config, name: string, arch: Arch): boolean =>
  needsOf(name, arch).every((other) => isOn(config, other)) &&
  (TABLE[name]?.anyOf?.some((other) => isOn(config, other)) ?? true);

const selected = (config: Config, name: string): boolean =>
  Object.keys(TABLE).some((other) => isOn(config, other) && TABLE[other]?.selects?.includes(name));

/** Whether a symbol is one that can be asked for here. */
export const knowsSymbol = (name: string): boolean => TABLE[name] !== undefined;

/** What a symbol needs to be y, as Kconfig writes it; empty: nothing. */
export function dependsOn(name: string, arch: Arch): string {
  const either = TABLE[name]?.anyOf;
  return [...needsOf(name, arch), ...(either === undefined ? [] : [`(${either.join(' || ')})`])].join(' && ');
}

/** Who keeps a symbol at y by selecting it. */
export const selectorsOf = (name: string): readonly string[] =>
  Object.keys(TABLE).filter((other) => TABLE[other]?.selects?.includes(name));

/** Why a symbol cannot be turned on this architecture; undefined: it can. */
export const alwaysOn = (name: string, arch: Arch): string | undefined => TABLE[name]?.always?.[arch];

/**
 * The configuration with a symbol turned, and with everything that follows: who selects it or needs it goes with it, and what
 * can be y again by default comes back. A string says why it cannot be.
 */
export function turnSymbol(before: Config, name: string, on: boolean, arch: Arch): Config | string {
  const entry = TABLE[name];
  if (entry === undefined) return words.unknownKnob(name);
  if (elsewhere(name, arch)) return words.doesNotExistOn(name, arch);
  const fixed = alwaysOn(name, arch);
  if (fixed !== undefined) return on ? before : words.cannotBeOff(name, fixed);
  if (entry.byDefault === 'selected' || (entry.byDefault === 'follows' && name !== 'MHP_MEMMAP_ON_MEMORY'))
    return words.asksNobody(name, dependsOn(name, arch) || selectorsOf(name).join(' || '));
  const config: Record<string, string> = { ...before };
  if (on) {
    const missing = needsOf(name, arch).find((other) => !isOn(config, other));
    if (missing !== undefined) return words.needsSymbol(name, missing);
    if (!met(config, name, arch)) return words.needsExpression(name, dependsOn(name, arch));
    const choice = name.startsWith(MHP);
    if (choice) for (const key of Object.keys(config)) if (key.startsWith(`CONFIG_${MHP}`)) delete config[key];
    if (!isOn(config, name)) config[`CONFIG_${name}`] = 'y';
    for (const other of entry.selects ?? []) if (!elsewhere(other, arch)) select(config, other, arch);
  } else if (name.startsWith(MHP) && isOn(config, name)) {
    if (name === `${MHP}OFFLINE`) return words.isOneOfChoice(name, MHP);
    delete config[`CONFIG_${name}`];
    config[`CONFIG_${MHP}OFFLINE`] = 'y';
  } else {
    const gone = [name];
    for (let one = gone.pop(); one !== undefined; one = gone.pop()) {
      delete config[`CONFIG_${one}`];
      gone.push(...selectorsOf(one).filter((other) => isOn(config, other)));
    }
  }
  settle(before, config, arch, on ? undefined : name);
  return config;
}

function select(config: Record<string, string>, name: string, arch: Arch): void {
  if (isOn(config, name)) return;
  config[`CONFIG_${name}`] = 'y';
  for (const other of TABLE[name]?.selects ?? []) if (!elsewhere(other, arch)) select(config, other, arch);
}

/** Whether a symbol that another needs was there before. */
const lost = (before: Config, config: Config, name: string, arch: Arch): boolean =>
  needsOf(name, arch).some((other) => isOn(before, other) && !isOn(config, other));

/** Until nothing changes: what has lost what it needs goes, what can be y by default for the first time comes. */
function settle(before: Config, config: Record<string, string>, arch: Arch, turnedOff: string | undefined): void {
  for (let changed = true; changed;) {
    changed = false;
    for (const [name, { byDefault }] of Object.entries(TABLE)) {
      if (elsewhere(name, arch)) continue;
      const can = (c: Config): boolean => (byDefault === 'selected' ? selected(c, name) : met(c, name, arch));
      const wanted = can(config);
      // what a partly known configuration has without what it needs stays
      if (isOn(config, name) && !wanted && (can(before) || lost(before, config, name, arch))) {
        delete config[`CONFIG_${name}`];
        changed = true;
      } else if (
        !isOn(config, name) &&
        wanted &&
        name !== turnedOff &&
        byDefault !== 'no' &&
        !can(before) &&
        !(name === `${MHP}OFFLINE` && Object.keys(config).some((key) => key.startsWith(`CONFIG_${MHP}`)))
      ) {
        config[`CONFIG_${name}`] = 'y';
        changed = true;
      }
    }
  }
}
