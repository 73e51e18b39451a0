/** Bits of subsection bitmaps and of virtual addresses. */
import * as wording from '#words/inspector-tabs.ts';
import type { Geometry } from '../../engine/arch/geometry.ts';

/** A subsection bitmap as the kernel's longs hold it: hexadecimal, the highest subsection first. */
export function mapHex(words: readonly number[]): string {
  return `0x${[...words]
    .reverse()
    .map((word) => (word >>> 0).toString(16).padStart(8, '0'))
    .join('')}`;
}

/** Bits set in a bitmap. */
export function popcount(words: readonly number[]): number {
  let n = 0;
  for (const word of words) for (let w = word >>> 0; w !== 0; w &= w - 1) n++;
  return n;
}

/** Whether subsection `i` is active in a bitmap of 32-bit words, least significant first. */
export const bitAt = (words: readonly number[], i: number): boolean => (((words[i >>> 5] ?? 0) >>> (i & 31)) & 1) === 1;

/** One part of a virtual address. */
export interface VaField {
  readonly name: string;
  readonly bits: number;
  readonly value: bigint;
  /** `inside`: an index that a leaf further up leaves unused; its bits are part of the offset. */
  readonly kind: 'sign' | 'index' | 'inside' | 'offset';
}

/** The parts that an address can have on any architecture, in their order. */
export const PARTS: readonly string[] = [wording.sign, 'PGD', 'P4D', 'PUD', 'PMD', 'PTE', wording.offset];

/**
 * Splits a kernel virtual address into its sign extension, one index a level, and the offset in the page.
 *
 *   63      48 47   39 38   30 29   21 20   12 11       0
 *   | sign   | PGD   | PUD   | PMD   | PTE   | offset   |      x86_64, 4 levels
 *
 * @param leafShift log2 of the leaf that maps the address, where it is larger than a page
 */
export function splitVa(
  va: bigint,
  geometry: Pick<Geometry, 'levels' | 'pageShift'>,
  leafShift: number = geometry.pageShift,
): readonly VaField[] {
  const bits = va & ((1n << 64n) - 1n);
  const fields: VaField[] = [];
  const top = geometry.levels[0];
  if (top !== undefined) {
    const used = top.shift + Math.ceil(Math.log2(top.entries));
    fields.push({ name: wording.sign, bits: 64 - used, value: bits >> BigInt(used), kind: 'sign' });
  }
  for (const level of geometry.levels) {
    const width = Math.ceil(Math.log2(level.entries));
    fields.push({
      name: level.name,
      bits: width,
      value: (bits >> BigInt(level.shift)) & ((1n << BigInt(width)) - 1n),
      kind: level.shift < leafShift ? 'inside' : 'index',
    });
  }
  fields.push({
    name: wording.offset,
    bits: leafShift,
    value: bits & ((1n << BigInt(leafShift)) - 1n),
    kind: 'offset',
  });
  return fields;
}

/**
 * The address that selects entry `index` of a level and is `va` above that level, 0 below. On arm64 the sign bits
 * choose between two trees and stay; elsewhere they follow the highest index bit.
 */
export function withIndex(
  va: bigint,
  geometry: Pick<Geometry, 'arch' | 'levels'>,
  shift: number,
  index: number,
): bigint {
  const level = geometry.levels.find((l) => l.shift === shift);
  if (level === undefined) return va;
  const used = shift + Math.ceil(Math.log2(level.entries));
  const high = (va >> BigInt(used)) << BigInt(used);
  const next = high | (BigInt(index) << BigInt(shift));
  return level === geometry.levels[0] && geometry.arch !== 'arm64'
    ? BigInt.asUintN(64, BigInt.asIntN(used, next))
    : next;
}

/** What a person typed as a place: a virtual address, a physical address, a page frame number or a block's name. */
export type Place =
  | { readonly kind: 'va'; readonly va: bigint }
  | { readonly kind: 'phys'; readonly address: number }
  | { readonly kind: 'pfn'; readonly pfn: number }
  | { readonly kind: 'block'; readonly id: number };

/** Kernel addresses begin above every physical address. */
const LOWEST_KERNEL_VA = 1n << 56n;

/** Reads a place; undefined: it is none. */
export function parsePlace(text: string): Place | undefined {
  const plain = text.trim().toLowerCase().replaceAll('_', '');
  const block = /^memory(\d{1,9})$/.exec(plain)?.[1];
  if (block !== undefined) return { kind: 'block', id: Number(block) };
  const decimal = /^(?:pfn\s*)?(\d{1,15})$/.exec(plain)?.[1];
  if (decimal !== undefined) return { kind: 'pfn', pfn: Number(decimal) };
  const hex = /^(?:0x)?([0-9a-f]{1,16})$/.exec(plain)?.[1];
  if (hex === undefined) return undefined;
  const value = BigInt(`0x${hex}`);
  if (value >= LOWEST_KERNEL_VA) return { kind: 'va', va: value };
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? { kind: 'phys', address: Number(value) } : undefined;
}
