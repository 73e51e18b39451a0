/**
 * The machine's state: chunked copy-on-write typed arrays for what is many, immutable cells for what is few.
 * A checkpoint copies references; a frame is the list of chunks and cells whose version is newer than the last frame's.
 *
 *   array   [chunk 0][chunk 1][ — ][chunk 3]      — : never touched, reads as zero
 *   version    7        3            12           the store's write clock when the chunk last changed
 */
import type { Bytes } from '../units.ts';

/**
 * Bytes of one chunk. Small, because a chunk is what a write copies after a checkpoint and what a frame carries: hot-adding
 * 1 GiB touches one chunk of each of a dozen arrays (48 KiB; with chunks of 64 KiB it would be 768 KiB), and even 64 TiB
 * of sections are no more than some 2,000 chunks for a checkpoint to refer to.
 */
export const CHUNK_BYTES = 4 * 1024;

export type ElementType = 'u8' | 'u16' | 'u32' | 'f64';
export type Buf = Uint8Array | Uint16Array | Uint32Array | Float64Array;

const BYTES: Record<ElementType, number> = { u8: 1, u16: 2, u32: 4, f64: 8 };
function allocate(type: ElementType, n: number): Buf {
  switch (type) {
    case 'u8':
      return new Uint8Array(n);
    case 'u16':
      return new Uint16Array(n);
    case 'u32':
      return new Uint32Array(n);
    case 'f64':
      return new Float64Array(n);
  }
}

/** What untouched chunks read as, and what a restore puts where the checkpoint has none. Never written: its epoch is no store's. */
const ZEROS: Record<ElementType, Buf> = {
  u8: allocate('u8', CHUNK_BYTES),
  u16: allocate('u16', CHUNK_BYTES / 2),
  u32: allocate('u32', CHUNK_BYTES / 4),
  f64: allocate('f64', CHUNK_BYTES / 8),
};

interface Chunk {
  readonly data: Buf;
  /** The store's epoch in which this chunk was made: only chunks of the current epoch may be written in place. */
  epoch: number;
  version: number;
}

/**
 * A sparse array of numbers that never moves, reads zero where untouched and can be checkpointed in O(chunks).
 * Indices stay below 2^32.
 */
export class ChunkedArray {
  readonly name: string;
  readonly type: ElementType;
  readonly chunkElements: number;
  readonly #shift: number;
  readonly #mask: number;
  readonly #clock: Clock;
  #chunks: (Chunk | undefined)[] = [];
  /** The chunks as last saved, while they are still the same objects. */
  #saved: SavedArray['chunks'] | undefined = undefined;

  constructor(name: string, type: ElementType, clock: Clock) {
    this.name = name;
    this.type = type;
    this.chunkElements = CHUNK_BYTES / BYTES[type];
    this.#shift = Math.log2(this.chunkElements);
    this.#mask = this.chunkElements - 1;
    this.#clock = clock;
  }

