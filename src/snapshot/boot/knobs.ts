/**
 * Knobs of a boot as `boot` on channel world takes them: words of the kernel command line and lines of its configuration.
 *
 *   KEY=VALUE   CONFIG_X=y|n     `KEY=` or `KEY=default` takes a word away; switches like movable_node stand alone or take y|n
 */
import { bootWords, memparse } from '../../engine/firmware/e820.ts';
import { kstrtobool } from '../../engine/kernel/kstrtobool.ts';

type Shape = (value: string) => boolean;
const oneOf =
  (...words: readonly string[]): Shape =>
  (value) =>
    words.includes(value);
const truth: Shape = (value) => kstrtobool(value) !== undefined;
const size: Shape = (value) => /^[1-9]/.test(value) && memparse(value)?.rest === '';
const share: Shape = (value) => size(value) || /^\d{1,3}%$/.test(value);

interface Knob {
  /** What it takes, in words. */
  readonly takes: string;
  readonly fits: Shape;
}

/** Parameters with a value (kernel-parameters.txt; drivers/base/memory.c, mm/memory_hotplug.c, mm/mm_init.c). */
const PARAMETERS: ReadonlyMap<string, Knob> = new Map<string, Knob>([
  [
    'memhp_default_state',
    {
      takes: 'offline, online, online_kernel or online_movable',
      fits: oneOf('offline', 'online', 'online_kernel', 'online_movable'),
    },
  ],
  ['memory_hotplug.memmap_on_memory', { takes: 'Y, N or force', fits: (value) => value === 'force' || truth(value) }],
  [
    'memory_hotplug.online_policy',
    { takes: 'contig-zones or auto-movable', fits: oneOf('contig-zones', 'auto-movable') },
  ],
  ['memory_hotplug.auto_movable_ratio', { takes: 'a percentage', fits: (value) => /^\d{1,9}$/.test(value) }],
  ['memory_hotplug.auto_movable_numa_aware', { takes: 'Y or N', fits: truth }],
  ['kernelcore', { takes: 'a size, a percentage or mirror', fits: (value) => value === 'mirror' || share(value) }],
  ['movablecore', { takes: 'a size or a percentage', fits: share }],
  ['mem', { takes: 'a size', fits: size }],
  ['memmap', { takes: 'SIZE@START, SIZE$START, SIZE!START or SIZE%START-TYPE+TYPE', fits: (v) => /^\d/.test(v) }],
  ['numa', { takes: 'off', fits: oneOf('off') }],
]);

/** Words that stand alone, and how the kernel spells them. */
const SWITCHES: ReadonlyMap<string, string> = new Map([
  ['movable_node', 'movable_node'],
  ['nosoftreserve', 'efi=nosoftreserve'],
  ['nogbpages', 'nogbpages'],
]);

/** Lines of the configuration and what they depend on (mm/Kconfig, drivers/dax/Kconfig, drivers/firmware/efi/Kconfig). */
const CONFIG: ReadonlyMap<string, readonly string[]> = new Map([
  ['MHP_MEMMAP_ON_MEMORY', ['MEMORY_HOTPLUG', 'SPARSEMEM_VMEMMAP', 'ARCH_MHP_MEMMAP_ON_MEMORY_ENABLE']],
  ['MHP_DEFAULT_ONLINE_TYPE_OFFLINE', ['MEMORY_HOTPLUG']],
  ['MHP_DEFAULT_ONLINE_TYPE_ONLINE_AUTO', ['MEMORY_HOTPLUG']],
  ['MHP_DEFAULT_ONLINE_TYPE_ONLINE_KERNEL', ['MEMORY_HOTPLUG']],
  ['MHP_DEFAULT_ONLINE_TYPE_ONLINE_MOVABLE', ['MEMORY_HOTPLUG']],
  ['EFI_SOFT_RESERVE', ['EFI']],
  ['ZONE_DEVICE', ['MEMORY_HOTPLUG', 'MEMORY_HOTREMOVE', 'SPARSEMEM_VMEMMAP']],
  ['DEV_DAX', []],
  ['DEV_DAX_HMEM', ['EFI_SOFT_RESERVE', 'DEV_DAX']],
  ['DEV_DAX_KMEM', ['DEV_DAX', 'MEMORY_HOTPLUG']],
  ['MEMORY_FAILURE', []],
  ['HUGETLB_PAGE_OPTIMIZE_VMEMMAP_DEFAULT_ON', ['HUGETLB_PAGE_OPTIMIZE_VMEMMAP']],
]);
const CHOICE = 'MHP_DEFAULT_ONLINE_TYPE_';
/** Switches of the configuration without which this page has no kernel to show. */
const FIXED = new Set([
  'MEMORY_HOTPLUG',
  'MEMORY_HOTREMOVE',
  'MIGRATION',
  'SPARSEMEM',
  'SPARSEMEM_VMEMMAP',
  'ACPI_HOTPLUG_MEMORY',
  'NUMA',
]);

