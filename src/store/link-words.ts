/** The readable parts of an address: a selection, a moment, a camera in a few letters, and back. */
import * as v from 'valibot';
import type { Moment } from '../link/messages.ts';
import { cameraSchema, momentSchema, selectionSchema } from './link-state.ts';
import type { LinkCamera } from './link-state.ts';
import type { Selection } from './types.ts';

const hex = (n: number | bigint): string => `0x${n.toString(16)}`;

/** `block:37`, `pfn:0x180000`, `zone:1:Movable`, …; undefined: nothing is selected. */
export function selectionWord(s: Selection): string | undefined {
  switch (s.kind) {
    case 'none':
      return undefined;
    case 'block':
      return `block:${s.id}`;
    case 'section':
      return `section:${s.nr}`;
    case 'pfn':
      return `pfn:${hex(s.pfn)}`;
    case 'range':
      return `range:${hex(s.range.start)}:${hex(s.range.end)}`;
    case 'dimm':
      return `dimm:${s.id}`;
    case 'node':
      return `node:${s.id}`;
    case 'zone':
      return `zone:${s.ref.nid}:${s.ref.zone}`;
    case 'va':
      return `va:${hex(s.va)}${s.bytes === undefined ? '' : `:${hex(s.bytes)}`}`;
    case 'device':
      return `device:${s.ref.kind}:${s.ref.id}`;
  }
}

/** Words to numbers: decimal, or hexadecimal after 0x; anything else becomes NaN, which no schema takes. */
const number = (text: string | undefined): number =>
  text !== undefined && /^(?:\d{1,16}|0x[0-9a-f]{1,14})$/i.test(text) ? Number(text) : Number.NaN;

/** The selection of a word; undefined: the word is none. */
export function selectionOfWord(word: string): Selection | undefined {
  const at = word.indexOf(':');
  const kind = word.slice(0, at);
  const rest = word.slice(at + 1);
  const [a, b] = rest.split(':');
  const made: unknown = {
    block: { kind, id: number(a) },
    section: { kind, nr: number(a) },
    pfn: { kind, pfn: number(a) },
    range: { kind, range: { start: number(a), end: number(b) } },
    dimm: { kind, id: rest },
    node: { kind, id: number(a) },
    zone: { kind, ref: { nid: number(a), zone: b } },
    va: { kind, va: (a ?? '').toLowerCase(), ...(b !== undefined && { bytes: number(b) }) },
    device: { kind, ref: { kind: a, id: rest.slice((a?.length ?? 0) + 1) } },
  }[kind];
  const parsed = v.safeParse(selectionSchema, made);
  if (!parsed.success) return undefined;
  const s = parsed.output;
  return s.kind === 'range' && s.range.start >= s.range.end ? undefined : s;
}

/** `12.40`: step 40 of line 12, counted from 1 as on screen; `12`: after line 12; `0`: the boot. */
export const momentWord = ({ line, step }: Moment): string =>
  step === undefined ? `${line + 1}` : `${line + 1}.${step}`;

/** The moment of a word; undefined: the word is none. */
export function momentOfWord(word: string): Moment | undefined {
  const m = /^(\d{1,9})(?:\.(\d{1,12}))?$/.exec(word);
  if (m === null) return undefined;
  const made = { line: Number(m[1]) - 1, ...(m[2] !== undefined && { step: Number(m[2]) }) };
  const parsed = v.safeParse(momentSchema, made);
  // inside the boot there is no step
  return parsed.success && (parsed.output.line >= 0 || parsed.output.step === undefined) ? parsed.output : undefined;
}

const rounded = (n: number): number => Number(n.toPrecision(8));

export const cameraWord = ({ x, y, scale }: LinkCamera): string => [x, y, scale].map(rounded).join(',');

/** The camera of a word; undefined: the word is none. */
export function cameraOfWord(word: string): LinkCamera | undefined {
  const parts = word.split(',');
  if (parts.length !== 3 || parts.some((part) => part.trim() === '')) return undefined;
  const [x, y, scale] = parts.map(Number);
  const parsed = v.safeParse(cameraSchema, { x, y, scale });
  return parsed.success ? parsed.output : undefined;
}
