/**
 * What only the worker knows about the sections on screen (owners of pages, valid zones, who pays for the memmap):
 * asked for a few at a time, kept until the section changes.
 */
import type { SectionNr } from '../../engine/units.ts';
import { sectionNr } from '../../engine/units.ts';
import type { SectionDetail } from '../../link/messages.ts';

/** Questions under way at a time. */
const IN_FLIGHT = 6;
/** A section that changes all the time is asked about this often, in milliseconds. */
const AGAIN_MS = 1500;
/** Details kept. */
const KEEP = 2048;

interface Entry {
  readonly detail: SectionDetail | undefined;
  readonly stamp: number;
  readonly at: number;
  readonly count: number;
}

/** Details of sections, by number. */
export class Details {
  readonly #ask: (nr: SectionNr) => Promise<SectionDetail | undefined>;
  readonly #arrived: (nr: number) => void;
  readonly #now: () => number;
  readonly #known = new Map<number, Entry>();
  readonly #asking = new Set<number>();
  #generation = 0;
  #again: ReturnType<typeof setTimeout> | undefined;

  /** @param arrived a detail is there (again), or may be asked for again: draw */
  constructor(
    ask: (nr: SectionNr) => Promise<SectionDetail | undefined>,
    arrived: (nr: number) => void,
    now: () => number = () => performance.now(),
  ) {
    this.#ask = ask;
    this.#arrived = arrived;
    this.#now = now;
  }

  /** What is known, however old. */
  get(nr: number): SectionDetail | undefined {
    return this.#known.get(nr)?.detail;
  }

  /** How often a section's detail came in, modulo a few thousand: tells an old answer from a new one. */
  countOf(nr: number): number {
    return (this.#known.get(nr)?.count ?? 0) % 4096;
  }

  /** Asks about a section unless what is known is as new as `stamp`. */
  want(nr: number, stamp: number): void {
    const entry = this.#known.get(nr);
    if (entry?.stamp === stamp) return;
    if (entry !== undefined && this.#now() - entry.at < AGAIN_MS) {
      // nothing else may be drawn until then, and what is shown would stay as it was
      this.#again ??= setTimeout(
        () => {
          this.#again = undefined;
          this.#arrived(nr);
        },
        AGAIN_MS - (this.#now() - entry.at),
      );
      return;
    }
    if (this.#asking.size >= IN_FLIGHT || this.#asking.has(nr)) return;
    this.#asking.add(nr);
    void this.#fetch(nr, stamp);
  }

  /** Forgets everything: another machine or another moment. */
  clear(): void {
    this.#generation++;
    clearTimeout(this.#again);
    this.#again = undefined;
    this.#known.clear();
  }

  async #fetch(nr: number, stamp: number): Promise<void> {
    const generation = this.#generation;
    let detail: SectionDetail | undefined;
    try {
      detail = await this.#ask(sectionNr(nr));
    } catch {
      // the worker died or was replaced; the store says so, and the map is drawn without this detail
      detail = undefined;
    }
    this.#asking.delete(nr);
    if (generation !== this.#generation) return;
    const count = (this.#known.get(nr)?.count ?? 0) + 1;
    this.#known.delete(nr);
    this.#known.set(nr, { detail, stamp, at: this.#now(), count });
    if (this.#known.size > KEEP) {
      const oldest = this.#known.keys().next();
      if (oldest.done !== true) this.#known.delete(oldest.value);
    }
    this.#arrived(nr);
  }
}
