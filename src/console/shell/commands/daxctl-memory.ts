/** The memory blocks of a dax device, as libdaxctl finds and moves them (daxctl/lib/libdaxctl.c, daxctl/device.c). */
import type { DaxDevice } from '../../../engine/devices/dax/types.ts';
import type { CommandContext } from '../../../engine/devices/types.ts';
import type { Errno } from '../../../engine/kernel/errno.ts';
import { kernfsOrder } from '../../../engine/files/kernfs-order.ts';
import { ERRNO_TEXT } from '../../../engine/kernel/errno.ts';
import type { Proc } from '../../../engine/kernel/scheduler.ts';

const MEMORY = '/sys/devices/system/memory';

const text = (context: CommandContext, path: string): string | undefined => {
  const got = context.machine.files.read(path);
  return 'text' in got ? got.text.trim() : undefined;
};

/**
 * Paths of the blocks on the device's node that begin inside it, in the order in which the node's directory lists them. The last may be
 * one of other memory that reaches beyond the device's end (memblock_in_dev).
 */
export function blocksOf(context: CommandContext, dev: DaxDevice): string[] {
  const size = Number.parseInt(text(context, `${MEMORY}/block_size_bytes`) ?? '', 16);
  if (!(size > 0)) return [];
  const out: string[] = [];
  for (let i = Math.ceil(dev.start / size); i * size < dev.start + dev.size; i++)
    if (context.machine.files.exists(`/sys/devices/system/node/node${dev.targetNode}/memory${i}`) === 'dir')
      out.push(`memory${i}`);
  return kernfsOrder(out).map((name) => `${MEMORY}/${name}`);
}

const isOnline = (context: CommandContext, block: string): boolean => text(context, `${block}/state`) === 'online';

/** How many blocks are online. */
export const onlineCount = (context: CommandContext, blocks: readonly string[]): number =>
  blocks.filter((b) => isOnline(context, b)).length;

/** Whether all blocks are in ZONE_MOVABLE; undefined while any is offline. */
export function isMovable(context: CommandContext, blocks: readonly string[]): boolean | undefined {
  if (blocks.length === 0 || onlineCount(context, blocks) < blocks.length) return undefined;
  return blocks.every((b) => text(context, `${b}/valid_zones`)?.split(' ')[0] === 'Movable');
}

const say = (context: CommandContext, line: string): Proc<unknown> => context.streams.err.write(`${line}\n`);
const sections = (n: number): string => `${n} memory section${n === 1 ? '' : 's'}`;

function* onlineAll(context: CommandContext, blocks: readonly string[], value: string): Proc<Errno | undefined> {
  for (const block of blocks) {
    if (isOnline(context, block)) continue;
    const errno = yield* context.machine.files.write(`${block}/state`, value);
    // somebody else may have been faster
    if (errno !== undefined && !isOnline(context, block)) return errno;
  }
  return undefined;
}

/** Brings the rest of a device's blocks online; 1: nothing was left to do. */
export function* onlineMemory(context: CommandContext, dev: DaxDevice, movable: boolean): Proc<Errno | 0 | 1> {
  const blocks = blocksOf(context, dev);
  const on = onlineCount(context, blocks);
  if (on > 0) {
    const warning = [
      `${dev.name}:`,
      '  WARNING: detected a race while onlining memory',
      '  Some memory may not be in the expected zone. It is',
      '  recommended to disable any other onlining mechanisms,',
      '  and retry. If onlining is to be left to other agents,',
      '  use the --no-online option to suppress this warning',
    ];
    yield* say(context, warning.join('\n'));
  }
  if (on === blocks.length) {
    yield* say(context, `${dev.name}: all memory sections (${on}) already online`);
    return 1;
  }
  if (on > 0) yield* say(context, `${dev.name}: ${sections(on)} already online`);
  const errno = yield* onlineAll(context, blocks, movable ? 'online_movable' : 'online_kernel');
  if (errno === undefined) return 0;
  yield* say(context, `${dev.name}: failed to online memory: ${ERRNO_TEXT[errno]}`);
  return errno;
}

/** Takes the rest of a device's blocks offline; 1: nothing was left to do. */
export function* offlineMemory(context: CommandContext, dev: DaxDevice): Proc<Errno | 0 | 1> {
  const blocks = blocksOf(context, dev);
  const off = blocks.length - onlineCount(context, blocks);
  if (off === blocks.length) {
    yield* say(context, `${dev.name}: all memory sections (${off}) already offline`);
    return 1;
  }
  if (off > 0) yield* say(context, `${dev.name}: ${sections(off)} already offline`);
  for (const block of blocks) {
    if (!isOnline(context, block)) continue;
    const errno = yield* offlineOne(context, dev, block);
    if (errno === undefined) continue;
    yield* say(context, `${dev.name}: failed to offline memory: ${ERRNO_TEXT[errno]}`);
    return errno;
  }
  return 0;
}

/** Takes the blocks of a device offline that are online, and says nothing but what the library says (daxctl_memory_offline). */
export function* offlineBlocks(context: CommandContext, dev: DaxDevice): Proc<Errno | undefined> {
  for (const block of blocksOf(context, dev)) {
    const errno = isOnline(context, block) ? yield* offlineOne(context, dev, block) : undefined;
    if (errno !== undefined) return errno;
  }
  return undefined;
}

/** Takes one block offline through its link in the node's directory (libdaxctl: offline_one_memblock). */
function* offlineOne(context: CommandContext, dev: DaxDevice, block: string): Proc<Errno | undefined> {
  const errno = yield* context.machine.files.write(`${block}/state`, 'offline');
  // somebody else may have been faster
  if (errno === undefined || !isOnline(context, block)) return undefined;
  const path = `/sys/devices/system/node/node${dev.targetNode}${block.slice(MEMORY.length)}/state`;
  yield* say(context, `libdaxctl: offline_one_memblock: ${dev.name}: Failed to offline ${path}: ${ERRNO_TEXT[errno]}`);
  return errno;
}
