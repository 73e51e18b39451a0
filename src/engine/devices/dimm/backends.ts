/** Memory backends: the host memory behind plugged devices (`object_add memory-backend-ram,id=mem1,size=1G`). */
import type { Kernel } from '../../kernel/kernel.ts';
import type { Cell } from '../../state/store.ts';
import { MiB, bytes } from '../../units.ts';
import type { Bytes } from '../../units.ts';
import { NOT_AN_IDENTIFIER, isIdentifier, parseInteger, parseSize, parseSwitch } from './options.ts';
import type { Options, Refusal } from './options.ts';

/** A memory backend object on the host. */
export interface Backend {
  readonly id: string;
  /** QOM type. */
  readonly type: BackendType;
  readonly size: Bytes;
  /** What addresses of a device on this backend must be a multiple of, in bytes. */
  readonly align: number;
  /** What maps it: a device's id or `node K`; undefined: free. */
  readonly inUseBy: string | undefined;
}

export type BackendType = 'memory-backend-ram' | 'memory-backend-file' | 'memory-backend-memfd';
const isBackendType = (t: string): t is BackendType => /^memory-backend-(ram|file|memfd)$/.test(t);

type Kind = 'switch' | 'size' | 'number' | 'text' | 'policy' | 'list';
/** Properties in the order in which QEMU looks at them (qapi/qom.json: MemoryBackendProperties and what extends it). */
const COMMON: readonly (readonly [string, Kind])[] = [
  ['dump', 'switch'],
  ['host-nodes', 'list'],
  ['merge', 'switch'],
  ['policy', 'policy'],
  ['prealloc', 'switch'],
  ['prealloc-threads', 'number'],
  ['prealloc-context', 'text'],
  ['share', 'switch'],
  ['reserve', 'switch'],
  ['size', 'size'],
  ['x-use-canonical-path-for-ramblock-id', 'switch'],
];
const OWN: Readonly<Record<BackendType, readonly (readonly [string, Kind])[]>> = {
  'memory-backend-ram': [],
  'memory-backend-file': [
    ['align', 'size'],
    ['discard-data', 'switch'],
    ['mem-path', 'text'],
    ['pmem', 'switch'],
    ['readonly', 'switch'],
  ],
  'memory-backend-memfd': [
    ['hugetlb', 'switch'],
    ['hugetlbsize', 'size'],
    ['seal', 'switch'],
  ],
};
const POLICIES = new Set(['default', 'preferred', 'bind', 'interleave']);

/** Anonymous host memory is aligned so that the host can map it with huge pages (QEMU_VMALLOC_ALIGN). */
const ANONYMOUS_ALIGN = 2 * MiB;
/** The host's base page: what memory behind an ordinary file is aligned to. */
const FILE_ALIGN = 4096;
/** What fits into the host's address space; beyond it mmap fails. */
const HOST_LIMIT = 2 ** 47;

/** Names of the types of backends, for completion. */
export const BACKEND_TYPES: readonly BackendType[] = [
  'memory-backend-ram',
  'memory-backend-file',
  'memory-backend-memfd',
];
/** Options that a type of backend takes, for completion. */
export const backendOptions = (type: string): readonly string[] =>
  isBackendType(type) ? ['id', ...[...COMMON, ...OWN[type]].map(([name]) => name)] : [];

/** `object_add TYPE,help`; undefined: not a backend. */
export function backendHelp(type: string): string | undefined {
  if (type !== 'memory-backend-ram') return undefined;
  return (
    "memory-backend-ram options:\n  dump=<bool>            - Set to 'off' to exclude from core dump\n" +
    '  host-nodes=<int>       - Binds memory to the list of NUMA host nodes\n  merge=<bool>           - Mark memory as mergeable\n' +
    '  policy=<HostMemPolicy> - Set the NUMA policy\n' +
    '  prealloc-context=<link<thread-context>> - Context to use for creating CPU threads for preallocation\n' +
    '  prealloc-threads=<int> - Number of CPU threads to use for prealloc\n  prealloc=<bool>        - Preallocate memory\n' +
    '  reserve=<bool>         - Reserve swap space (or huge pages) if applicable\n' +
    '  share=<bool>           - Mark the memory as private to QEMU or shared\n' +
    '  size=<int>             - Size of the memory region (ex: 500M)\n  x-use-canonical-path-for-ramblock-id=<bool>\n'
  );
}

/** Why a property's value is refused; undefined: it is taken. */
function badValue(name: string, kind: Kind, value: string): string | undefined {
  switch (kind) {
    case 'switch':
      return parseSwitch(value) === undefined ? `Parameter '${name}' expects 'on' or 'off'` : undefined;
    case 'size':
      return parseSize(value) === undefined ? `Parameter '${name}' expects size` : undefined;
    case 'number':
      return parseInteger(value) === undefined ? `Parameter '${name}' expects integer` : undefined;
    case 'policy':
      return POLICIES.has(value) ? undefined : `Parameter '${name}' does not accept value '${value}'`;
    case 'list':
      return `Invalid parameter type for '${name}', expected: array`;
    case 'text':
      return undefined;
  }
}

/** The memory backends of one machine. */
export class Backends {
  /** In order of creation. */
  readonly list: Cell<readonly Backend[]>;

