/**
 * What differs between two machines, branches or moments: blocks, sections, DIMMs, zones, page tables, in words and as page
 * frames for the map. Read from what the page mirrors of both; nothing is asked of either machine.
 */
import * as wording from '#words/compare.ts';
import { blockId, nodeId, pfn } from '../../engine/units.ts';
import type { PfnRange } from '../../engine/units.ts';
import type { Cells, DimmView, MachineInfo } from '../../link/messages.ts';
import { ZONES, blockRange, dimmRange } from '../../store/selection.ts';
import type { Marked, Mirror, Selection } from '../../store/types.ts';
import { formatBytes } from '../../ui/format.ts';

/** One side of a comparison. */
export interface Side {
  readonly info: MachineInfo;
  readonly cells: Partial<Cells>;
  readonly mirror: Mirror;
}

export const GROUPS = [
  wording.groups,
  'DIMMs',
  wording.memoryBlocks,
  wording.sections,
  wording.zones,
  wording.pageTables,
  wording.memory,
] as const;
export type Group = (typeof GROUPS)[number];

/** One difference. `here` and `there`: the values of both sides, `—` where it is missing. */
export interface Difference {
  readonly group: Group;
  readonly what: string;
  readonly here: string;
  readonly there: string;
  readonly kind: Marked['kind'];
  /** Where it lies, on both sides alike. */
  readonly range?: PfnRange;
  readonly selection?: Selection;
}

const NONE = '—';
const BLOCK_STATES = [wording.absent, wording.offline, wording.online, wording.blockStates];
const kindOf = (here: string, there: string): Marked['kind'] =>
  there === NONE || there === 'absent' ? 'here' : here === NONE || here === 'absent' ? 'there' : 'differs';

/** Runs of equal findings about numbered things. */
function runs(
  count: number,
  find: (i: number) => { readonly here: string; readonly there: string } | undefined,
): { readonly from: number; readonly to: number; readonly here: string; readonly there: string }[] {
  const out: { from: number; to: number; here: string; there: string }[] = [];
  for (let i = 0; i < count; i++) {
    const found = find(i);
    if (found === undefined) continue;
    const last = out.at(-1);
    if (last?.to === i && last.here === found.here && last.there === found.there) last.to = i + 1;
    else out.push({ from: i, to: i + 1, ...found });
  }
  return out;
}

const span = (name: string, from: number, to: number): string =>
  to - from === 1 ? `${name}${from}` : `${name}${from}–${to - 1}`;

/** Whether a number of a block or section means the same memory on both sides. */
export const sameGeometry = (a: MachineInfo, b: MachineInfo): boolean =>
  a.geometry.sectionShift === b.geometry.sectionShift &&
  a.geometry.pageShift === b.geometry.pageShift &&
  a.blockBytes === b.blockBytes;

/** All differences, by group. */
export function differences(here: Side, there: Side): readonly Difference[] {
  const alike = sameGeometry(here.info, there.info);
  return [
    ...machineDiff(here, there),
    ...dimmDiff(here, there, alike),
    ...(alike ? [...blockDiff(here, there), ...sectionDiff(here, there)] : []),
    ...zoneDiff(here, there),
    ...tableDiff(here, there),
  ];
}

function machineDiff({ info: a }: Side, { info: b }: Side): Difference[] {
  const one = (what: string, here: string, there: string): Difference[] =>
    here === there ? [] : [{ group: wording.groups, what, here, there, kind: 'differs' }];
  return [
    ...one('machine', a.title, b.title),
    ...one('architecture', a.geometry.arch, b.geometry.arch),
    ...one('Linux', a.release, b.release),
    ...one(wording.kernelCommandLine, a.cmdline, b.cmdline),
    ...one(wording.pageSize, formatBytes(a.sizes.pageBytes), formatBytes(b.sizes.pageBytes)),
    ...one(wording.sectionSize, formatBytes(2 ** a.geometry.sectionShift), formatBytes(2 ** b.geometry.sectionShift)),
    ...one(wording.memoryBlockSize, formatBytes(a.blockBytes), formatBytes(b.blockBytes)),
  ];
}

const dimmText = (d: DimmView): string => wording.at0xNodeSlot(d.size, d.addr.toString(16), d.node, d.slot);

