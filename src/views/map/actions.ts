/** What can be done with the blocks that are selected: the lines that do it, and the kernel's answer in words. */
import * as words from '#words/map.ts';
import type { Line, Reply } from '../../engine/lines.ts';
import type { OnlineType } from '../../engine/zones/types.ts';
import { rangesOf } from '../../store/selection.ts';
import type { Known } from '../../store/selection.ts';
import type { Selection } from '../../store/types.ts';
import { formatRuns } from '../../ui/format.ts';

/** Blocks of a selection by state, ascending. */
export interface SelectedBlocks {
  readonly offline: readonly number[];
  readonly online: readonly number[];
}

/** The blocks a selection touches. */
export function selectedBlocks(known: Known, selection: Selection): SelectedBlocks {
  const offline: number[] = [];
  const online: number[] = [];
  const { info } = known;
  if (info === undefined) return { offline, online };
  const pages = info.blockBytes / info.sizes.pageBytes;
  const state = known.mirror.array('block.state');
  const end = Math.ceil((known.cells.highestSection ?? 0) / info.sectionsPerBlock);
  let done = 0;
  for (const r of rangesOf(selection, known))
    for (let id = Math.max(done, Math.floor(r.start / pages)); id * pages < r.end && id < end; id++) {
      if (state.get(id) === 1) offline.push(id);
      else if (state.get(id) !== 0) online.push(id);
      done = id + 1;
    }
  return { offline, online };
}

/** One write to each block's state file. Offlining goes from the top down, as a person would shrink memory. */
export function stateLines(blocks: readonly number[], value: OnlineType): readonly Line[] {
  const order = value === 'offline' ? [...blocks].reverse() : blocks;
  return order.map((id) => ({ channel: 'write', path: `/sys/devices/system/memory/memory${id}/state`, value }));
}

const WHAT: Record<OnlineType, string> = {
  offline: words.whatOffline,
  online: words.whatOnline,
  online_kernel: words.whatOnlineKernel,
  online_movable: words.whatOnlineMovable,
};

/** What happened, in words. Lines after a refused one were not carried out. */
export function outcome(
  blocks: readonly number[],
  value: OnlineType,
  replies: readonly Reply[],
): { readonly ok: boolean; readonly text: string } {
  const order = value === 'offline' ? [...blocks].reverse() : blocks;
  const failed = replies.findIndex((r) => r.errno !== undefined);
  const pending = replies.find((r) => r.pending !== undefined);
  if (pending?.pending !== undefined) return { ok: true, text: words.waiting(pending.pending) };
  if (failed < 0)
    return {
      ok: true,
      text: `${formatRuns(
        [...order].sort((a, b) => a - b),
        'memory',
      )} ${WHAT[value]}`,
    };
  const done = failed === 0 ? '' : words.after(failed);
  return { ok: false, text: words.memoryWriteRefused(order[failed] ?? '?', replies[failed]?.errno ?? '?', done) };
}
