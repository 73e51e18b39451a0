/**
 * The virtual files of a machine: /proc, /sys, and the pseudo files of recordings (lsmem, ptdump/…, qemu/…, dmesg).
 * Every text is made from the rooms when it is read; nothing is kept that could disagree with them.
 */
import { infoMemoryDevices } from '../devices/dimm/info.ts';
import type { Errno, Status } from '../kernel/errno.ts';
import { logLines } from '../kernel/kernel.ts';
import type { Proc } from '../kernel/scheduler.ts';
import type { Cell } from '../state/store.ts';
import { blockId, nodeId } from '../units.ts';
import { EMPTY_BASELINE } from './baseline.ts';
import type { Baseline } from './baseline.ts';
import { VM_FILES, hasHugetlb, hugepagesNode, vmFile } from './hugepages.ts';
import { formatIomem } from './iomem.ts';
import { COLUMNS, LSMEM_DEFAULTS, lsmemText } from './lsmem-table.ts';
import type { LsmemBlock, LsmemSource } from './lsmem-table.ts';
import { formatMeminfo } from './meminfo.ts';
import { formatPagetypeinfo } from './pagetypeinfo.ts';
import { PTDUMP_DIR, PTDUMP_FILE, hasPtdump, ptdumpFile } from './ptdump.ts';
import { HWPOISON_FILES, POISON_FILES, hasMemoryFailure, poisonFile } from './poison.ts';
import { switchesOf } from '../kernel/switches.ts';
import type { FileRooms } from './rooms.ts';
import {
  BLOCK_FILES,
  MEMORY_FILES,
  NODE_FILES,
  NODE_LISTS,
  PARAMETER_FILES,
  blockDir,
  blockFile,
  memoryFile,
  nodeDir,
  nodeFile,
  nodeList,
  parameterFile,
} from './sysfs.ts';
import type { DirEntry, ListResult, ReadResult, FileNode, FsNode } from './types.ts';
import { formatVmstat } from './vmstat.ts';
import { formatBuddyinfo, formatZoneinfo } from './zoneinfo.ts';

const MEMORY = '/sys/devices/system/memory';
const NODE = '/sys/devices/system/node';
const HUGEPAGES = '/sys/kernel/mm/hugepages';
const DEBUGFS = '/sys/kernel/debug/';
const HWPOISON = '/sys/kernel/debug/hwpoison';
const PARAMETERS = '/sys/module/memory_hotplug/parameters';
/** What a kernel without MEMORY_HOTPLUG has nothing of. */
const HOTPLUG_PATHS =
  /^\/sys\/(devices\/system\/memory|devices\/system\/node\/node\d+\/memory\d+|module\/memory_hotplug)(\/|$)/;
/** Files of /proc that a recording holds; cmdline and version besides. */
const PROC = ['buddyinfo', 'iomem', 'meminfo', 'pagetypeinfo', 'vmstat', 'zoneinfo'] as const;
/** What recordings hold beside files. */
const PSEUDO = ['ptdump/direct-map', 'ptdump/vmemmap', 'qemu/info-memory-devices', 'lsmem', 'lsmem-json'] as const;
/** Block and memory files a recording holds (`online` says the same as `state`). */
const RECORDED_BLOCK_FILES = ['node', ...BLOCK_FILES.filter((n) => n !== 'online' && n !== 'uevent')] as const;

/** The files of one machine. */
export class Files {
  /** What the files show that no room models. */
  readonly baseline: Cell<Baseline>;
  readonly #r: FileRooms;

  constructor(rooms: FileRooms) {
    this.#r = rooms;
    this.baseline = rooms.k.store.cell('files.baseline', EMPTY_BASELINE);
  }

