/** Answers to questions about the moment on screen. */
import * as v from 'valibot';
import { logLines } from '../engine/kernel/kernel.ts';
import type { Machine } from '../engine/machine.ts';
import { walkFrom } from '../engine/walk-from.ts';
import { blockId, nodeId, pfn, sectionNr, virtAddr } from '../engine/units.ts';
import type { Pfn, SectionNr } from '../engine/units.ts';
import { subsectionsOf } from '../engine/devices/subsections.ts';
import { pfnPredicates } from '../engine/sparse/predicates.ts';
import type { PfnPredicate } from '../engine/sparse/predicates.ts';
import type { Culprit } from '../engine/pages/types.ts';
import { ZONE_NAMES } from '../engine/zones/types.ts';
import type { ZoneName } from '../engine/zones/types.ts';
import type { Session } from '../session/session.ts';
import { writeSnapshot } from '../snapshot/write.ts';
import { isLateTableQuestion } from './table-questions.ts';
import type { LateTableQuestion } from './table-questions.ts';
import { memmapCost } from './worker-cost.ts';
import type { ShellLanguage, TableAnswers } from './worker-machine.ts';
import type { Moment, PfnDetail, QuestionKind, Questions, SectionDetail } from './messages.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const region = v.picklist(['direct-map', 'vmemmap']);
/** Questions that this file answers itself; the others are worker-tables.ts's. */
type Early = Exclude<QuestionKind, LateTableQuestion>;

/** What each question may ask about. */
const ABOUT = {
  section: v.object({ nr: v.pipe(count, v.transform(sectionNr)) }),
  pfn: v.object({ pfn: v.pipe(count, v.transform(pfn)) }),
  subsections: v.object({ nr: v.pipe(count, v.transform(sectionNr)) }),
  walk: v.union([
    v.object({ va: v.pipe(v.bigint(), v.transform(virtAddr)) }),
    v.object({ pfn: v.pipe(count, v.transform(pfn)), region }),
  ]),
  memmapCost: v.object({}),
  trace: v.object({ line: count }),
  complete: v.object({ channel: v.picklist(['monitor', 'shell']), text: v.string(), cursor: count }),
  read: v.object({ path: v.string() }),
  log: v.object({ from: count }),
  whyNot: v.object({ block: v.pipe(count, v.transform(blockId)) }),
  snapshot: v.object({}),
} satisfies { readonly [K in Early]: v.GenericSchema<unknown, unknown> };

type Answers = {
  readonly [K in Early]: (
    m: Machine,
    about: v.InferOutput<(typeof ABOUT)[K]>,
    session: Session<Machine>,
    language: ShellLanguage | undefined,
  ) => Questions[K]['answer'];
};

const ANSWERS: Answers = {
  section: (m, { nr }) => sectionDetail(m, nr),
  pfn: (m, about) => pfnDetail(m, about.pfn),
  subsections: (m, { nr }) => subsectionsOf(m, nr),
  walk: (m, about) => walkFrom(m, about),
  memmapCost,
  trace: (_m, { line }, session) => session.trace(line),
  complete: (m, { channel, text, cursor }, _session, language) =>
    language?.complete(m, channel, text, cursor) ?? { from: cursor, candidates: [] },
  read: (m, { path }) => m.files.read(path),
  log: (m, { from }) => logLines(m.k.log.value, from),
  whyNot: (m, { block }) =>
    m.blocks.exists(block) && m.blocks.stateName(block) !== 'offline'
      ? m.pages.inTheWay(m.blocks.range(block))
      : undefined,
  snapshot: (m) => JSON.stringify(writeSnapshot(m)),
};

