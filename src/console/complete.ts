/** Completion: what may stand where the cursor is. */
import { backendOptions, BACKEND_TYPES } from '../engine/devices/dimm/backends.ts';
import { DIMM_OPTIONS } from '../engine/devices/dimm/dimms.ts';
import type { ConsoleMachine } from './host.ts';
import { INFO, commandsOf as monitorCommandsOf } from './monitor/commands.ts';
import { commandsOf } from './shell/commands/index.ts';
import { resolvePath } from './shell/context.ts';
import { byBytes } from './shell/glob.ts';
import { worldCommandsOf } from './world/world.ts';

/** What may replace the text from `from` up to the cursor. */
export interface Completion {
  readonly from: number;
  readonly candidates: readonly string[];
}

/** Most candidates worth showing. */
const LIMIT = 200;

/** Candidates for the word at the cursor, in order; any text is answered. */
export function complete(
  machine: ConsoleMachine,
  channel: 'monitor' | 'shell' | 'world',
  text: string,
  cursor: number,
): Completion {
  const before = text.slice(0, Math.max(0, Math.min(cursor, text.length)));
  switch (channel) {
    case 'monitor':
      return completeMonitor(machine, before);
    case 'shell':
      return completeShell(machine, before);
    case 'world':
      return pick(
        before,
        before.search(/\S*$/),
        worldCommandsOf(machine).map((c) => `${c.name} `),
      );
  }
}

/** The choices that begin with what stands from `from` on. */
function pick(before: string, from: number, choices: readonly string[]): Completion {
  const typed = before.slice(from);
  return { from, candidates: choices.filter((c) => c.startsWith(typed) && c !== typed).slice(0, LIMIT) };
}

function completeMonitor(machine: ConsoleMachine, before: string): Completion {
  const m = /^(\s*)(\S*)(\s+)?/.exec(before);
  const [lead = '', command = ''] = [m?.[1], m?.[2]];
  if (m?.[3] === undefined)
    return pick(
      before,
      lead.length,
      monitorCommandsOf(machine).map((c) => `${c.name} `),
    );
  const from = Math.max(before.lastIndexOf(',') + 1, before.search(/\S*$/));
  const word = before.search(/\S*$/);
  const head = before.slice(word).split(',')[0] ?? '';
  const given = new Set([...before.slice(word).matchAll(/[,](\w[\w-]*)=/g)].map((x) => x[1]));
  const value = /(?:^|,)([\w-]+)=([^,]*)$/.exec(before.slice(word));
  switch (command) {
    case 'info':
      return pick(
        before,
        word,
        INFO.map((c) => c.name),
      );
    case 'help':
    case '?':
      return pick(
        before,
        word,
        monitorCommandsOf(machine).map((c) => c.name),
      );
    case 'device_del':
      return pick(
        before,
        word,
        machine.dimms.list.value.map((d) => d.id),
      );
    case 'object_del':
      return pick(
        before,
        word,
        machine.backends.list.value.filter((b) => b.inUseBy === undefined).map((b) => b.id),
      );
    case 'object_add':
      if (from === word)
        return pick(
          before,
          word,
          BACKEND_TYPES.map((t) => `${t},`),
        );
      if (value?.[1] === 'size')
        return pick(before, before.length - (value[2]?.length ?? 0), ['128M', '256M', '512M', '1G', '2G', '4G']);
      if (value?.[1] === 'id')
        return pick(before, before.length - (value[2]?.length ?? 0), [
          freeName('mem', (id) => machine.backends.get(id) !== undefined),
        ]);
      return pick(
        before,
        from,
        backendOptions(head)
          .filter((o) => !given.has(o))
          .map((o) => `${o}=`),
      );
    case 'device_add':
      if (from === word) return pick(before, word, ['pc-dimm,']);
      return completeDimm(machine, before, from, given, value);
    default:
      return { from: before.length, candidates: [] };
  }
}

function completeDimm(
  machine: ConsoleMachine,
  before: string,
  from: number,
  given: ReadonlySet<string | undefined>,
  value: RegExpExecArray | null,
): Completion {
  const { board } = machine.dimms;
  const at = before.length - (value?.[2]?.length ?? 0);
  switch (value?.[1]) {
    case 'id':
      return pick(before, at, [freeName('dimm', (id) => machine.dimms.get(id) !== undefined)]);
    case 'memdev':
      return pick(
        before,
        at,
        machine.backends.list.value.filter((b) => b.inUseBy === undefined).map((b) => b.id),
      );
    case 'node':
      return pick(
        before,
        at,
        Array.from({ length: Math.max(1, board.numaNodes) }, (_, i) => String(i)),
      );
    case 'slot': {
      const free = Array.from({ length: Math.min(board.slots, LIMIT) }, (_, i) => i).filter(
        (s) => machine.dimms.inSlot(s) === undefined,
      );
      return pick(before, at, free.map(String));
    }
    default:
      return pick(
        before,
        from,
        DIMM_OPTIONS.filter((o) => !given.has(o)).map((o) => `${o}=`),
      );
  }
}

/** The first name of its kind that is free: mem1, mem2 … */
function freeName(stem: string, taken: (id: string) => boolean): string {
  let n = 1;
  while (taken(`${stem}${n}`)) n++;
  return `${stem}${n}`;
}

function completeShell(machine: ConsoleMachine, before: string): Completion {
  const word = before.search(/[^\s;&|()<>]*$/);
  const lead = before.slice(0, word);
  const typed = before.slice(word);
  const first = /(^|[;&|(]|\b(?:do|then|else|if|while|until))\s*$/.test(lead);
  if (first && !typed.includes('/'))
    return pick(
      before,
      word,
      commandsOf(machine).map((c) => `${c.name} `),
    );
  const slash = typed.lastIndexOf('/');
  const from = word + slash + 1;
  const states = /echo\s+$/.test(lead) && slash < 0 ? ['online ', 'online_kernel ', 'online_movable ', 'offline '] : [];
  const dir = resolvePath('/', typed.slice(0, slash + 1));
  const listed = machine.files.list(dir);
  const names = 'entries' in listed && (slash >= 0 || states.length === 0) ? listed.entries : [];
  const root = slash < 0 ? '/' : '';
  const choices = [...names]
    .sort((a, b) => byBytes(a.name, b.name))
    .map((e) => `${root}${e.name}${e.kind === 'dir' ? '/' : ' '}`);
  return pick(before, from, [...states, ...choices]);
}