function dimmDiff(here: Side, there: Side, alike: boolean): Difference[] {
  const ids = new Set([...(here.cells.dimms ?? []), ...(there.cells.dimms ?? [])].map((d) => d.id));
  return [...ids].sort().flatMap((id): Difference[] => {
    const a = here.cells.dimms?.find((d) => d.id === id);
    const b = there.cells.dimms?.find((d) => d.id === id);
    const [x, y] = [a === undefined ? NONE : dimmText(a), b === undefined ? NONE : dimmText(b)];
    if (x === y) return [];
    const dimm = a ?? b;
    return [
      {
        group: wording.dimms,
        what: id,
        here: x,
        there: y,
        kind: kindOf(x, y),
        ...(dimm !== undefined && alike && { range: dimmRange(here.info, dimm) }),
        ...(a !== undefined && { selection: { kind: 'dimm', id } as const }),
      },
    ];
  });
}

function blockText({ mirror }: Side, id: number): string {
  const state = mirror.array('block.state').get(id);
  if (state === 0) return wording.absent;
  const zone = ZONES[mirror.array('block.zone').get(id)];
  return wording.node(BLOCK_STATES[state] ?? '?', state, zone, mirror.array('block.node').get(id));
}

function blockDiff(here: Side, there: Side): Difference[] {
  const { sectionsPerBlock } = here.info;
  const highest = Math.max(here.cells.highestSection ?? 0, there.cells.highestSection ?? 0);
  const found = runs(Math.ceil(highest / sectionsPerBlock), (id) => {
    const [a, b] = [blockText(here, id), blockText(there, id)];
    return a === b ? undefined : { here: a, there: b };
  });
  return found.map((run) => ({
    group: wording.memoryBlocks,
    what: span('memory', run.from, run.to),
    here: run.here,
    there: run.there,
    kind: kindOf(run.here, run.there),
    range: {
      start: blockRange(here.info, blockId(run.from)).start,
      end: blockRange(here.info, blockId(run.to - 1)).end,
    },
    ...(run.to - run.from === 1 && { selection: { kind: 'block', id: blockId(run.from) } as const }),
  }));
}

/** Subsections present in a section, of how many. */
function subsections({ info, mirror }: Side, nr: number): string {
  if ((mirror.array('section.flags').get(nr) & 1) === 0) return NONE;
  const of = 2 ** (info.geometry.sectionShift - info.geometry.subsectionShift);
  const words = Math.ceil(of / 32);
  const map = mirror.array('section.map');
  let n = 0;
  for (let w = 0; w < words; w++) for (let bits = map.get(nr * words + w) >>> 0; bits !== 0; bits &= bits - 1) n++;
  return wording.ofSubsections(n, of);
}

/** Sections of which not the block already tells the difference: their bitmaps. */
function sectionDiff(here: Side, there: Side): Difference[] {
  const highest = Math.max(here.cells.highestSection ?? 0, there.cells.highestSection ?? 0);
  const per = here.info.sizes.pagesPerSection;
  const maps = [here.mirror.array('section.map'), there.mirror.array('section.map')] as const;
  const words = Math.ceil(2 ** (here.info.geometry.sectionShift - here.info.geometry.subsectionShift) / 32);
  const found = runs(highest, (nr) => {
    const [a, b] = [subsections(here, nr), subsections(there, nr)];
    let same = a === b;
    for (let w = 0; same && w < words; w++) same = maps[0].get(nr * words + w) === maps[1].get(nr * words + w);
    return same ? undefined : { here: a, there: b };
  });
  return found.map((run) => ({
    group: wording.sections,
    what: span('section ', run.from, run.to),
    here: run.here,
    there: run.there,
    kind: kindOf(run.here, run.there),
    range: { start: pfn(run.from * per), end: pfn(run.to * per) },
  }));
}

