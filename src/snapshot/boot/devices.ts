/** Memory devices that a machine is started with: where QEMU 7.2 puts them, what it refuses, and what its monitor says of them. */
import type { Board } from '../../engine/devices/dimm/board.ts';
import { parseInteger, parseSize } from '../../engine/devices/dimm/options.ts';
import type { Options } from '../../engine/devices/dimm/options.ts';
import { assignAddress, assignSlot } from '../../engine/devices/dimm/placement.ts';
import type { Placed } from '../../engine/devices/dimm/placement.ts';
import { KiB, MiB, alignDown } from '../../engine/units.ts';
import type { BootBackend, MachineDescription } from '../parse/argv.ts';
import type { MemoryDeviceInfo } from '../parse/devices.ts';
import type { Problems } from '../problems.ts';

type Kind = 'dimm' | 'nvdimm' | 'virtio-mem' | 'virtio-pmem';
const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['pc-dimm', 'dimm'],
  ['nvdimm', 'nvdimm'],
  ['virtio-mem-pci', 'virtio-mem'],
  ['virtio-pmem-pci', 'virtio-pmem'],
]);
/** Memory devices that QEMU 7.2 is built with, by architecture of the guest. */
const MODELS: Readonly<Record<Board['arch'], readonly Kind[]>> = {
  x86_64: ['dimm', 'nvdimm', 'virtio-mem', 'virtio-pmem'],
  arm64: ['dimm', 'nvdimm', 'virtio-mem'],
  riscv64: [],
};
/** What newer versions of QEMU take besides; nothing here has seen one of them. */
const NEWER: Readonly<Record<Board['arch'], readonly Kind[]>> = {
  x86_64: [],
  arm64: ['virtio-pmem'],
  riscv64: ['virtio-mem', 'virtio-pmem'],
};

/** A memory device of the command line. */
export interface StartDevice extends MemoryDeviceInfo {
  /** Position among the machine's virtio devices: N of virtioN. */
  readonly virtio: number;
}

const LABELS_LEAST = 128 * KiB;
const field = (name: string, value: number | string | boolean): string => `  ${name}: ${value}\n`;
const hex = (n: number): string => `0x${n.toString(16)}`;

/** Whether QEMU knows a device by this name on a board; `newer`: a version after 7.2. */
export function isModel(driver: string, arch: Board['arch'], newer = false): boolean {
  const kind = KINDS.get(driver);
  return kind === undefined || MODELS[arch].includes(kind) || (newer && NEWER[arch].includes(kind));
}

/** Places the devices in the order of the command line (hw/mem/memory-device.c); refusals go to `problems`. */
export function startDevicesOf(description: MachineDescription, problems: Problems): readonly StartDevice[] {
  const { board } = description;
  const out: StartDevice[] = [];
  const placed: Placed[] = [];
  const busy = new Set(description.numa.map((n) => n.memdev));
  let slots: readonly Placed[] = [];
  let virtio = 0;
  for (const d of description.devices) {
    const kind = KINDS.get(d.driver);
    const nth = d.driver.startsWith('virtio-') ? virtio++ : 0;
    if (kind === undefined) continue;
    const refuse = (why: string): void => problems.add('qemu.argv', `-device ${d.text}: ${why}`);
    if (!isModel(d.driver, board.arch, board.newer === true) && !(kind === 'dimm' && board.pcDimm === true)) {
      refuse(`'${d.driver}' is not a valid device model name`);
      continue;
    }
    const memdev = d.options.values.get('memdev');
    const backend = description.backends.find((b) => b.id === memdev);
    const checked = check(kind, d.options, board, memdev, backend, busy);
    if ('error' in checked) {
      refuse(checked.error);
      continue;
    }
    const { size, blockSize, requested, node } = checked;
    const { align } = checked.backend;
    const slotted = kind === 'dimm' || kind === 'nvdimm';
    const slotWanted = d.options.values.get('slot');
    const slot = slotted
      ? assignSlot(board, slots, slotWanted === undefined ? undefined : Number(slotWanted))
      : { slot: -1 };
    const wanted = parseInteger(d.options.values.get(slotted ? 'addr' : 'memaddr') ?? '0') ?? 0n;
    const at =
      'error' in slot
        ? slot
        : assignAddress(
            board,
            placed,
            size,
            Math.max(align, kind === 'virtio-mem' ? blockSize : 0),
            wanted === 0n ? undefined : wanted,
          );
    if ('error' in slot || 'error' in at) {
      refuse('error' in slot ? slot.error : 'error' in at ? at.error : '');
      continue;
    }
    // a virtio device looks at its properties only when it has its place
    if (checked.late !== undefined) {
      refuse(checked.late);
      continue;
    }
    busy.add(checked.backend.id);
    const id = d.options.values.get('id') ?? '';
    const place: Placed = { id: id === '' ? undefined : id, slot: slot.slot, addr: at.addr, size };
    placed.push(place);
    if (slotted) slots = [...slots, place];
    const info = {
      kind,
      id,
      addr: at.addr,
      size,
      slot: slot.slot,
      node,
      memdev: checked.backend.id,
      hotplugged: false,
    };
    out.push({ ...info, virtio: nth, text: textOf(info, { blockSize, requested }) });
  }
  return out.toSorted((a, b) => a.addr - b.addr);
}

