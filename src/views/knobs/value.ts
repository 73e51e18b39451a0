/** What stands in a knob on a machine, and what may stand there. */
import * as words from '#words/knobs-panel.ts';
import type { Arch } from '../../engine/arch/geometry.ts';
import { KiB } from '../../engine/units.ts';
import type { NodeState } from '../../engine/zones/types.ts';
import { optionOf } from './commandLine.ts';
import type { Knob, Values } from './types.ts';

/** Whether a text is a value of a knob; the kernel has the last word. */
export function fits(values: Values, text: string): boolean {
  switch (values.kind) {
    case 'word':
      return values.words.some(({ word }) => word === text);
    case 'number':
      return /^\d+$/.test(text) && Number(text) >= values.min && Number(text) <= values.max;
    case 'numbers':
      return /^\d+(\s+\d+)*$/.test(text.trim());
    case 'size':
      // memparse: digits and a unit of a power of 1024
      return (
        /^(0x[\da-f]+|\d+)[kmgtpe]?$/i.test(text) || (values.percent && percent(text)) || values.words.includes(text)
      );
    case 'flag':
      return text === '';
  }
}

const percent = (text: string): boolean => /^\d{1,3}%$/.test(text) && Number.parseInt(text, 10) <= 100;

/** What is known of the machine that the values are read from. */
export interface Known {
  readonly arch: Arch;
  readonly params: Readonly<Record<string, string>>;
  /** What the rule of user space writes to new blocks. */
  readonly addRule: string | undefined;
  readonly cmdline: string;
  /** Kconfig symbols that are set; undefined: this machine does not tell. */
  readonly config: Readonly<Record<string, string>> | undefined;
}

/** The value of a knob. `set`: somebody chose it; `default`: nobody did; `unknown`: this machine does not say. */
export type Current =
  | { readonly kind: 'set'; readonly text: string }
  | { readonly kind: 'default'; readonly text: string }
  | { readonly kind: 'unknown' };

const UNKNOWN: Current = { kind: 'unknown' };
const set = (text: string): Current => ({ kind: 'set', text });

/** Reads a knob; files that no frame mirrors are unknown here: they are asked for. */
export function currentOf(knob: Knob, known: Known): Current {
  const { access } = knob;
  switch (access.kind) {
    case 'file': {
      const text = access.param === undefined ? undefined : known.params[access.param];
      return text === undefined ? UNKNOWN : set(text);
    }
    case 'option':
    case 'flag':
    case 'listed': {
      const text = optionOf(known.cmdline, access);
      if (text === undefined) return { kind: 'default', text: words.bootControlNotGiven };
      return set(text === '' ? 'given' : text);
    }
    case 'symbol': {
      if (known.config === undefined) return UNKNOWN;
      return set(known.config[access.name] ?? 'n');
    }
    case 'choice': {
      if (known.config === undefined) return UNKNOWN;
      const { config } = known;
      const name = Object.keys(config).find((key) => key.startsWith(access.prefix) && config[key] === 'y');
      if (name !== undefined) return set(name.slice(access.prefix.length));
      const older = config['CONFIG_MEMORY_HOTPLUG_DEFAULT_ONLINE'];
      return older === undefined
        ? { kind: 'default', text: 'OFFLINE' }
        : set(older === 'y' ? 'ONLINE_AUTO' : 'OFFLINE');
    }
    case 'rule':
      return known.addRule === undefined ? UNKNOWN : set(known.addRule);
  }
}

/** The symbol that this machine's kernel lacks for a knob; undefined: none, or not known. */
export function lacking(knob: Knob, known: Known): string | undefined {
  if (knob.needs === undefined || known.config === undefined) return undefined;
  const name = `CONFIG_${knob.needs}`;
  return known.config[name] === undefined || known.config[name] === 'n' ? name : undefined;
}

/**
 * What a file would hold on a machine that does not have it, as far as the zones tell; undefined: they do not.
 * min_free_kbytes is shared out to the zones other than Movable, rounded down to pages (mm/page_alloc.c: __setup_per_zone_wmarks).
 */
export function estimated(knob: Knob, nodes: readonly NodeState[], pageBytes: number): string | undefined {
  if (knob.id !== 'min-free-kbytes') return undefined;
  const zones = nodes.flatMap((node) => node.zones).filter(({ name }) => name !== 'Movable' && name !== 'Device');
  return words.kb((zones.reduce((sum, { min }) => sum + min, 0) * pageBytes) / KiB);
}

/** Whether all words of a search stand in a knob's texts. */
export function matches(knob: Knob, search: string): boolean {
  const text = [knob.name, knob.what, knob.since, knob.source, ...knob.where].join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
