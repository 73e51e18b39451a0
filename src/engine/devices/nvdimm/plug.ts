/** NVDIMMs as QEMU has them: plugged like DIMMs, their labels cut off the end (hw/mem/nvdimm.c, hw/mem/pc-dimm.c). */
import * as words from '#words/waits.ts';
import { nodeOfDomain } from '../dimm/board.ts';
import { call } from '../../kernel/scheduler.ts';
import type { Proc } from '../../kernel/scheduler.ts';
import type { Cell } from '../../state/store.ts';
import { KiB, alignDown, nodeId } from '../../units.ts';
import type { NodeId } from '../../units.ts';
import { parseInteger } from '../dimm/options.ts';
import type { Options } from '../dimm/options.ts';
import { assignAddress, assignSlot } from '../dimm/placement.ts';
import type { Placed } from '../dimm/placement.ts';
import type { DeviceHost } from '../host.ts';
import type { DeviceBoot } from '../types.ts';
import { newRegion } from './found.ts';
import type { Nvdimm } from './nvdimm.ts';

/** A plugged NVDIMM; `size` without its labels. Bytes. */
interface Module {
  readonly id: string;
  readonly addr: number;
  readonly size: number;
  readonly slot: number;
  readonly node: NodeId;
  readonly memdev: string;
  readonly hotplugged: boolean;
}

const MIN_LABELS = 128 * KiB;
const field = (text: string, name: string): string => new RegExp(`^ {2}${name}: (.*)$`, 'm').exec(text)?.[1] ?? '';

/** The NVDIMMs of a machine. */
export class NvdimmSlots {
  readonly modules: Cell<readonly Module[]>;
  readonly #host: DeviceHost;
  readonly #nd: Nvdimm;

  constructor(host: DeviceHost, nd: Nvdimm) {
    this.#host = host;
    this.#nd = nd;
    this.modules = host.k.store.cell<readonly Module[]>('nvdimm.modules', []);
  }

  /** Takes over those that the monitor listed. */
  boot(boot: DeviceBoot): void {
    const found = boot.memoryDevices.filter((d) => d.text.startsWith('Memory device [nvdimm]'));
    this.modules.value = found.map(({ addr, text }) => ({
      id: /^Memory device \[nvdimm\]: "(.*)"$/m.exec(text)?.[1] ?? '',
      addr,
      size: Number(field(text, 'size')),
      slot: Number(field(text, 'slot')),
      node: nodeId(Number(field(text, 'node'))),
      memdev: field(text, 'memdev').replace(/^\/objects\//, ''),
      hotplugged: field(text, 'hotplugged') === 'true',
    }));
  }

  /** Where they are, for whoever places something else. */
  placed(): readonly Placed[] {
    return this.modules.value.map((m) => ({ id: m.id, slot: m.slot, addr: m.addr, size: m.size }));
  }

  /** Entries of `info memory-devices`. */
  listed(): readonly { readonly addr: number; readonly text: string }[] {
    return this.modules.value.map((m) => ({
      addr: m.addr,
      text: `Memory device [nvdimm]: "${m.id}"\n  addr: 0x${m.addr.toString(16)}\n  slot: ${m.slot}\n  node: ${m.node}\n  size: ${m.size}\n  memdev: /objects/${m.memdev}\n  hotplugged: ${m.hotplugged}\n  hotpluggable: true\n`,
    }));
  }

  /** device_add nvdimm: what the monitor prints; the guest finds the module by itself. */
  plug({ values }: Options): string {
    const { backends, dimms, k } = this.#host;
    const refuse = (error: string): string => `Error: ${error}\n`;
    const number = (name: string): number | undefined => {
      const text = values.get(name);
      const n = text === undefined ? undefined : parseInteger(text);
      return n === undefined ? undefined : Number(n);
    };
    const id = values.get('id') ?? '';
    if (id !== '' && (dimms.get(id) !== undefined || this.modules.value.some((m) => m.id === id)))
      return refuse(`Duplicate device ID '${id}'`);
    const memdev = values.get('memdev');
    if (memdev === undefined) return refuse("'memdev' property must be set");
    const backend = backends.get(memdev);
    if (backend === undefined) return refuse(`Device '${memdev}' not found`);
    if (backend.inUseBy !== undefined) return refuse(`can't use already busy memdev: ${memdev}`);
    const labels = parseSizeOption(values.get('label-size') ?? '0');
    if (labels === undefined) return refuse("Parameter 'label-size' expects size");
    if (labels !== 0 && labels < MIN_LABELS)
      return refuse(
        `Property 'label-size' (0x${labels.toString(16)}) is required at least 0x${MIN_LABELS.toString(16)}`,
      );
    const size = alignDown(backend.size - labels, backend.align);
    if (size <= 0)
      return refuse(
        `the size of memdev ${memdev} (0x${backend.size.toString(16)}) is too small to contain nvdimm label (0x${labels.toString(16)}) and aligned PMEM (0x${backend.align.toString(16)})`,
      );
    const node = number('node') ?? 0;
    const nodes = Math.max(1, dimms.board.numaNodes);
    if (node >= nodes)
      return refuse(`'DIMM property node has value ${node}' which exceeds the number of numa nodes: ${nodes}`);
    const others = [
      ...dimms.list.value.map((d) => ({ id: d.named ? d.id : undefined, slot: d.slot, addr: d.addr, size: d.size })),
      ...this.placed(),
    ];
    const slot = assignSlot(dimms.board, others, number('slot'));
    if ('error' in slot) return refuse(slot.error);
    const wanted = number('addr');
    const where = assignAddress(
      dimms.board,
      others,
      size,
      backend.align,
      wanted === undefined || wanted === 0 ? undefined : BigInt(wanted),
    );
    if ('error' in where) return refuse(where.error);
    const module: Module = {
      id,
      addr: where.addr,
      size,
      slot: slot.slot,
      node: nodeId(node),
      memdev,
      hotplugged: true,
    };
    backends.setMapped(memdev, id);
    this.modules.update((l) => [...l, module]);
    k.scheduler.spawn(words.plugOf(id), this.#found(module), true);
    return '';
  }

  /** The firmware's table has grown: a region, and a namespace that covers it (drivers/acpi/nfit/core.c: acpi_nfit_register_region). */
  *#found(m: Module): Proc {
    const { k, resources } = this.#host;
    const nd = this.#nd;
    k.trace.leaf('insert_resource_conflict');
    if (resources.request(m.addr, m.addr + m.size - 1, 'Persistent Memory', false) !== undefined) return;
    yield* newRegion(this.#host, nd, {
      kind: 'nfit',
      start: m.addr,
      size: m.size,
      node: nodeOfDomain(this.#host.dimms.board, m.node),
      slot: m.slot,
    });
    k.trace.many('nd_pmem_probe', 2);
    yield* call('dax_pmem_probe', call('__dax_pmem_probe', looked()));
  }
}

/** A size of a device option: a number with an optional letter. */
function parseSizeOption(text: string): number | undefined {
  const m = /^(0x[0-9a-f]+|\d+)([bkmgt]?)$/i.exec(text);
  return m === null
    ? undefined
    : Number(m[1]) * 1024 ** Math.max(0, ' kmgt'.indexOf((m[2] ?? '').toLowerCase() || ' '));
}

function* looked(): Proc {
  // the seed devices have no namespace
}
