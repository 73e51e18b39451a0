/**
 * QEMU's option lists: `pc-dimm,id=dimm1,memdev=mem1,node=1`. The first word may stand without a key; `,,` is a comma
 * inside a value; of a key that comes twice the last value counts (util/keyval.c, util/qemu-option.c).
 */

/** Why the host refuses something, in QEMU's words. */
export interface Refusal {
  readonly error: string;
}

/** The options of one object or device, in the order in which they were given. */
export interface Options {
  readonly values: ReadonlyMap<string, string>;
  /** Words without `=`: QEMU takes them for switches (`on`) with a warning, or refuses them. */
  readonly bare: readonly string[];
}

/** Splits an option list; `implied` is the key of a first word without one. Never fails. */
export function parseOptions(text: string, implied: string): Options {
  const values = new Map<string, string>();
  const bare: string[] = [];
  const put = (key: string, value: string): void => {
    values.delete(key);
    values.set(key, value);
  };
  let at = 0;
  for (let first = true; at < text.length; first = false) {
    let end = at;
    while (end < text.length && text.charAt(end) !== '=' && text.charAt(end) !== ',') end++;
    const named = text.charAt(end) === '=';
    const { value, next } = valueAt(text, named ? end + 1 : at);
    if (named) put(text.slice(at, end), value);
    else if (first) put(implied, value);
    else {
      bare.push(value);
      if (value.startsWith('no') && value.length > 2) put(value.slice(2), 'off');
      else put(value, 'on');
    }
    at = next;
  }
  return { values, bare };
}

/** Reads a value: up to a comma that is not doubled. */
function valueAt(text: string, from: number): { readonly value: string; readonly next: number } {
  let value = '';
  for (let at = from; at < text.length; at++) {
    const c = text.charAt(at);
    if (c === ',' && text.charAt(++at) !== ',') return { value, next: at };
    value += c;
  }
  return { value, next: text.length };
}

/** Whether a text may name an object or a device (util/id.c: id_wellformed). */
export const isIdentifier = (text: string): boolean => /^[A-Za-z][A-Za-z0-9\-._]*$/.test(text);

/** What QEMU says of a name that is none. */
export const NOT_AN_IDENTIFIER =
  "Parameter 'id' expects an identifier\nIdentifiers consist of letters, digits, '-', '.', '_', starting with a letter.";

const UNITS = 'BKMGTPE';

/**
 * A size in bytes: a plain number is bytes, a letter scales by 1024, a fraction is allowed with a letter, hexadecimal
 * without one; undefined: not a size (util/cutils.c: qemu_strtosz).
 */
export function parseSize(text: string): number | undefined {
  if (/^0[xX][0-9a-fA-F]+$/.test(text)) return inRange(Number(text));
  const m = /^\s*\+?(\d+)(\.\d*)?([bkmgtpeBKMGTPE])?$/.exec(text);
  if (m === null) return undefined;
  const scale = 1024 ** UNITS.indexOf((m[3] ?? 'B').toUpperCase());
  const fraction = Number(`0${m[2] ?? ''}`);
  if (scale === 1 && fraction !== 0) return undefined;
  return inRange(Number(m[1]) * scale + Math.floor(fraction * scale));
}
const inRange = (n: number): number | undefined => (n < 2 ** 64 ? n : undefined);

/** A whole number as QEMU's options take it: decimal, 0x… or octal 0…; undefined: none, or beyond 64 bits. */
export function parseInteger(text: string): bigint | undefined {
  const m = /^\s*([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)$/.exec(text);
  if (m === null) return undefined;
  const digits = m[2] ?? '0';
  const n = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  if (n >= 2n ** 64n) return undefined;
  return m[1] === '-' ? -n : n;
}

/** A switch: undefined when the word is neither on nor off. */
export function parseSwitch(text: string): boolean | undefined {
  if (/^(on|yes|true|y)$/.test(text)) return true;
  if (/^(off|no|false|n)$/.test(text)) return false;
  return undefined;
}
