/** Where anyone can read what the screen refers to. */

/** The address of a function, a structure or a constant of the kernel, in its source. */
export const sourceAddress = (name: string): string =>
  `https://elixir.bootlin.com/linux/v6.12/A/ident/${encodeURIComponent(name)}`;

/** A search for the mails of a subject: it needs no message's id. A quote would end the phrase, and the search looks at words. */
export const threadAddress = (subject: string): string =>
  `https://lore.kernel.org/all/?q=${encodeURIComponent(`s:"${subject.replaceAll('"', ' ')}"`)}`;

/** The address of a file below the kernel's Documentation folder; undefined: it is none. */
export function documentAddress(title: string): string | undefined {
  const [, path] = /^Documentation\/([\w/-]+)\.rst$/.exec(title) ?? [];
  return path && `https://www.kernel.org/doc/html/v6.12/${path}.html`;
}
