/** How English writes numbers, sizes and counted things. */

/** The language of this folder (BCP 47). */
export const LANGUAGE = 'en';

/** Units of bytes, largest first. */
const UNITS = (
  [
    ['TiB', 4],
    ['GiB', 3],
    ['MiB', 2],
    ['KiB', 1],
  ] as const
).map(([name, power]) => [name, 1024 ** power] as const);
const plurals = new Intl.PluralRules(LANGUAGE);

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

/** `262144` → `262,144`. */
export function formatCount(count: number): string {
  return count.toString().replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 block`, `8 blocks`. */
export function formatPlural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${plurals.select(count) === 'one' ? one : many}`;
}

/** `node 0 and node 1`: English on this page joins what it lists by words alone. */
export const formatAnd = (items: readonly string[]): string => items.join(' and ');

/** `Normal or Movable`. */
export const formatOr = (items: readonly string[]): string => items.join(' or ');

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

function trim(n: number): string {
  return n.toFixed(2).replace(/\.?0+$/, '');
}
