/** What the bundled machines are called. A folder that somebody put more machines into has no words for those. */
import { lines, titles } from '#words/machines.ts';

const isNamed = (id: string): id is keyof typeof titles => Object.hasOwn(titles, id);

/** The title of a bundled machine; its id where it has none. */
export const bundledTitle = (id: string): string => (isNamed(id) ? titles[id] : id);

/** One line about a bundled machine; empty where there is none. */
export const bundledLine = (id: string): string => (isNamed(id) ? lines[id] : '');
