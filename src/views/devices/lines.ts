/**
 * What hands do to devices, as the lines a person would type: ndctl and daxctl in the guest, device properties in the
 * monitor.
 *
 *   NVDIMM ─region─ carve ─▶ namespace ─(devdax)─▶ dax device ─kmem─▶ memory blocks ─online─▶ System RAM
 */
import type { Line } from '../../engine/lines.ts';
import { formatQemuSize } from '../../ui/format.ts';

const shell = (line: string): Line => ({ channel: 'shell', line });
const monitor = (line: string): Line => ({ channel: 'monitor', line });

/** What a namespace is made for, and where its struct pages go (ndctl-create-namespace(1): --mode, --map). */
export interface NamespacePlan {
  readonly mode: 'raw' | 'sector' | 'fsdax' | 'devdax';
  /** mem: struct pages in RAM; dev: on the device itself (altmap). */
  readonly map: 'mem' | 'dev';
  /** Bytes. */
  readonly align: number;
}

const modeWords = ({ mode, map, align }: NamespacePlan): string =>
  mode === 'raw' || mode === 'sector' ? `-m ${mode}` : `-m ${mode} -M ${map} -a ${formatQemuSize(align)}`;

/** Carves a namespace of `size` bytes out of a region's free space. */
export const linesToCarve = (region: number, size: number, plan: NamespacePlan): readonly Line[] => [
  shell(`ndctl create-namespace -r region${region} -s ${formatQemuSize(size)} ${modeWords(plan)}`),
];

/** Makes another kind of namespace of the same space; what it held is lost. */
export const linesToRemake = (namespace: string, plan: NamespacePlan): readonly Line[] => [
  shell(`ndctl create-namespace -f -e ${namespace} ${modeWords(plan)}`),
];

export const linesToDestroy = (namespace: string): readonly Line[] => [
  shell(`ndctl destroy-namespace -f ${namespace}`),
];

/** There is no resizing of a namespace: it is destroyed and made anew in the space that is then free. */
export const linesToResize = (
  namespace: string,
  region: number,
  size: number,
  plan: NamespacePlan,
): readonly Line[] => [...linesToDestroy(namespace), ...linesToCarve(region, size, plan)];

export const linesToSwitch = (namespace: string, on: boolean): readonly Line[] => [
  shell(`ndctl ${on ? 'enable' : 'disable'}-namespace ${namespace}`),
];

/** Writes an empty label area: from then on the region can be carved. */
export const linesToLabel = (region: number): readonly Line[] => [
  shell(`ndctl disable-region region${region}`),
  shell(`ndctl init-labels -f nmem${region}`),
  shell(`ndctl enable-region region${region}`),
];

/** How memory of a dax device comes online (daxctl-reconfigure-device(1)). */
export type RamOption = 'movable' | 'no-movable' | 'no-online';

/** Gives a dax device to kmem. `force`: also against a kernel policy that onlines by itself. */
export function linesToRam(dax: string, option: RamOption, force: boolean): readonly Line[] {
  const words = option === 'movable' ? '' : ` --${option}`;
  return [shell(`daxctl reconfigure-device --mode=system-ram${words}${force ? ' --force' : ''} ${dax}`)];
}

/** Takes a dax device back from kmem; `force`: takes its blocks offline first. */
export const linesToDevdax = (dax: string, force: boolean): readonly Line[] => [
  shell(`daxctl reconfigure-device --mode=devdax${force ? ' --force' : ''} ${dax}`),
];

export const linesToOnline = (dax: string, movable: boolean): readonly Line[] => [
  shell(`daxctl online-memory${movable ? '' : ' --no-movable'} ${dax}`),
];
export const linesToOffline = (dax: string): readonly Line[] => [shell(`daxctl offline-memory ${dax}`)];

/** The driver's own file: no tool that would take blocks offline first. */
export const linesToUnbind = (dax: string, driver: string): readonly Line[] => [
  { channel: 'write', path: `/sys/bus/dax/drivers/${driver}/unbind`, value: dax },
];
export const linesToBind = (dax: string, driver: string): readonly Line[] => [
  { channel: 'write', path: `/sys/bus/dax/drivers/${driver}/bind`, value: dax },
];

/** Asks a virtio-mem device for another size; bytes. */
export const linesToRequest = (id: string, size: number): readonly Line[] => [
  monitor(`qom-set ${id} requested-size ${size === 0 ? '0' : formatQemuSize(size)}`),
];

/** An accelerator fails, is initialised anew, and comes back; `elsewhere`: at another range. */
export const linesForAccelerator = (
  id: string,
  verb: 'fault' | 'reset' | 'online' | 'online-elsewhere' | 'pin' | 'release' | 'unplug',
): readonly Line[] => {
  const words = {
    fault: `fault ${id} high-priority error`,
    reset: `reset ${id}`,
    online: `online ${id}`,
    'online-elsewhere': `online ${id} at elsewhere`,
    pin: `pin ${id} 512`,
    release: `release ${id}`,
    unplug: `unplug ${id}`,
  }[verb];
  return [{ channel: 'world', line: `accel ${words}` }];
};

/** Plugs a new expander of volatile memory into a port; bytes. */
export const linesToPlugCxl = (port: string, id: string, memdev: string, size: number): readonly Line[] => [
  monitor(`object_add memory-backend-ram,id=${memdev},size=${formatQemuSize(size)}`),
  monitor(`device_add cxl-type3,bus=${port},volatile-memdev=${memdev},id=${id}`),
];
export const linesToUnplugCxl = (id: string): readonly Line[] => [monitor(`device_del ${id}`)];

/** Assembles a CXL region over expanders, in interleave order. */
export const linesToAssemble = (decoder: string, memdevs: readonly string[], type: 'ram' | 'pmem'): readonly Line[] => [
  shell(`cxl create-region -m -d ${decoder} -t ${type} -w ${memdevs.length} ${memdevs.join(' ')}`),
];
export const linesForCxlRegion = (region: string, verb: 'enable' | 'disable' | 'destroy'): readonly Line[] => [
  shell(`cxl ${verb}-region ${verb === 'destroy' ? '-f ' : ''}${region}`),
];
