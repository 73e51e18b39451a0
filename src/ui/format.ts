/** How addresses are written on the screen, grouped so that an eye can read them; sizes as a person or QEMU writes them. */
import { GiB, KiB, MiB, TiB } from '../engine/units.ts';

export { formatBytes, formatBytesShort, formatCount, formatRuns } from '#words/numbers.ts';

const UNITS: readonly (readonly [string, number])[] = [
  ['T', TiB],
  ['G', GiB],
  ['M', MiB],
  ['K', KiB],
];

/** A size as QEMU's command line takes it exactly: `1G`, `1536M`; bytes where no unit divides it. */
export function formatQemuSize(bytes: number): string {
  for (const [letter, unit] of UNITS) if (bytes >= unit && bytes % unit === 0) return `${bytes / unit}${letter}`;
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
