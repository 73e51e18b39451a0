/** What a person types to find a place: an address, a page frame, a block, a section, a node, a DIMM, a zone or a state. */
import * as words from '#words/map.ts';
import { blockId, nodeId, pfn, sectionNr } from '../../engine/units.ts';
import type { PfnRange } from '../../engine/units.ts';
import { ZONES, blockRange, rangesOf } from '../../store/selection.ts';
import type { Known } from '../../store/selection.ts';
import type { Selection } from '../../store/types.ts';
import { formatAddress } from '../../ui/format.ts';
import { PRESENT } from './classes.ts';

/** A place that fits. */
export interface Match {
  readonly title: string;
  readonly selection: Selection;
  readonly ranges: readonly PfnRange[];
}
export type Found = { readonly matches: readonly Match[] } | { readonly error: string };

const HELP = words.help;
/** More places than anybody steps through. */
const MOST = 4096;

/** Finds places. Whatever does not exist is an error that says what does. */
export function find(text: string, known: Known): Found {
  const { info, cells } = known;
  const query = text.trim().toLowerCase();
  if (info === undefined) return { error: words.noMachineIsRunning };
  if (query === '') return { error: HELP };
  const one = (title: string, selection: Selection): Found => ({
    matches: [{ title, selection, ranges: rangesOf(selection, known) }],
  });

  const address = /^0x([0-9a-f_]+)$/.exec(query)?.[1];
  if (address !== undefined) return atAddress(BigInt(`0x${address.replaceAll('_', '') || '0'}`), known);
  const number = /^(?:(pfn|memory|block|section|node)\s*[:#]?\s*)?(0x[0-9a-f]+|\d+)$/.exec(query);
  if (number !== null) {
    const n = Number(number[2]);
    if (!Number.isSafeInteger(n)) return { error: words.isTooLargeNumber(number[2] ?? '') };
    switch (number[1]) {
      case 'memory':
      case 'block':
        return known.mirror.array('block.state').get(n) === 0
          ? { error: words.thereIsNoMemory(n, blockSpan(known)) }
          : one(`memory${n}`, { kind: 'block', id: blockId(n) });
      case 'section':
        return n >= (cells.highestSection ?? 0) || (known.mirror.array('section.flags').get(n) & PRESENT) === 0
          ? { error: words.sectionIsNotPresent(n) }
          : one(words.section(n), { kind: 'section', nr: sectionNr(n) });
      case 'node': {
        if (cells.nodes?.some((node) => node.id === n) !== true)
          return {
            error: words.thereIsNoNode(n, cells.nodes?.map((node) => node.id).join(', ')),
          };
        const found = one(words.nodeTitle(n), { kind: 'node', id: nodeId(n) });
        return 'matches' in found && found.matches[0]?.ranges.length === 0
          ? { error: words.nodeHasNoMemory(n) }
          : found;
      }
      default:
        return atPfn(n, known);
    }
  }
  return byName(query, known);
}

function atAddress(address: bigint, known: Known): Found {
  const { info } = known;
  if (info === undefined) return { error: words.noMachineIsRunning };
  const { geometry, sizes } = info;
  if (address >= 1n << 63n) {
    const selection: Selection = { kind: 'va', va: address };
    const ranges = rangesOf(selection, known);
    if (ranges.length === 0) return { error: words.isKernelAddressBut(formatAddress(address)) };
    return { matches: [{ title: formatAddress(address), selection, ranges }] };
  }
  if (address >= 1n << BigInt(geometry.maxPhysmemBits))
    return { error: words.isBeyondAddressBits(formatAddress(address), geometry.maxPhysmemBits) };
  return atPfn(Math.floor(Number(address) / sizes.pageBytes), known, formatAddress(address));
}

function atPfn(n: number, known: Known, title = words.searchPfn(n)): Found {
  const { info } = known;
  if (info === undefined) return { error: words.noMachineIsRunning };
  const nr = Math.floor(n / info.sizes.pagesPerSection);
  const present =
    nr < (known.cells.highestSection ?? 0) && (known.mirror.array('section.flags').get(nr) & PRESENT) !== 0;
  if (!present) return { error: words.searchThereIsNoMemory(title, blockSpan(known)) };
  const selection: Selection = { kind: 'pfn', pfn: pfn(n) };
  return { matches: [{ title, selection, ranges: rangesOf(selection, known) }] };
}

function byName(query: string, known: Known): Found {
  const { info, cells } = known;
  if (info === undefined) return { error: words.noMachineIsRunning };
  const dimms = (cells.dimms ?? []).filter((d) => d.id.toLowerCase() === query);
  const near = dimms.length > 0 ? dimms : (cells.dimms ?? []).filter((d) => d.id.toLowerCase().includes(query));
  if (near.length > 0 && !/^(online|offline)$/.test(query))
    return {
      matches: near.map((d) => ({
        title: d.id,
        selection: { kind: 'dimm', id: d.id },
        ranges: rangesOf({ kind: 'dimm', id: d.id }, known),
      })),
    };
  if (query === 'offline' || query === 'online') return byState(query, known);
  const zone = /^(?:node\s*(\d+)\s*)?(dma32|dma|normal|movable|device)$/.exec(query);
  if (zone !== null) {
    const name = ZONES.find((z) => z.toLowerCase() === zone[2]);
    const matches: Match[] = [];
    for (const node of cells.nodes ?? []) {
      if (name === undefined || (zone[1] !== undefined && Number(zone[1]) !== node.id)) continue;
      const selection: Selection = { kind: 'zone', ref: { nid: node.id, zone: name } };
      const ranges = rangesOf(selection, known);
      if (ranges.length > 0) matches.push({ title: words.zoneTitle(node.id, name), selection, ranges });
    }
    return matches.length > 0 ? { matches } : { error: words.noMemory(name ?? query, zone[1]) };
  }
  return { error: words.nothingIsCalled(query, HELP) };
}

/** Runs of neighbouring blocks in a state. */
function byState(state: 'online' | 'offline', known: Known): Found {
  const { info, mirror, cells } = known;
  if (info === undefined) return { error: words.noMachineIsRunning };
  const states = mirror.array('block.state');
  const wanted = state === 'offline' ? 1 : 2;
  const end = Math.ceil((cells.highestSection ?? 0) / info.sectionsPerBlock);
  const matches: Match[] = [];
  for (let id = 0; id < end && matches.length < MOST; id++) {
    if (states.get(id) !== wanted) continue;
    const from = id;
    while (id + 1 < end && states.get(id + 1) === wanted) id++;
    const range = { start: blockRange(info, blockId(from)).start, end: blockRange(info, blockId(id)).end };
    matches.push({
      title: from === id ? words.memory(from) : words.searchMemory(from, id),
      selection: { kind: 'range', range },
      ranges: [range],
    });
  }
  return matches.length > 0 ? { matches } : { error: words.noBlock(state) };
}

/** `blocks are memory0 to memory47` */
function blockSpan({ info, mirror, cells }: Known): string {
  if (info === undefined) return '';
  const states = mirror.array('block.state');
  const end = Math.ceil((cells.highestSection ?? 0) / info.sectionsPerBlock);
  let first = 0;
  while (first < end && states.get(first) === 0) first++;
  let last = end - 1;
  while (last > first && states.get(last) === 0) last--;
  return first >= end ? words.thisMachineHas : words.blocksLieBetweenMemory(first, last);
}
