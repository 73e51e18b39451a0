/**
 * Accelerators with memory of their own on a coherent link (CXL type 2, CCIX, NVLink, xGMI): the driver makes struct pages for
 * it in ZONE_DEVICE, takes them away for an error that cannot wait, initialises the device anew and maps it again, perhaps
 * elsewhere. No recording has one: everything follows mm/memremap.c and drivers like drivers/gpu/drm/amd/amdkfd/kfd_migrate.c.
 *
 *   plug ──► ready ──fault──► offline ──reset──► reset ──online [at]──► ready      unplug: from any state
 */
import * as words from '#words/accelerator.ts';
import type { Resource } from '../../hotplug/resources.ts';
import { switchesOf } from '../../kernel/switches.ts';
import type { Errno } from '../../kernel/errno.ts';
import { call, wait } from '../../kernel/scheduler.ts';
import type { Proc } from '../../kernel/scheduler.ts';
import type { Cell } from '../../state/store.ts';
import { GiB, MiB, alignUp, isAligned, nodeId } from '../../units.ts';
import { memremapPages, devmMemremapPagesRelease } from '../dax/pagemap.ts';
import { parseSize } from '../dimm/options.ts';
import type { DeviceHost, DeviceModule } from '../host.ts';
import type { AttachedDevice } from '../types.ts';
import type { AcceleratorView } from '../view.ts';
import type { Accelerator } from './types.ts';

/** The driver's name in the kernel log; modelled. */
const DRIVER = 'coherent-accel';
const hex = (n: number): string => `0x${n.toString(16)}`;
const said = (text: string): string => `${text}\n`;

/** The accelerators of a machine. */
export class Accelerators {
  readonly list: Cell<readonly Accelerator[]>;
  readonly #host: DeviceHost;

  constructor(host: DeviceHost) {
    this.#host = host;
    this.list = host.k.store.cell<readonly Accelerator[]>('accelerators', []);
  }
  get(id: string): Accelerator | undefined {
    return this.list.value.find((a) => a.id === id);
  }
  #set(id: string, patch: Partial<Accelerator>): void {
    this.list.update((l) => l.map((a) => (a.id === id ? { ...a, ...patch } : a)));
  }
  #printk(id: string, text: string): void {
    this.#host.k.printk(`${DRIVER} ${id}: ${text}`);
  }

  /** Lowest free range behind everything the machine has; undefined: none that the kernel can map. */
  place(size: number): number | undefined {
    const { k, resources } = this.#host;
    const end = (list: readonly Resource[]): number => list.reduce((top, r) => Math.max(top, r.end + 1), 0);
    const at = alignUp(Math.max(end(resources.tree.value), ...this.list.value.map((a) => a.end)), GiB);
    const linear = Number(k.geometry.directMap.end - k.geometry.directMap.start) + k.geometry.directMapPhysBase;
    return at + size <= Math.min(2 ** k.geometry.maxPhysmemBits, linear) ? at : undefined;
  }

  /** The device appears; its driver maps its memory. Answers why not. */
  *plug(a: Omit<Accelerator, 'state' | 'fault' | 'before' | 'pinned'>): Proc<string> {
    this.list.update((l) => [...l, { ...a, state: 'reset', fault: undefined, before: [], pinned: 0 }]);
    const errno = yield* this.online(a.id);
    if (errno === undefined) return '';
    this.list.update((l) => l.filter((x) => x.id !== a.id));
    return said(words.failed(a.id, errno));
  }

  /** Struct pages for the device's memory (devm_memremap_pages); EBUSY when the range is taken. */
  *online(id: string, at?: number): Proc<Errno | undefined> {
    const { resources, pagemaps, zones } = this.#host;
    const a = this.get(id);
    if (a === undefined) return 'ENODEV';
    const size = a.end - a.start;
    const start = at ?? a.start;
    if (resources.request(start, start + size - 1, id) !== undefined) return 'EBUSY';
    const made = yield* call(
      'devm_memremap_pages',
      memremapPages(this.#host, {
        start,
        size,
        nid: zones.node(a.node).online ? a.node : nodeId(0),
        type: a.type,
        altmap: undefined,
        compound: 1,
      }),
    );
    if (typeof made === 'string') {
      resources.giveBack(start, start + size - 1, id);
      return made;
    }
    pagemaps.put(id, made);
    const before =
      start === a.start || a.before.some((b) => b.start === a.start)
        ? a.before
        : [...a.before, { start: a.start, end: a.end }];
    this.#set(id, { start, end: start + size, state: 'ready', fault: undefined, before });
    this.#printk(id, `${size / MiB} MiB of coherent memory at [mem ${hex(start)}-${hex(start + size - 1)}]`);
    return undefined;
  }

  /** The driver gives the pages up: it waits for whoever holds one, without limit (mm/memremap.c: memunmap_pages). */
  *offline(id: string, why: string | undefined): Proc<Errno | undefined> {
    const { resources, pagemaps } = this.#host;
    const a = this.get(id);
    const made = pagemaps.get(id);
    if (a === undefined || made === undefined) return 'ENODEV';
    if (why !== undefined) {
      this.#set(id, { fault: why });
      this.#printk(id, `${why}: taking the memory offline`);
    }
    if ((this.get(id)?.pinned ?? 0) > 0) {
      const answer = yield* wait(words.pinnedPagesOf(id, a.pinned), () => (this.get(id)?.pinned ?? 0) === 0);
      if (answer === 'signal') return 'EINTR';
    }
    yield* devmMemremapPagesRelease(this.#host, made);
    pagemaps.drop(id);
    resources.giveBack(a.start, a.end - 1, id);
    this.#set(id, { state: 'offline' });
    return undefined;
  }

  reset(id: string): void {
    this.#set(id, { state: 'reset', fault: undefined });
    this.#printk(id, 'initialised');
  }
  pin(id: string, pages: number): void {
    this.#set(id, { pinned: pages });
  }
  *unplug(id: string): Proc<Errno | undefined> {
    if (this.get(id)?.state === 'ready') {
      const errno = yield* this.offline(id, undefined);
      if (errno !== undefined) return errno;
    }
    this.list.update((l) => l.filter((a) => a.id !== id));
    return undefined;
  }
}

