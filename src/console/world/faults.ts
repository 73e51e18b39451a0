/** The world's `fault` and `policy`: what breaks, and what user space does with new memory. */
import * as words from '#words/faults.ts';
import { nobodyLivesHere } from '#words/world.ts';
import { parseSize } from '../../engine/devices/dimm/options.ts';
import { INJECTABLE, INJECTED } from '../../engine/devices/faults.ts';
import type { Fault } from '../../engine/devices/faults.ts';
import { ADD_RULES } from '../../engine/hotplug/user-policy.ts';
import type { ConsoleMachine } from '../host.ts';
import { nextSteps } from './next-steps.ts';
import { said } from './said.ts';

/** Decimal or 0x…; undefined for anything else, and for what is too large to count. */
function number(word: string | undefined): number | undefined {
  if (word === undefined || !/^(0x[0-9a-fA-F]{1,13}|\d{1,15})$/.test(word)) return undefined;
  return Number(word);
}

/** fault …; undefined: the words are not as its parameters say. */
export function fault(machine: ConsoleMachine, [what, ...args]: readonly string[]): string | undefined {
  if (machine.faults === undefined) return said(words.nothingCanBreak);
  switch (what) {
    case 'dimm':
      return faultDimm(machine, args);
    case 'slot': {
      const slot = number(args[0]);
      if (slot === undefined || args[1] !== 'defective' || args.length > 2) return undefined;
      if (slot >= machine.dimms.board.slots) return said(words.noSlot(slot));
      machine.faults.slot(slot);
      return '';
    }
    case 'notifier':
      return faultNotifier(machine, args);
    case 'list':
      return args.length > 0 ? undefined : machine.faults.list.value.map((f) => told(machine, f)).join('');
    case 'clear':
      return clear(machine, args);
    default:
      return undefined;
  }
}

function faultDimm(machine: ConsoleMachine, [id = '', kind, ...args]: readonly string[]): string | undefined {
  const { faults, dimms } = machine;
  if (kind !== 'correctable' && kind !== 'uncorrectable') return undefined;
  const dimm = dimms.get(id);
  if (dimm === undefined) return said(words.noDimm(id));
  const count = kind === 'correctable' ? number(args[0]) : undefined;
  const place = kind === 'correctable' ? args[1] : args[0];
  if (
    args.length > (kind === 'correctable' ? 2 : 1) ||
    (kind === 'correctable' && (count === undefined || count === 0))
  )
    return undefined;
  const offset = place === undefined ? (kind === 'correctable' ? 0 : undefined) : (number(place) ?? parseSize(place));
  if (offset === undefined) return undefined;
  if (offset >= dimm.size) return said(words.isOutside(id, dimm.size, place ?? ''));
  if (count === undefined) faults?.uncorrectable(dimm, offset);
  else faults?.correctable(dimm, offset, count);
  return '';
}

function faultNotifier(machine: ConsoleMachine, [action, name, once, ...more]: readonly string[]): string | undefined {
  const injectable = INJECTABLE.find((a) => a === action);
  if (action === undefined || name === undefined || more.length > 0 || (once !== undefined && once !== 'once'))
    return undefined;
  if (injectable === undefined) return said(words.onlyCanBeRefused(INJECTABLE));
  const errno = (Object.keys(INJECTED) as (keyof typeof INJECTED)[]).find((e) => e === name);
  if (errno === undefined) return said(words.errorsAre(Object.keys(INJECTED)));
  machine.faults?.notifier(injectable, errno, once === 'once');
  return '';
}

function clear(machine: ConsoleMachine, [what, name, ...more]: readonly string[]): string | undefined {
  const { faults } = machine;
  if (faults === undefined || more.length > 0 || (what !== undefined && name === undefined)) return undefined;
  let which: (f: Fault) => boolean;
  if (what === undefined) which = () => true;
  else if (what === 'dimm') which = (f) => (f.kind === 'correctable' || f.kind === 'uncorrectable') && f.dimm === name;
  else if (what === 'slot') which = (f) => f.kind === 'slot' && String(f.slot) === name;
  else if (what === 'notifier') which = (f) => f.kind === 'notifier' && f.action === name;
  else return undefined;
  return faults.clear(which) === 0 ? said(words.noSuchFault) : '';
}

/** A fault, and what the platform, the kernel and the administrator do next about it. */
function told(machine: ConsoleMachine, f: Fault): string {
  const { platform, kernel, administrator } = nextSteps(machine, f);
  const steps = [words.platformDoes(platform), words.kernelDoes(kernel), words.administratorDoes(administrator)];
  return said([say(f), ...steps].join('\n  '));
}

function say(f: Fault): string {
  switch (f.kind) {
    case 'correctable':
      return words.correctedErrors(f.dimm, f.count, f.offset.toString(16));
    case 'uncorrectable':
      return words.uncorrectedError(f.dimm, f.offset.toString(16), f.pfn.toString(16));
    case 'slot':
      return words.defectiveSlot(f.slot);
    case 'notifier':
      return words.refusingNotifier(f.action, f.errno, f.once);
  }
}

/** policy add=…: what a rule of user space writes to the state of a block that was added. */
export function policy(machine: ConsoleMachine, args: readonly string[]): string | undefined {
  const { userPolicy } = machine;
  if (userPolicy === undefined) return said(nobodyLivesHere);
  if (args.length === 0) return `add=${userPolicy.cell.value}\n`;
  const rule = ADD_RULES.find((r) => args[0] === `add=${r}`);
  if (rule === undefined || args.length > 1) return undefined;
  userPolicy.cell.value = rule;
  return '';
}
