/** An answer of the world: a line of its own. */
export const said = (text: string): string => `${text}\n`;
