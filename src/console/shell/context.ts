/** What a shell command is given to work with. */
import type { Proc } from '../../engine/kernel/scheduler.ts';
import type { ConsoleMachine } from '../host.ts';
import type { Sink, WriteFault } from './io.ts';

/** Variables and working directory: a subshell has a copy. */
export interface Environment {
  readonly variables: Map<string, string>;
  cwd: string;
  /** Exit status of the last command. */
  status: number;
}

/** Leaves loops or the shell. */
export type Jump = { readonly kind: 'exit' } | { readonly kind: 'break' | 'continue'; readonly levels: number };

/** How a command ended. */
export interface Outcome {
  readonly status: number;
  readonly jump?: Jump | undefined;
}

/** Where the file descriptors 0, 1 and 2 lead. */
export interface Streams {
  /** All of standard input; undefined: a terminal nobody types into. */
  readonly input: string | undefined;
  readonly out: Sink;
  readonly err: Sink;
}

/** A running command's view of the world. */
export class Context {
  readonly machine: ConsoleMachine;
  readonly env: Environment;
  readonly name: string;
  readonly streams: Streams;
  /** Lines the session has carried out, oldest first. */
  readonly history: readonly string[];
  /** The first write that failed. */
  fault: WriteFault | undefined;

  constructor(machine: ConsoleMachine, env: Environment, name: string, streams: Streams, history: readonly string[]) {
    this.machine = machine;
    this.env = env;
    this.name = name;
    this.streams = streams;
    this.history = history;
  }

  /** Writes to standard output. */
  *print(text: string): Proc {
    if (text === '') return;
    const fault = yield* this.streams.out.write(text);
    this.fault ??= fault;
  }

  /** Writes a line to standard error, with the command's name in front. */
  *complain(text: string): Proc {
    yield* this.streams.err.write(`${this.name}: ${text}\n`);
  }

  /** A path as an absolute one without `.` and `..`. */
  resolve(path: string): string {
    return resolvePath(this.env.cwd, path);
  }
}

/** Joins a path to a directory and folds `.`, `..` and double slashes. */
export function resolvePath(cwd: string, path: string): string {
  const out: string[] = [];
  for (const step of (path.startsWith('/') ? path : `${cwd}/${path}`).split('/')) {
    if (step === '..') out.pop();
    else if (step !== '' && step !== '.') out.push(step);
  }
  return `/${out.join('/')}`;
}

/** A command of the shell: its words without the name in, its exit status out. */
export interface ShellCommand {
  readonly name: string;
  readonly usage: string;
  /** Built into ash: its write errors are the shell's own. */
  readonly builtin?: boolean;
  readonly run: (context: Context, args: readonly string[]) => Proc<number>;
}
