/**
 * The ghost of a gesture: its lines run on a fork of the present, and what differs afterwards. Chunks that the lines left
 * alone are not looked at, so a ghost costs what it changes and not what the machine holds.
 */
import { devicesFrom, devicesView } from '../engine/devices/all.ts';
import type { Line } from '../engine/lines.ts';
import type { Machine } from '../engine/machine.ts';
import { SECTION_MARKED_PRESENT } from '../engine/sparse/sections.ts';
import { changedRuns } from '../engine/state/compare.ts';
import type { Checkpoint } from '../engine/state/store.ts';
import { blockId, sectionNr } from '../engine/units.ts';
import type { ZoneRef } from '../engine/zones/types.ts';
import { BLOCK_ABSENT, BLOCK_ONLINE } from '../engine/blocks/blocks.ts';
import { sessionLine } from './log.ts';
import { culpritOf, refusalText } from './refusal.ts';
import type { Session } from './session.ts';
import type { Ghost, GhostRun, Moment, SessionLine } from './types.ts';

/** Runs lines on a fork, up to the first that is refused, and tells what they would do; of the present or of a moment. */
export function ghostOf(session: Session<Machine>, lines: readonly Line[], moment?: Moment): Ghost {
  const { player, before, length } = session.trial(moment);
  let { machine } = player;
  const tables = { before: tablePages(machine), leaves: leafEntries(machine) };
  const had = devicesFrom(machine.devices);
  const played: SessionLine[] = [];
  let refused: Ghost['refused'];
  for (const line of lines) {
    const { ended: _ended, ...result } = player.play(length + played.length, line);
    // a reboot brings another one
    ({ machine } = player);
    const ran = sessionLine(
      { line, source: 'person', group: 0, result, cost: 0, trace: undefined },
      length + played.length,
    );
    played.push(ran);
    const text = refusalText(ran);
    if (text === undefined) continue;
    refused = { text, errno: ran.reply.errno, culprit: culpritOf(machine, line) };
    break;
  }
  const after = machine.k.store.checkpoint();
  const runs = sectionRuns(machine, before, after);
  return {
    lines,
    replies: played.map((p) => p.reply),
    refused,
    runs,
    blocks: blockCounts(before, after),
    leaves: added(tables.leaves, leafEntries(machine)),
    tablePages: tablePages(machine) - tables.before,
    memmap: payers(machine, runs),
    dmesg: played.flatMap((p) => p.dmesg),
    devices: sameObjects(had, devicesFrom(machine.devices)) ? undefined : devicesView(machine.devices),
  };
}

const sameObjects = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((x, i) => x === b[i]);

/** Elements [from, to) runs of several arrays, as ascending element numbers; `per`: array elements of one section. */
function changed(a: Checkpoint, b: Checkpoint, names: readonly (readonly [name: string, per: number])[]): number[] {
  const all = new Set<number>();
  for (const [name, per] of names)
    for (const { from, to } of changedRuns(a, b, name))
      for (let i = Math.floor(from / per); i < Math.ceil(to / per); i++) all.add(i);
  return [...all].sort((x, y) => x - y);
}

/** Reads an element of an array as a checkpoint holds it. */
function read(c: Checkpoint, name: string, i: number): number {
  const chunks = c.arrays.get(name)?.chunks;
  const size = chunks?.find((chunk) => chunk !== undefined)?.data.length;
  return size === undefined ? 0 : (chunks?.[Math.floor(i / size)]?.data[i % size] ?? 0);
}