/** Options that come in pairs, in any order; undefined: they are not. */
function pairs(words: readonly string[], names: readonly string[]): ReadonlyMap<string, string> | undefined {
  const out = new Map<string, string>();
  for (let i = 0; i < words.length; i += 2) {
    const [name = '', value] = [words[i], words[i + 1]];
    if (!names.includes(name) || value === undefined || out.has(name)) return undefined;
    out.set(name, value);
  }
  return out;
}

const address = (text: string): number | undefined =>
  /^(0x[0-9a-f]{1,13}|\d{1,15})$/i.test(text) ? Number(text) : parseSize(text);

/** `accel …`: what the world does with accelerators. */
function command(
  host: DeviceHost,
  all: Accelerators,
  [verb, id = '', ...rest]: readonly string[],
): string | undefined | Proc<string> {
  if (verb === 'list')
    return all.list.value
      .map((a) => said(words.listed(a.id, a.state, a.node, a.type, `${hex(a.start)}-${hex(a.end - 1)}`, a.fault)))
      .join('');
  if (!/^[A-Za-z][\w.-]{0,31}$/.test(id)) return undefined;
  if (verb === 'plug') return plugLine(host, all, id, rest);
  const a = all.get(id);
  if (a === undefined) return said(words.noAccelerator(id));
  const answer = function* (errno: Proc<Errno | undefined>): Proc<string> {
    const e = yield* errno;
    return e === undefined ? '' : said(words.failed(id, e));
  };
  switch (verb) {
    case 'fault':
      return a.state === 'ready'
        ? answer(all.offline(id, rest.length === 0 ? words.highPriorityError : rest.join(' ')))
        : said(words.notReady(id, a.state));
    case 'reset':
      if (rest.length > 0) return undefined;
      if (a.state === 'ready') return said(words.inUse(id));
      all.reset(id);
      return '';
    case 'online': {
      const options = pairs(rest, ['at']);
      if (options === undefined) return undefined;
      if (a.state !== 'reset') return said(words.notInitialised(id, a.state));
      const text = options.get('at');
      const at = text === undefined ? undefined : text === 'elsewhere' ? all.place(a.end - a.start) : address(text);
      if (text !== undefined && (at === undefined || !isAligned(at, 2 * MiB))) return said(words.noAddress(text));
      return answer(all.online(id, at));
    }
    case 'unplug':
      return rest.length > 0 ? undefined : answer(all.unplug(id));
    case 'pin':
      if (!/^[1-9]\d{0,8}$/.test(rest[0] ?? '') || rest.length > 1) return undefined;
      if (a.state !== 'ready') return said(words.hasNoPages(id, a.state));
      all.pin(id, Number(rest[0]));
      return '';
    case 'release':
      all.pin(id, 0);
      return '';
    default:
      return undefined;
  }
}

function plugLine(
  host: DeviceHost,
  all: Accelerators,
  id: string,
  [sizeText = '', ...rest]: readonly string[],
): string | undefined | Proc<string> {
  const { k, zones } = host;
  const options = pairs(rest, ['node', 'at', 'type']);
  const size = parseSize(sizeText);
  if (options === undefined || size === undefined) return undefined;
  if (!switchesOf(k.config).zoneDevice) return said(words.noZoneDevice);
  if (all.get(id) !== undefined) return said(words.isThere(id));
  if (size === 0 || !isAligned(size, 2 * MiB)) return said(words.noSize(sizeText));
  const type = options.get('type') ?? 'coherent';
  if (type !== 'coherent' && type !== 'generic') return undefined;
  const node = zones.nodes.value.find((n) => String(n.id) === (options.get('node') ?? '0'));
  if (node === undefined) return said(words.noNode(options.get('node') ?? ''));
  const text = options.get('at');
  const start = text === undefined ? all.place(size) : address(text);
  if (start === undefined || !isAligned(start, 2 * MiB))
    return text === undefined ? said(words.noAddressLeft) : said(words.noAddress(text));
  return all.plug({ id, node: node.id, start, end: start + size, type });
}

const view = (a: Accelerator): AcceleratorView => ({ ...a });

/** Accelerators can be plugged into every machine. */
export const accelerators: DeviceModule = {
  name: 'accelerators',
  wanted: () => true,
  attach: (host): AttachedDevice => {
    const all = new Accelerators(host);
    return {
      name: 'accelerators',
      boot: () => ({ owned: () => false }),
      nameOf: (addr) => all.list.value.find((a) => a.start <= addr && addr < a.end)?.id,
      view: { from: () => [all.list.value], read: () => ({ accelerators: all.list.value.map(view) }) },
      world: [
        {
          name: 'accel',
          parameters: words.parameters,
          help: words.help,
          run: (args) => command(host, all, args),
        },
      ],
    };
  },
};
