/**
 * Hands become lines: every way of moving a DIMM (mouse, touch, keyboard, menu) asks here which console lines it is.
 *
 *   shelf ──object_add, device_add──▶ slot ──device_del──▶ shelf ──object_del──▶ gone
 *   slot  ──device_del, device_add (same memdev)──▶ other slot or node
 */
import * as words from '#words/bay.ts';
import type { DevicesView } from '../../engine/devices/view.ts';
import type { Line, Reply } from '../../engine/lines.ts';
import type { NodeId } from '../../engine/units.ts';
import type { BackendView, DimmView, SessionLine } from '../../link/messages.ts';
import { formatQemuSize } from '../../ui/format.ts';

/** What a hand can plug in: QEMU's models of memory devices, and accelerators, which QEMU has none of; undefined in a part: a plain DIMM. */
export type Model = 'pc-dimm' | 'nvdimm' | 'virtio-mem' | 'virtio-pmem' | 'cxl-type3' | 'accelerator';

/** What a hand can hold. */
export type Part =
  | { readonly kind: 'new'; readonly model?: Model; readonly size: number }
  | { readonly kind: 'backend'; readonly model?: Model; readonly memdev: string; readonly size: number }
  | {
      readonly kind: 'dimm';
      readonly model?: Model;
      readonly id: string;
      readonly memdev: string;
      readonly size: number;
      readonly node: NodeId;
      /** Undefined: this kind of device stands in no slot. */
      readonly slot: number | undefined;
    };

/** How a model is called, how its parts are numbered, and whether it takes a slot. */
export const MODELS: Readonly<
  Record<Model, { readonly name: string; readonly id: string; readonly memdev: string; readonly slotted: boolean }>
> = {
  'pc-dimm': { name: 'DIMM', id: 'dimm', memdev: 'mem', slotted: true },
  nvdimm: { name: 'NVDIMM', id: 'nvdimm', memdev: 'nv', slotted: true },
  'virtio-mem': { name: 'virtio-mem', id: 'vm', memdev: 'vmem', slotted: false },
  'virtio-pmem': { name: 'virtio-pmem', id: 'vpm', memdev: 'vp', slotted: false },
  'cxl-type3': { name: 'CXL', id: 'cxl', memdev: 'cxlmem', slotted: false },
  accelerator: { name: words.modelsAcceleratorName, id: 'gpu', memdev: 'gpu', slotted: false },
};

/** In the order in which the shelf has them. */
export const MODEL_NAMES: readonly Model[] = [
  'pc-dimm',
  'nvdimm',
  'virtio-pmem',
  'virtio-mem',
  'cxl-type3',
  'accelerator',
];

export const modelOf = (part: Pick<Part, 'model'>): Model => part.model ?? 'pc-dimm';

/** What a backend was made for, by the way this bay names them; any backend can become a DIMM. */
export function modelOfBackend(memdev: string): Model {
  const stem = /^([a-z]+)\d+$/.exec(memdev)?.[1];
  const found = (['nvdimm', 'virtio-mem', 'virtio-pmem', 'cxl-type3'] as const).find(
    (model) => MODELS[model].memdev === stem,
  );
  return found ?? 'pc-dimm';
}

/** Where it can be put. `slot` undefined: the board takes its lowest free one. */
export type Target =
  { readonly kind: 'slot'; readonly node: NodeId; readonly slot: number | undefined } | { readonly kind: 'shelf' };

/** The part of the machine's cells that decides which names are free. */
export interface Plugged {
  readonly dimms?: readonly DimmView[];
  readonly backends?: readonly BackendView[];
  readonly devices?: DevicesView;
}

/** A DIMM as something that can be held. */
export function partOf(dimm: DimmView): Part {
  return { kind: 'dimm', id: dimm.id, memdev: dimm.memdev, size: dimm.size, node: dimm.node, slot: dimm.slot };
}

/** Whether putting the part there is a move at all: a DIMM is not moved to where it is, a spare part not to the shelf. */
export function isMove(part: Part, target: Target): boolean {
  if (target.kind === 'shelf') return part.kind === 'dimm';
  if (part.kind !== 'dimm') return true;
  if (modelOf(part) === 'virtio-pmem' || modelOf(part) === 'cxl-type3') return false;
  return part.node !== target.node || (MODELS[modelOf(part)].slotted && part.slot !== target.slot);
}

