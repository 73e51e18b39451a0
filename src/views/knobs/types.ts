/** What a knob is: something that decides how this kernel deals with memory that comes and goes. */

import type { PlainRuleId } from '../../engine/rules/index.ts';

/** When a knob can be turned: while the kernel runs, when it boots, when it is built. */
export type Stage = 'run' | 'boot' | 'build';

/** What may stand in a knob. */
export type Values =
  | { readonly kind: 'word'; readonly words: readonly { readonly word: string; readonly says: string }[] }
  | { readonly kind: 'number'; readonly min: number; readonly max: number; readonly unit?: string }
  /** Numbers separated by blanks. */
  | { readonly kind: 'numbers' }
  /** `2G`, `512M`; `percent`: also `30%`; `words`: also these. */
  | { readonly kind: 'size'; readonly percent: boolean; readonly words: readonly string[] }
  /** Given or not given. */
  | { readonly kind: 'flag' };

/** Where a knob's value stands. */
export type Access =
  /** A file; `param`: also mirrored under this name with every frame. */
  | { readonly kind: 'file'; readonly path: string; readonly param?: string }
  /** `name=value` on the kernel's command line. */
  | { readonly kind: 'option'; readonly name: string }
  /** `word` among the commas of `name=` on the kernel's command line. */
  | { readonly kind: 'listed'; readonly name: string; readonly word: string }
  /** A word of its own on the kernel's command line. */
  | { readonly kind: 'flag'; readonly name: string }
  /** A Kconfig symbol that is y or n. */
  | { readonly kind: 'symbol'; readonly name: string }
  /** Kconfig symbols of which one is y. */
  | { readonly kind: 'choice'; readonly prefix: string }
  /** A rule of user space: no part of the kernel knows it. `command`: what the world takes before the value. */
  | { readonly kind: 'rule'; readonly command: string };

export interface Knob {
  readonly id: string;
  /** As the kernel names it. */
  readonly name: string;
  readonly stage: Stage;
  /** What it changes, in one sentence. */
  readonly what: string;
  readonly values: Values;
  readonly access: Access;
  readonly byDefault: string;
  /** Version that brought it, and those that changed it. */
  readonly since: string;
  /** Boot parameters, files and Kconfig lines that set it, as one would write them. */
  readonly where: readonly string[];
  /** Kernel file and function that reads it. */
  readonly source: string;
  /** The rule that reads it. */
  readonly rule?: PlainRuleId;
  /** CONFIG_ symbol (without prefix) that it needs. */
  readonly needs?: string;
}
