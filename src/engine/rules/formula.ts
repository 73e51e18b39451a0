/** Formulas of rules as text: with their names, and with values in their place. */

const SLOT = /\{(\w+)\}/g;

/** The names in a formula, each once, in the order in which they come. */
export const slots = (formula: string): readonly string[] => [
  ...new Set([...formula.matchAll(SLOT)].map(([, name = '']) => name)),
];

/** The formula with its names as the kernel has them: `min = pages_min × managed ÷ sharing`. */
export const named = (formula: string): string => formula.replaceAll(SLOT, '$1');

/** The formula with values in place of its names; what has no value keeps its name. */
export const filled = (formula: string, values: Readonly<Record<string, string>>): string =>
  formula.replaceAll(SLOT, (_, name: string) => values[name] ?? name);
