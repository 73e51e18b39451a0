/** The dax bus: devices, the drivers that may have them, and who has which (drivers/dax/bus.c, drivers/dax/device.c). */
import { memmapOnMemoryPages } from '../../hotplug/add.ts';
import type { Errno, Status } from '../../kernel/errno.ts';
import { kstrtobool } from '../../kernel/kstrtobool.ts';
import { call } from '../../kernel/scheduler.ts';
import type { Proc } from '../../kernel/scheduler.ts';
import type { Cell } from '../../state/store.ts';
import type { DeviceHost } from '../host.ts';
import { Kmem } from '../kmem/kmem.ts';
import { devmMemremapPagesRelease, memremapPages } from './pagemap.ts';
import { rangesOf } from './types.ts';
import type { DaxDevice, DaxDriver } from './types.ts';

/** Error numbers that the driver core prints. */
const NUMBERS: Partial<Record<Errno, number>> = { ENOMEM: 12, EBUSY: 16, EEXIST: 17, EINVAL: 22, E2BIG: 7, EIO: 5 };

const hex = (n: number): string => `0x${n.toString(16)}`;

/** All dax devices of a machine. */
export class DaxBus {
  readonly devices: Cell<readonly DaxDevice[]>;
  /** Names written to a driver's new_id. */
  readonly ids: Cell<ReadonlyMap<DaxDriver, readonly string[]>>;
  /** Of each region the device that was made there and that no driver has had yet (dax_region->seed). */
  readonly seeds: Cell<ReadonlyMap<number, string>>;
  readonly kmem: Kmem;
  readonly #host: DeviceHost;

  constructor(host: DeviceHost) {
    this.#host = host;
    const { store } = host.k;
    this.devices = store.cell<readonly DaxDevice[]>('dax.devices', []);
    this.ids = store.cell<ReadonlyMap<DaxDriver, readonly string[]>>('dax.ids', new Map());
    this.seeds = store.cell<ReadonlyMap<number, string>>('dax.seeds', new Map());
    this.kmem = new Kmem(host);
  }

  get(name: string): DaxDevice | undefined {
    return this.devices.value.find((d) => d.name === name);
  }

  /** A new device; the driver that its region is meant for tries it at once (device_add). */
  *create(dev: DaxDevice): Proc {
    this.devices.update((l) => [...l, dev]);
    yield* this.#attach(dev.name, this.#driverOf(dev));
  }
  /** Takes a device off the bus; its driver leaves it first. */
  *delete(name: string): Proc {
    const dev = this.get(name);
    if (dev === undefined) return;
    if (dev.driver !== undefined) yield* this.#detach(dev);
    this.devices.update((l) => l.filter((d) => d.name !== name));
  }

