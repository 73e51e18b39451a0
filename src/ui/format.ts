/** How numbers are written on the screen. Sizes as Linux tools write them, addresses grouped so that an eye can read them. */
import { GiB, KiB, MiB, TiB } from '../engine/units.ts';

const UNITS: readonly (readonly [string, number])[] = [
  ['TiB', TiB],
  ['GiB', GiB],
  ['MiB', MiB],
  ['KiB', KiB],
];

/** `1536 MiB` → `1.5 GiB`: at most two decimals, a unit that keeps the number at 1 or above. */
export function formatBytes(bytes: number): string {
  for (const [name, unit] of UNITS) if (Math.abs(bytes) >= unit) return `${trim(bytes / unit)} ${name}`;
  return `${bytes} B`;
}

/** The short form on a stick: `1G`, `512M`, `1.5G`. */
export function formatBytesShort(bytes: number): string {
  for (const [name, unit] of UNITS) if (Math.abs(bytes) >= unit) return `${trim(bytes / unit)}${name.charAt(0)}`;
  return `${bytes}`;
}

/** A size as QEMU's command line takes it exactly: `1G`, `1536M`; bytes where no unit divides it. */
export function formatQemuSize(bytes: number): string {
  for (const [name, unit] of UNITS) if (bytes >= unit && bytes % unit === 0) return `${bytes / unit}${name.charAt(0)}`;
  return `${bytes}`;
}

/** Hexadecimal in groups of four digits from the right: `0x1_8000_0000`. */
export function formatAddress(address: number | bigint): string {
  return `0x${address.toString(16).replace(/\B(?=(?:[0-9a-f]{4})+$)/g, '_')}`;
}

/** A range of addresses, the end inclusive: `0x1_8000_0000 – 0x1_87ff_ffff`. */
export function formatAddressRange(start: number, end: number): string {
  return `${formatAddress(start)} – ${formatAddress(end - 1)}`;
}

/** `262144` → `262,144`. */
export function formatCount(count: number): string {
  return count.toString().replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 block`, `8 blocks`. */
export function formatPlural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** Consecutive numbers as ranges: [48,49,50,53] → `48–50, 53`. The input ascends. */
export function formatRuns(numbers: readonly number[], prefix = ''): string {
  const runs: string[] = [];
  for (let i = 0; i < numbers.length;) {
    let j = i;
    while (j + 1 < numbers.length && numbers[j + 1] === (numbers[j] ?? 0) + 1) j++;
    runs.push(i === j ? `${prefix}${numbers[i]}` : `${prefix}${numbers[i]}–${numbers[j]}`);
    i = j + 1;
  }
  return runs.join(', ');
}

/**
 * A size as a person or QEMU writes it: `512M`, `1.5 GiB`, `2t`, `134217728`. A bare number is bytes.
 * @returns bytes, or undefined when it is no size
 */
export function parseSize(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(?:([kmgt])(?:i?b)?|b)?\s*$/i.exec(text);
  if (match === null) return undefined;
  const unit = { k: KiB, m: MiB, g: GiB, t: TiB }[(match[2] ?? '').toLowerCase()] ?? 1;
  const bytes = Number(match[1]) * unit;
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

function trim(n: number): string {
  return n.toFixed(2).replace(/\.?0+$/, '');
}