/** The id the device would have: its own, the one matching its backend's number, or the lowest free number. */
export function dimmIdFor(part: Part, cells: Plugged): string {
  if (part.kind === 'dimm') return part.id;
  const model = MODELS[modelOf(part)];
  if (part.kind === 'backend') {
    const number = new RegExp(`^${model.memdev}(\\d+)$`).exec(part.memdev)?.[1];
    if (number !== undefined && !namesOf(cells).has(model.id + number)) return model.id + number;
  }
  return numbered(cells, modelOf(part)).id;
}

/** Every name that is taken. */
function namesOf({ dimms = [], backends = [], devices }: Plugged): ReadonlySet<string> {
  const more =
    devices === undefined
      ? []
      : [
          ...devices.nvdimms,
          ...devices.virtioMem,
          ...devices.virtioPmem,
          ...devices.accelerators,
          ...devices.cxl.memdevs,
          ...devices.cxl.ports.flatMap((p) => (p.device === undefined ? [] : [{ id: p.device }])),
        ];
  return new Set([...dimms, ...backends, ...more].map(({ id }) => id));
}

/** The lowest number for which neither the device's nor the backend's name exists, as both names. */
function numbered(cells: Plugged, of: Model): { readonly id: string; readonly memdev: string } {
  const taken = namesOf(cells);
  const { id, memdev } = MODELS[of];
  let n = 1;
  while (taken.has(`${id}${n}`) || taken.has(`${memdev}${n}`)) n++;
  return { id: `${id}${n}`, memdev: `${memdev}${n}` };
}

const monitor = (line: string): Line => ({ channel: 'monitor', line });

/** The lines that carry a part to a target; none when that is no move. */
export function linesForMove(part: Part, target: Target, cells: Plugged): readonly Line[] {
  if (!isMove(part, target)) return [];
  if (target.kind === 'shelf' && modelOf(part) === 'accelerator') return linesForAccelerator(part, target, cells);
  if (target.kind === 'shelf') return part.kind === 'dimm' ? [monitor(`device_del ${part.id}`)] : [];
  const id = dimmIdFor(part, cells);
  const model = modelOf(part);
  if (model === 'accelerator') return linesForAccelerator(part, target, cells);
  const add = (memdev: string): Line =>
    monitor(
      `device_add ${DRIVERS[model]},id=${id},${model === 'cxl-type3' ? 'volatile-memdev' : 'memdev'}=${memdev}${model === 'cxl-type3' ? portFor(cells) : optionsFor(model, target)}`,
    );
  switch (part.kind) {
    case 'new': {
      const { memdev } = numbered(cells, model);
      return [monitor(`object_add memory-backend-ram,id=${memdev},size=${formatQemuSize(part.size)}`), add(memdev)];
    }
    case 'backend':
      return [add(part.memdev)];
    case 'dimm':
      return [monitor(`device_del ${part.id}`), add(part.memdev)];
  }
}

/** An accelerator is no device of QEMU: the world plugs it. */
function linesForAccelerator(part: Part, target: Target, cells: Plugged): readonly Line[] {
  const world = (line: string): Line => ({ channel: 'world', line });
  const id = dimmIdFor(part, cells);
  const out = part.kind === 'dimm' ? [world(`accel unplug ${id}`)] : [];
  if (target.kind === 'shelf') return out;
  return [...out, world(`accel plug ${id} ${formatQemuSize(part.size)} node ${target.node}`)];
}

/** An expander goes into the first free port; a machine without ports says itself that it has none. */
function portFor({ devices }: Plugged): string {
  const port = devices?.cxl.ports.find((p) => p.device === undefined);
  return port === undefined ? '' : `,bus=${port.id}`;
}

const DRIVERS: Readonly<Record<Exclude<Model, 'accelerator'>, string>> = {
  'pc-dimm': 'pc-dimm',
  nvdimm: 'nvdimm',
  'virtio-mem': 'virtio-mem-pci',
  'virtio-pmem': 'virtio-pmem-pci',
  'cxl-type3': 'cxl-type3',
};

/** A label area of the least size, so that the module can be carved into namespaces. */
const LABELS = ',label-size=128K';

function optionsFor(model: Model, target: Extract<Target, { kind: 'slot' }>): string {
  const node = `,node=${target.node}`;
  const slot = target.slot === undefined ? '' : `,slot=${target.slot}`;
  switch (model) {
    case 'pc-dimm':
      return `${node}${slot}`;
    case 'nvdimm':
      return `${LABELS}${node}${slot}`;
    case 'virtio-mem':
      return `${node},requested-size=0`;
    case 'virtio-pmem':
    case 'cxl-type3':
    case 'accelerator':
      return '';
  }
}