interface Checked {
  readonly backend: BootBackend;
  readonly size: number;
  readonly blockSize: number;
  readonly requested: number;
  readonly node: number;
  /** Refusal that comes after the device has found its place. */
  readonly late: string | undefined;
}

/** What QEMU checks of a device beside its place, in its order (hw/mem/pc-dimm.c, nvdimm.c, hw/virtio/virtio-mem.c). */
function check(
  kind: Kind,
  { values }: Options,
  board: Board,
  memdev: string | undefined,
  backend: BootBackend | undefined,
  busy: ReadonlySet<string | undefined>,
): Checked | { readonly error: string } {
  if (memdev !== undefined && backend === undefined) return { error: `Device '${memdev}' not found` };
  const slotted = kind === 'dimm' || kind === 'nvdimm';
  if (slotted && !board.acpi)
    return {
      error: `memory hotplug is not enabled: ${board.arch === 'x86_64' ? 'missing acpi device or acpi disabled' : 'missing acpi-ged device'}`,
    };
  if (kind === 'nvdimm' && !board.nvdimm) return { error: "nvdimm is not enabled: missing 'nvdimm' in '-M'" };
  if (backend === undefined) return { error: "'memdev' property must be set" };
  if (busy.has(backend.id)) return { error: `can't use already busy memdev: ${backend.id}` };
  const labels = kind === 'nvdimm' ? (parseSize(values.get('label-size') ?? '0') ?? 0) : 0;
  if (labels > 0 && labels < LABELS_LEAST)
    return { error: `Property 'nvdimm.label-size' (${hex(labels)}) is required at least ${hex(LABELS_LEAST)}` };
  const size = labels > 0 ? alignDown(backend.size - labels, backend.align) : backend.size;
  if (size <= 0)
    return {
      error: `the size of memdev ${backend.id} (${hex(backend.size)}) is too small to contain nvdimm label (${hex(labels)}) and aligned PMEM (${hex(backend.align)})`,
    };
  const node = Number(values.get('node') ?? 0);
  const nodes = Math.max(1, board.numaNodes);
  if (slotted && node >= nodes)
    return { error: `'DIMM property node has value ${node}' which exceeds the number of numa nodes: ${nodes}` };
  const blockSize = parseSize(values.get('block-size') ?? '2M') ?? 2 * MiB;
  const requested = kind === 'virtio-mem' ? (parseSize(values.get('requested-size') ?? '0') ?? 0) : 0;
  if (kind === 'virtio-mem' && !Number.isInteger(Math.log2(blockSize)))
    return { error: "'block-size' property has to be a power of two" };
  const late =
    kind !== 'virtio-mem'
      ? undefined
      : node >= nodes
        ? // the words run together in QEMU too
          `'node' property has value '${node}', which exceedsthe number of numa nodes: ${nodes}`
        : requested % blockSize !== 0
          ? `'requested-size' property has to be multiples of 'block-size' (${hex(blockSize)})`
          : undefined;
  return { backend, size, blockSize, requested, node, late };
}

/** What `info memory-devices` prints (monitor/hmp-cmds.c: hmp_info_memory_devices). */
function textOf(
  d: Omit<MemoryDeviceInfo, 'text'>,
  more: { readonly blockSize: number; readonly requested: number },
): string {
  const head = `Memory device [${d.kind}]: "${d.id}"\n`;
  const memdev = field('memdev', `/objects/${d.memdev}`);
  if (d.kind === 'virtio-pmem') return head + field('memaddr', hex(d.addr)) + field('size', d.size) + memdev;
  if (d.kind === 'virtio-mem')
    return (
      head +
      field('memaddr', hex(d.addr)) +
      field('node', d.node) +
      field('requested-size', more.requested) +
      field('size', 0) +
      field('max-size', d.size) +
      field('block-size', more.blockSize) +
      memdev
    );
  return (
    head +
    field('addr', hex(d.addr)) +
    field('slot', d.slot) +
    field('node', d.node) +
    field('size', d.size) +
    memdev +
    field('hotplugged', false) +
    field('hotpluggable', true)
  );
}