  /** drivers/…/unbind. ENODEV when the driver does not have the device. */
  *unbind(driver: DaxDriver, name: string): Proc<Status> {
    const dev = this.get(name);
    if (dev === undefined || dev.driver !== driver) return 'ENODEV';
    yield* this.#detach(dev);
    return undefined;
  }
  /** drivers/…/bind. ENODEV when there is no such device or the driver is not for it; EBUSY when it has a driver. */
  *bind(driver: DaxDriver, name: string): Proc<Status> {
    const dev = this.get(name);
    if (dev === undefined || !this.#matches(driver, dev)) return 'ENODEV';
    if (dev.driver !== undefined) return 'EBUSY';
    return yield* this.#attach(name, driver);
  }
  /** drivers/…/new_id: the driver takes the device from now on, at once when it is free (do_id_store). */
  *newId(driver: DaxDriver, text: string): Proc<Status> {
    const name = text.trim();
    if (!/^dax\d+\.\d+$/.test(name)) return 'EINVAL';
    const known = this.ids.value.get(driver) ?? [];
    if (!known.includes(name)) this.ids.value = new Map(this.ids.value).set(driver, [...known, name]);
    // what a probe answers here is not the writer's business
    for (const dev of this.devices.value)
      if (dev.driver === undefined && this.#matches(driver, dev)) yield* this.#attach(dev.name, driver);
    return undefined;
  }
  *removeId(driver: DaxDriver, text: string): Proc<Status> {
    const name = text.trim();
    if (!/^dax\d+\.\d+$/.test(name)) return 'EINVAL';
    this.ids.value = new Map(this.ids.value).set(
      driver,
      (this.ids.value.get(driver) ?? []).filter((n) => n !== name),
    );
    return undefined;
  }

  /** Writes to memmap_on_memory (memmap_on_memory_store). EINVAL, EBUSY while kmem has the device, EOPNOTSUPP. */
  *setMemmapOnMemory(name: string, value: string): Proc<Status> {
    const dev = this.get(name);
    if (dev === undefined) return 'ENODEV';
    const on = kstrtobool(value);
    if (on === undefined) return 'EINVAL';
    const { k, blocks, params } = this.#host;
    if (on && memmapOnMemoryPages(k, blocks, params) === 0) return 'EOPNOTSUPP';
    if (dev.driver === 'kmem' && on !== dev.memmapOnMemory) return 'EBUSY';
    this.replace(name, { memmapOnMemory: on });
    return undefined;
  }

  /** Maps a range for a driver that is not on this bus (pmem block devices). */
  *map(owner: string, request: Parameters<typeof memremapPages>[1]): Proc<Status> {
    const made = yield* call('devm_memremap_pages', memremapPages(this.#host, request));
    if (typeof made === 'string') return made;
    this.#host.pagemaps.put(owner, made);
    return undefined;
  }
  *unmap(owner: string): Proc {
    const made = this.#host.pagemaps.get(owner);
    if (made === undefined) return;
    yield* devmMemremapPagesRelease(this.#host, made);
    this.#host.pagemaps.drop(owner);
  }

  /** The drivers of the bus: kmem only where it is built. */
  get drivers(): readonly DaxDriver[] {
    return this.#host.k.config.config['CONFIG_DEV_DAX_KMEM'] === 'y' ? ['device_dax', 'kmem'] : ['device_dax'];
  }
  #matches(driver: DaxDriver, dev: DaxDevice): boolean {
    return (this.ids.value.get(driver) ?? []).includes(dev.name) || this.#driverOf(dev) === driver;
  }
  /** Whom a device is for; device_dax has it where kmem is not built (dax_match_type). */
  #driverOf(dev: DaxDevice): DaxDriver {
    return dev.region.kmem && this.drivers.includes('kmem') ? 'kmem' : 'device_dax';
  }

  *#attach(name: string, driver: DaxDriver): Proc<Status> {
    const dev = this.get(name);
    if (dev === undefined) return 'ENODEV';
    if (dev.size === 0) {
      yield* call('dax_bus_probe', nothing());
      return 'ENXIO';
    }
    const probe = driver === 'kmem' ? this.kmem.probe(dev) : call('dev_dax_probe', this.#devDaxProbe(dev));
    const errno = yield* call('dax_bus_probe', probe);
    if (errno === undefined) {
      this.replace(name, { driver });
      if (this.seeds.value.get(dev.region.id) === name) this.setSeed(dev.region.id, undefined);
    } else if (errno !== 'ENODEV' && errno !== 'ENXIO')
      this.#host.k.printk(`${driver} ${name}: probe with driver ${driver} failed with error -${NUMBERS[errno] ?? 22}`);
    return errno;
  }

  *#devDaxProbe(dev: DaxDevice): Proc<Status> {
    const { k, resources } = this.#host;
    if (dev.pagemapLeft) {
      k.printk(`device_dax ${dev.name}: dynamic-dax with pre-populated page map`);
      return 'EINVAL';
    }
    for (const [i, r] of rangesOf(dev).entries()) {
      const end = r.start + r.size - 1;
      if (resources.request(r.start, end, dev.name) === undefined) continue;
      k.printk(`device_dax ${dev.name}: mapping${i}: ${hex(r.start)}-${hex(end)} could not reserve range`);
      this.#giveBack(dev, i);
      if (dev.region.dynamic) this.replace(dev.name, { pagemapLeft: true });
      return 'EBUSY';
    }
    for (const [i, r] of rangesOf(dev).entries()) {
      const errno = yield* this.map(ownerOf(dev, i), {
        ...(dev.pagemap ?? r),
        nid: dev.numaNode,
        type: 'generic',
        altmap: dev.pagemap?.altmap,
        compound: Math.max(1, dev.align / k.sizes.pageBytes),
      });
      if (errno === undefined) continue;
      for (let done = i - 1; done >= 0; done--) yield* this.unmap(ownerOf(dev, done));
      this.#releaseRegion(dev);
      return errno;
    }
    return undefined;
  }

  *#detach(dev: DaxDevice): Proc {
    yield* call('dax_bus_remove', dev.driver === 'kmem' ? this.kmem.remove(dev) : nothing());
    if (dev.driver === 'device_dax') {
      for (const i of rangesOf(dev).keys()) yield* this.unmap(ownerOf(dev, i));
      this.#releaseRegion(dev);
    }
    this.replace(dev.name, { driver: undefined });
  }

  #releaseRegion(dev: DaxDevice): void {
    this.#host.k.trace.many('__release_region', rangesOf(dev).length);
    this.#giveBack(dev, rangesOf(dev).length);
  }
  /** The resources of the first `n` ranges. */
  #giveBack(dev: DaxDevice, n: number): void {
    for (const r of rangesOf(dev).slice(0, n)) this.#host.resources.giveBack(r.start, r.start + r.size - 1, dev.name);
  }

  /** Changes a device; who has it, the bus alone decides. */
  replace(name: string, patch: Partial<DaxDevice>): void {
    this.devices.update((l) => l.map((d) => (d.name === name ? { ...d, ...patch } : d)));
  }
  setSeed(region: number, name: string | undefined): void {
    const seeds = new Map(this.seeds.value);
    if (name === undefined) seeds.delete(region);
    else seeds.set(region, name);
    this.seeds.value = seeds;
  }
}

/** Under what name a range of a device is mapped. */
const ownerOf = (dev: DaxDevice, range: number): string => (range === 0 ? dev.name : `${dev.name}#${range}`);

function* nothing(): Proc {
  // a driver without a remove function
}
