/**
 * hold and drop: processes of the guest that take memory and keep it, to see what offlining makes of it. No distribution
 * has them.
 */
import { HOLD_KINDS } from '../../../engine/pages/workloads.ts';
import { nodeId } from '../../../engine/units.ts';
import type { Proc } from '../../../engine/kernel/scheduler.ts';
import type { Context, ShellCommand } from '../context.ts';

const USAGE = 'hold ID KIND MIB [NODE]';

function* hold(context: Context, args: readonly string[]): Proc<number> {
  const { machine } = context;
  const { workloads } = machine;
  const [id, word, mib = '', where = '-1'] = args;
  const kind = HOLD_KINDS.find((k) => k === word);
  if (id === undefined || kind === undefined || !/^[1-9]\d{0,8}$/.test(mib) || args.length > 4) {
    yield* context.streams.err.write(`Usage: ${USAGE}\nKINDs: ${HOLD_KINDS.join(' ')}\n`);
    return 1;
  }
  const node = machine.zones.nodes.value.find((n) => String(n.id) === where);
  const held = workloads?.holds(id) === true;
  if (workloads === undefined || held || (node === undefined && where !== '-1')) {
    yield* context.complain(held ? `${id} holds memory already` : `no node ${where}`);
    return 1;
  }
  const { pageBytes } = machine.k.sizes;
  const pages = (Number(mib) * 1024 * 1024) / pageBytes;
  const extents = workloads.hold(id, kind, pages, node === undefined ? undefined : nodeId(node.id));
  if (extents === undefined) {
    yield* context.complain('Cannot allocate memory');
    return 1;
  }
  const perBlock = new Map<number, number>();
  for (const { pfn, pages } of extents) {
    const block = Math.floor((pfn * pageBytes) / machine.blocks.blockBytes);
    perBlock.set(block, (perBlock.get(block) ?? 0) + pages);
  }
  const total = extents.reduce((sum, e) => sum + e.pages, 0);
  const rows = [...perBlock].sort(([a], [b]) => a - b).map(([block, pages]) => `memory${block} ${pages} pages`);
  yield* context.print(`${[...(kind === 'pipe' ? [`pipe pages ${total}`] : rows), 'held'].join('\n')}\n`);
  return 0;
}

function* drop(context: Context, args: readonly string[]): Proc<number> {
  const [id] = args;
  if (id === undefined) {
    yield* context.streams.err.write('Usage: drop ID\n');
    return 1;
  }
  const { workloads } = context.machine;
  if (workloads?.holds(id) !== true) {
    yield* context.complain(`${id} holds nothing`);
    return 1;
  }
  workloads.drop(id);
  return 0;
}

/** The commands of this file. */
export const HOLD_COMMANDS: readonly ShellCommand[] = [
  { name: 'drop', usage: 'drop ID', run: drop },
  { name: 'hold', usage: USAGE, run: hold },
];