/** The line that throws a spare backend away. */
export const linesToDiscard = (memdev: string): readonly Line[] => [monitor(`object_del ${memdev}`)];

/** What to do with the blocks of a DIMM that arrives: leave them to the machine's own policy, or online them at once. */
export type OnArrival = 'policy' | 'online' | 'online_kernel' | 'online_movable';

/** Writes that one line each can carry; more go through chmem, as a person would. */
const MOST_WRITES = 64;

/** The lines that bring blocks into a state. The blocks ascend; `online_kernel` goes upwards, `online_movable` downwards would also do. */
export function linesForState(
  blocks: readonly number[],
  state: Exclude<OnArrival, 'policy'> | 'offline',
): readonly Line[] {
  if (blocks.length > MOST_WRITES) {
    const zone = { online: '', online_kernel: ' -z Normal', online_movable: ' -z Movable', offline: '' }[state];
    const verb = state === 'offline' ? '-d' : '-e';
    return runsOf(blocks).map(([first, last]) => ({
      channel: 'shell',
      line: `chmem ${verb} -b ${first}-${last}${zone}`,
    }));
  }
  return blocks.map((block) => ({
    channel: 'write',
    path: `/sys/devices/system/memory/memory${block}/state`,
    value: state,
  }));
}

/** Consecutive numbers as [first, last]. */
export function runsOf(numbers: readonly number[]): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (const n of numbers) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] + 1 === n) last[1] = n;
    else runs.push([n, n]);
  }
  return runs;
}

/** Slots nothing is plugged in. The numbers are the board's, not a node's. */
export function freeSlots(slots: number, dimms: readonly { readonly slot: number }[]): readonly number[] {
  const busy = new Set(dimms.map(({ slot }) => slot));
  return Array.from({ length: slots }, (_, slot) => slot).filter((slot) => !busy.has(slot));
}

/** Sizes worth having on the shelf of a machine: from its block size up, or what a very large machine is filled with. */
export function shelfSizes(blockBytes: number, hotBytes: number): readonly number[] {
  const smallest = hotBytes >= 2 ** 43 ? 2 ** 36 : blockBytes;
  return [1, 2, 4, 8, 16, 32].map((times) => smallest * times).filter((size) => size <= Math.max(hotBytes, smallest));
}

/** OST status of an eject that is under way (ACPI 6.3.5: 0x84). */
const EJECT_IN_PROGRESS = 132;

/** Kernel log lines that say what failed. */
const complaint = (line: string): boolean =>
  /fail|error|cannot|not supported|unsupported|busy|unaligned|exceeds|dumped because/i.test(line);

/** Why a line was refused, in the words of who refused it; undefined: it was not. */
export function refusalOf({ reply, dmesg }: Pick<SessionLine, 'reply' | 'dmesg'>): string | undefined {
  const text = refusalWords(reply);
  return text === undefined ? undefined : [text, ...new Set(dmesg.filter(complaint))].join('\n');
}
/** Whether QEMU refuses because the machine was started without a free port that takes devices at run time (qdev_device_add). */
export const needsPort = (refusal: string): boolean =>
  /^(Error: )?Bus '[^']*' does not support hotplugging/.test(refusal);

function refusalWords(reply: Reply): string | undefined {
  if (reply.errno !== undefined) return reply.errno;
  const output = reply.output?.trim() ?? '';
  if (output.startsWith('Error:')) return output.slice('Error:'.length).trim();
  if (reply.status !== undefined && reply.status !== 0) return output === '' ? words.exitStatus(reply.status) : output;
  for (const { event, data } of reply.events) {
    if (event === 'MEM_UNPLUG_ERROR' && typeof data['msg'] === 'string') return data['msg'];
    const status = event === 'ACPI_DEVICE_OST' ? ostStatus(data['info']) : undefined;
    if (status !== undefined && status !== 0 && status !== EJECT_IN_PROGRESS)
      return words.guestRefusesOstStatus(status.toString(16));
  }
  return undefined;
}
function ostStatus(info: unknown): number | undefined {
  if (typeof info !== 'object' || info === null || !('status' in info)) return undefined;
  return typeof info.status === 'number' ? info.status : undefined;
}
