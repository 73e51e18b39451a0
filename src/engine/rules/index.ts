/**
 * All rules. To add one: append it to the file of its topic (or make a file and one line below), its text to the file of the
 * same name in words/en/rules, and run `npm run rules`, which writes docs/rules.md.
 */
import * as titles from '#words/rules/titles.ts';
import { ADD } from './add.ts';
import { BOT } from './boot.ts';
import { CXL } from './cxl.ts';
import { DEV } from './devices.ts';
import { ACC, KMM, PMM, VMM } from './device-memory.ts';
import { FLT } from './faults.ts';
import { HUG } from './hugetlb.ts';
import { KCF } from './kernel-configuration.ts';
import { MOM } from './memmap-on-memory.ts';
import { OFF } from './offline.ts';
import { ONL } from './online.ts';
import { PAG } from './pages.ts';
import { QMU } from './qemu.ts';
import { REM } from './remove.ts';
import type { Rule, Topic } from './rule.ts';
import { SIZ } from './sizes.ts';
import { SUB } from './subsections.ts';
import { MAP } from './tables.ts';
import { WMK } from './watermarks.ts';
import { ZON } from './zones.ts';

const topics = [
  { title: titles.ADD, rules: ADD },
  { title: titles.MOM, rules: MOM },
  { title: titles.ONL, rules: ONL },
  { title: titles.OFF, rules: OFF },
  { title: titles.REM, rules: REM },
  { title: titles.ZON, rules: ZON },
  { title: titles.WMK, rules: WMK },
  { title: titles.MAP, rules: MAP },
  { title: titles.SUB, rules: SUB },
  { title: titles.PMM, rules: PMM },
  { title: titles.KMM, rules: KMM },
  { title: titles.CXL, rules: CXL },
  { title: titles.ACC, rules: ACC },
  { title: titles.VMM, rules: VMM },
  { title: titles.FLT, rules: FLT },
  { title: titles.SIZ, rules: SIZ },
  { title: titles.PAG, rules: PAG },
  { title: titles.HUG, rules: HUG },
  { title: titles.BOT, rules: BOT },
  { title: titles.DEV, rules: DEV },
  { title: titles.QMU, rules: QMU },
  { title: titles.KCF, rules: KCF },
] as const satisfies readonly Topic[];

/** Rules by topic, in the order of the document. */
export const TOPICS: readonly Topic[] = topics;

type AnyRule = (typeof topics)[number]['rules'][number];

/** The names that the formula of a rule is filled with; a rule without one takes no values. */
export type SlotsOf<Id extends RuleId> =
  Extract<AnyRule, { readonly id: Id }> extends { readonly formula: infer F extends string } ? Slots<F> : never;
type Slots<F extends string> = F extends `${string}{${infer Name}}${infer Rest}` ? Name | Slots<Rest> : never;

/** The id of a rule that exists. */
export type RuleId = AnyRule['id'];

/** Rules without a formula: they are explained without values. */
export type PlainRuleId = { [Id in RuleId]: [SlotsOf<Id>] extends [never] ? Id : never }[RuleId];

/** All rules in the order of the document. */
export const RULES: readonly Rule[] = topics.flatMap(({ rules }): readonly Rule[] => rules);

/** The rule of an id. */
export function ruleOf(id: RuleId): Rule {
  const found = RULES.find((rule) => rule.id === id);
  if (found === undefined) throw new Error(`no rule ${id}`);
  return found;
}
