/** All commands of the shell. */
import * as words from '#words/shell.ts';
import { HOLD_KINDS } from '../../../engine/pages/workloads.ts';
import type { Proc } from '../../../engine/kernel/scheduler.ts';
import type { ConsoleMachine } from '../../host.ts';
import type { Context, ShellCommand } from '../context.ts';
import { BASIC } from './basic.ts';
import { FILE_COMMANDS } from './files.ts';
import { HOLD_COMMANDS } from './hold.ts';
import { MEMORY_COMMANDS } from './memory.ts';

/** Words that belong to the language. */
const LANGUAGE = [
  'break',
  'continue',
  'do',
  'done',
  'elif',
  'else',
  'exit',
  'fi',
  'for',
  'if',
  'in',
  'then',
  'until',
  'while',
];

function* help(context: Context): Proc<number> {
  const all = commandsOf(context.machine);
  const width = Math.max(...all.map((c) => c.usage.length));
  yield* context.print(
    `${words.language(`${LANGUAGE.join(' ')} ; && || | & ! ( ) { } > >> < 2>&1 $NAME $(…) $((…)) * ? […]`)}\n\n`,
  );
  const does = words.commands(HOLD_KINDS.join(' '));
  yield* context.print(all.map((c) => `${c.usage.padEnd(width)}  ${does[c.name] ?? ''}\n`).join(''));
  return 0;
}

/** Commands by name. */
export const COMMANDS: ReadonlyMap<string, ShellCommand> = new Map(
  [
    ...BASIC,
    ...FILE_COMMANDS,
    ...MEMORY_COMMANDS,
    ...HOLD_COMMANDS,
    { name: 'help', builtin: true, usage: 'help', run: help },
  ]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((c) => [c.name, c]),
);

/** A command by its name, those of the machine's devices among them. */
export function commandNamed(machine: ConsoleMachine, name: string): ShellCommand | undefined {
  return COMMANDS.get(name) ?? deviceCommands(machine).find((c) => c.name === name);
}

/** All commands of a machine, by name. */
export function commandsOf(machine: ConsoleMachine): readonly ShellCommand[] {
  return [...COMMANDS.values(), ...deviceCommands(machine)].sort((a, b) => (a.name < b.name ? -1 : 1));
}

const deviceCommands = (machine: ConsoleMachine): readonly ShellCommand[] =>
  (machine.devices ?? []).flatMap((d) => d.shell ?? []);
