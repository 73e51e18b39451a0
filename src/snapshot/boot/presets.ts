/**
 * Machines that are started with the kernel of a known one, turned to another page size or table depth: the board is
 * small, has two nodes and slots for DIMMs, so that one can plug the same DIMM into each.
 */
import type { DeviceModule } from '../../engine/devices/host.ts';
import { bootPasted } from './pasted.ts';
import type { BootQuestion } from './question.ts';
import { turnKnobs } from './knobs.ts';
import { boot } from './boot.ts';
import type { Boot } from './boot.ts';

/** How one of them is started. */
interface Recipe {
  readonly machine: string;
  readonly cpu: string;
  readonly knobs: readonly string[];
  /** RAM of each of the two nodes, and -m's slots and maxmem. */
  readonly nodeRam: string;
  readonly memory: string;
  readonly more?: readonly string[];
}

const ARM: Omit<Recipe, 'knobs'> = {
  machine: 'virt,gic-version=3',
  cpu: 'max',
  nodeRam: '2G',
  memory: '4G,slots=32,maxmem=256G',
  more: ['-bios', 'QEMU_EFI.fd'],
};
/** Upstream's riscv64 board takes no DIMMs; the patches that riscv64's memory hotplug was tested with gave it slots (x-pc-dimm stands for them). */
const RISCV: Omit<Recipe, 'knobs' | 'cpu'> = {
  machine: 'virt,aia=aplic-imsic,acpi=on,x-pc-dimm=on',
  nodeRam: '1G',
  memory: '2G,slots=4,maxmem=8G',
};
const X86: Omit<Recipe, 'knobs' | 'cpu'> = { machine: 'q35', nodeRam: '2G', memory: '4G,slots=32,maxmem=256G' };

/**
 * Two expanders of volatile memory behind two host bridges, a third with persistent memory beside the first, and an empty
 * port: one window interleaves over both bridges, the other lies behind the first. QEMU 7.2's expanders hold no volatile
 * memory, and Linux 6.12 does not take them.
 */
const CXL_LINE = [
  'QEMU_VERSION=10 qemu-system-x86_64 -machine q35,cxl=on,hmat=on -cpu max,la57=off -smp 2 -m 4G,slots=8,maxmem=32G -nodefaults',
  '-object memory-backend-ram,id=m0,size=4G -numa node,nodeid=0,cpus=0,cpus=1,memdev=m0',
  ...['c0', 'c1', 'c2'].map((id) => `-object memory-backend-ram,id=${id},size=1G`),
  '-object memory-backend-ram,id=lsa0,size=1M',
  '-device pxb-cxl,bus_nr=12,bus=pcie.0,id=cxl.1 -device pxb-cxl,bus_nr=222,bus=pcie.0,id=cxl.2',
  '-device cxl-rp,port=0,bus=cxl.1,id=rp0,chassis=0,slot=2 -device cxl-rp,port=1,bus=cxl.1,id=rp1,chassis=0,slot=3',
  '-device cxl-rp,port=0,bus=cxl.2,id=rp2,chassis=0,slot=4 -device cxl-rp,port=1,bus=cxl.2,id=rp3,chassis=0,slot=5',
  '-device cxl-type3,bus=rp0,volatile-memdev=c0,id=exp0,sn=1 -device cxl-type3,bus=rp2,volatile-memdev=c1,id=exp1,sn=2',
  '-device cxl-type3,bus=rp1,persistent-memdev=c2,lsa=lsa0,id=exp2,sn=3',
  '-M cxl-fmw.0.targets.0=cxl.1,cxl-fmw.0.targets.1=cxl.2,cxl-fmw.0.size=4G,cxl-fmw.0.interleave-granularity=4k',
  '-M cxl-fmw.1.targets.0=cxl.1,cxl-fmw.1.size=4G',
].join(' ');