/** Answers a question. A question about something that cannot be asked about gives the problems instead. */
export function answer(
  kind: QuestionKind,
  about: unknown,
  machine: Machine,
  session: Session<Machine>,
  late: {
    readonly language: ShellLanguage | undefined;
    readonly tables: TableAnswers | undefined;
    readonly moment: Moment | undefined;
  },
  progress: (what: string, fraction: number) => void,
): { readonly answer: unknown } | { readonly issues: readonly v.BaseIssue<unknown>[] } {
  if (!isLateTableQuestion(kind)) return one(kind, about, machine, session, late.language);
  // the request waited for it
  if (late.tables === undefined)
    throw new Error('a question about tables was asked and nothing has fetched its answer');
  return late.tables.answerTables(kind, about, machine, { session, moment: late.moment, progress });
}

function one<K extends Early>(
  kind: K,
  about: unknown,
  machine: Machine,
  session: Session<Machine>,
  language: ShellLanguage | undefined,
): { readonly answer: unknown } | { readonly issues: readonly v.BaseIssue<unknown>[] } {
  const parsed = v.safeParse(ABOUT[kind], about);
  return parsed.success
    ? { answer: ANSWERS[kind](machine, parsed.output as v.InferOutput<(typeof ABOUT)[K]>, session, language) }
    : { issues: parsed.issues };
}

const MEMMAP_KINDS = ['none', 'boot', 'runtime', 'altmap'] as const;

function sectionDetail(m: Machine, nr: SectionNr): SectionDetail | undefined {
  const { sections, blocks } = m;
  if (!sections.isPresent(nr)) return undefined;
  const block = blockId(Math.floor(nr / blocks.sectionsPerBlock));
  const exists = blocks.exists(block);
  const kind = MEMMAP_KINDS[sections.memmapKind.get(nr)] ?? 'none';
  const payer = kind === 'runtime' ? m.pages.memmapOf(nr) : undefined;
  const range = sections.range(nr);
  return {
    nr,
    flags: sections.flags.get(nr),
    map: sections.words(nr),
    block,
    blockState: exists ? blocks.stateName(block) : '',
    validZones: exists ? blocks.validZones(block) : '',
    node: nodeId(sections.node.get(nr)),
    use: m.pages.sectionUse(nr),
    memmap: {
      kind,
      node: kind === 'none' ? undefined : (payer?.nid ?? nodeId(sections.memmapNode.get(nr))),
      zone: payer?.zone ?? (kind === 'altmap' ? zoneName(sections.zone.get(nr)) : undefined),
      pages: kind === 'none' ? 0 : m.k.sizes.memmapPagesPerSection,
      va: m.mapping.vmemmapOf(range.start),
    },
    whyNot: sections.isOnline(nr) ? m.pages.inTheWay(range) : undefined,
    usedPages: m.pages.usedInSection.get(nr),
  };
}

const zoneName = (index: number): ZoneName | undefined => ZONE_NAMES[index];

function pfnDetail(m: Machine, p: Pfn): PfnDetail | undefined {
  const { sections, mapping, k } = m;
  if (p >= 2 ** (k.geometry.maxPhysmemBits - k.geometry.pageShift)) return undefined;
  const predicates = pfnPredicates(k, sections, p, (at) => m.pagemaps.ownerOf(at));
  const is = (name: PfnPredicate['name']): boolean => predicates.some((x) => x.name === name && x.value);
  const online = is('pfn_to_online_page');
  return {
    pfn: p,
    valid: is('pfn_valid'),
    online,
    owner: online ? ownerOf(m, p) : undefined,
    structPage: mapping.vmemmapOf(p),
    direct: mapping.virtOf(p),
    predicates,
  };
}

/**
 * Who has a page frame. Use is known a pageblock, not a page: owners stand in a pageblock one after the other from its
 * start, free pages at its end.
 */
function ownerOf(m: Machine, p: Pfn): Culprit | undefined {
  const { pagesPerPageblock, pagesPerSection } = m.k.sizes;
  const nr = m.sections.pfnToSection(p);
  const block = m.pages.sectionUse(nr).pageblocks[Math.floor((p % pagesPerSection) / pagesPerPageblock)];
  let at = p % pagesPerPageblock;
  for (const { kind, name, pages } of block?.owners ?? []) {
    if (at < pages) return { pfn: p, owner: kind, name };
    at -= pages;
  }
  return undefined;
}
