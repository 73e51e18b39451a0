/** A QEMU command line, as far as it describes memory: sizes, NUMA, backends, devices. */
import * as words from '#words/snapshot.ts';
import type { Arch } from '../../engine/arch/geometry.ts';
import { highRamBase } from '../../engine/devices/dimm/board.ts';
import type { Board, HmatEntry } from '../../engine/devices/dimm/board.ts';
import { hostPageBytes } from '../../engine/devices/dimm/backends.ts';
import { parseOptions, parseSize } from '../../engine/devices/dimm/options.ts';
import type { Options } from '../../engine/devices/dimm/options.ts';
import { GiB, MiB } from '../../engine/units.ts';
import type { Problems } from '../problems.ts';
import { quoted } from '../problems.ts';
import { cpuModel } from './cpu.ts';
import type { CpuOption } from './cpu.ts';

/** An -object or -device of the command line. */
export interface BootDevice {
  readonly driver: string;
  /** As it was written. */
  readonly text: string;
  readonly options: Options;
}

/** A memory backend. Bytes. */
export interface BootBackend {
  readonly id: string;
  readonly type: string;
  readonly size: number;
  /** What addresses of a device on it must be a multiple of. */
  readonly align: number;
}

/** One -numa node. */
export interface NumaNode {
  readonly id: number;
  readonly cpus: readonly number[];
  readonly memdev: string | undefined;
  readonly memBytes: number | undefined;
}

/** What the command line says. */
export interface MachineDescription {
  readonly board: Board;
  readonly cpu: CpuOption;
  readonly cpus: number;
  readonly backends: readonly BootBackend[];
  /** -object of memory backends, as they were written. */
  readonly objects: readonly string[];
  /** Options of -machine, and whether slots= came without maxmem=. */
  readonly machineOptions: ReadonlyMap<string, string>;
  readonly slotsAlone: boolean;
  readonly numa: readonly NumaNode[];
  /** -numa dist. */
  readonly distances: readonly { readonly src: number; readonly dst: number; readonly val: number }[];
  readonly devices: readonly BootDevice[];
  /** Kernel command line of -append. */
  readonly append: string | undefined;
}

/** Reads a command line; `argv[0]` is the program. Options that do not concern memory are passed over. */
export function parseArgv(argv: readonly string[], arch: Arch, problems: Problems): MachineDescription {
  const FIELD = 'qemu.argv';
  let machine = '';
  let machineOptions: Options = parseOptions('', 'type');
  let cpu = parseOptions('', 'model');
  let firmware = false;
  let cpus = 1;
  let ram = 128 * MiB;
  let maxmem: number | undefined;
  let slots = 0;
  let noAcpi = false;
  let append: string | undefined;
  const backends: BootBackend[] = [];
  const objects: string[] = [];
  const numa: NumaNode[] = [];
  const distances: { src: number; dst: number; val: number }[] = [];
  const devices: BootDevice[] = [];
  const hmat: HmatEntry[] = [];
  const size = (what: string, text: string | undefined, unit = 1): number | undefined => {
    const read = text === undefined ? undefined : parseSize(text);
    const n = read === undefined ? undefined : read * (/^\d+$/.test(text ?? '') ? unit : 1);
    if (text !== undefined && (n === undefined || !Number.isSafeInteger(n)))
      problems.add(FIELD, words.isNotSize(what, quoted(text)));
    return n;
  };
  const whole = (what: string, text: string | undefined): number | undefined => {
    if (text === undefined) return undefined;
    if (/^\d{1,9}$/.test(text)) return Number(text);
    problems.add(FIELD, words.isNotNumber(what, quoted(text)));
    return undefined;
  };
  for (let i = 1; i < argv.length; i++) {
    const option = (argv[i] ?? '').replace(/^--/, '-');
    if (option === '-no-acpi') noAcpi = true;
    if (!WITH_VALUE.has(option)) continue;
    const text = argv[++i];
    if (text === undefined) {
      problems.add(FIELD, words.hasNoValue(option));
      break;
    }
    const o = parseOptions(text, IMPLIED[option] ?? '');
    const of = (key: string): string | undefined => o.values.get(key);
    switch (option) {
      case '-machine':
      case '-M':
        machine = (of('type') ?? machine).replace(/^pc-(q35)(-.*)?$|^(pc)-i440fx.*$|^(virt|microvm)-.*$/, '$1$3$4');
        machineOptions = o;
        break;
      case '-cpu':
        cpu = o;
        break;
      case '-smp':
        cpus = whole('-smp', of('cpus')) ?? cpus;
        break;
      case '-m':
        ram = size('-m', of('size'), MiB) ?? ram;
        maxmem = size('-m maxmem', of('maxmem'), MiB);
        slots = whole('-m slots', of('slots')) ?? 0;
        break;
      case '-object':
        if (of('qom-type')?.startsWith('memory-backend-') === true) {
          objects.push(text);
          backends.push({
            id: of('id') ?? '',
            type: of('qom-type') ?? '',
            size: size('-object size', of('size')) ?? 0,
            align:
              of('qom-type') === 'memory-backend-file'
                ? Math.max(hostPageBytes(of('mem-path') ?? ''), parseSize(of('align') ?? '') ?? 0)
                : 2 * MiB,
          });
        }
        break;
      case '-numa':
        if (of('type') === 'node') {
          const mem = size('-numa mem', of('mem'), MiB);
          numa.push({
            id: whole('-numa nodeid', of('nodeid')) ?? numa.length,
            cpus: [...text.matchAll(/(?:^|,)cpus=([^,]*)/g)].flatMap((m) => cpuRange(m[1] ?? '')),
            memdev: of('memdev'),
            memBytes: mem,
          });
        } else if (of('type') === 'hmat-lb' && of('hierarchy') === 'memory') {
          const [initiator, target] = ['initiator', 'target'].map((k) => whole(`-numa hmat-lb ${k}`, of(k)));
          const [latency, bandwidth] = [of('latency'), of('bandwidth')].map((t) =>
            t === undefined ? undefined : parseSize(t),
          );
          if (initiator !== undefined && target !== undefined)
            hmat.push({
              initiator,
              target,
              ...(latency === undefined ? {} : { latency }),
              ...(bandwidth === undefined ? {} : { bandwidth }),
            });
        } else if (of('type') === 'dist') {
          const [src, dst, val] = ['src', 'dst', 'val'].map((k) => whole(`-numa dist ${k}`, of(k)));
          if (src !== undefined && dst !== undefined && val !== undefined) distances.push({ src, dst, val });
        } else if (of('type') === 'cpu') {
          const node = whole('-numa cpu node-id', of('node-id'));
          const at = whole('-numa cpu', of('socket-id') ?? of('core-id'));
          const n = numa.findIndex((x) => x.id === node);
          const old = numa[n];
          if (old !== undefined && at !== undefined) numa[n] = { ...old, cpus: [...old.cpus, at] };
        }
        break;
      case '-device':
        devices.push({ driver: of('driver') ?? '', text, options: o });
        break;
      case '-append':
        append = text;
        break;
      case '-bios':
        firmware = true;
        break;
      case '-drive':
        firmware ||= of('if') === 'pflash';
        break;
    }
  }
  if (maxmem !== undefined && maxmem < ram) problems.add(FIELD, '-m maxmem is smaller than the RAM');
  const on = (key: string): string | undefined => machineOptions.values.get(key);
  const option: CpuOption = { model: cpu.values.get('model') ?? '', features: cpu.values };
  const sizes = { machine, arch, ramBytes: ram, maxmemBytes: maxmem ?? ram, slots };
  const high = highRamBase(sizes, arch === 'x86_64' && cpuModel(option).amd);
  return {
    board: {
      ...sizes,
      ...(high === 4 * GiB ? {} : { highRam: high }),
      numaNodes: numa.length,
      acpi: !noAcpi && on('acpi') !== 'off' && (arch !== 'arm64' || firmware),
      nvdimm: on('nvdimm') === 'on',
      ...(on('x-pc-dimm') === 'on' ? { pcDimm: true } : {}),
      ...(newerQemu(argv) ? { newer: true } : {}),
      ...(cpu.bare.includes('-hypervisor') || cpu.values.get('hypervisor') === 'off' ? { hypervisor: false } : {}),
      ...portsOf(devices),
      ...(on('hmat') === 'on' && hmat.length > 0 ? { hmat } : {}),
    },
    cpu: option,
    cpus,
    backends,
    objects,
    machineOptions: machineOptions.values,
    slotsAlone: slots > 0 && maxmem === undefined,
    numa: withDefaultCpus(numa, cpus),
    distances,
    devices,
    append,
  };
}