  constructor(k: Kernel) {
    this.list = k.store.cell<readonly Backend[]>('dimm.backends', []);
  }

  /** The backend with this id or QOM path. */
  get(name: string): Backend | undefined {
    const id = name.startsWith('/objects/') ? name.slice('/objects/'.length) : name;
    return this.list.value.find((b) => b.id === id);
  }

  /** Marks a backend as mapped, or as free again (backends/hostmem.c: host_memory_backend_set_mapped). */
  setMapped(id: string, by: string | undefined): void {
    this.list.update((l) => l.map((b) => (b.id === id ? { ...b, inUseBy: by } : b)));
  }

  /** Creates a backend; undefined: done (qom/object_interfaces.c: user_creatable_add_qapi). */
  add(options: Options): Refusal | undefined {
    const made = backendOf(options, (id) => this.get(id) !== undefined);
    if ('error' in made) return made;
    this.list.update((l) => [...l, made]);
    return undefined;
  }

  /** Deletes a backend; undefined: done (qom/object_interfaces.c: user_creatable_del). */
  delete(id: string): Refusal | undefined {
    const backend = this.list.value.find((b) => b.id === id);
    if (backend === undefined) return { error: `object '${id}' not found` };
    if (backend.inUseBy !== undefined) return { error: `object '${id}' is in use, can not be deleted` };
    this.list.update((l) => l.filter((b) => b !== backend));
    return undefined;
  }
}

/** The backend that an option list describes, or why there is none; `taken`: whether a name is in use. */
export function backendOf({ values, bare }: Options, taken: (id: string) => boolean): Backend | Refusal {
  const type = values.get('qom-type');
  const [word] = bare;
  if (word !== undefined) return { error: `Expected '=' after parameter '${word}'` };
  if (values.has('') || type === '') return { error: "Invalid parameter ''" };
  if (type === undefined) return { error: "Parameter 'qom-type' is missing" };
  const id = values.get('id');
  if (!isBackendType(type)) return { error: `Parameter 'qom-type' does not accept value '${type}'` };
  if (id === undefined) return { error: "Parameter 'id' is missing" };
  const known = [...COMMON, ...OWN[type]];
  for (const [name, kind] of known) {
    const value = values.get(name);
    const error = value === undefined ? undefined : badValue(name, kind, value);
    if (error !== undefined) return { error };
    const needed = name === 'size' || name === 'mem-path';
    if (value === undefined && needed) return { error: `Parameter '${name}' is missing` };
  }
  for (const name of values.keys()) {
    const ok = name === 'qom-type' || name === 'id' || known.some(([k]) => k === name);
    if (!ok) return { error: `Parameter '${name}' is unexpected` };
  }
  if (!isIdentifier(id)) return { error: NOT_AN_IDENTIFIER };
  const size = parseSize(values.get('size') ?? '') ?? 0;
  if (size === 0) return { error: `property 'size' of ${type} doesn't take value '0'` };
  if (taken(id)) return { error: `attempt to add duplicate property '${id}' to object (type 'container')` };
  if (parseInteger(values.get('prealloc-threads') ?? '1') === 0n)
    return { error: `property 'prealloc-threads' of ${type} doesn't take value '0'` };
  const context = values.get('prealloc-context');
  if (context !== undefined && context !== '') return { error: `Device '${context}' not found` };
  const align = type === 'memory-backend-file' ? parseSize(values.get('align') ?? '') : undefined;
  if (align !== undefined && align % FILE_ALIGN !== 0)
    return { error: `alignment 0x${align.toString(16)} must be multiples of page size 0x${FILE_ALIGN.toString(16)}` };
  const policy = values.get('policy');
  if (policy !== undefined && policy !== 'default') return { error: `host-nodes must be set for policy ${policy}` };
  if (size > HOST_LIMIT) return { error: `cannot set up guest memory '${id}': Cannot allocate memory` };
  return { id, type, size: bytes(size), align: alignOf(type, values), inUseBy: undefined };
}

/**
 * Bytes of a page of the file system that a path lies on. The host is not modelled: a path that says a page size is taken
 * for a mount of hugetlbfs with pages of that size, every other one for an ordinary file.
 */
export function hostPageBytes(path: string): number {
  const said = /(?:^|[\W_])(?:page(?:size)?|huge(?:pages|tlbfs)?)[-_]?(\d+)\s*([kmg])b?(?:[\W_]|$)/i.exec(path);
  if (said !== null) return Number(said[1]) * 1024 ** (' kmg'.indexOf((said[2] ?? '').toLowerCase()) || 0);
  return /^\/dev\/hugepages(\/|$)/.test(path) ? ANONYMOUS_ALIGN : FILE_ALIGN;
}

function alignOf(type: BackendType, values: ReadonlyMap<string, string>): number {
  if (type === 'memory-backend-ram') return ANONYMOUS_ALIGN;
  if (type === 'memory-backend-file')
    return Math.max(hostPageBytes(values.get('mem-path') ?? ''), parseSize(values.get('align') ?? '') ?? 0);
  const huge = parseSwitch(values.get('hugetlb') ?? 'off') === true;
  return huge ? (parseSize(values.get('hugetlbsize') ?? '') ?? 2 * MiB) : FILE_ALIGN;
}
