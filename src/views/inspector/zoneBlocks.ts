/** Which memory blocks a zone holds. */
import * as words from '#words/inspector-tabs.ts';
import type { Zone } from '../../engine/zones/types.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { ZONES } from '../../store/selection.ts';
import type { Mirror } from '../../store/types.ts';
import { formatCount, formatRuns } from '../../ui/format.ts';

/** More runs than this are counted, not listed. */
const LISTED = 12;

/** The blocks whose zone is this one. Boot blocks of several zones belong to none (mem->zone is unset). */
export function blocksOf(
  mirror: Mirror,
  info: MachineInfo,
  nid: number,
  zone: Pick<Zone, 'name' | 'startPfn' | 'spanned'>,
): { readonly ids: readonly number[]; readonly text: string } {
  const { pageBytes } = info.sizes;
  const from = Math.floor((zone.startPfn * pageBytes) / info.blockBytes);
  const to = Math.ceil(((zone.startPfn + zone.spanned) * pageBytes) / info.blockBytes);
  const state = mirror.array('block.state');
  const node = mirror.array('block.node');
  const of = mirror.array('block.zone');
  const index = ZONES.indexOf(zone.name);
  const ids: number[] = [];
  for (let id = from; id < to; id++)
    if (state.get(id) > 1 && of.get(id) === index && node.get(id) === nid) ids.push(id);
  const runs = formatRuns(ids);
  const many = runs.split(', ').length > LISTED;
  return {
    ids,
    text:
      ids.length === 0 ? words.noneWholly : many ? formatCount(ids.length) : words.zoneBlocksMemory(ids.length, runs),
  };
}
