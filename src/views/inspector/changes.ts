/** Which entries the last change touched, of the tables that were on screen before and after it. */
import type { Walk } from '../../engine/mapping/types.ts';

/** Remembers strips and compares. A mark stays until another change comes. */
export class StripMemory {
  readonly #seen = new Map<number, Uint8Array>();
  #marks = new Map<number, Uint8Array>();
  /** The moment the marks belong to. */
  #moment = '';

  /** Takes in a walk at a moment. @returns the touched entries of each level, undefined: none known */
  update(moment: string, walk: Walk): readonly (Uint8Array | undefined)[] {
    let parentNew = false;
    for (const level of walk.levels) {
      const before = this.#seen.get(level.table);
      const touched =
        before === undefined
          ? parentNew
            ? level.strip.map((kind) => (kind === 0 ? 0 : 1))
            : undefined
          : difference(before, level.strip);
      if (touched !== undefined) {
        if (this.#moment !== moment) {
          this.#marks = new Map();
          this.#moment = moment;
        }
        const known = this.#marks.get(level.table);
        this.#marks.set(level.table, known === undefined ? touched : touched.map((mark, i) => mark | (known[i] ?? 0)));
      }
      this.#seen.set(level.table, level.strip);
      parentNew = this.#moment === moment && this.#marks.get(level.table)?.[level.index] === 1;
    }
    return walk.levels.map((level) => this.#marks.get(level.table));
  }
}

function difference(before: Uint8Array, after: Uint8Array): Uint8Array | undefined {
  let touched: Uint8Array | undefined;
  for (let i = 0; i < after.length; i++)
    if (before[i] !== after[i]) {
      touched ??= new Uint8Array(after.length);
      touched[i] = 1;
    }
  return touched;
}
