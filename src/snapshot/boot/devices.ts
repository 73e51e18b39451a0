/** Memory devices that a machine is started with: where QEMU puts them and what its monitor says of them. */
import { deviceMemory, takesDimms } from '../../engine/devices/dimm/board.ts';
import { parseSize } from '../../engine/devices/dimm/options.ts';
import { assignAddress, assignSlot } from '../../engine/devices/dimm/placement.ts';
import type { Placed } from '../../engine/devices/dimm/placement.ts';
import { KiB, MiB, alignDown } from '../../engine/units.ts';
import type { MachineDescription } from '../parse/argv.ts';
import type { MemoryDeviceInfo } from '../parse/devices.ts';
import type { Problems } from '../problems.ts';

type Kind = 'dimm' | 'nvdimm' | 'virtio-mem' | 'virtio-pmem';
const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['pc-dimm', 'dimm'],
  ['nvdimm', 'nvdimm'],
  ['virtio-mem-pci', 'virtio-mem'],
  ['virtio-pmem-pci', 'virtio-pmem'],
]);

/** A memory device of the command line. */
export interface StartDevice extends MemoryDeviceInfo {
  /** Position among the machine's virtio devices: N of virtioN. */
  readonly virtio: number;
}

/** Anonymous memory is aligned for the host's huge pages; memory behind a file by the host's base page. */
const alignOf = (type: string): number => (type === 'memory-backend-file' ? 4 * KiB : 2 * MiB);
const field = (name: string, value: number | string | boolean): string => `  ${name}: ${value}\n`;
const hex = (n: number): string => `0x${n.toString(16)}`;

/** Places the devices in the order of the command line (hw/mem/memory-device.c); refusals go to `problems`. */
export function startDevicesOf(description: MachineDescription, problems: Problems): readonly StartDevice[] {
  const { board } = description;
  const out: StartDevice[] = [];
  const placed: Placed[] = [];
  let slots: readonly Placed[] = [];
  let virtio = 0;
  for (const d of description.devices) {
    const kind = KINDS.get(d.driver);
    const nth = d.driver.startsWith('virtio-') ? virtio++ : 0;
    if (kind === undefined) continue;
    const of = (key: string): string | undefined => d.options.values.get(key);
    const refuse = (why: string): void => problems.add('qemu.argv', `-device ${d.driver},id=${of('id') ?? ''}: ${why}`);
    const memdev = of('memdev') ?? '';
    const backend = description.backends.find((b) => b.id === memdev);
    if (backend === undefined) {
      refuse(`there is no memory backend ${memdev}`);
      continue;
    }
    if ((kind === 'dimm' && !takesDimms(board)) || deviceMemory(board) === undefined) {
      refuse('the machine has no room for memory devices');
      continue;
    }
    const label = kind === 'nvdimm' ? (parseSize(of('label-size') ?? '0') ?? 0) : 0;
    const blockSize = parseSize(of('block-size') ?? '2M') ?? 2 * MiB;
    const align = kind === 'virtio-mem' ? Math.max(blockSize, alignOf(backend.type)) : alignOf(backend.type);
    const size = label > 0 ? alignDown(backend.size - label, align) : backend.size;
    const wantedAddr = of(kind === 'virtio-mem' || kind === 'virtio-pmem' ? 'memaddr' : 'addr');
    const wanted =
      wantedAddr !== undefined && /^(0x[0-9a-fA-F]+|\d+)$/.test(wantedAddr) && BigInt(wantedAddr) > 0n
        ? BigInt(wantedAddr)
        : undefined;
    const at = assignAddress(board, placed, size, align, wanted);
    const slotted = kind === 'dimm' || kind === 'nvdimm';
    const slot = slotted
      ? assignSlot(board, slots, of('slot') === undefined ? undefined : Number(of('slot')))
      : { slot: -1 };
    if ('error' in at || 'error' in slot) {
      refuse('error' in at ? at.error : 'error' in slot ? slot.error : '');
      continue;
    }
    const place: Placed = { id: of('id'), slot: slot.slot, addr: at.addr, size };
    placed.push(place);
    if (slotted) slots = [...slots, place];
    const info = {
      kind,
      id: of('id') ?? '',
      addr: at.addr,
      size,
      slot: slot.slot,
      node: Number(of('node') ?? 0),
      memdev,
      hotplugged: false,
    };
    const requested = parseSize(of('requested-size') ?? '0') ?? 0;
    if (requested > 0)
      problems.add('qemu.argv', `virtio-mem ${info.id}: requested-size at boot is not modelled, taken as 0`);
    out.push({ ...info, virtio: nth, text: textOf(info, { blockSize, requested }) });
  }
  return out.toSorted((a, b) => a.addr - b.addr);
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
