/**
 * What lsmem of util-linux 2.38 prints, as a pure function of what it would read below /sys/devices/system/memory.
 *
 * Neighbouring blocks that are equal in every "split" column become one row; without -S the split columns are the
 * output columns, so asking for NODE or ZONES also splits by them.
 */
import { alignedTable, jsonTable, pairsTable, rawTable } from './columns.ts';
import type { Cell, TableColumn } from './columns.ts';

/** What lsmem reads of one memory block directory. */
export interface LsmemBlock {
  /** N of memoryN. */
  readonly index: number;
  /** Text of `state` without newline. */
  readonly state: string;
  readonly removable: boolean;
  /** Number of the first node link; undefined when there is none. */
  readonly node: number | undefined;
  /** Text of `valid_zones` without newline; undefined when the file is missing. */
  readonly zones: string | undefined;
}

/** The memory directory: block size in bytes and the blocks in ascending order. */
export interface LsmemSource {
  readonly blockBytes: number;
  readonly blocks: Iterable<LsmemBlock>;
}

export type Column = 'RANGE' | 'SIZE' | 'STATE' | 'REMOVABLE' | 'BLOCK' | 'NODE' | 'ZONES';
/** All columns lsmem has, in its order: what `--output-all` and the recordings of real machines ask for. */
export const COLUMNS: readonly Column[] = ['RANGE', 'SIZE', 'STATE', 'REMOVABLE', 'BLOCK', 'NODE', 'ZONES'];
const DEFAULT_COLUMNS: readonly Column[] = ['RANGE', 'SIZE', 'STATE', 'REMOVABLE', 'BLOCK'];
/** Names lsmem knows; valid_zones is compared without regard to case. */
const ZONE_WORDS: readonly string[] = ['DMA', 'DMA32', 'Normal', 'Highmem', 'Movable', 'Device', 'None'];

/** How the rows are made and printed. */
export interface LsmemOptions {
  readonly columns: readonly Column[];
  /** Columns whose values must be equal for blocks to share a row; undefined: the output columns. */
  readonly split: readonly Column[] | undefined;
  /** -a: every block on its own row. */
  readonly all: boolean;
  readonly bytes: boolean;
  readonly headings: boolean;
  readonly format: 'table' | 'json' | 'pairs' | 'raw';
  readonly table: boolean;
  readonly summary: boolean;
}

/** lsmem without options. */
export const LSMEM_DEFAULTS: LsmemOptions = {
  columns: DEFAULT_COLUMNS,
  split: undefined,
  all: false,
  bytes: false,
  headings: true,
  format: 'table',
  table: true,
  summary: true,
};

interface Row {
  readonly index: number;
  count: number;
  readonly first: LsmemBlock;
  readonly zones: readonly string[];
}

/**
 * A size as util-linux prints it: one letter, one decimal rounded at the half of the third digit, no trailing zero
 * (lib/strutils.c: size_to_human_string).
 */
export function humanSize(bytes: number): string {
  const letters = 'BKMGTPE';
  let exp = 0;
  while (exp < letters.length - 1 && bytes >= 1024 ** (exp + 1)) exp++;
  const unit = 1024 ** exp;
  let whole = Math.floor(bytes / unit);
  let tenth = Math.floor((Math.floor(((bytes % unit) * 1000) / unit) + 50) / 100);
  if (tenth === 10) {
    whole++;
    tenth = 0;
  }
  return `${whole}${tenth > 0 ? `.${tenth}` : ''}${letters[exp] ?? ''}`;
}

const zoneWords = (text: string | undefined): readonly string[] =>
  text === undefined
    ? []
    : text
        .split(' ')
        .filter((w) => w !== '')
        .map((w) => ZONE_WORDS.find((z) => z.toLowerCase() === w.toLowerCase()) ?? 'Unknown');

function rowsOf(blocks: readonly LsmemBlock[], options: LsmemOptions, haveNodes: boolean, haveZones: boolean): Row[] {
  const split = new Set(options.split ?? options.columns);
  const rows: Row[] = [];
  for (const block of blocks) {
    const zones = haveZones ? zoneWords(block.zones) : [];
    const last = rows.at(-1);
    const joins =
      last !== undefined &&
      !options.all &&
      last.index + last.count === block.index &&
      !(split.has('STATE') && last.first.state !== block.state) &&
      !(split.has('REMOVABLE') && last.first.removable !== block.removable) &&
      !(split.has('NODE') && haveNodes && last.first.node !== block.node) &&
      !(
        split.has('ZONES') &&
        haveZones &&
        (last.zones.length !== zones.length || zones.some((z, i) => z === 'Unknown' || z !== last.zones[i]))
      );
    if (joins) last.count++;
    else rows.push({ index: block.index, count: 1, first: block, zones });
  }
  return rows;
}

/** The text lsmem prints for a memory directory. */
export function lsmemText(source: LsmemSource, options: LsmemOptions): string {
  const blocks = [...source.blocks];
  const size = source.blockBytes;
  const haveNodes = blocks[0]?.node !== undefined;
  // 2.38 looks at block 0 only: without it no zone is ever shown
  const haveZones = blocks[0]?.index === 0 && blocks[0].zones !== undefined;
  const hex = (n: number): string => `0x${n.toString(16).padStart(16, '0')}`;
  const cell = (column: Column, row: Row): Cell => {
    switch (column) {
      case 'RANGE':
        return `${hex(row.index * size)}-${hex((row.index + row.count) * size - 1)}`;
      case 'SIZE':
        return options.bytes ? String(row.count * size) : humanSize(row.count * size);
      case 'STATE':
        return row.first.state === 'online' || row.first.state === 'offline'
          ? row.first.state
          : row.first.state === 'going-offline'
            ? 'on->off'
            : '?';
      case 'REMOVABLE':
        return row.first.state === 'online' ? (row.first.removable ? 'yes' : 'no') : undefined;
      case 'BLOCK':
        return row.count === 1 ? String(row.index) : `${row.index}-${row.index + row.count - 1}`;
      case 'NODE':
        return haveNodes ? String(row.first.node ?? -1) : undefined;
      case 'ZONES':
        return haveZones ? row.zones.join('/') : undefined;
    }
  };
  let out = '';
  if (options.table) {
    const columns = options.columns.map((name): TableColumn => ({
      name,
      alignRight: name !== 'RANGE',
      widthHint: name === 'SIZE' ? 5 : 0,
      json:
        name === 'NODE' || (name === 'SIZE' && options.bytes) ? 'number' : name === 'REMOVABLE' ? 'boolean' : 'string',
    }));
    const rows = rowsOf(blocks, options, haveNodes, haveZones).map((row) => options.columns.map((c) => cell(c, row)));
    switch (options.format) {
      case 'table':
        out += alignedTable(columns, rows, options.headings);
        break;
      case 'raw':
        out += rawTable(columns, rows, options.headings);
        break;
      case 'pairs':
        out += pairsTable(columns, rows);
        break;
      case 'json':
        out += jsonTable('memory', columns, rows);
        break;
    }
    if (options.summary) out += '\n';
  }
  if (options.summary) {
    const online = blocks.filter((b) => b.state === 'online').length * size;
    const amount = (n: number): string => (options.bytes ? String(n).padStart(15) : humanSize(n).padStart(5));
    const line = (label: string, n: number): string => `${label.padEnd(23)} ${amount(n)}\n`;
    out +=
      line('Memory block size:', size) +
      line('Total online memory:', online) +
      line('Total offline memory:', blocks.length * size - online);
  }
  return out;
}
