import type { Provenance } from '../../engine/kernel/types.ts';

/** From the most certain to the least. */
const ORDER: readonly Provenance[] = ['recorded', 'derived', 'modelled'];

/** A machine in one word: recorded where any of it was, else derived, else modelled. */
export function inOneWord(provenance: Readonly<Record<string, Provenance>>): Provenance {
  const kinds = new Set(Object.values(provenance));
  return ORDER.find((kind) => kinds.has(kind)) ?? 'modelled';
}
