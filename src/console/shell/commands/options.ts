/** getopt for the shell's commands. */
import type { Proc } from '../../../engine/kernel/scheduler.ts';
import type { Context } from '../context.ts';

export interface Parsed {
  /** Letters that were given. */
  readonly flags: ReadonlySet<string>;
  /** Values of the letters that take one. */
  readonly values: ReadonlyMap<string, string>;
  readonly operands: readonly string[];
}

/** Reads options; `known` lists the letters, a colon after one that takes a value. Says what is wrong and answers undefined. */
export function* options(
  context: Context,
  args: readonly string[],
  known: string,
  usage: string,
): Proc<Parsed | undefined> {
  const flags = new Set<string>();
  const values = new Map<string, string>();
  const operands: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (arg === '--') {
      operands.push(...args.slice(i + 1));
      break;
    }
    if (!arg.startsWith('-') || arg === '-') {
      operands.push(arg);
      continue;
    }
    for (let at = 1; at < arg.length; at++) {
      const letter = arg.charAt(at);
      const where = /[A-Za-z0-9]/.test(letter) ? known.indexOf(letter) : -1;
      let problem = where < 0 ? `invalid option -- '${letter}'` : undefined;
      if (where >= 0 && known.charAt(where + 1) === ':') {
        const value = at + 1 < arg.length ? arg.slice(at + 1) : args[++i];
        if (value === undefined) problem = `option requires an argument -- '${letter}'`;
        else values.set(letter, value);
        at = arg.length;
      } else if (where >= 0) flags.add(letter);
      if (problem !== undefined) {
        yield* context.streams.err.write(`${context.name}: ${problem}\nUsage: ${usage}\n`);
        return undefined;
      }
    }
  }
  return { flags, values, operands };
}