  /** Reads element i; 0 where nothing was ever written. */
  get(i: number): number {
    const c = this.#chunks[i >>> this.#shift];
    return c === undefined ? 0 : (c.data[i & this.#mask] ?? 0);
  }

  /** Writes element i; a write of the value already there changes nothing. */
  set(i: number, value: number): void {
    const c = this.#chunks[i >>> this.#shift];
    const at = i & this.#mask;
    if ((c === undefined ? 0 : c.data[at]) === value) return;
    const w = this.#writable(i >>> this.#shift);
    w.data[at] = value;
  }

  /** Writes `value` to [from, to). */
  fill(from: number, to: number, value: number): void {
    let i = from;
    while (i < to) {
      const index = i >>> this.#shift;
      const end = Math.min(to, (index + 1) * this.chunkElements);
      if (value !== 0 || this.#chunks[index] !== undefined) {
        const base = index * this.chunkElements;
        this.#writable(index).data.fill(value, i - base, end - base);
      }
      i = end;
    }
  }

  /** The chunks that exist, for frames, hashes and measurements. */
  *chunks(): Generator<{ readonly index: number; readonly version: number; readonly data: Buf }> {
    for (const [index, c] of this.#chunks.entries())
      if (c !== undefined) yield { index, version: c.version, data: c.data };
  }

  /** The data of one chunk, undefined where nothing was ever written. Two reads give the same object until a write follows a checkpoint. */
  chunk(index: number): Buf | undefined {
    return this.#chunks[index]?.data;
  }

  /** One past the highest chunk that was ever written. */
  get chunkSlots(): number {
    return this.#chunks.length;
  }

  /** Memory held, in bytes. */
  get bytes(): Bytes {
    let n = 0;
    for (const c of this.#chunks) if (c !== undefined && c.data !== ZEROS[this.type]) n++;
    return (n * CHUNK_BYTES) as Bytes;
  }

  /** References to the chunks; the store then counts its epoch on so that they are never written in place. */
  save(): SavedArray['chunks'] {
    return (this.#saved ??= this.#chunks.slice());
  }

  /** Puts saved chunks in place, of this array or of the same one in another store. */
  load(saved: SavedArray['chunks']): void {
    if (saved === this.#saved) return;
    const zeros = ZEROS[this.type];
    const slots = Math.max(saved.length, this.#chunks.length);
    const next: (Chunk | undefined)[] = [];
    let now = 0;
    for (let i = 0; i < slots; i++) {
      const was = this.#chunks[i];
      const is = saved[i];
      if ((was?.data ?? zeros) === (is?.data ?? zeros)) next.push(was);
      // a chunk that differs from what was shown is new to every reader of versions
      else next.push({ data: is?.data ?? zeros, epoch: -1, version: (now ||= ++this.#clock.now) });
    }
    if (now === 0) return;
    this.#chunks = next;
    this.#saved = undefined;
  }

  #writable(index: number): Chunk {
    const now = ++this.#clock.now;
    let c = this.#chunks[index];
    if (c === undefined || c.epoch !== this.#clock.epoch) {
      const data = allocate(this.type, this.chunkElements);
      if (c !== undefined) data.set(c.data);
      c = { data, epoch: this.#clock.epoch, version: now };
      // no holes: an array with gaps of more than a thousand slots becomes a slow dictionary
      while (this.#chunks.length < index) this.#chunks.push(undefined);
      this.#chunks[index] = c;
      this.#saved = undefined;
    }
    c.version = now;
    return c;
  }
}

/** Write clock and checkpoint epoch of a store. */
interface Clock {
  now: number;
  epoch: number;
}

/** One immutable value that can be replaced; objects in it are never changed in place. */
export class Cell<T> {
  readonly name: string;
  #value: T;
  #version = 0;
  readonly #clock: Clock;

  constructor(name: string, value: T, clock: Clock) {
    this.name = name;
    this.#value = value;
    this.#clock = clock;
  }
  get value(): T {
    return this.#value;
  }
  set value(v: T) {
    if (v === this.#value) return;
    this.#value = v;
    this.#version = ++this.#clock.now;
  }
  /** The store's write clock when the value last changed. */
  get version(): number {
    return this.#version;
  }
  /** Replaces the value by a function of it. */
  update(f: (v: T) => T): void {
    this.value = f(this.#value);
  }
}

/** An array as a checkpoint holds it. */
export interface SavedArray {
  readonly type: ElementType;
  readonly chunks: readonly ({ readonly data: Buf } | undefined)[];
}

/** What a checkpoint holds: references only. */
export interface Checkpoint {
  readonly arrays: ReadonlyMap<string, SavedArray>;
  readonly cells: ReadonlyMap<string, unknown>;
}

/** All state of one machine. Rooms of the engine register their arrays and cells here by name, once. */
export class Store {
  readonly #clock: Clock = { now: 0, epoch: 0 };
  readonly #arrays = new Map<string, ChunkedArray>();
  readonly #cells = new Map<string, Cell<unknown>>();

  /** Registers a typed array under a unique name. */
  array(name: string, type: ElementType): ChunkedArray {
    if (this.#arrays.has(name)) throw new Error(`array ${name} is registered twice`);
    const a = new ChunkedArray(name, type, this.#clock);
    this.#arrays.set(name, a);
    return a;
  }

  /** Registers an immutable value under a unique name. */
  cell<T>(name: string, initial: T): Cell<T> {
    if (this.#cells.has(name)) throw new Error(`cell ${name} is registered twice`);
    const c = new Cell<T>(name, initial, this.#clock);
    this.#cells.set(name, c as Cell<unknown>);
    return c;
  }

  arrays(): IterableIterator<ChunkedArray> {
    return this.#arrays.values();
  }
  cells(): IterableIterator<Cell<unknown>> {
    return this.#cells.values();
  }
  /** The write clock: everything changed later has a higher version. */
  get now(): number {
    return this.#clock.now;
  }

  /** From now on a write copies the chunk it goes to: chunk data handed out before stays as it is. */
  freeze(): void {
    this.#clock.epoch++;
  }

  /** Takes a checkpoint: O(number of chunks) references, no data copied. */
  checkpoint(): Checkpoint {
    this.freeze();
    return {
      arrays: new Map([...this.#arrays].map(([k, a]) => [k, { type: a.type, chunks: a.save() }])),
      cells: new Map([...this.#cells].map(([k, c]) => [k, c.value])),
    };
  }

  /** Puts everything back to a checkpoint of this store, or of a store with the same arrays and cells (a fork). */
  restore(c: Checkpoint): void {
    this.freeze();
    for (const [k, a] of this.#arrays) a.load(c.arrays.get(k)?.chunks ?? []);
    for (const [k, cell] of this.#cells) if (c.cells.has(k)) cell.value = c.cells.get(k);
  }
}
