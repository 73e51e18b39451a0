/**
 * What configuration, command line and CPU make of a kernel's pages and tables. Where they say nothing, what is known of the
 * kernel stays.
 *
 *   x86_64    la57 of the CPU, X86_5LEVEL, no5lvl          4 or 5 levels
 *   arm64     ARM64_{4K,16K,64K}_PAGES, ARM64_VA_BITS_*    page size, 3 to 5 levels
 *   riscv64   satp modes of the CPU, no5lvl, no4lvl        Sv39, Sv48, Sv57
 */
import * as wording from '#words/boot.ts';
import type { MachineDescription } from '../parse/argv.ts';
import type { Problems } from '../problems.ts';
import type { BootQuestion } from './question.ts';

type Kernel = BootQuestion['kernel'];
type Config = Readonly<Record<string, string>>;

const has = (cmdline: string, word: string): boolean => cmdline.split(/\s+/).includes(word);

/** A switch of the CPU: `name=on`, `+name`; undefined where the command line does not name it. */
function feature(d: MachineDescription, name: string): boolean | undefined {
  const { features } = d.cpu;
  if (features.has(`-${name}`)) return false;
  if (features.has(`+${name}`)) return true;
  const said = features.get(name);
  return said === undefined ? undefined : said !== 'off' && said !== 'false';
}

/** The kernel with the page size and levels it will have; what cannot be goes to `problems`. */
export function kernelOf(q: BootQuestion, d: MachineDescription, problems: Problems): Kernel {
  switch (q.arch) {
    case 'x86_64':
      return x86Kernel(q, d);
    case 'arm64':
      return arm64Kernel(q, d, problems);
    case 'riscv64':
      return riscvKernel(q, d);
  }
}

/** arch/x86/kernel/head64.c: check_la57_support; the CPU's own word counts only where the command line has it. */
function x86Kernel({ kernel, cmdline = '' }: BootQuestion, d: MachineDescription): Kernel {
  const la57 = feature(d, 'la57') ?? kernel.levels === 5;
  const five = la57 && kernel.config['CONFIG_X86_5LEVEL'] !== 'n' && !has(cmdline, 'no5lvl');
  return five === (kernel.levels === 5)
    ? kernel
    : { ...kernel, levels: five ? 5 : 4, va_bits: five ? 57 : 48, max_physmem_bits: five ? 52 : 46 };
}

/** Page sizes by their configuration: bytes, and default of ARCH_FORCE_MAX_ORDER (arch/arm64/Kconfig). */
const PAGES = {
  ARM64_4K_PAGES: { bytes: 4096, order: 10, shift: 12 },
  ARM64_16K_PAGES: { bytes: 16384, order: 11, shift: 14 },
  ARM64_64K_PAGES: { bytes: 65536, order: 13, shift: 16 },
} as const;
type PageWord = keyof typeof PAGES;
const PAGE_WORDS = Object.keys(PAGES) as readonly PageWord[];
const VA_WORDS = ['ARM64_VA_BITS_39', 'ARM64_VA_BITS_42', 'ARM64_VA_BITS_47', 'ARM64_VA_BITS_48', 'ARM64_VA_BITS_52'];

/** Cores of QEMU without 52-bit addresses; of those, the ones that know no pages of 16 KiB. */
const NARROW = /^(cortex-|neoverse-n1|a64fx|$)/;
const NO_16K = /^(cortex-a(35|53|57|72|76)|$)/;

/** PGTABLE_LEVELS (arch/arm64/Kconfig: default by page size and address bits). */
const levelsFor = (shift: number, vaBits: number): number => Math.ceil((vaBits - shift) / (shift - 3));

