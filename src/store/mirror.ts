/**
 * The machine's arrays as the page last received them. Outside React: a frame replaces chunks in place and a version
 * counter tells who reads them that something is new.
 *
 *   array     [chunk 0][chunk 1][ — ][chunk 3]     — : never received, reads as zero
 *   version   [       9        ][      9     ]     number of the frame in which any of 8,192 elements last changed
 */
import type { ChunkUpdate, Frame } from '../link/messages.ts';
import type { Mirror, MirrorArray } from './types.ts';

type Buf = ChunkUpdate['data'];

/** log2 of the elements that share a version at least: readers keep summaries of so many and need not know the chunks. */
const WINDOW_SHIFT = 13;

/** One mirrored array. Reading costs a shift, a mask and two loads. */
class Received implements MirrorArray {
  #shift = 0;
  #window = WINDOW_SHIFT;
  #mask = 0;
  #chunks: (Buf | undefined)[] = [];
  #versions: number[] = [];
  /** Frame in which everything was last replaced. */
  #floor = 0;
  version = 0;

  get(i: number): number {
    return this.#chunks[i >>> this.#shift]?.[i & this.#mask] ?? 0;
  }

  chunkVersion(i: number): number {
    return Math.max(this.#floor, this.#versions[i >>> this.#window] ?? 0);
  }

  put(update: ChunkUpdate, frame: number): void {
    this.#shift = 31 - Math.clz32(update.data.length);
    this.#mask = update.data.length - 1;
    this.#window = Math.max(this.#shift, WINDOW_SHIFT);
    this.#chunks[update.index] = update.data;
    this.#versions[(update.index * update.data.length) >>> this.#window] = frame;
    this.version = frame;
  }

  clear(frame: number): void {
    this.#chunks = [];
    this.#versions = [];
    this.#floor = frame;
    this.version = frame;
  }
}

/** All mirrored arrays of one machine. */
export class LiveMirror implements Mirror {
  readonly #arrays = new Map<string, Received>();
  version = 0;

  /** The array of this name; one that was never received reads as zeros and fills in later. */
  array(name: string): MirrorArray {
    return this.#received(name);
  }

  /** Takes over what a frame carries. */
  apply(frame: Pick<Frame, 'full' | 'chunks'>): void {
    this.version++;
    if (frame.full) for (const a of this.#arrays.values()) a.clear(this.version);
    for (const update of frame.chunks) this.#received(update.name).put(update, this.version);
  }

  #received(name: string): Received {
    let a = this.#arrays.get(name);
    if (a === undefined) this.#arrays.set(name, (a = new Received()));
    return a;
  }
}
