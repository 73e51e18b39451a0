/** Walks a shell tree: expands words, opens files, runs commands, follows && || and loops. */
import * as words from '#words/shell.ts';
import { wait } from '../../engine/kernel/scheduler.ts';
import type { Proc, Task } from '../../engine/kernel/scheduler.ts';
import type { ConsoleMachine } from '../host.ts';
import { arithmetic } from './arithmetic.ts';
import type { AndOr, Command, List, Pipeline, Redirect, Word } from './ast.ts';
import { commandNamed } from './commands/index.ts';
import { Context, resolvePath } from './context.ts';
import type { Environment, Outcome, Streams } from './context.ts';
import { glob } from './glob.ts';
import type { Char } from './glob.ts';
import { Buffer, FileSink, NOWHERE, cannotCreate, cannotOpen, faultText, openForWriting } from './io.ts';
import type { Sink } from './io.ts';

/** Commands one line may run: a loop over every block of the largest machine gets through, one without end stops there. */
const COMMAND_LIMIT = 500_000;
/** Most characters a word may grow to (ARG_MAX). */
const WORD_LIMIT = 128 * 1024;
/** A signal's exit status: 128 + SIGINT. */
const INTERRUPTED = 130;

/** Raised where a word cannot be expanded or the line has run for too long; ends the line. */
class ShellStop extends Error {
  override name = 'ShellStop';
  readonly status: number;
  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** One shell that carries out one line. */
export class Shell {
  readonly #machine: ConsoleMachine;
  readonly #history: readonly string[];
  readonly #jobs: Task[] = [];
  #left = COMMAND_LIMIT;

  constructor(machine: ConsoleMachine, history: readonly string[]) {
    this.#machine = machine;
    this.#history = history;
  }

  /** Runs a whole line and waits for what it put into the background. */
  *runLine(list: List, terminal: Sink): Proc<number> {
    const env: Environment = {
      variables: new Map([
        ['PWD', '/'],
        ['HOME', '/'],
        ['PATH', '/bin'],
      ]),
      cwd: '/',
      status: 0,
    };
    const streams: Streams = { input: undefined, out: terminal, err: terminal };
    try {
      const { status } = yield* this.#list(list, env, streams);
      yield* wait(words.waitsForJobs, () => this.#jobs.every((job) => job.done));
      return status;
    } catch (e) {
      if (!(e instanceof ShellStop)) throw e;
      yield* terminal.write(`sh: ${e.message}\n`);
      return e.status;
    }
  }

  *#list(list: List, env: Environment, streams: Streams): Proc<Outcome> {
    let outcome: Outcome = { status: 0 };
    for (const andOr of list) {
      if (andOr.background) {
        const copy = fork(env);
        this.#jobs.push(this.#machine.k.scheduler.spawn(words.job, this.#job(andOr, copy, streams)));
        outcome = { status: 0 };
      } else outcome = yield* this.#andOr(andOr, env, streams);
      env.status = outcome.status;
      if (outcome.jump !== undefined) break;
    }
    return outcome;
  }

  *#job(andOr: AndOr, env: Environment, streams: Streams): Proc {
    try {
      yield* this.#andOr(andOr, env, { ...streams, input: '' });
    } catch (e) {
      if (!(e instanceof ShellStop)) throw e;
      yield* streams.err.write(`sh: ${e.message}\n`);
    }
  }