function zoneDiff(here: Side, there: Side): Difference[] {
  const ids = new Set([...(here.cells.nodes ?? []), ...(there.cells.nodes ?? [])].map((n) => n.id));
  const names = new Set([...(here.cells.zoneTypes ?? []), ...(there.cells.zoneTypes ?? [])]);
  return [...ids]
    .sort((a, b) => a - b)
    .flatMap((nid) =>
      [...names].flatMap((name): Difference[] => {
        const figures = ({ cells, info }: Side): readonly string[] => {
          const zone = cells.nodes?.find((n) => n.id === nid)?.zones.find((z) => z.name === name);
          if (zone === undefined || zone.spanned === 0) return [];
          const free = cells.free?.find((f) => f.ref.nid === nid && f.ref.zone === name)?.pages ?? 0;
          const of = (pages: number): string => formatBytes(pages * info.sizes.pageBytes);
          return wording.zoneFigures(of(zone.present), of(zone.spanned), zone.managed, of(free));
        };
        const [x, y] = [figures(here), figures(there)];
        // of a zone that both have, only what differs
        const only = (own: readonly string[], other: readonly string[]): string =>
          own.filter((figure) => !other.includes(figure)).join(', ') || NONE;
        const [a, b] = [only(x, y), only(y, x)];
        if (a === b) return [];
        const selection = { kind: 'zone', ref: { nid: nodeId(nid), zone: name } } as const;
        return [
          {
            group: wording.zones,
            what: wording.diffNode(nid, name),
            here: a,
            there: b,
            kind: kindOf(a, b),
            ...(a !== NONE && { selection }),
          },
        ];
      }),
    );
}

function tableDiff(here: Side, there: Side): Difference[] {
  const out: Difference[] = [];
  const add = (what: string, a: string, b: string): void => {
    if (a !== b) out.push({ group: wording.pageTables, what, here: a, there: b, kind: kindOf(a, b) });
  };
  for (const region of ['direct-map', 'vmemmap'] as const) {
    const text = ({ cells }: Side): string => {
      const t = cells.tables?.[region];
      return t === undefined ? NONE : wording.tablePagesTakenFreed(t.inTree, t.allocated, t.freed);
    };
    add(region === 'direct-map' ? wording.directMap : region, text(here), text(there));
  }
  const sizes = new Set([...Object.keys(here.cells.directMap ?? {}), ...Object.keys(there.cells.directMap ?? {})]);
  for (const size of sizes) {
    const text = ({ cells }: Side): string => formatBytes(cells.directMap?.[size] ?? 0);
    add(wording.directMapInLeaves(size), text(here), text(there));
  }
  return out;
}

/** Differences of two texts of `name: value` lines, as /proc/meminfo is. */
export function textDiff(here: string, there: string): readonly Difference[] {
  const read = (text: string): ReadonlyMap<string, string> =>
    new Map(
      text.split('\n').flatMap((line) => {
        const m = /^([^:]+):\s*(.*)$/.exec(line);
        return m === null ? [] : [[m[1] ?? '', (m[2] ?? '').trim()] as const];
      }),
    );
  const [a, b] = [read(here), read(there)];
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((what): Difference[] => {
    const [x, y] = [a.get(what) ?? NONE, b.get(what) ?? NONE];
    return x === y ? [] : [{ group: wording.memory, what, here: x, there: y, kind: kindOf(x, y) }];
  });
}

/** Whether runs in the order of their addresses cover a range together. */
function covered({ start, end }: PfnRange, by: readonly Difference[]): boolean {
  let to: number = start;
  for (const { range } of by) if (range !== undefined && range.start <= to && range.end > to) to = range.end;
  return to >= end;
}

/** What of the differences the map shows; a block says it for its sections. */
export function marksOf(all: readonly Difference[], side: 'here' | 'there'): readonly Marked[] {
  const shown = all.filter((d) => d.range !== undefined && d.group !== 'DIMMs');
  const blocks = shown.filter((d) => d.group === wording.memoryBlocks);
  return shown.flatMap((d): Marked[] => {
    const { range } = d;
    if (range === undefined) return [];
    if (d.group === wording.sections && covered(range, blocks)) return [];
    const own = side === 'here' ? d.here : d.there;
    const other = side === 'here' ? d.there : d.here;
    const kind = d.kind === 'differs' ? d.kind : (d.kind === 'here') === (side === 'here') ? 'here' : 'there';
    return [
      {
        range,
        kind,
        what:
          kind === 'here' ? wording.onlyHere(own) : kind === 'there' ? wording.notHere(other) : wording.there(other),
      },
    ];
  });
}

/** All differences as text, for a mail or a bug report. */
export function differencesText(all: readonly Difference[], here: string, there: string): string {
  const out = [wording.diffAgainst(here, there), ''];
  for (const group of GROUPS) {
    const own = all.filter((d) => d.group === group);
    if (own.length === 0) continue;
    out.push(group);
    for (const d of own) out.push(`  ${d.what}`, `    ${here}: ${d.here}`, `    ${there}: ${d.there}`);
    out.push('');
  }
  return `${out.join('\n')}\n`;
}
