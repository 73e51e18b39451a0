/** Sections that just changed what they are: their outline fades out within a second. */
import type { Run } from './extents.ts';

const LIFE_MS = 1100;
/** More runs at once are not a change but another machine. */
const MOST = 64;

export interface Pulse extends Run {
  /** 1 just now … 0 gone. */
  readonly strength: number;
}

export class Pulses {
  #runs: (Run & { readonly since: number })[] = [];

  add(runs: readonly Run[], now: number): void {
    if (runs.length <= MOST) for (const run of runs) this.#runs.push({ ...run, since: now });
  }
  alive(now: number): boolean {
    this.#runs = this.#runs.filter((run) => now - run.since < LIFE_MS);
    return this.#runs.length > 0;
  }
  at(now: number): readonly Pulse[] {
    return this.#runs
      .map((run) => ({ from: run.from, to: run.to, strength: Math.max(0, 1 - (now - run.since) / LIFE_MS) }))
      .filter((p) => p.strength > 0);
  }
}
