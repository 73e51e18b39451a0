/**
 * Knobs of a boot as `boot` on channel world takes them: words of the kernel command line and lines of its configuration.
 *
 *   sp=2G@4G    memory the firmware marks for special purposes (EFI_MEMORY_SP)
 *   kernel=v5.2 the version whose rules it follows
 *   KEY=VALUE   CONFIG_X=y|n (engine/kernel/kconfig.ts)   `KEY=` or `KEY=default` takes a word away; switches like movable_node stand alone or take y|n
 */
import * as wording from '#words/boot.ts';
import type { Arch } from '../../engine/arch/geometry.ts';
import { choosesGeometry, withGeometryChoice } from './geometry-words.ts';
import type { Board } from '../../engine/devices/dimm/board.ts';
import { bootWords, memparse } from '../../engine/firmware/e820.ts';
import { knowsSymbol, turnSymbol } from '../../engine/kernel/kconfig.ts';
import { kstrtobool } from '../../engine/kernel/kstrtobool.ts';
import { MODELLED, OLDEST, compareVersions, parseVersion } from '../../engine/kernel/version.ts';
import type { VersionText } from '../../engine/kernel/version.ts';

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
      takes: wording.onlinePolicies,
      fits: oneOf('offline', 'online', 'online_kernel', 'online_movable'),
    },
  ],
  [
    'memory_hotplug.memmap_on_memory',
    { takes: wording.yesNoOrForce, fits: (value) => value === 'force' || value === 'FORCE' || truth(value) },
  ],
  ['memory_hotplug.online_policy', { takes: wording.zonePolicies, fits: oneOf('contig-zones', 'auto-movable') }],
  ['memory_hotplug.auto_movable_ratio', { takes: wording.aPercentage, fits: (value) => /^\d{1,9}$/.test(value) }],
  ['memory_hotplug.auto_movable_numa_aware', { takes: wording.yesOrNo, fits: truth }],
  ['kernelcore', { takes: wording.sizeShareOrMirror, fits: (value) => value === 'mirror' || share(value) }],
  ['movablecore', { takes: wording.sizeOrShare, fits: share }],
  ['mem', { takes: wording.aSize, fits: size }],
  ['memmap', { takes: wording.memmapForms, fits: (v) => /^\d/.test(v) }],
  ['numa', { takes: wording.off, fits: oneOf('off') }],
  ['debug_pagealloc', { takes: wording.onOrOff, fits: oneOf('on', 'off') }],
  ['rodata', { takes: wording.fullOnOrOff, fits: oneOf('full', 'on', 'off') }],
  // no kernel has these two: patches that were argued about, and what riscv64 does without its precaution (patches.ts)
  ['atlas.memhp_teardown', { takes: wording.teardowns, fits: oneOf('leave', 'keep-shared', 'free') }],
  ['atlas.pgd_prealloc', { takes: wording.yesOrNo, fits: truth }],
]);

/** Words that stand alone, and how the kernel spells them. */
const SWITCHES: ReadonlyMap<string, string> = new Map([
  ['movable_node', 'movable_node'],
  ['nosoftreserve', 'efi=nosoftreserve'],
  ['nogbpages', 'nogbpages'],
  ['no5lvl', 'no5lvl'],
  ['no4lvl', 'no4lvl'],
]);

const SUBSECTION = 2 ** 21;

/** A kernel's words. */
export interface KernelWords {
  readonly arch: Arch;
  readonly cmdline: string;
  readonly config: Readonly<Record<string, string>>;
  /** The version whose rules it follows; undefined: its own. */
  readonly version?: VersionText | undefined;
  /** What the firmware marks for special purposes. */
  readonly special?: NonNullable<Board['special']>;
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
  if (choosesGeometry(name)) {
    if (before.arch !== 'arm64') return wording.isForArm64(`CONFIG_${name}`);
    return value === 'y'
      ? { ...before, config: withGeometryChoice(before.config, name) }
      : wording.isOneOfChoice(`CONFIG_${name}`);
  }
  if (!knowsSymbol(name)) return wording.unknownKnob(`CONFIG_${name}`);
  if (value !== 'y' && value !== 'n') return wording.takesYesOrNo(`CONFIG_${name}`, value);
  const config = turnSymbol(before.config, name, value === 'y', before.arch);
  return typeof config === 'string' ? config : { ...before, config };
}

function setSwitch(before: KernelWords, word: string, value: string | undefined): KernelWords | string {
  const on = value === undefined ? true : value === '' || value === 'default' ? false : kstrtobool(value);
  if (on === undefined) return wording.standsAlone(word, value ?? '');
  return { ...before, cmdline: withWord(before.cmdline, (_, w) => sameName(w, word), on ? word : undefined) };
}

/** `sp=2G@4G`: one more range; `sp=`: none. Whole subsections. */
function setSpecial(before: KernelWords, value: string): KernelWords | string {
  if (value === '' || value === 'default') return { ...before, special: [] };
  const size = memparse(value);
  const start = size?.rest.startsWith('@') === true ? memparse(size.rest.slice(1)) : undefined;
  if (
    size === undefined ||
    start === undefined ||
    start.rest !== '' ||
    size.value === 0 ||
    size.value % SUBSECTION !== 0 ||
    start.value % SUBSECTION !== 0
  )
    return wording.specialTakes(value);
  return { ...before, special: [...(before.special ?? []), { start: start.value, end: start.value + size.value }] };
}

/** `kernel=v5.2`: a version between the oldest whose rules are told apart and the one that is modelled. */
function setVersion(before: KernelWords, value: string): KernelWords | string {
  if (value === '' || value === 'default') return { ...before, version: undefined };
  const version = parseVersion(value);
  if (version === undefined || compareVersions(version, OLDEST) < 0 || compareVersions(version, MODELLED) > 0)
    return wording.kernelTakesVersion(OLDEST, MODELLED, value);
  return { ...before, version: version === MODELLED ? undefined : version };
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
    if (key === 'sp') next = setSpecial(words, value ?? '');
    else if (key === 'kernel') next = setVersion(words, value ?? '');
    else if (config !== undefined) next = setConfig(words, config, value ?? '');
    else if (alone !== undefined) next = setSwitch(words, alone, value);
    else if (key === 'efi' && value === 'nosoftreserve') next = setSwitch(words, `${key}=${value}`, undefined);
    else if (knob === undefined || name === undefined) next = wording.unknownKnob(key);
    else if (value === undefined) next = wording.needsValue(name, knob.takes);
    else {
      const back = value === '' || value === 'default';
      if (!back && !knob.fits(value)) next = wording.takesNot(name, knob.takes, value);
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
