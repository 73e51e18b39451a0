/** Options and usage texts of ndctl, daxctl and cxl as their parser has them (util/parse-options.c of ndctl). */
import type { CommandContext } from '../../../engine/devices/types.ts';
import type { Proc } from '../../../engine/kernel/scheduler.ts';
import { parseTool } from './json.ts';
import type { ToolArguments, ToolOption } from './json.ts';

/** A subcommand: its line of usage, and its options. */
export interface ToolCommand {
  readonly usage: string;
  readonly options: readonly ToolOption[];
}

const WIDTH = 24;
const GAP = 2;

function optionLine({ name, short, argument, help = '' }: ToolOption): string {
  const text = `    ${short === undefined ? '    ' : `-${short}, `}--${name}${argument === undefined ? '' : ` <${argument}>`}`;
  // what is wider than its column has the help on a line of its own
  return text.length <= WIDTH ? `${text.padEnd(WIDTH + GAP)}${help}` : `${text}\n${''.padEnd(WIDTH + GAP)}${help}`;
}

/** What a tool prints when it does not understand a command line, or is asked with -h (usage_with_options). */
export const usageText = ({ usage, options }: ToolCommand): string =>
  `\n usage: ${usage}\n\n${options.map((o) => `${optionLine(o)}\n`).join('')}\n`;

/** The words of a command line; a string is what the tool prints, with exit status 129. */
export function readTool(args: readonly string[], command: ToolCommand): ToolArguments | string {
  if (args.includes('-h') || args.includes('--help')) return usageText(command);
  const read = parseTool(args, command.options);
  return typeof read === 'string' ? `  Error: ${read}\n${usageText(command)}` : read;
}

/** A word that is no subcommand, or none at all; answers the exit status. */
export function* unknownCommand(context: CommandContext, tool: string, name: string): Proc<number> {
  if (name === '' || name === '-h' || name === '--help' || name === 'help') {
    yield* context.print(toolUsage(tool));
    return name === '' ? 1 : 0;
  }
  yield* context.streams.err.write(`Unknown command: '${name}'\n`);
  return 1;
}

/** What a tool without a subcommand prints. */
const toolUsage = (tool: string): string =>
  `\n usage: ${tool} [--version] [--help] COMMAND [ARGS]\n\n\n See '${tool} help COMMAND' for more information on a specific command.\n ${tool} --list-cmds to see all available commands\n\n`;

/** Reads `b|bus|bus-id|limit …`: letter, name, argument, help. Empty: there is none. */
export const optionsOf = (text: string): readonly ToolOption[] =>
  text
    .replace(/^\n/, '')
    .split('\n')
    .map((line) => {
      const [short = '', name = '', argument = '', help = ''] = line.split('|');
      return {
        name,
        help,
        ...(short === '' ? {} : { short }),
        ...(argument === '' ? {} : { argument, value: true }),
      };
    });
