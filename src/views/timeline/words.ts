/** Calls and steps in words. */
import * as words from '#words/timeline.ts';
import { sourceOf } from '../../engine/kernel/sources.ts';
import type { TraceData } from '../../engine/kernel/trace.ts';
import { formatCount } from '../../ui/format.ts';
import { type CallTree, heldAt, KIND } from './calls.ts';

/** What a function's argument counts. Functions work on page frames unless their name says otherwise. */
export function argWords(name: string, arg: number): string {
  if (Number.isNaN(arg)) return '';
  if (/^sparse_|section/.test(name)) return words.section(arg);
  if (/^state_store$|memblk|memory_block|mem_block|memblock_offlined|^memory_subsys|^device_o(?:n|ff)line$/.test(name))
    return `memory${arg}`;
  if (/node|kswapd|kcompactd|pgdat|mt_calc/.test(name)) return words.node(arg);
  return /^acpi_(?:evaluate_ej0|memory_device)/.test(name) ? words.slot(arg) : words.pfn(arg);
}

/** Where a function stands in Linux. */
export const sourceWords = (name: string): string => sourceOf(name) ?? words.sourceFileNotKnown;

/** A call in words: name, argument, source. */
export function callWords(tree: CallTree, call: number): string {
  const name = tree.names[tree.nameOf[call] ?? 0] ?? '';
  const arg = argWords(name, tree.arg[call] ?? Number.NaN);
  const times = tree.times[call] ?? 1;
  return `${name}${arg === '' ? '' : ` (${arg})`}${times > 1 ? ` ×${formatCount(times)}` : ''}`;
}

/** The event that led to a step, and what is held then. */
export function stepWords(data: TraceData, tree: CallTree, step: number): string {
  if (step <= 0) return words.beforeFirstStep;
  const i = step - 1;
  const name = data.names[data.nameOf[i] ?? 0] ?? '';
  const arg = argWords(name, data.args[i] ?? Number.NaN);
  const held = heldAt(tree, step);
  const holding = held.length === 0 ? '' : words.holding(held.join(', '));
  switch (data.kinds[i]) {
    case KIND.enter:
      return words.enters(name, arg, holding);
    case KIND.many:
      return `${name} ×${data.args[i] ?? 1}${holding}`;
    case KIND.leave:
      return words.leaves(name, holding);
    case KIND.acquire:
      return words.takes(name, holding);
    case KIND.release:
      return words.releases(name, holding);
    case undefined:
    default:
      return `${name}${holding}`;
  }
}