/** What stands before the program's name in the command line of a QEMU that is to be newer than 7.2. */
export const NEWER_QEMU = 'QEMU_VERSION=';
/** Whether a command line's first word says so: `QEMU_VERSION=9.1`. */
export const newerQemu = (argv: readonly string[]): boolean => {
  const m = new RegExp(`^${NEWER_QEMU}(\\d+)`).exec(argv[0] ?? '');
  return m !== null && Number(m[1]) >= 8;
};

/** PCI Express root ports with a name. */
function portsOf(devices: readonly BootDevice[]): { readonly ports?: readonly string[] } {
  const ports = devices
    .filter((d) => /^(pcie-root-port|ioh3420|cxl-rp|pci-bridge|xio3130-downstream)$/.test(d.driver))
    .flatMap((d) => d.options.values.get('id') ?? []);
  return ports.length > 0 ? { ports } : {};
}

/** The key of an option's first word. */
const IMPLIED: Readonly<Record<string, string>> = {
  '-machine': 'type',
  '-M': 'type',
  '-cpu': 'model',
  '-smp': 'cpus',
  '-m': 'size',
  '-object': 'qom-type',
  '-numa': 'type',
  '-device': 'driver',
};
const WITH_VALUE: ReadonlySet<string> = new Set([
  '-machine',
  '-M',
  '-cpu',
  '-smp',
  '-m',
  '-object',
  '-numa',
  '-device',
  '-append',
  '-accel',
  '-display',
  '-chardev',
  '-serial',
  '-qmp',
  '-kernel',
  '-initrd',
  '-bios',
  '-dtb',
  '-drive',
  '-netdev',
  '-name',
  '-global',
  '-monitor',
  '-mon',
  '-D',
  '-d',
]);

function cpuRange(text: string): number[] {
  const m = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(text);
  if (m === null) return [];
  const from = Number(m[1]);
  return Array.from({ length: Math.max(0, Number(m[2] ?? m[1]) - from + 1) }, (_, i) => from + i);
}

/** Without any cpus= QEMU deals the CPUs out to the nodes in turn (hw/core/numa.c: numa_complete_configuration). */
function withDefaultCpus(numa: readonly NumaNode[], cpus: number): readonly NumaNode[] {
  if (numa.length === 0 || numa.some((n) => n.cpus.length > 0)) return numa;
  return numa.map((n, i) => ({
    ...n,
    cpus: Array.from({ length: cpus }, (_, c) => c).filter((c) => c % numa.length === i),
  }));
}