export type RecipeId = keyof typeof RECIPES | 'x86_64-cxl';
const RECIPES = {
  'x86_64-4level': { ...X86, cpu: 'max,la57=off', knobs: [] },
  'x86_64-5level': { ...X86, cpu: 'max,la57=on', knobs: [] },
  'x86_64-no1g': { ...X86, cpu: 'max,la57=off', knobs: ['nogbpages'] },
  'arm64-4k-52': { ...ARM, knobs: ['CONFIG_ARM64_VA_BITS_52=y'] },
  'arm64-16k': { ...ARM, knobs: ['CONFIG_ARM64_16K_PAGES=y'] },
  'arm64-16k-52': { ...ARM, knobs: ['CONFIG_ARM64_16K_PAGES=y', 'CONFIG_ARM64_VA_BITS_52=y'] },
  'arm64-64k': { ...ARM, knobs: ['CONFIG_ARM64_64K_PAGES=y'] },
  'arm64-64k-52': { ...ARM, knobs: ['CONFIG_ARM64_64K_PAGES=y', 'CONFIG_ARM64_VA_BITS_52=y'] },
  'riscv64-sv39': { ...RISCV, cpu: 'rv64,sv39=on', knobs: [] },
  'riscv64-sv48': { ...RISCV, cpu: 'rv64,sv48=on', knobs: [] },
  'riscv64-sv57': { ...RISCV, cpu: 'rv64,sv57=on', knobs: [] },
} as const satisfies Readonly<Record<string, Recipe>>;

const PROGRAMS = {
  x86_64: 'qemu-system-x86_64',
  arm64: 'qemu-system-aarch64',
  riscv64: 'qemu-system-riscv64',
} as const;

/**
 * Starts one with the kernel of `base`.
 * @throws BootError where `base` cannot start it.
 */
export function bootPreset(
  id: RecipeId,
  title: string,
  base: BootQuestion,
  modules: readonly DeviceModule[] = [],
): { readonly boot: Boot; readonly head: BootQuestion } {
  if (id === 'x86_64-cxl') {
    const started = bootPasted(CXL_LINE, 'console=ttyS0', base, modules, title);
    if ('wrong' in started) throw new Error(`preset ${id}: ${started.wrong.map((w) => w.why).join('; ')}`);
    return started;
  }
  const recipe: Recipe = RECIPES[id];
  const console_ = base.arch === 'arm64' ? 'console=ttyAMA0' : 'console=ttyS0';
  const turned = turnKnobs({ cmdline: console_, config: base.kernel.config, arch: base.arch }, recipe.knobs);
  if (typeof turned === 'string') throw new Error(`preset ${id}: ${turned}`);
  const argv = [
    PROGRAMS[base.arch],
    '-machine',
    recipe.machine,
    '-cpu',
    recipe.cpu,
    '-smp',
    '2',
    '-m',
    recipe.memory,
    '-nodefaults',
    ...(recipe.more ?? []),
    ...[0, 1].flatMap((n) => ['-object', `memory-backend-ram,id=m${n},size=${recipe.nodeRam}`]),
    ...[0, 1].flatMap((n) => ['-numa', `node,nodeid=${n},cpus=${n},memdev=m${n}`]),
    '-kernel',
    base.arch === 'x86_64' ? 'bzImage' : 'Image',
    '-initrd',
    'initrd.gz',
    '-append',
    turned.cmdline,
  ];
  // what the words say of the known machine's own tables and tracer is not true of this one
  const { traced: _traced, device_tree: _tree, ...kernel } = base.kernel;
  const config =
    base.arch === 'riscv64' ? { ...turned.config, CONFIG_ACPI: 'y', CONFIG_ACPI_HOTPLUG_MEMORY: 'y' } : turned.config;
  const head: BootQuestion = {
    ...base,
    name: id,
    title,
    kernel: { ...kernel, config },
    qemu: { ...base.qemu, argv },
    cmdline: turned.cmdline,
  };
  return { boot: boot(head), head };
}
