/**
 * CXL expanders on the board: at boot, and plugged into a port while the machine runs (hw/mem/cxl_type3.c of QEMU,
 * drivers/pci/hotplug/pciehp_ctrl.c, drivers/cxl/pci.c). Up to QEMU 7.2 the guest hears nothing of what is plugged behind a
 * host bridge of its own, and Linux from 6.3 on does not take the device: it has no event logs.
 */
import { holds } from '../../kernel/version.ts';
import type { Proc } from '../../kernel/scheduler.ts';
import type { Options } from '../dimm/options.ts';
import { parseInteger } from '../dimm/options.ts';
import type { DeviceHost } from '../host.ts';
import type { Cxl } from './cxl.ts';
import type { CxlDevice, CxlPort } from './types.ts';
import { MEMORY_OPTIONS, expandersOf, portsOf, windowsOf } from './windows.ts';

/** Kernels that want event logs of an expander (drivers/cxl/pci.c: cxl_event_config). */
const WANTS_EVENTS = { since: 'v6.3' } as const;

/** The board's side of CXL. */
export class CxlBoard {
  readonly #host: DeviceHost;
  readonly #cxl: Cxl;

  constructor(host: DeviceHost, cxl: Cxl) {
    this.#host = host;
    this.#cxl = cxl;
  }

