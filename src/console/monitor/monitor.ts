/** The human monitor (monitor/hmp.c): one line in, its printout out. Any text gets an answer. */
import type { ConsoleMachine } from '../host.ts';
import { INFO, commandsOf } from './commands.ts';
import type { MonitorCommand } from './commands.ts';
import { unmodelled, unmodelledInfo } from './unmodelled.ts';
import { splitCommand, takeWord } from './parse.ts';

/** Carries out a monitor line. What it sets going in the guest runs as tasks of their own. */
export function monitor(machine: ConsoleMachine, text: string): string {
  const { name, rest } = splitCommand(text);
  if (name === '') return '';
  if (name === 'info' && rest.trim() !== '') {
    const sub = splitCommand(rest);
    const command = INFO.find((c) => c.name === sub.name);
    return command === undefined
      ? (unmodelledInfo(sub.name) ?? `unknown command: 'info ${sub.name}'\n`)
      : run(machine, command, sub.rest, `info ${sub.name}`);
  }
  const command = commandsOf(machine).find((c) => c.name === name || c.alias === name);
  if (command === undefined) return unmodelled(name) ?? `unknown command: '${name}'\n`;
  return run(machine, command, rest, name);
}

function run(machine: ConsoleMachine, command: MonitorCommand, rest: string, called: string): string {
  const hint = `Try "help ${called}" for more information\n`;
  const extraneous = `${command.name}: extraneous characters at the end of line\n${hint}`;
  switch (command.argument) {
    case 'rest':
      return rest === '' && command.name !== 'info'
        ? command.name === 'qom-list'
          ? command.run(machine, '')
          : `${command.name}: string expected\n${hint}`
        : command.run(machine, rest);
    case 'none':
      return rest.trim() === '' ? command.run(machine, '') : extraneous;
    case 'word':
    case 'optional': {
      if (command.name === 'help') return command.run(machine, rest);
      const word = takeWord(rest);
      if (word === 'unterminated')
        return `unterminated string\n${command.argument === 'word' ? `${command.name}: string expected\n` : ''}${hint}`;
      if (word === undefined)
        return command.argument === 'optional' ? command.run(machine, '') : `${command.name}: string expected\n${hint}`;
      return word.rest.trim() === '' ? command.run(machine, word.text) : extraneous;
    }
  }
}
