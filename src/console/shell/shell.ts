/** The guest's shell: one line in, what it printed and its exit status out. */
import type { Proc } from '../../engine/kernel/scheduler.ts';
import type { ConsoleMachine } from '../host.ts';
import type { List } from './ast.ts';
import { Buffer } from './io.ts';
import { ShellSyntaxError } from './lexer.ts';
import { parseShell } from './parser.ts';
import { Shell } from './run.ts';

/** Runs a line as `sh -c` would; every line begins with a fresh shell. */
export function* shell(
  machine: ConsoleMachine,
  line: string,
  history: readonly string[] = [],
): Proc<{ output: string; status: number }> {
  let list: List;
  try {
    list = parseShell(line);
  } catch (e) {
    if (!(e instanceof ShellSyntaxError)) throw e;
    return { output: `sh: syntax error: ${e.message}\n`, status: 2 };
  }
  const terminal = new Buffer();
  const status = yield* new Shell(machine, history).runLine(list, terminal);
  return { output: terminal.full ? `${terminal.text}\nsh: output cut\n` : terminal.text, status };
}
