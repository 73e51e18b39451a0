/**
 * A session as shell scripts that do the same to a real guest, and back. Every line of the session becomes one call:
 *
 *   monitor 'device_add pc-dimm,id=d1,memdev=m1'       write /sys/…/memory48/state offline        guest 'lsmem'
 *
 * `world` lines are what no console can type (workloads that live, a reboot with other words): a real guest does them by
 * itself or not at all, so the script names them and goes on.
 */
import * as words from '#words/scripts.ts';
import type { Line } from '../engine/lines.ts';

/** How the script is called by who reads it. */
const MARK = '# hotplug-atlas-script 1';

/** Where a script comes from. */
export interface ScriptHead {
  readonly title: string;
  /** The QEMU command line; undefined: nobody knows one. */
  readonly qemu: string | undefined;
}

/** A word of a shell: bare where that is safe, else in single quotes. */
export const shellWord = (text: string): string =>
  /^[\w./:=,@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

const comment = (text: string): string =>
  text
    .split('\n')
    .map((line) => `# ${line}`.trimEnd())
    .join('\n');

function call(line: Line, names: { readonly monitor: string; readonly shell: string }): string {
  switch (line.channel) {
    case 'monitor':
      return `${names.monitor} ${shellWord(line.line)}`;
    case 'shell':
      return `${names.shell} ${shellWord(line.line)}`;
    case 'world':
      return ['world', shellWord(line.line)].join(' ');
    case 'write': {
      const limit = line.timeout_s === undefined ? [] : ['-t', line.timeout_s];
      return ['write', ...limit, shellWord(line.path), shellWord(line.value)].join(' ');
    }
  }
}

/** What is printed, as a format of the shell's printf; `%s` stands for what is filled in. */
const format = (text: string): string => `'${text.replaceAll('\n', String.raw`\n`).replaceAll("'", String.raw`'\''`)}'`;

const WORLD = [
  comment(words.worldComment),
  `world() { printf ${format(`${words.onlyInTheSimulation('%s')}\n`)} "$1"; }`,
].join('\n');

/** The whole session from the host: bash, socat to QEMU's monitor, and a way into the guest. */
export function hostScript(lines: readonly Line[], { title, qemu }: ScriptHead): string {
  const start =
    qemu === undefined
      ? words.startAnyGuest('-monitor unix:monitor.sock,server=on,wait=off')
      : words.startTheGuest(qemu);
  return `#!/usr/bin/env bash
${MARK}
${comment(words.hostTitle(title, lines.length))}
#
${comment(start)}
#
${comment(words.variables('MONITOR', 'GUEST'))}
set -u
MONITOR=\${MONITOR:-monitor.sock}
GUEST=\${GUEST:-ssh -p 2222 root@localhost}

monitor() {
  printf '%s\\n' "$1" | socat -t 5 - "UNIX-CONNECT:$MONITOR" |
    sed $'s/.*\\e\\\\[D//; s/\\e\\\\[K//g; s/\\r$//; /^QEMU .* monitor /d; /^(qemu) *$/d; s/^(qemu) //'
  case $1 in device_add*|device_del*|qom-set*) settle ;; esac
}
${comment(words.settleComment)}
settle() {
  local was=none now
  for _ in {1..60}; do
    sleep "\${PAUSE:-1}"
    now=$(guest 'cat /proc/iomem; grep -r . /sys/devices/system/memory/memory*/state')
    [ "$now" = "$was" ] && return
    was=$now
  done
}
guest() { $GUEST "$1" < /dev/null; }
write() {
  local limit=
  if [ "$1" = -t ]; then limit="timeout $2 "; shift 2; fi
  guest "\${limit}sh -c $(printf %q "printf '%s\\\\n' $(printf %q "$2") > $(printf %q "$1")")"
}
${WORLD}

${lines.map((line) => `${call(line, { monitor: 'monitor', shell: 'guest' })}\n`).join('')}`;
}

/** The session from inside the guest, as root; where the host has to act it says so and waits. */
export function guestScript(lines: readonly Line[], { title }: ScriptHead): string {
  return `#!/bin/sh
${MARK}
${comment(words.guestTitle(title, lines.length))}
set -u

host() { printf ${format(words.typeInMonitor('%s'))} "$1"; read -r _; }
run() { eval "$1"; }
write() {
  if [ "$1" = -t ]; then
    timeout "$2" sh -c 'printf "%s\\n" "$2" > "$1"' write "$3" "$4"
  else
    printf '%s\\n' "$2" > "$1"
  fi
}
${WORLD}

${lines.map((line) => `${call(line, { monitor: 'host', shell: 'run' })}\n`).join('')}`;
}

/** What the monitor is told, for a socket or a terminal: \`socat - UNIX-CONNECT:monitor.sock < session.hmp\`. */
export const monitorScript = (lines: readonly Line[]): string =>
  lines.flatMap((line) => (line.channel === 'monitor' ? [`${line.line}\n`] : [])).join('');

/** The calls of a script as words. Throws SyntaxError where a quote is not closed. */
function* callsOf(text: string): Generator<readonly string[]> {
  let words: string[] = [];
  let word: string | undefined;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? '';
    if (c === "'") {
      const close = text.indexOf("'", i + 1);
      if (close < 0) throw new SyntaxError('a quote is not closed');
      word = (word ?? '') + text.slice(i + 1, close);
      i = close;
    } else if (c === '\\') word = (word ?? '') + (text[++i] ?? '');
    else if (c === '#' && word === undefined) {
      const end = text.indexOf('\n', i);
      i = (end < 0 ? text.length : end) - 1;
    } else if (c === ' ' || c === '\n') {
      if (word !== undefined) words.push(word);
      word = undefined;
      if (c === '\n' && words.length > 0) {
        yield words;
        words = [];
      }
    } else word = (word ?? '') + c;
  }
  if (word !== undefined) words.push(word);
  if (words.length > 0) yield words;
}

/** The lines of a script that hostScript or guestScript wrote. Throws SyntaxError for anything else. */
export function linesOfScript(script: string): Line[] {
  if (!script.split('\n', 2).includes(MARK)) throw new SyntaxError('it is no script of a session');
  // the calls stand after the functions
  const body = script.slice(script.indexOf('\n\n', script.indexOf('\nworld() ')) + 2);
  const out: Line[] = [];
  for (const [name = '', ...words] of callsOf(body)) {
    const [a = '', b = '', c = '', d = ''] = words;
    if (name === 'monitor' || name === 'host') out.push({ channel: 'monitor', line: a });
    else if (name === 'guest' || name === 'run') out.push({ channel: 'shell', line: a });
    else if (name === 'world') out.push({ channel: 'world', line: a });
    else if (name !== 'write') throw new SyntaxError(`${name} is no call of such a script`);
    else if (a === '-t') out.push({ channel: 'write', path: c, value: d, timeout_s: Number(b) });
    else out.push({ channel: 'write', path: a, value: b });
  }
  return out;
}
