/** Answers to questions about page tables, and to others of one tab only: a script of its own, fetched when the first of them is asked. */
import * as v from 'valibot';
import * as words from '#words/worker.ts';
import type { Machine } from '../engine/machine.ts';
import type { MapContext } from '../engine/mapping/context.ts';
import type { NodeOf } from '../engine/mapping/place.ts';
import { tableAt, tableList } from '../engine/mapping/table-list.ts';
import { tableChanges } from '../engine/mapping/table-diff.ts';
import { tableView } from '../engine/mapping/table-view.ts';
import type { ChangeSpan } from '../engine/mapping/table-views.ts';
import { changedRuns } from '../engine/state/compare.ts';
import { pfn, virtAddr } from '../engine/units.ts';
import { residue } from '../engine/residue.ts';
import { memmapStory } from '../session/memmap-story.ts';
import { SCENARIOS, rounds } from '../session/rounds.ts';
import type { Session } from '../session/session.ts';
import type { Moment } from './messages.ts';
import type { LateTableQuestion, TableQuestions } from './table-questions.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const region = v.picklist(['direct-map', 'vmemmap']);
const address = v.pipe(v.bigint(), v.minValue(0n), v.maxValue((1n << 64n) - 1n), v.transform(virtAddr));
const edge = v.pipe(v.bigint(), v.minValue(0n), v.maxValue(1n << 64n));
/** Lines are answered one at a time, and rounds are work. */
const MOST_ROUNDS = 1000;

const ABOUT = {
  table: v.object({ table: v.object({ level: count, va: address }), since: v.optional(count) }),
  tables: v.object({
    region: v.optional(region),
    level: v.optional(v.picklist(['PGD', 'P4D', 'PUD', 'PMD', 'PTE'])),
    from: v.optional(edge),
    to: v.optional(edge),
    orphans: v.optional(v.boolean()),
    offset: count,
    limit: v.pipe(count, v.maxValue(1000)),
  }),
  tableAt: v.object({ pfn: v.pipe(count, v.transform(pfn)) }),
  tableChanges: v.object({ since: v.optional(count) }),
  ptdump: v.object({ region }),
  processes: v.object({}),
  rounds: v.object({
    policy: v.picklist(['leave', 'keep-shared', 'free']),
    scenario: v.picklist(SCENARIOS),
    rounds: v.pipe(v.array(v.pipe(count, v.maxValue(MOST_ROUNDS))), v.maxLength(8)),
    dimmBytes: v.optional(count),
  }),
  memmapStory: v.object({ bytes: count, nid: count, zone: v.picklist(['movable', 'kernel']) }),
  residue: v.object({}),
} satisfies { readonly [K in LateTableQuestion]: v.GenericSchema<unknown, unknown> };

/** What answers need besides the machine. */
interface Setting {
  readonly session: Session<Machine>;
  /** The moment the machine stands at; undefined: now. */
  readonly moment: Moment | undefined;
  readonly progress: (what: string, fraction: number) => void;
}
type Answers = {
  readonly [K in LateTableQuestion]: (
    m: Machine,
    about: v.InferOutput<(typeof ABOUT)[K]>,
    setting: Setting,
  ) => TableQuestions[K]['answer'];
};

const nodeOf = (m: Machine): NodeOf => {
  const { sections } = m;
  return (page) => {
    const nr = sections.pfnToSection(page);
    return sections.isPresent(nr) ? sections.nodeOf(nr) : undefined;
  };
};

interface Before {
  readonly c: MapContext;
  readonly nodeOf: NodeOf;
  readonly span: ChangeSpan;
}

/** Gestures looked at for one that changed page tables. */
const LOOK_BACK = 16;

/** The machine before an operation: the one asked for, or the last gesture that changed page tables. */
function before(m: Machine, { session, moment }: Setting, since: number | undefined): Before | undefined {
  const length = moment === undefined ? session.length : Math.min(session.length, moment.line + 1);
  if (since !== undefined && since >= length) return undefined;
  const now = m.k.store.checkpoint();
  let within = length;
  for (let n = 0; n < (since === undefined ? LOOK_BACK : 1); n++) {
    const gesture =
      since === undefined ? session.gestureWithin(within) : { from: since, text: session.textOf(since, length) };
    if (gesture === undefined) return undefined;
    const machine = session.before(gesture.from);
    // another kernel has other tables
    if (machine.k.config !== m.k.config) return undefined;
    const was = machine.k.store.checkpoint();
    if (since !== undefined || changedRuns(was, now, 'mapping.entries').length > 0)
      return { c: machine.mapping.context, nodeOf: nodeOf(machine), span: gesture };
    within = gesture.from;
  }
  return undefined;
}

const ANSWERS: Answers = {
  table: (m, { table, since }, setting) => {
    const c = m.mapping.context;
    if (table.level >= c.tree.levels.length) return { absent: words.thisMachinesTablesHave(c.tree.levels.length) };
    return (
      tableView(c, table, nodeOf(m), before(m, setting, since)) ?? {
        absent: words.noTableSpans0x(c.tree.level(table.level).name, table.va.toString(16)),
      }
    );
  },
  tables: (m, filter) => tableList(m.mapping.context, filter, nodeOf(m)),
  tableAt: (m, about) => tableAt(m.mapping.context, about.pfn, nodeOf(m)),
  tableChanges: (m, { since }, setting) => {
    const was = before(m, setting, since);
    return was && tableChanges(was.c, m.mapping.context, { before: was.nodeOf, now: nodeOf(m) }, was.span);
  },
  ptdump: (m, about) => m.mapping.dumpLines(about.region),
  processes: (m) => m.mapping.processes.view(),
  rounds: (m, about, { progress }) => rounds(m, about, progress),
  memmapStory,
  residue: (m) => residue(m),
};

/** Answers one; a question about something that cannot be asked about gives the problems instead. */
export function answerTables<K extends LateTableQuestion>(
  kind: K,
  about: unknown,
  machine: Machine,
  setting: Setting,
): { readonly answer: unknown } | { readonly issues: readonly v.BaseIssue<unknown>[] } {
  const parsed = v.safeParse(ABOUT[kind], about);
  return parsed.success
    ? { answer: ANSWERS[kind](machine, parsed.output as v.InferOutput<(typeof ABOUT)[K]>, setting) }
    : { issues: parsed.issues };
}