function arm64Kernel({ kernel }: BootQuestion, d: MachineDescription, problems: Problems): Kernel {
  const { config } = kernel;
  const on = (name: string): boolean => config[`CONFIG_${name}`] === 'y';
  const word = PAGE_WORDS.find(on);
  const bits = VA_WORDS.find(on);
  if (word === undefined || bits === undefined) return kernel;
  const { bytes, shift } = PAGES[word];
  const wanted = Number(bits.slice(-2));
  const { model } = d.cpu;
  if (word === 'ARM64_16K_PAGES' && NO_16K.test(model))
    problems.add('-cpu', wording.noPagesOf16K(model === '' ? 'cortex-a15' : model));
  if (wanted === 52 && NARROW.test(model)) problems.add('-cpu', wording.noAddressesOf52Bits(model));
  const wide = wanted === 52;
  return {
    ...kernel,
    page_size: bytes,
    va_bits: wanted,
    levels: levelsFor(shift, wanted),
    max_physmem_bits: on('ARM64_PA_BITS_52') || wide ? 52 : 48,
    section_size_bits: word === 'ARM64_64K_PAGES' ? 29 : 27,
  };
}

const SV = [39, 48, 57] as const;
/** arch/riscv/mm/init.c: set_satp_mode, print_no4lvl, print_no5lvl. */
function riscvKernel({ kernel, cmdline = '' }: BootQuestion, d: MachineDescription): Kernel {
  // the widest mode that the CPU has; one switched on rules out those above it
  const on = SV.filter((bits) => feature(d, `sv${bits}`) === true);
  const off = SV.filter((bits) => feature(d, `sv${bits}`) === false);
  const widest = on.length > 0 ? Math.max(...on) : off.length > 0 ? Math.min(57, Math.min(...off) - 9) : kernel.va_bits;
  const limit = has(cmdline, 'no4lvl') ? 39 : has(cmdline, 'no5lvl') ? 48 : 57;
  const bits = Math.max(39, Math.min(widest, limit));
  return bits === kernel.va_bits ? kernel : { ...kernel, va_bits: bits, levels: { 39: 3, 48: 4, 57: 5 }[bits] ?? 3 };
}

/** Whether a line of the configuration chooses arm64's page size or address bits. */
export const choosesGeometry = (name: string): boolean => PAGE_WORDS.some((w) => w === name) || VA_WORDS.includes(name);

/** A configuration in which one of arm64's page sizes or address widths is chosen, with all that follows from it. */
export function withGeometryChoice(config: Config, name: string): Config {
  const next: Record<string, string> = { ...config };
  const set = (words: readonly string[], chosen: string): void => {
    for (const w of words) delete next[`CONFIG_${w}`];
    next[`CONFIG_${chosen}`] = 'y';
  };
  const page = PAGE_WORDS.find((w) => w === name);
  set(page === undefined ? VA_WORDS : PAGE_WORDS, name);
  const { order, shift } = PAGES[PAGE_WORDS.find((w) => next[`CONFIG_${w}`] === 'y') ?? 'ARM64_4K_PAGES'];
  const bits = Number((VA_WORDS.find((w) => next[`CONFIG_${w}`] === 'y') ?? 'ARM64_VA_BITS_48').slice(-2));
  set(['ARM64_PA_BITS_48', 'ARM64_PA_BITS_52'], bits === 52 ? 'ARM64_PA_BITS_52' : 'ARM64_PA_BITS_48');
  if (page !== undefined) {
    next['CONFIG_ARCH_FORCE_MAX_ORDER'] = String(order);
    next['CONFIG_PAGE_SHIFT'] = String(shift);
    for (const key of Object.keys(next)) if (/^CONFIG_(HAVE_)?PAGE_SIZE_\d+KB$/.test(key)) delete next[key];
    next[`CONFIG_PAGE_SIZE_${2 ** (shift - 10)}KB`] = 'y';
    next[`CONFIG_HAVE_PAGE_SIZE_${2 ** (shift - 10)}KB`] = 'y';
    if (shift === 16) delete next['CONFIG_PAGE_SIZE_LESS_THAN_64KB'];
    else next['CONFIG_PAGE_SIZE_LESS_THAN_64KB'] = 'y';
  }
  next['CONFIG_ARM64_VA_BITS'] = String(bits);
  next['CONFIG_ARM64_PA_BITS'] = String(bits === 52 ? 52 : 48);
  next['CONFIG_PGTABLE_LEVELS'] = String(levelsFor(shift, bits));
  return next;
}
