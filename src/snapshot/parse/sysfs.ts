/** Memory blocks, nodes and module parameters as sysfs shows them, read from path → text. */
import * as words from '#words/snapshot.ts';
import type { Problems } from '../problems.ts';
import { quoted } from '../problems.ts';

/** Texts of a machine's files by path; a missing path is a missing file. */
export type Texts = ReadonlyMap<string, string>;

const MEMORY = '/sys/devices/system/memory';
const NODE = '/sys/devices/system/node';
const PARAMETERS = '/sys/module/memory_hotplug/parameters';

/** One memory block directory. */
export interface BlockFiles {
  readonly id: number;
  readonly state: 'online' | 'offline' | 'going-offline';
  readonly removable: boolean;
  /** Number of the node link; undefined without NUMA. */
  readonly node: number | undefined;
  /** Words of valid_zones; undefined when the file is missing. */
  readonly validZones: readonly string[] | undefined;
}

/** Reads a list such as `0-1,3`; an empty text is no node. */
export function parseNodeList(path: string, text: string, problems: Problems): readonly number[] {
  const out: number[] = [];
  for (const part of text.trim().split(',')) {
    if (part === '') continue;
    const m = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(part);
    const from = Number(m?.[1]);
    const to = Number(m?.[2] ?? m?.[1]);
    if (m === null || to < from) problems.add(path, words.isNotListSuch(quoted(text.trim())));
    else for (let n = from; n <= to; n++) out.push(n);
  }
  return out;
}

/** Reads block_size_bytes: hexadecimal without 0x. */
export function parseBlockSize(texts: Texts, problems: Problems): number {
  const path = `${MEMORY}/block_size_bytes`;
  const text = texts.get(path);
  const bytes = /^[0-9a-f]{1,13}\n?$/.test(text ?? '') ? Number.parseInt(text ?? '', 16) : Number.NaN;
  if (text === undefined) problems.add(path, words.isMissingWithoutIt);
  else if (!(bytes > 0) || 2 ** Math.round(Math.log2(bytes)) !== bytes)
    problems.add(path, words.isNotPower(quoted(text.trim())));
  return bytes;
}

/** Reads every memoryN directory, ascending. */
export function parseBlocks(texts: Texts, problems: Problems): readonly BlockFiles[] {
  const ids: number[] = [];
  for (const path of texts.keys()) {
    const m = /^\/sys\/devices\/system\/memory\/memory(\d{1,9})\/state$/.exec(path);
    if (m !== null) ids.push(Number(m[1]));
  }
  if (ids.length === 0) problems.add(`${MEMORY}/memoryN/state`, words.isMissingMachineHas);
  return ids
    .toSorted((a, b) => a - b)
    .map((id) => {
      const dir = `${MEMORY}/memory${id}`;
      const state = (texts.get(`${dir}/state`) ?? '').trim();
      if (state !== 'online' && state !== 'offline' && state !== 'going-offline')
        problems.add(`${dir}/state`, words.isNotOnlineOffline(quoted(state)));
      const index = texts.get(`${dir}/phys_index`);
      if (index !== undefined && Number.parseInt(index, 16) !== id)
        problems.add(`${dir}/phys_index`, words.doesNotSayBlocks(id, quoted(index.trim())));
      const node = texts.get(`${dir}/node`);
      if (node !== undefined && !/^\d{1,4}\n?$/.test(node))
        problems.add(`${dir}/node`, words.isNotNodeNumber(quoted(node.trim())));
      return {
        id,
        state: state === 'offline' || state === 'going-offline' ? state : 'online',
        removable: texts.get(`${dir}/removable`)?.trim() !== '0',
        node: node === undefined ? undefined : Number.parseInt(node, 10),
        validZones: texts
          .get(`${dir}/valid_zones`)
          ?.trim()
          .split(' ')
          .filter((w) => w !== ''),
      };
    });
}

/** The node directory. */
export interface NodeFiles {
  readonly online: readonly number[];
  readonly possible: readonly number[];
  readonly hasMemory: readonly number[];
  readonly hasNormalMemory: readonly number[];
  /** Undefined: the snapshot does not say (has_cpu is not in recordings). */
  readonly hasCpu: readonly number[] | undefined;
  /** SLIT row of each node that has a directory. */
  readonly distance: ReadonlyMap<number, readonly number[]>;
}

/** Reads the node lists and distances. A kernel without NUMA has none of them: then everything is node 0. */
export function parseNodes(texts: Texts, problems: Problems): NodeFiles {
  const list = (name: string): readonly number[] | undefined => {
    const text = texts.get(`${NODE}/${name}`);
    return text === undefined ? undefined : parseNodeList(`${NODE}/${name}`, text, problems);
  };
  const online = list('online') ?? [0];
  if (online.length === 0) problems.add(`${NODE}/online`, words.namesNoNode);
  const possible = list('possible') ?? online;
  for (const n of online)
    if (!possible.includes(n)) problems.add(`${NODE}/online`, words.hasNodeWhichPossible(n, NODE));
  const distance = new Map<number, readonly number[]>();
  for (const n of possible) {
    const path = `${NODE}/node${n}/distance`;
    const text = texts.get(path);
    if (text === undefined) continue;
    const row = text.trim().split(/\s+/).map(Number);
    if (row.some((d) => !Number.isInteger(d) || d < 0 || d > 255))
      problems.add(path, words.isNotNumbersUp(quoted(text.trim())));
    distance.set(n, row);
  }
  return {
    online,
    possible,
    hasMemory: list('has_memory') ?? online,
    hasNormalMemory: list('has_normal_memory') ?? list('has_memory') ?? online,
    hasCpu: list('has_cpu'),
    distance,
  };
}

/** Text of one memory_hotplug parameter or of auto_online_blocks, without newline; undefined: not there. */
export function parameter(
  texts: Texts,
  name: 'auto_online_blocks' | 'online_policy' | 'auto_movable_ratio' | 'auto_movable_numa_aware' | 'memmap_on_memory',
): string | undefined {
  return texts.get(name === 'auto_online_blocks' ? `${MEMORY}/${name}` : `${PARAMETERS}/${name}`)?.trim();
}