  /** Finds windows, ports and expanders in the firmware's tables, and lets the driver have what it takes. */
  boot(argv: readonly string[]): void {
    const cxl = this.#cxl;
    cxl.ports.value = portsOf(argv);
    cxl.devices.value = expandersOf(argv).map((values) => this.#deviceOf(values));
    for (const d of cxl.devices.value) for (const b of d.backends) this.#host.backends.setMapped(b, d.id);
    if (!cxl.built) return;
    cxl.windows.value = windowsOf(argv, this.#host.dimms.board).windows;
    for (const d of cxl.devices.value) if (!this.#isMute(d)) this.#probe(d);
  }
  /** What the driver says of expanders that it does not take, when a machine comes up for the first time. */
  start(): void {
    for (const d of this.#cxl.built ? this.#cxl.devices.value : []) if (this.#isMute(d)) this.#probe(d);
  }
  /** Without event logs, which this kernel wants. */
  #isMute(d: CxlDevice): boolean {
    const { k, dimms } = this.#host;
    return d.port !== '' && dimms.board.newer !== true && holds(k.config, WANTS_EVENTS);
  }

  #deviceOf(values: ReadonlyMap<string, string>): CxlDevice {
    const { backends } = this.#host;
    const bytes = (name: string): number => backends.get(values.get(name) ?? '')?.size ?? 0;
    return {
      id: values.get('id') ?? '',
      port: values.get('bus') ?? '',
      ram: bytes('volatile-memdev'),
      pmem: bytes('persistent-memdev') + bytes('memdev'),
      serial: Number(parseInteger(values.get('sn') ?? '0') ?? 0n),
      backends: [...MEMORY_OPTIONS, 'lsa'].flatMap((name) => values.get(name) ?? []),
    };
  }

  /** The driver looks at an expander (cxl_pci_probe): a memdev with the lowest free number, or a line in the log. */
  #probe(d: CxlDevice): void {
    const port = this.#cxl.ports.value.find((p) => p.id === d.port);
    if (port === undefined || !this.#cxl.built) return;
    if (this.#isMute(d)) {
      this.#host.k.printk(`cxl_pci ${port.below}: Failed to get interrupt for event Info log`);
      return;
    }
    const free = (used: readonly number[], from: number): number => {
      let n = from;
      while (used.includes(n)) n++;
      return n;
    };
    const { memdevs, ports } = this.#cxl;
    // the bus has a port for each host bridge before the endpoints
    const bridges = new Set(ports.value.map((p) => p.bridge)).size;
    const id = free(
      memdevs.value.map((m) => Number(m.name.slice(3))),
      0,
    );
    const endpoint = free(
      memdevs.value.map((m) => m.endpoint),
      bridges + 1,
    );
    memdevs.update((l) => [
      ...l,
      {
        name: `mem${id}`,
        id: d.id,
        bridge: port.bridge,
        host: port.below,
        serial: d.serial,
        endpoint,
        ram: d.ram,
        pmem: d.pmem,
        enabled: true,
        poison: [],
      },
    ]);
  }

  /** device_add cxl-type3: what the monitor prints. */
  plug({ values }: Options): string {
    const { backends, dimms, k } = this.#host;
    const cxl = this.#cxl;
    const refuse = (error: string): string => `Error: ${error}\n`;
    const bus = values.get('bus');
    const bridges = new Set(cxl.ports.value.map((p) => p.bridge));
    const port = cxl.ports.value.find((p) => p.id === bus);
    if (bus === undefined || bus === 'pcie.0' || bridges.has(bus))
      return refuse(`Bus '${bus ?? [...bridges].at(-1) ?? 'pcie.0'}' does not support hotplugging`);
    if (port === undefined) return refuse(`Bus '${bus}' not found`);
    const id = values.get('id') ?? '';
    if (id !== '' && (cxl.devices.value.some((d) => d.id === id) || dimms.get(id) !== undefined))
      return refuse(`Duplicate device ID '${id}'`);
    const newer = dimms.board.newer === true;
    const unknown = newer ? undefined : ['volatile-memdev', 'persistent-memdev'].find((name) => values.has(name));
    if (unknown !== undefined) return refuse(`Property 'cxl-type3.${unknown}' not found`);
    const missing = [...MEMORY_OPTIONS, 'lsa'].flatMap((name) => {
      const memdev = values.get(name);
      return memdev === undefined || backends.get(memdev) !== undefined ? [] : [memdev];
    })[0];
    if (missing !== undefined) return refuse(`Device '${missing}' not found`);
    if (!MEMORY_OPTIONS.some((name) => values.has(name)))
      return refuse(newer ? 'at least one memdev property must be set' : 'memdev property must be set');
    if (!values.has('volatile-memdev') && !values.has('lsa'))
      return refuse(newer ? 'lsa property must be set for persistent devices' : 'lsa property must be set');
    const device = this.#deviceOf(values);
    const busy = newer ? device.backends.find((b) => backends.get(b)?.inUseBy !== undefined) : undefined;
    if (busy !== undefined) return refuse(`memory backend ${busy} can't be used multiple times.`);
    for (const b of device.backends) backends.setMapped(b, id);
    const occupied = cxl.devices.value.some((d) => d.port === port.id);
    cxl.devices.update((l) => [...l, device]);
    // a second function of the bus and, in 7.2, any device at all come without an event
    if (newer && !occupied) k.scheduler.spawn(`pciehp ${id}`, this.#powerOn(device, port));
    return '';
  }

  *#powerOn(d: CxlDevice, port: CxlPort): Proc {
    const slot = `pcieport ${port.address}: pciehp: Slot(${port.slot}):`;
    this.#host.k.printk(
      `${slot} Button press: will power on in 5 sec`,
      `${slot} Card present`,
      `${slot} Link Up`,
      `cxl_pci ${port.below}: enabling device (0000 -> 0002)`,
    );
    this.#probe(d);
    yield* nothing();
  }

  /** device_del: what the monitor prints; undefined: no expander of this name. The guest powers the slot off and its regions go. */
  unplug(id: string): string | undefined {
    const { k, dimms } = this.#host;
    const d = this.#cxl.devices.value.find((x) => x.id !== '' && x.id === id);
    if (d === undefined)
      return this.#cxl.ports.value.some((p) => p.id === id)
        ? dimms.board.newer === true
          ? "Error: Device 'cxl-rp' does not support hotplugging\n"
          : `Error: Bus '${this.#cxl.ports.value.find((p) => p.id === id)?.bridge ?? ''}' does not support hotplugging\n`
        : undefined;
    const port = this.#cxl.ports.value.find((p) => p.id === d.port);
    if (dimms.board.newer === true && port !== undefined) k.scheduler.spawn(`pciehp ${id}`, this.#powerOff(d, port));
    return '';
  }

  *#powerOff(d: CxlDevice, port: CxlPort): Proc {
    const cxl = this.#cxl;
    const { events, k } = this.#host;
    k.printk(`pcieport ${port.address}: pciehp: Slot(${port.slot}): Button press: will power off in 5 sec`);
    const m = cxl.memdevs.value.find((x) => x.id === d.id);
    if (m !== undefined) {
      for (const r of cxl.regions.value.filter((x) => x.targets.includes(m.name))) {
        if (r.enabled) yield* cxl.disable(r);
        // without a target nothing decodes, and nothing can be committed again
        const now = cxl.region(String(r.id));
        if (now !== undefined) cxl.destroy(now);
      }
      cxl.memdevs.update((l) => l.filter((x) => x.name !== m.name));
    }
    // the backends stay marked: QEMU does not let go of them
    cxl.devices.update((l) => l.filter((x) => x.id !== d.id));
    const data = { device: d.id, path: `/machine/peripheral/${d.id}` };
    events.update((l) => [...l, { event: 'DEVICE_DELETED', data }]);
  }
}

function* nothing(): Proc {
  // a probe takes no step of its own
}
