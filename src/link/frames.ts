/**
 * Frames: what changed between what the page was last shown and what it is to be shown now.
 *
 *   shown   [A][B][C]         every chunk as it was sent, by reference
 *   now     [A][B'][C]   ->   frame: chunk 1 of the array
 *
 * After each frame the store is frozen, so that a chunk that was sent is never written in place: comparing references is
 * then exact, also between a machine and forks of it (a look into the past sends only what differs).
 */
import type { Buf, Store } from '../engine/state/store.ts';
import type { Cells, ChunkUpdate, Frame, Moment, SessionState } from './messages.ts';

/** The arrays that the page mirrors (messages.ts: Cells). */
export const MIRRORED = [
  'section.flags',
  'section.node',
  'section.zone',
  'section.map',
  'section.memmapKind',
  'section.memmapNode',
  'block.state',
  'block.zone',
  'block.node',
  'block.group',
  'pages.usedInSection',
  'pages.slot',
  'pages.pageblocks',
] as const;

/** How a cell of the screen is read from a machine. */
export interface CellReader<M, T> {
  /** What the value is made of: while these are the same objects, so is the value. */
  readonly from: (machine: M) => readonly unknown[];
  readonly read: (machine: M) => T;
}
export type CellReaders<M> = { readonly [K in keyof Cells]: CellReader<M, Cells[K]> };

/** A frame and the buffers in it that can be handed over instead of copied. */
export interface BuiltFrame {
  readonly frame: Frame;
  readonly transfer: readonly ArrayBufferLike[];
}

const isZero = (data: Buf): boolean => data.every((v) => v === 0);

/** Remembers what the page was shown. */
export class Frames<M extends { readonly k: { readonly store: Store } }> {
  readonly #readers: CellReaders<M>;
  #chunks = new Map<string, (Buf | undefined)[]>();
  #cells = new Map<keyof Cells, { readonly from: readonly unknown[]; readonly text: string | undefined }>();
  #state = '';
  #full = true;
  #number = 0;

  constructor(readers: CellReaders<M>) {
    this.#readers = readers;
  }

  /** The next frame is to be complete: another machine, or a page that has lost what it had. */
  reset(): void {
    this.#chunks.clear();
    this.#cells.clear();
    this.#full = true;
  }

  /** The frame that brings the page to this state; undefined: it shows it already. */
  build(machine: M, moment: Moment, session: SessionState): BuiltFrame | undefined {
    const { store } = machine.k;
    const chunks: ChunkUpdate[] = [];
    for (const array of store.arrays()) if (isMirrored(array.name)) this.#changed(array, chunks);
    store.freeze();
    const cells = this.#changedCells(machine);
    const state = JSON.stringify([moment, session]);
    const full = this.#full;
    if (!full && chunks.length === 0 && Object.keys(cells).length === 0 && state === this.#state) return undefined;
    this.#state = state;
    this.#full = false;
    return {
      frame: { number: ++this.#number, full, chunks, cells, moment, session },
      transfer: chunks.map((c) => c.data.buffer),
    };
  }

  #changed(
    array: {
      readonly name: string;
      readonly type: ChunkUpdate['type'];
      readonly chunkSlots: number;
      chunk(i: number): Buf | undefined;
    },
    out: ChunkUpdate[],
  ): void {
    let shown = this.#chunks.get(array.name);
    if (shown === undefined) this.#chunks.set(array.name, (shown = []));
    for (let index = 0; index < Math.max(array.chunkSlots, shown.length); index++) {
      const data = array.chunk(index);
      const was = shown[index];
      if (data === was) continue;
      shown[index] = data;
      if (data !== undefined) {
        // what the page never heard of reads as zero there
        if (was === undefined && isZero(data)) continue;
        out.push({ name: array.name, type: array.type, index, data: data.slice() });
      } else if (was !== undefined) out.push({ name: array.name, type: array.type, index, data: was.slice().fill(0) });
    }
  }

  #changedCells(machine: M): Partial<Cells> {
    const out: Partial<Record<keyof Cells, unknown>> = {};
    const one = <K extends keyof Cells>(key: K, { from, read }: CellReader<M, Cells[K]>): void => {
      const parts = from(machine);
      const was = this.#cells.get(key);
      if (
        was !== undefined &&
        parts.length > 0 &&
        was.from.length === parts.length &&
        parts.every((p, i) => p === was.from[i])
      )
        return;
      const value = read(machine);
      // values made anew each time are compared by content: they are small
      const text = JSON.stringify(value);
      this.#cells.set(key, { from: parts, text });
      if (text !== was?.text) out[key] = value;
    };
    for (const [key, reader] of Object.entries(this.#readers)) one(key as keyof Cells, reader as CellReader<M, never>);
    return out as Partial<Cells>;
  }
}

const MIRRORED_NAMES: ReadonlySet<string> = new Set(MIRRORED);
const isMirrored = (name: string): boolean => MIRRORED_NAMES.has(name);
