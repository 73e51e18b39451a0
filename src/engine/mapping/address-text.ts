/** A walk as text, for consoles. */
import * as words from '#words/addresses.ts';
import type { NotWalked, Walk } from './types.ts';

const UNITS = ['', 'K', 'M', 'G', 'T', 'P'] as const;
/** 2097152 → "2M". */
function sizeText(bytes: number): string {
  let n = bytes;
  let unit = 0;
  while (n >= 1024 && n % 1024 === 0 && unit < UNITS.length - 1) {
    n /= 1024;
    unit++;
  }
  return `${n}${UNITS[unit] ?? ''}`;
}

/** The tables and entries an address selects, and where it ends. */
export function addressText(walk: Walk | NotWalked): string {
  if ('outside' in walk) return `${walk.outside}\n`;
  const lines = [`0x${walk.va.toString(16)}: ${walk.region === 'direct-map' ? words.directMap : words.vmemmap}`];
  for (const { level, index, kind, attributes, shift } of walk.levels)
    lines.push(
      `  ${level.padEnd(4)}${String(index).padStart(5)}  ${kind}${kind === 'leaf' ? ` ${sizeText(2 ** shift)} ${attributes.trimEnd()}` : ''}`,
    );
  if (walk.phys !== undefined) lines.push(`  ${words.physical(walk.phys.toString(16))}`);
  else if (walk.note === undefined) lines.push(`  ${words.physicalNotKnown}`);
  if (walk.note !== undefined) lines.push(`  ${walk.note}`);
  return `${lines.join('\n')}\n`;
}
