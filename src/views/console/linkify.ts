/** Finds what a console's text names: memory blocks, nodes, addresses, DIMMs. */
import { blockId, nodeId, pfn } from '../../engine/units.ts';
import type { Selection } from '../../store/types.ts';

/** A piece of a line; with a selection it is a link. */
export interface Piece {
  readonly text: string;
  readonly means?: Selection;
}
/** What must be known of the machine to understand its names. */
export interface Names {
  readonly pageBytes: number;
  readonly dimms: readonly string[];
  readonly nodes: number;
}

/** Kernel addresses begin above every physical address. */
const LOWEST_KERNEL_VA = 1n << 56n;
/** Shorter numbers are counts and flags more often than addresses. */
const ADDRESS_DIGITS = 6;

const TOKEN =
  /\bpfn[: =]*(?:0x[0-9a-f]+|\d+)\b|(?:\[mem )?0x[0-9a-f]{1,16}(?:-0x[0-9a-f]{1,16})?\]?|\b[0-9a-f]{8,16}-[0-9a-f]{8,16}\b|\bmemory\d{1,7}\b|\bnode\s?\d{1,4}\b|[A-Za-z_][\w.-]*/gi;

/** Cuts a line into plain text and links. */
export function linkify(text: string, names: Names): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    const means = meaning(match[0], names);
    if (means === undefined) continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    pieces.push({ text: match[0], means });
    from = match.index + match[0].length;
  }
  if (from < text.length || pieces.length === 0) pieces.push({ text: text.slice(from) });
  return pieces;
}

function meaning(token: string, names: Names): Selection | undefined {
  const block = /^memory(\d+)$/i.exec(token)?.[1];
  if (block !== undefined) return { kind: 'block', id: blockId(Number(block)) };
  const node = /^node\s?(\d+)$/i.exec(token)?.[1];
  if (node !== undefined) return Number(node) < names.nodes ? { kind: 'node', id: nodeId(Number(node)) } : undefined;
  const frame = /^pfn[: =]*(0x[0-9a-f]+|\d+)$/i.exec(token)?.[1];
  if (frame !== undefined)
    return Number.isSafeInteger(Number(frame)) ? { kind: 'pfn', pfn: pfn(Number(frame)) } : undefined;
  const range = /^(?:\[mem )?(?:0x)?([0-9a-f]+)-(?:0x)?([0-9a-f]+)\]?$/i.exec(token);
  if (range?.[1] !== undefined && range[2] !== undefined)
    return rangeOf(BigInt(`0x${range[1]}`), BigInt(`0x${range[2]}`), names);
  const hex = /^0x([0-9a-f]+)$/i.exec(token)?.[1];
  if (hex !== undefined) return hex.length < ADDRESS_DIGITS ? undefined : addressOf(BigInt(`0x${hex}`), names);
  return names.dimms.includes(token) ? { kind: 'dimm', id: token } : undefined;
}

function addressOf(address: bigint, names: Names): Selection | undefined {
  if (address >= LOWEST_KERNEL_VA) return { kind: 'va', va: address };
  if (address > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  return { kind: 'pfn', pfn: pfn(Math.floor(Number(address) / names.pageBytes)) };
}

/** Tools print the last byte of a range, not the first after it; the page-table dump is the exception. */
function rangeOf(first: bigint, last: bigint, names: Names): Selection | undefined {
  if (first >= LOWEST_KERNEL_VA)
    return last > first ? { kind: 'va', va: first, bytes: Number(last - first) } : { kind: 'va', va: first };
  if (last < first || last > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  const start = Math.floor(Number(first) / names.pageBytes);
  const end = Math.ceil((Number(last) + 1) / names.pageBytes);
  return end > start ? { kind: 'range', range: { start: pfn(start), end: pfn(end) } } : undefined;
}
