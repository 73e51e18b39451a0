/** What the three values of memmap_on_memory come to for the next DIMM, in words. */
import * as words from '#words/inspector-tabs.ts';
import { formatAnd } from '#words/numbers.ts';
import type { MemmapCostRow } from '../../link/messages.ts';
import type { MemmapOutcome, MemmapStory } from '../../session/memmap-story.ts';
import type { NodeState } from '../../engine/zones/types.ts';
import { formatBytes } from '../../ui/format.ts';

/** Pages of all kernel zones by what they are for; they add up to what is present. */
export interface KernelPages {
  readonly present: number;
  /** Struct pages of boot memory and of memory that was added. */
  readonly bootMemmap: number;
  readonly addedMemmap: number;
  /** Everything else that is in use. */
  readonly other: number;
  /** Free, but kept by marks and protection. */
  readonly kept: number;
  /** Free for struct pages. */
  readonly room: number;
}

/** @param rows who pays for whose struct pages; @param free pages free in a kernel zone; @param room what struct pages can be taken from */
export function kernelPages(
  nodes: readonly NodeState[],
  rows: readonly MemmapCostRow[],
  free: (nid: number, zone: string) => number,
  room: number,
): KernelPages {
  let present = 0;
  let unused = 0;
  for (const node of nodes)
    for (const zone of node.zones)
      if (zone.name !== 'Movable' && zone.name !== 'Device') {
        present += zone.present;
        unused += zone.present === 0 ? 0 : free(node.id, zone.name);
      }
  let bootMemmap = 0;
  let addedMemmap = 0;
  for (const { payer, boot, pages } of rows)
    if (payer.zone !== 'Movable' && payer.zone !== 'Device') {
      if (boot) bootMemmap += pages;
      else addedMemmap += pages;
    }
  const taken = Math.min(room, unused);
  return {
    present,
    bootMemmap,
    addedMemmap,
    other: Math.max(0, present - unused - bootMemmap - addedMemmap),
    kept: unused - taken,
    room: taken,
  };
}

/** The outcome of one value of the option. */
export const outcomeOf = (story: MemmapStory, mode: MemmapOutcome['mode']): MemmapOutcome | undefined =>
  story.outcomes.find((o) => o.mode === mode);

/** What the comparison means, in a sentence or two. */
export function verdict(
  story: MemmapStory,
  pageBytes: number,
): { readonly tone: 'good' | 'caution' | 'trouble'; readonly text: string } {
  const off = outcomeOf(story, 'N');
  const on = outcomeOf(story, 'Y');
  const force = outcomeOf(story, 'force');
  if (off === undefined || on === undefined || force === undefined) return { tone: 'caution', text: '' };
  const size = formatBytes(story.bytes);
  const works = on.why === undefined ? on : force.why === undefined ? force : undefined;
  const carved = works === undefined ? '' : formatBytes(works.carvedPerBlock * story.blocks * pageBytes);
  if (off.errno !== undefined) {
    if (works !== undefined && works.errno === undefined)
      return {
        tone: words.good,
        text: words.onlyWithOptionCan(size, story.addableBytes, carved),
      };
    return {
      tone: words.trouble,
      text: words.cannotBeAdded(size, off.errno, works === undefined ? on.why : undefined),
    };
  }
  if (works === undefined) return { tone: words.caution, text: words.optionDoesNothing(force.why ?? on.why ?? '') };
  const wasted =
    works.wastedPerBlock === 0 ? '' : words.ofThatHoldNothing(works.wastedPerBlock * story.blocks * pageBytes);
  if (story.zone === 'kernel')
    return {
      tone: words.caution,
      text: words.noGainInKernel(story.memmapPages * pageBytes, wasted),
    };
  return {
    tone: story.memmapPages * 4 > story.room ? 'good' : 'caution',
    text: words.optionSparesKernelZones(
      (off.fromKernel - works.fromKernel) * pageBytes,
      carved,
      story.memmapPages * 4 > story.room,
      story.room * pageBytes,
      wasted,
    ),
  };
}

/** What a failed add leaves behind; undefined: it did not fail, or nothing stays. */
export function leftBehind(o: MemmapOutcome, sectionMemmapBytes: number): string | undefined {
  if (o.errno === undefined) return undefined;
  const parts = [
    o.leftSections === 0 ? '' : words.withOfStructPages(o.leftSections, o.leftSections * sectionMemmapBytes),
    o.leftDirectMapBytes === 0 ? '' : words.ofDirectMap(o.leftDirectMapBytes),
  ].filter((part) => part !== '');
  return parts.length === 0 ? undefined : words.whichNobodyGivesBack(formatAnd(parts));
}

/** Pages as a size, in few letters. */
export const sizeOf = (pages: number, pageBytes: number): string =>
  pages === 0 ? '0' : formatBytes(pages * pageBytes);
