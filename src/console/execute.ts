/** One line, whatever its channel: what it does and what it answers. */
import { lineTooLong } from '#words/world.ts';
import type { Line } from '../engine/lines.ts';
import type { Proc } from '../engine/kernel/scheduler.ts';
import type { ConsoleMachine, ReplyParts } from './host.ts';
import { monitor } from './monitor/monitor.ts';
import type { shell } from './shell/shell.ts';
import { world } from './world/world.ts';

/** Longest line that is looked at, in characters. */
const LINE_LIMIT = 64 * 1024;

/**
 * Carries out a line as a procedure of its own task. Any text gets an answer; nothing a line says is an exception.
 * `history`: the lines before this one, for the shell's `history`. `shellOf`: asked for the shell when a line needs it; a page fetches it late.
 */
export function* execute(
  machine: ConsoleMachine,
  line: Line,
  history: readonly string[],
  shellOf: () => typeof shell,
): Proc<ReplyParts> {
  machine.beginLine();
  const { length } = line.channel === 'write' ? line.value : line.line;
  if (length > LINE_LIMIT) {
    if (line.channel === 'write') return { errno: 'E2BIG' };
    const output = `${lineTooLong(length)}\n`;
    return line.channel === 'shell' ? { output, status: 2 } : { output };
  }
  switch (line.channel) {
    case 'monitor':
      return { output: monitor(machine, line.line) };
    case 'write':
      return { errno: yield* machine.files.write(line.path, line.value) };
    case 'shell':
      return yield* shellOf()(machine, line.line, history);
    case 'world': {
      const answer = world(machine, line.line);
      return { output: typeof answer === 'string' ? answer : yield* answer };
    }
  }
}