function sectionRuns(machine: Machine, before: Checkpoint, after: Checkpoint): GhostRun[] {
  const { sections } = machine;
  const runs: GhostRun[] = [];
  for (const nr of changed(before, after, [
    ['section.flags', 1],
    ['section.zone', 1],
    ['section.node', 1],
    ['section.map', sections.wordsPerSection],
  ])) {
    const was = (read(before, 'section.flags', nr) & SECTION_MARKED_PRESENT) !== 0;
    const flags = sections.flags.get(nr);
    const is = (flags & SECTION_MARKED_PRESENT) !== 0;
    if (!was && !is) continue;
    const change = !was ? 'added' : is ? 'changed' : 'removed';
    const zone = is ? sections.zone.get(nr) : read(before, 'section.zone', nr);
    const node = is ? sections.node.get(nr) : read(before, 'section.node', nr);
    const last = runs.at(-1);
    if (
      last !== undefined &&
      last.to === nr &&
      last.change === change &&
      last.flags === flags &&
      last.zone === zone &&
      last.node === node
    )
      runs[runs.length - 1] = { ...last, to: sectionNr(nr + 1) };
    else runs.push({ from: sectionNr(nr), to: sectionNr(nr + 1), flags, zone, node, change });
  }
  return runs;
}

function blockCounts(before: Checkpoint, after: Checkpoint): Ghost['blocks'] {
  let [plus, minus, online] = [0, 0, 0];
  for (const id of changed(before, after, [['block.state', 1]])) {
    const was = read(before, 'block.state', blockId(id));
    const is = read(after, 'block.state', blockId(id));
    if (was === BLOCK_ABSENT && is !== BLOCK_ABSENT) plus++;
    if (was !== BLOCK_ABSENT && is === BLOCK_ABSENT) minus++;
    if (was !== BLOCK_ONLINE && is === BLOCK_ONLINE) online++;
  }
  return { added: plus, removed: minus, online };
}

const REGIONS = ['direct-map', 'vmemmap'] as const;
const tablePages = (m: Machine): number => REGIONS.reduce((sum, region) => sum + m.mapping.counters(region).inTree, 0);

/** Leaf entries by size over both regions, from the page-table dump: its lines are runs of equal leaves. */
function leafEntries(m: Machine): Record<string, number> {
  const counts: Record<string, number> = {};
  const sizes = new Map(m.k.geometry.levels.map((l) => [l.name as string, 2 ** l.shift]));
  for (const region of REGIONS)
    for (const line of m.mapping.dump(region).split('\n')) {
      const run = /^0x([0-9a-f]+)-0x([0-9a-f]+)\s.*?(\S+)\s*$/.exec(line);
      const level = /\b(PGD|P4D|PUD|PMD|PTE|pgd|p4d|pud|pmd|pte)\b/.exec(line)?.[1]?.toUpperCase();
      const size = level === undefined ? undefined : sizes.get(level);
      if (run === null || size === undefined || !/\b(RW|ro|R|W|AF|D A)\b/.test(line)) continue;
      const name = sizeName(size);
      counts[name] = (counts[name] ?? 0) + Number(BigInt(`0x${run[2] ?? '0'}`) - BigInt(`0x${run[1] ?? '0'}`)) / size;
    }
  return counts;
}

/** 4096 → "4K". */
function sizeName(size: number): string {
  if (size >= 2 ** 40) return `${size / 2 ** 40}T`;
  if (size >= 2 ** 30) return `${size / 2 ** 30}G`;
  return size >= 2 ** 20 ? `${size / 2 ** 20}M` : `${size / 2 ** 10}K`;
}

function added(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): Record<string, number> {
  const out: Record<string, number> = {};
  for (const size of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const n = (after[size] ?? 0) - (before[size] ?? 0);
    if (n !== 0) out[size] = n;
  }
  return out;
}

/** Who pays for the struct pages of what is added. */
function payers(machine: Machine, runs: readonly GhostRun[]): Ghost['memmap'] {
  const { memmapPagesPerSection } = machine.k.sizes;
  const sums = new Map<string, { ref: ZoneRef; pages: number }>();
  for (const run of runs) {
    if (run.change !== 'added') continue;
    for (let nr: number = run.from; nr < run.to; nr++) {
      const payer = machine.pages.memmapOf(sectionNr(nr));
      if (payer === undefined) continue;
      const key = `${payer.nid} ${payer.zone}`;
      const sum = sums.get(key) ?? { ref: { nid: payer.nid, zone: payer.zone }, pages: 0 };
      sum.pages += memmapPagesPerSection;
      sums.set(key, sum);
    }
  }
  return [...sums.values()];
}
