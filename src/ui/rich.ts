import { Fragment, createElement, type ReactElement, type ReactNode } from 'react';

/** A sentence with elements in it, in the order that the language wants: `rich(words.describes(<code>…</code>))`. */
export const rich = (parts: readonly ReactNode[]): ReactElement => createElement(Fragment, null, ...parts);