  /** Reads a file; ENOENT, EISDIR, or what reading this file gives. */
  read(path: string): ReadResult {
    const node = this.#find(path);
    if (node === undefined) return { errno: this.#missing(path) };
    if (node.kind === 'dir') return { errno: 'EISDIR' };
    const text = node.read();
    return typeof text === 'string' ? { text } : { errno: text.errno };
  }

  /** The names in a directory, numbers by value; ENOENT or ENOTDIR. */
  list(dir: string): ListResult {
    const node = this.#find(dir);
    if (node === undefined) return { errno: this.#missing(dir) };
    if (node.kind === 'file') return { errno: 'ENOTDIR' };
    return { entries: byName(node.list()) };
  }

  /** What is at a path, links followed; undefined: nothing. */
  exists(path: string): 'file' | 'dir' | undefined {
    return this.#find(path)?.kind;
  }

  /**
   * Writes to a file as one write() of `value` does. ENOENT, EISDIR, EACCES for a file whose mode has no write bit, else
   * what the file's store answers. `create` is open's O_CREAT, which a shell's `>` has: sysfs then says EACCES.
   */
  *write(path: string, value: string, options: { readonly create?: boolean } = {}): Proc<Status> {
    const node = this.#find(path);
    if (node === undefined) {
      const parent = this.#find(canonical(`${path}/..`));
      return options.create === true && parent?.kind === 'dir' && path.startsWith('/sys')
        ? 'EACCES'
        : this.#missing(path);
    }
    if (node.kind === 'dir') return 'EISDIR';
    if (node.write === undefined) return path.startsWith('/proc') ? 'EIO' : 'EACCES';
    if (value === '') return undefined;
    return yield* node.write(value);
  }

  /** Every path a recording lists, with its text; a file that cannot be read has the text `!ERRNO`. */
  *all(): Generator<readonly [path: string, text: string]> {
    const text = (path: string): readonly [string, string] => {
      const r = this.read(path);
      return [path, 'text' in r ? r.text : `!${r.errno}`];
    };
    for (const name of PROC) yield text(`/proc/${name}`);
    const { memoryHotplug, memoryHotremove } = switchesOf(this.#r.k.config);
    for (const name of MEMORY_FILES) if (memoryHotplug && name !== 'uevent') yield text(`${MEMORY}/${name}`);
    for (const id of memoryHotplug ? this.#r.blocks.ids() : [])
      for (const name of RECORDED_BLOCK_FILES)
        if (memoryHotremove || name !== 'valid_zones') yield text(`${MEMORY}/memory${id}/${name}`);
    for (const name of NODE_LISTS) if (name !== 'has_cpu') yield text(`${NODE}/${name}`);
    for (const n of this.#r.zones.nodes.value)
      if (n.online) for (const name of NODE_FILES) yield text(`${NODE}/node${n.id}/${name}`);
    for (const name of PARAMETER_FILES)
      if (parameterFile(this.#r, name) !== undefined) yield text(`${PARAMETERS}/${name}`);
    for (const path of Object.keys(this.baseline.value.texts)) yield text(path);
    for (const d of this.#r.devices) for (const path of d.paths?.() ?? []) yield text(path);
    for (const name of PSEUDO) yield text(name);
  }

  /** What lsmem reads below /sys/devices/system/memory. */
  lsmemSource(): LsmemSource {
    const { blocks } = this.#r;
    const { memoryHotremove } = switchesOf(this.#r.k.config);
    return {
      blockBytes: blocks.blockBytes,
      blocks: blocks.ids().map((id): LsmemBlock => ({
        index: id,
        state: blocks.stateName(id),
        removable: memoryHotremove,
        node: blocks.nodeOf(id),
        zones: memoryHotremove ? blocks.validZones(id) : undefined,
      })),
    };
  }

  #find(path: string): FsNode | undefined {
    return this.#at(path.startsWith('/') ? canonical(path) : path.replace(/\/+$/, ''));
  }

  #missing(path: string): Errno {
    // a name below a file
    for (let at = canonical(path); at !== '/'; at = canonical(`${at}/..`))
      if (this.#at(at)?.kind === 'file') return 'ENOTDIR';
    return 'ENOENT';
  }

  #at(path: string): FsNode | undefined {
    const r = this.#r;
    const baseline = this.baseline.value;
    if (!path.startsWith('/')) return this.#pseudo(path);
    // without MEMORY_HOTPLUG drivers/base/memory.c and mm/memory_hotplug.c are not there
    if (!switchesOf(r.k.config).memoryHotplug && HOTPLUG_PATHS.test(path)) return undefined;
    if (path.startsWith('/proc/')) return this.#proc(path.slice('/proc/'.length));
    for (const d of r.devices) {
      const node = d.node?.(path);
      if (node !== undefined)
        return node.kind === 'file' ? node : { kind: 'dir', list: () => merged(node.list(), this.#dir(path)) };
    }
    const recorded = baseline.texts[path];
    if (recorded !== undefined)
      return {
        kind: 'file',
        read: () => (recorded.startsWith('!') ? { errno: errnoOf(recorded.slice(1)) } : recorded),
      };
    // the bus lists the same devices by links
    const onBus = /^\/sys\/bus\/memory\/devices\/(memory\d.*)$/.exec(path);
    if (onBus !== null) return this.#at(`${MEMORY}/${onBus[1] ?? ''}`);
    let m = /^\/sys\/devices\/system\/memory\/memory(\d{1,9})(?:\/([^/]+)(\/.*)?)?$/.exec(path);
    if (m !== null) {
      const id = blockId(Number(m[1]));
      if (!r.blocks.exists(id) || String(id) !== m[1]) return undefined;
      if (m[2] === undefined) return { kind: 'dir', list: () => blockDir(r, id) };
      if (m[2] === `node${r.blocks.nodeOf(id)}`) return this.#at(`${NODE}/${m[2]}${m[3] ?? ''}`);
      return m[3] === undefined ? blockFile(r, id, m[2]) : undefined;
    }
    m = /^\/sys\/devices\/system\/node\/node(\d{1,4})(?:\/([^/]+)(\/.*)?)?$/.exec(path);
    if (m !== null) {
      const nid = nodeId(Number(m[1]));
      if (!r.zones.nodes.value.some((n) => n.id === nid && n.online) || String(nid) !== m[1]) return undefined;
      if (m[2] === undefined) return { kind: 'dir', list: () => nodeDir(r, nid) };
      const block = /^memory(\d{1,9})$/.exec(m[2]);
      if (block !== null)
        return r.blocks.exists(Number(block[1])) && r.blocks.nodeOf(blockId(Number(block[1]))) === nid
          ? this.#at(`${MEMORY}/${m[2]}${m[3] ?? ''}`)
          : undefined;
      if (m[2] === 'hugepages') return hugepagesNode(r, (m[3] ?? '').slice(1), nid);
      return m[3] === undefined ? nodeFile(r, baseline, nid, m[2]) : undefined;
    }
    if (path.startsWith(DEBUGFS)) {
      const dump = ptdumpFile(r, path.slice(DEBUGFS.length));
      if (dump !== undefined) return dump;
    }
    if (path === HUGEPAGES || path.startsWith(`${HUGEPAGES}/`))
      return hugepagesNode(r, path.slice(HUGEPAGES.length + 1));
    const slash = path.lastIndexOf('/');
    const [dir, name] = [path.slice(0, slash), path.slice(slash + 1)];
    const found =
      dir === MEMORY
        ? (memoryFile(r, name) ?? (POISON_FILES.some((n) => n === name) ? poisonFile(r, name) : undefined))
        : dir === NODE
          ? nodeList(r, name)
          : dir === PARAMETERS
            ? parameterFile(r, name)
            : dir === HWPOISON
              ? poisonFile(r, name)
              : undefined;
    return found ?? this.#dir(path);
  }

  #proc(name: string): FsNode | undefined {
    const r = this.#r;
    const texts: Readonly<Record<string, () => string>> = {
      iomem: () => formatIomem(r.resources.tree.value),
      zoneinfo: () => formatZoneinfo(r, this.baseline.value),
      meminfo: () => formatMeminfo(r, this.baseline.value),
      buddyinfo: () => formatBuddyinfo(r),
      pagetypeinfo: () => formatPagetypeinfo(r),
      vmstat: () => formatVmstat(r, this.baseline.value),
      cmdline: () => `${r.k.config.cmdline}\n`,
      version: () =>
        `${logLines(r.k.log.value).find((l) => l.startsWith('Linux version ')) ?? `Linux version ${r.k.config.release}`}\n`,
    };
    const read = Object.hasOwn(texts, name) ? texts[name] : undefined;
    if (read !== undefined) return { kind: 'file', read };
    if (name.startsWith('sys/vm/')) return vmFile(r, name.slice('sys/vm/'.length));
    return name === 'sys' || name === 'sys/vm' ? this.#dir(`/proc/${name}`) : undefined;
  }

  #pseudo(name: string): FileNode | undefined {
    const r = this.#r;
    const all = { ...LSMEM_DEFAULTS, columns: COLUMNS };
    switch (name) {
      case 'ptdump/direct-map':
        return { kind: 'file', read: () => r.mapping.dump('direct-map') };
      case 'ptdump/vmemmap':
        return { kind: 'file', read: () => r.mapping.dump('vmemmap') };
      case 'qemu/info-memory-devices':
        return { kind: 'file', read: () => this.memoryDevices() };
      case 'lsmem':
        return { kind: 'file', read: () => lsmemText(this.lsmemSource(), all) };
      case 'lsmem-json':
        return {
          kind: 'file',
          read: () => lsmemText(this.lsmemSource(), { ...all, format: 'json', bytes: true, summary: false }),
        };
      case 'dmesg':
        return {
          kind: 'file',
          read: () =>
            logLines(r.k.log.value)
              .map((l) => `${l}\n`)
              .join(''),
        };
      default:
        return undefined;
    }
  }

  /** `info memory-devices`: DIMMs and what else the board holds, by address. */
  memoryDevices(): string {
    const dimms = infoMemoryDevices(this.#r.dimms)
      .split(/^(?=Memory device \[)/m)
      .filter((t) => t !== '');
    const entries = [
      ...dimms.map((text) => ({ addr: addressOf(text), text })),
      ...this.baseline.value.devices,
      ...this.#r.devices.flatMap((d) => d.memoryDevices?.() ?? []),
    ];
    return entries
      .toSorted((a, b) => a.addr - b.addr)
      .map((e) => e.text)
      .join('');
  }

  /** What stands in /sys/kernel/debug. */
  #debugfs(): readonly DirEntry[] {
    const { arch } = this.#r.k.geometry;
    const dir = PTDUMP_DIR[arch];
    return [
      ...(hasMemoryFailure(this.#r) ? dirs('hwpoison') : []),
      ...(!hasPtdump(this.#r)
        ? []
        : dir === undefined
          ? [{ name: PTDUMP_FILE[arch], kind: 'file' } as const]
          : dirs(dir)),
    ];
  }

  #dir(path: string): FsNode | undefined {
    const fixed: Readonly<Record<string, () => readonly DirEntry[]>> = {
      '/': () => dirs('proc', 'sys'),
      '/proc': () => [
        ...[...PROC, 'cmdline', 'version'].map((name): DirEntry => ({ name, kind: 'file' })),
        ...(hasHugetlb(this.#r) ? dirs('sys') : []),
      ],
      ...(hasHugetlb(this.#r)
        ? {
            '/proc/sys': () => dirs('vm'),
            '/proc/sys/vm': () =>
              VM_FILES.filter((name) => vmFile(this.#r, name) !== undefined).map((name): DirEntry => ({
                name,
                kind: 'file',
              })),
            '/sys/kernel': () => dirs(...(this.#debugfs().length > 0 ? ['debug', 'mm'] : ['mm'])),
            '/sys/kernel/mm': () => dirs('hugepages'),
          }
        : {}),
      ...(hasMemoryFailure(this.#r)
        ? {
            [HWPOISON]: () => HWPOISON_FILES.map((name): DirEntry => ({ name, kind: 'file' })),
          }
        : {}),
      ...(this.#debugfs().length > 0
        ? {
            '/sys/kernel': () => dirs(...(hasHugetlb(this.#r) ? ['debug', 'mm'] : ['debug'])),
            '/sys/kernel/debug': () => this.#debugfs(),
          }
        : {}),
      ...(hasPtdump(this.#r) && PTDUMP_DIR[this.#r.k.geometry.arch] !== undefined
        ? { '/sys/kernel/debug/page_tables': (): readonly DirEntry[] => [{ name: 'kernel', kind: 'file' }] }
        : {}),
      '/sys': () =>
        dirs('bus', 'devices', ...(hasHugetlb(this.#r) || this.#debugfs().length > 0 ? ['kernel'] : []), 'module'),
      '/sys/bus': () =>
        dirs(
          ...['cxl', 'dax', 'memory', 'nd'].filter((bus) =>
            bus === 'memory'
              ? switchesOf(this.#r.k.config).memoryHotplug
              : this.#r.devices.some((d) => d.node?.(`/sys/bus/${bus}`) !== undefined),
          ),
        ),
      ...(switchesOf(this.#r.k.config).memoryHotplug
        ? {
            '/sys/bus/memory': () => dirs('devices'),
            '/sys/bus/memory/devices': () =>
              this.#r.blocks.ids().map((id): DirEntry => ({
                name: `memory${id}`,
                kind: 'link',
                target: `../../../devices/system/memory/memory${id}`,
              })),
          }
        : {}),
      '/sys/devices': () => dirs('system'),
      '/sys/devices/system': () => (switchesOf(this.#r.k.config).memoryHotplug ? dirs('memory', 'node') : dirs('node')),
      [MEMORY]: () => [
        ...[...MEMORY_FILES, ...(hasMemoryFailure(this.#r) ? POISON_FILES : [])].map((name): DirEntry => ({
          name,
          kind: 'file',
        })),
        ...dirs(...this.#r.blocks.ids().map((id) => `memory${id}`)),
      ],
      [NODE]: () => [
        ...NODE_LISTS.map((name): DirEntry => ({ name, kind: 'file' })),
        ...dirs(...this.#r.zones.nodes.value.filter((n) => n.online).map((n) => `node${n.id}`)),
      ],
      '/sys/module': () => (switchesOf(this.#r.k.config).memoryHotplug ? dirs('memory_hotplug') : []),
      '/sys/module/memory_hotplug': () => dirs('parameters'),
      [PARAMETERS]: () =>
        PARAMETER_FILES.filter((name) => parameterFile(this.#r, name) !== undefined).map((name) => ({
          name,
          kind: 'file',
        })),
    };
    const list = Object.hasOwn(fixed, path) ? fixed[path] : undefined;
    const prefix = path === '/' ? '/' : `${path}/`;
    const recorded = new Map<string, DirEntry['kind']>();
    const devices = this.#r.devices.flatMap((d) => d.paths?.() ?? []);
    for (const other of [...Object.keys(this.baseline.value.texts), ...devices]) {
      if (!other.startsWith(prefix)) continue;
      const [name = '', ...rest] = other.slice(prefix.length).split('/');
      recorded.set(name, rest.length > 0 ? 'dir' : 'file');
    }
    if (list === undefined && recorded.size === 0) return undefined;
    return {
      kind: 'dir',
      list: () => {
        const entries = list?.() ?? [];
        const known = new Set(entries.map((e) => e.name));
        return [
          ...entries,
          ...[...recorded].filter(([name]) => !known.has(name)).map(([name, kind]) => ({ name, kind })),
        ];
      },
    };
  }
}

/** A device's names in a directory and those that are there without it. */
function merged(mine: readonly DirEntry[], rest: FsNode | undefined): readonly DirEntry[] {
  const known = new Set(mine.map((e) => e.name));
  return [...mine, ...(rest?.kind === 'dir' ? rest.list().filter((e) => !known.has(e.name)) : [])];
}

const dirs = (...names: readonly string[]): DirEntry[] => names.map((name) => ({ name, kind: 'dir' }));
const addressOf = (text: string): number => Number(/addr: (0x[0-9a-f]+)/.exec(text)?.[1] ?? 0);

/** An absolute path without `.`, `..` and repeated slashes. */
function canonical(path: string): string {
  const out: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') out.pop();
    else if (part !== '' && part !== '.') out.push(part);
  }
  return `/${out.join('/')}`;
}

/** Names with numbers in them by value: memory9 before memory10. */
function byName(entries: readonly DirEntry[]): DirEntry[] {
  const keyed = entries.map((entry) => {
    const m = /^(.*?)(\d+)$/.exec(entry.name);
    return { entry, stem: m?.[1] ?? entry.name, number: m === null ? -1 : Number(m[2]) };
  });
  keyed.sort((a, b) => (a.stem === b.stem ? a.number - b.number : a.stem < b.stem ? -1 : 1));
  return keyed.map((k) => k.entry);
}

const READ_ERRORS: readonly Errno[] = [
  'EPERM',
  'EIO',
  'EACCES',
  'ENODEV',
  'ENXIO',
  'EINVAL',
  'EOPNOTSUPP',
  'EAGAIN',
  'EBUSY',
];
const errnoOf = (name: string): Errno => READ_ERRORS.find((e) => e === name.trim()) ?? 'EIO';
