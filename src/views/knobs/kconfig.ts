/** What turning symbols of the build brings with it, told before the machine reboots. */
import * as words from '#words/knobs-panel.ts';
import type { Arch } from '../../engine/arch/geometry.ts';
import { type Config, alwaysOn, dependsOn, selectorsOf, turnSymbol } from '../../engine/kernel/kconfig.ts';
import { type Draft, symbolWords } from './draft.ts';
import { KNOBS } from './knobs.ts';
import type { Knob } from './types.ts';

/** A symbol's place among the others, in words: why it is fixed, or what it needs and who keeps it. */
export function standing(knob: Knob, arch: Arch, config: Config): { readonly fixed?: string; readonly says: string } {
  if (knob.access.kind !== 'symbol') return { says: '' };
  const name = knob.access.name.replace('CONFIG_', '');
  const fixed = alwaysOn(name, arch);
  if (fixed !== undefined) return { fixed, says: words.alwaysYHere(fixed) };
  const needs = dependsOn(name, arch);
  const keepers = selectorsOf(name).filter((other) => config[`CONFIG_${other}`] !== undefined);
  return {
    says: [needs === '' ? '' : words.needs(needs), keepers.length === 0 ? '' : words.keptByWhichGo(keepers.join(', '))]
      .filter((text) => text !== '')
      .join(' · '),
  };
}

/** What else changes with the symbols of a draft; `refused`: why one of them cannot be turned. */
export interface Consequences {
  readonly off: readonly string[];
  readonly on: readonly string[];
  readonly refused?: string;
}

/** Turns the symbols of a draft one after the other, as the reboot will. */
export function consequences(draft: Draft, arch: Arch, before: Config): Consequences {
  let config = before;
  const asked = new Set<string>();
  for (const word of KNOBS.flatMap((knob) => symbolWords(knob, draft))) {
    const [key = '', value = ''] = word.split('=');
    asked.add(key);
    const next = turnSymbol(config, key.replace('CONFIG_', ''), value === 'y', arch);
    if (typeof next === 'string') return { off: [], on: [], refused: next };
    config = next;
  }
  const names = (from: Config, to: Config): readonly string[] =>
    Object.keys(from)
      .filter((key) => to[key] === undefined && !asked.has(key))
      .map((key) => key.replace('CONFIG_', ''));
  return { off: names(before, config), on: names(config, before) };
}
