/** What the bay says about parts, places and outcomes: on cards, in menus and to screen readers. */
import * as words from '#words/bay.ts';
import { formatAnd } from '#words/numbers.ts';
import type { Ghost, GhostRun, MachineInfo } from '../../link/messages.ts';
import { ZONES } from '../../store/selection.ts';
import { formatBytes, formatCount, formatRuns } from '../../ui/format.ts';
import type { Part, Plugged, Target } from './moves.ts';
import { dimmIdFor, MODELS, modelOf, runsOf } from './moves.ts';

/** `dimm1, 1 GiB`. */
export function nameOfPart(part: Part, cells: Plugged): string {
  return `${dimmIdFor(part, cells)}, ${formatBytes(part.size)}`;
}

/** `node 1 slot 2`; of a part that stands in no slot, `node 1`. */
export function nameOfTarget(target: Target, part?: Part): string {
  if (target.kind === 'shelf') return words.theShelf;
  if (part !== undefined && ['virtio-pmem', 'cxl-type3'].includes(modelOf(part))) return words.machine;
  if (part !== undefined && !MODELS[modelOf(part)].slotted) return words.nodeName(target.node);
  return words.nodeAndSlot(target.node, target.slot);
}

/** The memory blocks a ghost adds, takes away or gives to another node or zone, ascending. */
export function blocksOf(ghost: Ghost, info: MachineInfo, change: GhostRun['change']): readonly number[] {
  const blocks: number[] = [];
  for (const run of ghost.runs) {
    if (run.change !== change) continue;
    const first = Math.floor(run.from / info.sectionsPerBlock);
    const last = Math.ceil(run.to / info.sectionsPerBlock);
    for (let block = Math.max(first, (blocks.at(-1) ?? -1) + 1); block < last; block++) blocks.push(block);
  }
  return blocks;
}

/** section.flags: online (engine/sparse/sections.ts). */
const ONLINE = 1 << 2;

/** The blocks that a ghost brings and leaves offline, ascending. */
export function blocksLeftOffline(ghost: Ghost, info: MachineInfo): readonly number[] {
  const runs = ghost.runs
    .filter(({ change, flags }) => change !== 'removed' && (flags & ONLINE) === 0)
    .map((run): GhostRun => ({ ...run, change: 'added' }));
  return blocksOf({ ...ghost, runs: runs.toSorted((x, y) => x.from - y.from) }, info, 'added');
}

/** One line of an outcome. */
export interface OutcomeRow {
  readonly label: string;
  readonly value: string;
  readonly tone?: 'caution';
}

/** What would happen, as rows. */
export function outcomeRows(ghost: Ghost, info: MachineInfo): readonly OutcomeRow[] {
  const rows: OutcomeRow[] = [];
  const added = blocksOf(ghost, info, 'added');
  const removed = blocksOf(ghost, info, 'removed');
  // plugged in again where it was before: the same blocks, of another node perhaps
  const moved = blocksOf(ghost, info, 'changed');
  if (removed.length > 0) rows.push({ label: words.removes, value: blockNames(removed) });
  if (added.length > 0) rows.push({ label: words.adds, value: blockNames(added) });
  if (moved.length > 0) rows.push({ label: words.keeps, value: `${blockNames(moved)}${nodesOf(ghost)}` });
  if (added.length + moved.length > 0) rows.push({ label: words.zone, value: zonesOf(ghost, info) });
  const leaves = Object.entries(ghost.leaves).filter(([, count]) => count !== 0);
  const tables = [
    ...leaves.map(([size, count]) => `${signed(count)} × ${size}`),
    ...(ghost.tablePages === 0 ? [] : [words.table(signed(ghost.tablePages), Math.abs(ghost.tablePages))]),
  ];
  if (tables.length > 0) rows.push({ label: words.pageTables, value: tables.join(', ') });
  for (const { ref, pages } of ghost.memmap)
    if (pages !== 0)
      rows.push({
        label: words.structPages,
        value: words.memmapPaidBy(Math.abs(pages) * info.sizes.pageBytes, pages, ref.nid, ref.zone),
      });
  for (const reply of ghost.replies)
    if (reply.pending !== undefined) rows.push({ label: words.waiting, value: reply.pending, tone: 'caution' });
  if (added.length + removed.length + moved.length === 0)
    rows.push({ label: 'Linux', value: ghost.dmesg.at(-1) ?? words.addsNoMemoryBlock, tone: 'caution' });
  return rows;
}

const signed = (n: number): string => `${n < 0 ? '−' : '+'}${formatCount(Math.abs(n))}`;

/** What would happen, in one sentence for a screen reader. */
export function spokenOutcome(what: string, ghost: Ghost, info: MachineInfo): string {
  if (ghost.refused !== undefined) return words.spokenRefused(what, ghost.refused.text);
  const added = blocksOf(ghost, info, 'added');
  const removed = blocksOf(ghost, info, 'removed');
  const moved = blocksOf(ghost, info, 'changed');
  const parts = [
    removed.length > 0 ? words.wouldBeRemoved(blockNames(removed, ' to ')) : '',
    added.length > 0 ? words.wouldBeAdded(blockNames(added, ' to '), zonesOf(ghost, info)) : '',
    moved.length > 0 ? words.wouldStay(blockNames(moved, ' to '), nodesOf(ghost), zonesOf(ghost, info)) : '',
  ].filter((part) => part !== '');
  return `${what}: ${parts.length === 0 ? (ghost.dmesg.at(-1) ?? words.noMemoryBlockWould) : parts.join('; ')}`;
}

/** `memory48–55 (8 blocks)`. */
export function blockNames(blocks: readonly number[], to = '–'): string {
  const names =
    to === '–'
      ? formatRuns(blocks, 'memory')
      : runsOf(blocks)
          .map(([a, b]) => (a === b ? `memory${a}` : `memory${a}${to}${b}`))
          .join(', ');
  return blocks.length > 1 && to === '–' ? words.namesAndCount(names, blocks.length) : names;
}

function zonesOf(ghost: Ghost, info: MachineInfo): string {
  const perZone = new Map<string, number>();
  for (const run of ghost.runs) {
    if (run.change === 'removed') continue;
    const name = (run.flags & ONLINE) === 0 ? words.offlineBlocks : (ZONES[run.zone] ?? words.offlineBlocks);
    perZone.set(name, (perZone.get(name) ?? 0) + (run.to - run.from) / info.sectionsPerBlock);
  }
  const named = [...perZone].sort(([a], [b]) => a.localeCompare(b));
  return named.length === 1 ? (named[0]?.[0] ?? '') : named.map(([zone, blocks]) => `${blocks} ${zone}`).join(', ');
}

/** `, now of node 0`: the nodes that changed blocks belong to afterwards. */
function nodesOf(ghost: Ghost): string {
  const nodes = new Set(ghost.runs.filter(({ change }) => change === 'changed').map(({ node }) => node));
  return words.nowOfNode(formatAnd([...nodes].map(String)));
}
