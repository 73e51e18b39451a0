/** One thing that is wrong with a snapshot: where, and why. */
import * as words from '#words/snapshot.ts';

export interface Problem {
  /** Field of the JSON file (`kernel.page_size`) or a text inside it with its line (`/proc/iomem line 7`). */
  readonly field: string;
  readonly why: string;
}

/** Problems listed at most: a broken file repeats itself. */
const MOST = 20;

/** Collects what is wrong; readers go on after a problem so that a person sees all of them at once. */
export class Problems {
  readonly #list: Problem[] = [];
  #count = 0;

  add(field: string, why: string): void {
    this.#count++;
    if (this.#list.length < MOST) this.#list.push({ field, why });
  }
  /** Adds a problem of one line of a text; `line` counts from 0. */
  addLine(path: string, line: number, why: string): void {
    this.add(words.line(path, line), why);
  }
  /** How many were found, listed or not. */
  get count(): number {
    return this.#count;
  }
  /** The first of them. */
  get list(): readonly Problem[] {
    return this.#count > MOST ? [...this.#list, { field: '…', why: words.more(this.#count - MOST) }] : this.#list;
  }
}

/** Something a person typed or a file holds, short enough for a message. */
export const quoted = (text: string): string => `“${text.length > 60 ? `${text.slice(0, 57)}…` : text}”`;
