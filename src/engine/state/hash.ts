/**
 * Hashes of state: the same content gives the same hash, however it came about. Zeros that were written and zeros that
 * were never touched are the same; so are objects with keys in another order, and a log cut into other pieces.
 *
 *   hash(checkpoint) = arrays by name (chunk index, chunk hash)* , cells by name (value hash)
 *
 * Chunks of a checkpoint and values of cells never change, so their hashes are remembered: hashing the next moment costs
 * what changed since.
 */
import type { Buf, Checkpoint, SavedArray, Store } from './store.ts';

/** Two 32-bit lanes folded word by word (the multiply-rotate step of MurmurHash3, public domain). */
class Fold {
  #a = 0x9747b28c;
  #b = 0x85ebca6b;
  word(w: number): void {
    let k = Math.imul(w, 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    this.#a = Math.imul(this.#a ^ Math.imul(k, 0x1b873593), 5) + 0xe6546b64;
    this.#a = (this.#a << 13) | (this.#a >>> 19);
    this.#b = Math.imul(this.#b ^ w ^ (this.#a >>> 7), 0x01000193) + 0x165667b1;
    this.#b = (this.#b << 11) | (this.#b >>> 21);
  }
  text(s: string): void {
    this.word(s.length);
    for (let i = 0; i < s.length; i++) this.word(s.charCodeAt(i));
  }
  double(n: number): void {
    scratch[0] = n;
    this.word(words[0] ?? 0);
    this.word(words[1] ?? 0);
  }
  end(): string {
    const mix = (h: number): string => {
      let x = h ^ (h >>> 16);
      x = Math.imul(x, 0x85ebca6b);
      x ^= x >>> 13;
      x = Math.imul(x, 0xc2b2ae35);
      return ((x ^ (x >>> 16)) >>> 0).toString(16).padStart(8, '0');
    };
    return mix(this.#a) + mix(this.#b);
  }
}
const scratch = new Float64Array(1);
const words = new Uint32Array(scratch.buffer);

const chunkHashes = new WeakMap<Buf, string>();
const valueHashes = new WeakMap<object, string>();

/** Hash of one chunk of a checkpoint; '' when it holds nothing but zeros. */
export function hashChunk(data: Buf): string {
  const known = chunkHashes.get(data);
  if (known !== undefined) return known;
  const view = new Uint32Array(data.buffer, data.byteOffset, data.byteLength / 4);
  const fold = new Fold();
  let any = 0;
  for (let i = 0; i < view.length; i++) {
    const w = view[i] ?? 0;
    any |= w;
    fold.word(w);
  }
  const hash = any === 0 ? '' : fold.end();
  chunkHashes.set(data, hash);
  return hash;
}

function hashArray(saved: SavedArray): string {
  const fold = new Fold();
  fold.text(saved.type);
  for (const [index, c] of saved.chunks.entries()) {
    const hash = c === undefined ? '' : hashChunk(c.data);
    if (hash === '') continue;
    fold.word(index);
    fold.text(hash);
  }
  return fold.end();
}

/** A log: lines in pieces, each piece knowing the one before. */
interface Rope {
  readonly before: Rope | undefined;
  readonly lines: readonly string[];
}
const isRope = (x: object): x is Rope => 'before' in x && 'lines' in x && Array.isArray(x.lines);

/** Lines one after the other, so that the cuts between pieces do not show; without recursion, as logs grow long. */
function hashRope(rope: Rope): string {
  const pieces: Rope[] = [];
  let at: Rope | undefined = rope;
  while (at !== undefined && !valueHashes.has(at)) {
    pieces.push(at);
    at = at.before;
  }
  let hash = at === undefined ? '' : (valueHashes.get(at) ?? '');
  for (const piece of pieces.reverse()) {
    for (const line of piece.lines) {
      const fold = new Fold();
      fold.text(hash);
      fold.text(line);
      hash = fold.end();
    }
    valueHashes.set(piece, hash);
  }
  return hash;
}

function hashObject(value: object): string {
  if (isRope(value)) return hashRope(value);
  const fold = new Fold();
  if (Array.isArray(value)) {
    fold.text('array');
    fold.word(value.length);
    for (const v of value) fold.text(hashValue(v));
  } else if (ArrayBuffer.isView(value)) {
    fold.text(value.constructor.name);
    for (const byte of new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) fold.word(byte);
  } else if (value instanceof Map) {
    fold.text('map');
    for (const pair of [...value].map(([k, v]) => hashValue(k) + hashValue(v)).sort()) fold.text(pair);
  } else if (value instanceof Set) {
    fold.text('set');
    for (const v of [...value].map(hashValue).sort()) fold.text(v);
  } else {
    fold.text('object');
    for (const [k, v] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (v === undefined) continue;
      fold.text(k);
      fold.text(hashValue(v));
    }
  }
  return fold.end();
}

/** Hash of a cell's value: anything made of primitives, arrays, plain objects, maps, sets and typed arrays. */
export function hashValue(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    const known = valueHashes.get(value);
    if (known !== undefined) return known;
    const hash = hashObject(value);
    valueHashes.set(value, hash);
    return hash;
  }
  const fold = new Fold();
  fold.text(typeof value);
  if (typeof value === 'number') fold.double(value);
  else if (typeof value === 'function' || typeof value === 'symbol') throw new Error(`a ${typeof value} is no state`);
  else fold.text(String(value));
  return fold.end();
}

/** Hash of a checkpoint: 16 hexadecimal digits. */
export function hashCheckpoint(c: Checkpoint): string {
  const fold = new Fold();
  for (const [name, saved] of [...c.arrays].sort(([a], [b]) => (a < b ? -1 : 1))) {
    fold.text(name);
    fold.text(hashArray(saved));
  }
  for (const [name, value] of [...c.cells].sort(([a], [b]) => (a < b ? -1 : 1))) {
    fold.text(name);
    fold.text(hashValue(value));
  }
  return fold.end();
}

/** Hash of what a store holds now. */
export function hashStore(store: Store): string {
  return hashCheckpoint(store.checkpoint());
}