/** A kernel's words. */
export interface KernelWords {
  readonly cmdline: string;
  readonly config: Readonly<Record<string, string>>;
}

/** In the kernel's eyes `-` and `_` of a name are the same (kernel/params.c: parameq). */
const sameName = (a: string, b: string): boolean => a.replaceAll('-', '_') === b.replaceAll('-', '_');

/** The command line without a parameter, and with `word` at its end; what follows `--` belongs to init. */
function withWord(cmdline: string, drop: (key: string, word: string) => boolean, word: string | undefined): string {
  const words = cmdline.split(/\s+/).filter((w) => w !== '');
  const end = words.indexOf('--');
  const own = (end < 0 ? words : words.slice(0, end)).filter((w) => !drop(w.replace(/=.*/s, ''), w));
  return [...own, ...(word === undefined ? [] : [word]), ...(end < 0 ? [] : words.slice(end))].join(' ');
}

function setConfig(before: KernelWords, name: string, value: string): KernelWords | string {
  const needs = CONFIG.get(name);
  if (needs === undefined)
    return FIXED.has(name)
      ? `CONFIG_${name} cannot be switched: a kernel without it is not modelled`
      : `unknown knob 'CONFIG_${name}'`;
  if (value !== 'y' && value !== 'n') return `CONFIG_${name} takes y or n, not '${value}'`;
  const config: Record<string, string> = { ...before.config };
  if (value === 'y') {
    const missing = needs.find((other) => config[`CONFIG_${other}`] !== 'y');
    if (missing !== undefined) return `CONFIG_${name} needs CONFIG_${missing}`;
    if (name.startsWith(CHOICE))
      for (const key of Object.keys(config)) if (key.startsWith(`CONFIG_${CHOICE}`)) delete config[key];
    config[`CONFIG_${name}`] = 'y';
  } else {
    if (name.startsWith(CHOICE) && config[`CONFIG_${name}`] === 'y') {
      if (name === `${CHOICE}OFFLINE`)
        return `CONFIG_${name} is one of a choice: set another of CONFIG_${CHOICE}* to y`;
      config[`CONFIG_${CHOICE}OFFLINE`] = 'y';
    }
    const gone = [name];
    for (let one = gone.pop(); one !== undefined; one = gone.pop()) {
      delete config[`CONFIG_${one}`];
      for (const [other, others] of CONFIG) if (others.includes(one)) gone.push(other);
    }
  }
  return { ...before, config };
}

function setSwitch(before: KernelWords, word: string, value: string | undefined): KernelWords | string {
  const on = value === undefined ? true : value === '' || value === 'default' ? false : kstrtobool(value);
  if (on === undefined) return `${word} stands alone or takes y or n, not '${value ?? ''}'`;
  return { ...before, cmdline: withWord(before.cmdline, (_, w) => sameName(w, word), on ? word : undefined) };
}

/** A kernel's words with knobs turned, or which knob cannot be and why. */
export function turnKnobs(kernel: KernelWords, knobs: readonly string[]): KernelWords | string {
  let words = kernel;
  for (const [key, value] of bootWords(knobs.join(' '))) {
    const config = /^CONFIG_(.*)$/.exec(key)?.[1];
    const alone = SWITCHES.get(key);
    const name = [...PARAMETERS.keys()].find((p) => sameName(p, key));
    const knob = name === undefined ? undefined : PARAMETERS.get(name);
    let next: KernelWords | string;
    if (config !== undefined) next = setConfig(words, config, value ?? '');
    else if (alone !== undefined) next = setSwitch(words, alone, value);
    else if (key === 'efi' && value === 'nosoftreserve') next = setSwitch(words, `${key}=${value}`, undefined);
    else if (knob === undefined || name === undefined) next = `unknown knob '${key}'`;
    else if (value === undefined) next = `${name} needs a value: ${knob.takes}`;
    else {
      const back = value === '' || value === 'default';
      if (!back && !knob.fits(value)) next = `${name} takes ${knob.takes}, not '${value}'`;
      else
        next = {
          ...words,
          cmdline: withWord(words.cmdline, (k) => sameName(k, name), back ? undefined : `${name}=${value}`),
        };
    }
    if (typeof next === 'string') return next;
    words = next;
  }
  return words;
}
