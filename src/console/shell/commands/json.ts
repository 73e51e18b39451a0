/** JSON and sizes as ndctl and daxctl print them (json-c, util/json.c). */

/** A value of the tools' output. */
export type Json = string | number | boolean | readonly Json[] | { readonly [name: string]: Json | undefined };

/** Text of a value, indented by two blanks; slashes are escaped. */
export function toJson(value: Json, indent = ''): string {
  const inner = `${indent}  `;
  if (typeof value === 'string') return JSON.stringify(value).replaceAll('/', '\\/');
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) {
    const list: readonly Json[] = value;
    return list.length === 0
      ? `[\n${indent}]`
      : `[\n${list.map((v) => inner + toJson(v, inner)).join(',\n')}\n${indent}]`;
  }
  const fields = Object.entries(value).flatMap(([name, v]) =>
    v === undefined ? [] : [`${inner}${JSON.stringify(name)}:${toJson(v, inner)}`],
  );
  return `{\n${fields.join(',\n')}\n${indent}}`;
}

/** A size: plain, or with `human` as `1024.00 MiB (1073.74 MB)`: megabytes up to two gigabytes, then gigabytes (display_size). */
export function sizeOf(bytes: number, human: boolean): Json {
  if (!human || bytes < 5000 * 1024) return bytes;
  const step = bytes < 2 * 1024 ** 3 ? 2 : bytes < 2 * 1024 ** 4 ? 3 : 4;
  // hundredths, rounded
  const unit = (base: number): string =>
    (Math.floor((Math.floor((bytes * 200) / base ** step) + 1) / 2) / 100).toFixed(2);
  const letter = ' KMGT'.charAt(step);
  return `${unit(1024)} ${letter}iB (${unit(1000)} ${letter}B)`;
}

/** A number with an optional K, M, G or T; undefined: it is none. */
export function parseSize(text: string): number | undefined {
  const m = /^(0x[0-9a-f]+|\d+)([kmgt]?)(?:i?b)?$/i.exec(text.trim());
  if (m === null) return undefined;
  return Number(m[1]) * 1024 ** ' kmgt'.indexOf((m[2] ?? '').toLowerCase() || ' ');
}

/** An option of a tool: its long name, its letter, whether it takes a value and what it is called, and the text of usage. */
export interface ToolOption {
  readonly name: string;
  readonly short?: string;
  readonly value?: boolean;
  readonly argument?: string;
  readonly help?: string;
}
/** The words of a command line, sorted out. */
export interface ToolArguments {
  readonly values: ReadonlyMap<string, string>;
  readonly operands: readonly string[];
}

/** The option of a long name, or of the beginning of just one; `--x` takes `--no-x` back. Why not: `%` stands for the word. */
function longOption(name: string, options: readonly ToolOption[]): ToolOption | string {
  const negated = options.find((o) => o.name === `no-${name}`);
  const exact = options.find((o) => o.name === name) ?? (negated === undefined ? undefined : { name });
  if (exact !== undefined) return exact;
  const [first, second] = name === '' ? [] : options.filter((o) => o.name.startsWith(name));
  if (first === undefined) return `unknown option \`${name}'`;
  return second === undefined ? first : `Ambiguous option: % (could be --${first.name} or --${second.name})`;
}

/** Reads `--name=value`, `--name value`, `-x value`, `-xyz`; a string says what was not understood. */
export function parseTool(args: readonly string[], options: readonly ToolOption[]): ToolArguments | string {
  const values = new Map<string, string>();
  const operands: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (!arg.startsWith('-') || arg === '-') {
      operands.push(arg);
      continue;
    }
    if (arg.startsWith('--')) {
      const [name = '', ...rest] = arg.slice(2).split('=');
      const option = longOption(name, options);
      if (typeof option === 'string') return option.replace('%', arg.slice(2));
      const given = rest.length > 0 ? rest.join('=') : option.value === true ? args[++i] : '';
      if (given === undefined) return `option \`${name}' requires a value`;
      values.set(option.name, given);
      continue;
    }
    for (let at = 1; at < arg.length; at++) {
      const option = options.find((o) => o.short === arg[at]);
      if (option === undefined) return `unknown switch \`${arg[at] ?? ''}'`;
      if (option.value !== true) {
        values.set(option.name, '');
        continue;
      }
      const given = at + 1 < arg.length ? arg.slice(at + 1) : args[++i];
      if (given === undefined) return `switch \`${option.short ?? ''}' requires a value`;
      values.set(option.name, given);
      break;
    }
  }
  return { values, operands };
}