  *#andOr({ first, rest }: AndOr, env: Environment, streams: Streams): Proc<Outcome> {
    let outcome = yield* this.#pipeline(first, env, streams);
    for (const { when, pipeline } of rest) {
      env.status = outcome.status;
      if (outcome.jump !== undefined) break;
      if ((when === '&&') === (outcome.status === 0)) outcome = yield* this.#pipeline(pipeline, env, streams);
    }
    return outcome;
  }

  *#pipeline({ negated, commands }: Pipeline, env: Environment, streams: Streams): Proc<Outcome> {
    let input = streams.input;
    let outcome: Outcome = { status: 0 };
    for (const [i, command] of commands.entries()) {
      const last = i === commands.length - 1;
      const pipe = new Buffer();
      const own = commands.length === 1 ? env : fork(env);
      outcome = yield* this.#command(command, own, { ...streams, input, out: last ? streams.out : pipe });
      input = pipe.text;
      // an `exit` in a pipeline leaves only its own part
      if (commands.length > 1) outcome = { status: outcome.status };
    }
    return negated ? { ...outcome, status: outcome.status === 0 ? 1 : 0 } : outcome;
  }

  *#command(command: Command, env: Environment, outer: Streams): Proc<Outcome> {
    if (--this.#left < 0) throw new ShellStop(words.stoppedAfterCommands(COMMAND_LIMIT), INTERRUPTED);
    const streams = yield* this.#redirect(command.redirects, env, outer);
    if (streams === undefined) return { status: 1 };
    switch (command.kind) {
      case 'simple':
        return yield* this.#simple(command, env, streams);
      case 'group':
        return yield* this.#list(command.body, env, streams);
      case 'subshell': {
        const { status } = yield* this.#list(command.body, fork(env), streams);
        return { status };
      }
      case 'if': {
        for (const { condition, body } of command.branches) {
          const { status, jump } = yield* this.#list(condition, env, streams);
          if (jump !== undefined) return { status, jump };
          if (status === 0) return yield* this.#list(body, env, streams);
        }
        return yield* this.#list(command.otherwise, env, streams);
      }
      case 'for': {
        const items: string[] = [];
        for (const word of command.words) items.push(...(yield* this.#fields(word, env, streams)));
        let status = 0;
        for (const item of items) {
          env.variables.set(command.variable, item);
          const turn = loopTurn(yield* this.#list(command.body, env, streams));
          status = turn.status;
          if (turn.leave) return turn;
        }
        return { status };
      }
      case 'while': {
        let status = 0;
        for (;;) {
          if (--this.#left < 0) throw new ShellStop(words.stoppedAfterCommands(COMMAND_LIMIT), INTERRUPTED);
          const test = loopTurn(yield* this.#list(command.condition, env, streams));
          if (test.leave) return test;
          if ((test.status === 0) === command.until) return { status };
          const turn = loopTurn(yield* this.#list(command.body, env, streams));
          status = turn.status;
          if (turn.leave) return turn;
        }
      }
    }
  }

  *#simple(command: Command & { kind: 'simple' }, env: Environment, streams: Streams): Proc<Outcome> {
    const words: string[] = [];
    for (const word of command.words) words.push(...(yield* this.#fields(word, env, streams)));
    const values: [string, string][] = [];
    for (const { name, value } of command.assignments) {
      values.push([name, (yield* this.#chars(value, env, streams)).map((x) => x.c).join('')]);
    }
    const [name, ...args] = words;
    if (name === undefined) {
      for (const [key, value] of values) env.variables.set(key, value);
      return { status: env.status };
    }
    const own = values.length === 0 ? env : fork(env);
    for (const [key, value] of values) own.variables.set(key, value);
    const control = controlFlow(name, args, env.status);
    if (control !== undefined) {
      if (control.error !== undefined) yield* streams.err.write(`sh: ${name}: line 0: ${control.error}\n`);
      return control;
    }
    const known = commandNamed(this.#machine, name.startsWith('/bin/') ? name.slice(5) : name);
    if (known === undefined) {
      yield* streams.err.write(`sh: ${name}: not found\n`);
      return { status: 127 };
    }
    const context = new Context(this.#machine, own, known.builtin === true ? 'sh' : known.name, streams, this.#history);
    const status = yield* known.run(context, args);
    const { fault } = context;
    if (fault === undefined) return { status };
    const opening = fault.opening === undefined ? context.name : 'sh';
    yield* streams.err.write(`${opening}: ${faultText(fault)}\n`);
    return fault.errno === 'EINTR' ? { status: INTERRUPTED, jump: { kind: 'exit' } } : { status: 1 };
  }

  /** Opens what the redirections name; undefined: one could not be opened, and it has been said. */
  *#redirect(redirects: readonly Redirect[], env: Environment, streams: Streams): Proc<Streams | undefined> {
    let { input, out, err } = streams;
    for (const { fd, how, target } of redirects) {
      const name = (yield* this.#chars(target, env, streams)).map((x) => x.c).join('');
      if (how === 'copy') {
        const from = name === '1' ? out : name === '2' ? err : undefined;
        if (from === undefined) {
          yield* err.write(`sh: ${name}: bad file descriptor\n`);
          return undefined;
        }
        if (fd === 1) out = from;
        else if (fd === 2) err = from;
        continue;
      }
      const path = resolvePath(env.cwd, name);
      if (how === 'read') {
        const read = name === '/dev/null' ? { text: '' } : this.#machine.files.read(path);
        if ('errno' in read) {
          yield* err.write(`sh: ${cannotOpen(name, read.errno)}\n`);
          return undefined;
        }
        input = read.text;
        continue;
      }
      let sink = NOWHERE;
      if (name !== '/dev/null') {
        const errno = name === '' ? 'ENOENT' : openForWriting(this.#machine.files, path);
        if (errno !== undefined) {
          yield* err.write(`sh: ${cannotCreate(name, errno)}\n`);
          return undefined;
        }
        sink = new FileSink(this.#machine.files, path, name);
      }
      if (fd === 2) err = sink;
      else out = sink;
    }
    return { input, out, err };
  }

  /** The fields a word gives: expanded, split at white space, matched against file names. */
  *#fields(word: Word, env: Environment, streams: Streams): Proc<string[]> {
    const fields: Char[][] = [];
    let open = false;
    const append = (chars: Iterable<Char>): void => {
      if (!open) fields.push([]);
      open = true;
      fields.at(-1)?.push(...chars);
    };
    for (const part of word) {
      if (part.kind === 'text' || part.quoted) {
        append(yield* this.#chars([part], env, streams));
        continue;
      }
      const text = (yield* this.#chars([part], env, streams)).map((x) => x.c).join('');
      for (const [i, piece] of text.split(/[ \t\n]+/).entries()) {
        if (i > 0) open = false;
        if (piece !== '') append(Array.from(piece, (c) => ({ c, quoted: false })));
      }
    }
    return fields.flatMap((field) => {
      const names = glob(this.#machine.files, env.cwd, field);
      return names.length > 0 ? names : [field.map((x) => x.c).join('')];
    });
  }

  /** A word expanded, but neither split nor matched. */
  *#chars(word: Word, env: Environment, streams: Streams): Proc<Char[]> {
    const out: Char[] = [];
    for (const part of word) {
      let text: string;
      switch (part.kind) {
        case 'text':
          text = part.text;
          break;
        case 'variable': {
          const value = lookup(env, part.name);
          text = value === undefined || value === '' ? (part.fallback ?? '') : value;
          break;
        }
        case 'commands': {
          const pipe = new Buffer();
          const { status } = yield* this.#list(part.body, fork(env), { ...streams, out: pipe });
          env.status = status;
          text = pipe.text.replace(/\n+$/, '');
          break;
        }
        case 'arithmetic': {
          const expression = part.expression.replace(
            /\$\{?([A-Za-z_]\w*|[?#])\}?/g,
            (_, name: string) => lookup(env, name) ?? '0',
          );
          const value = arithmetic(expression, (name) => lookup(env, name));
          if ('error' in value) throw new ShellStop(value.error, 2);
          text = value.text;
          break;
        }
      }
      if (out.length + text.length > WORD_LIMIT) throw new ShellStop('argument list too long', 1);
      for (const c of text) out.push({ c, quoted: part.quoted });
    }
    return out;
  }
}

const fork = (env: Environment): Environment => ({
  variables: new Map(env.variables),
  cwd: env.cwd,
  status: env.status,
});

function lookup(env: Environment, name: string): string | undefined {
  if (name === '?') return String(env.status);
  if (name === '#') return '0';
  if (name === '$') return '1';
  if (name === '0') return 'sh';
  return env.variables.get(name);
}

/** What a turn of a loop means for the loop: go on, or leave (further out with the levels that are left). */
function loopTurn({ status, jump }: Outcome): Outcome & { readonly leave: boolean } {
  if (jump === undefined) return { status, leave: false };
  if (jump.kind === 'exit') return { status, jump, leave: true };
  if (jump.levels > 1) return { status, jump: { ...jump, levels: jump.levels - 1 }, leave: true };
  return { status, leave: jump.kind === 'break' };
}

/** exit, break, continue: the commands that are no commands. */
function controlFlow(
  name: string,
  args: readonly string[],
  last: number,
): (Outcome & { readonly error?: string }) | undefined {
  if (name !== 'exit' && name !== 'break' && name !== 'continue') return undefined;
  const [arg] = args;
  if (arg !== undefined && !/^\d{1,9}$/.test(arg))
    return { status: 2, jump: { kind: 'exit' }, error: `Illegal number: ${arg}` };
  if (name === 'exit') return { status: arg === undefined ? last : Number(arg) % 256, jump: { kind: 'exit' } };
  return { status: 0, jump: { kind: name, levels: Math.max(1, Number(arg ?? 1)) } };
}
