/**
 * What the command palette offers: the page's commands, and what can be done with this machine as it stands. Whatever is
 * done is a command or a line, as anywhere else on the page.
 */
import * as wording from '#words/guide-late.ts';
import type { Line } from '../../engine/lines.ts';
import { nodeId } from '../../engine/units.ts';
import type { OnlineType } from '../../engine/zones/types.ts';
import { PRESETS } from '../../link/presets.ts';
import type { MachineEntry } from '../../store/machines.ts';
import type { AtlasState, InspectorTab } from '../../store/types.ts';
import type { StoryEntry } from '../../stories/types.ts';
import type { Command } from '../app/command.ts';
import { freeSlots, linesForMove, partOf, shelfSizes } from '../bay/moves.ts';
import { selectedBlocks, stateLines } from '../map/actions.ts';
import { find } from '../map/search.ts';

/** One row of the palette. */
export interface Entry {
  readonly id: string;
  readonly group: string;
  readonly title: string;
  /** What it would send, or a word more about it. */
  readonly hint?: string;
  readonly keys?: string;
  readonly also?: string;
  /** Why it can do nothing now. */
  readonly why?: string;
  readonly run: () => void;
}

/** The machine and what the page may do with it. */
export type Acting = Pick<
  AtlasState,
  'info' | 'cells' | 'mirror' | 'selection' | 'sendAll' | 'send' | 'select' | 'load' | 'announce' | 'setTab'
>;

const send = (state: Acting, lines: readonly Line[]): void => {
  void state.sendAll(lines).catch(() => undefined);
};

const sent = (lines: readonly Line[]): string =>
  lines.map((line) => (line.channel === 'write' ? `echo ${line.value} > ${line.path}` : line.line)).join(' · ');

const STATES: readonly (readonly [value: OnlineType, words: string])[] = [
  ['online', wording.states],
  ['online_kernel', wording.onlineToKernelZone],
  ['online_movable', wording.onlineToMovable],
  ['offline', wording.offline],
];

/** Blocks that are selected, brought online or taken offline. */
function forSelection(state: Acting): Entry[] {
  const blocks = selectedBlocks(state, state.selection);
  return STATES.map(([value, words]): Entry => {
    const ids = value === 'offline' ? blocks.online : blocks.offline;
    const lines = stateLines(ids, value);
    const none = state.selection.kind === 'none' ? wording.nothingIsSelected : wording.noBlockInIt(value);
    return {
      id: `state-${value}`,
      group: wording.selection,
      title: wording.take(ids.length, words),
      also: wording.memoryBlock(value),
      ...(ids.length === 0
        ? { why: none }
        : { hint: ids.length === 1 ? sent(lines) : wording.writesToState(ids.length) }),
      run: () => send(state, lines),
    };
  });
}

/** DIMMs into nodes and out of their slots. */
function forDimms(state: Acting): Entry[] {
  const { info, cells } = state;
  if (info === undefined) return [];
  const dimms = cells.dimms ?? [];
  const full =
    info.slots === 0
      ? wording.thisMachineHas
      : freeSlots(info.slots, dimms).length === 0
        ? wording.everySlotIsTaken
        : undefined;
  const add = shelfSizes(info.blockBytes, info.hotBytes).flatMap((size) =>
    (cells.nodes ?? []).map((node): Entry => {
      const lines = linesForMove(
        { kind: 'new', size },
        { kind: 'slot', node: nodeId(node.id), slot: undefined },
        {
          dimms,
          backends: cells.backends ?? [],
        },
      );
      return {
        id: `add-${size}-${node.id}`,
        group: wording.dimms,
        title: wording.plugNewDimmInto(size, node.id),
        also: 'device_add hot-add',
        ...(full === undefined ? { hint: sent(lines.slice(-1)) } : { why: full }),
        run: () => send(state, lines),
      };
    }),
  );
  const out = dimms.map((dimm): Entry => {
    const lines = linesForMove(partOf(dimm), { kind: 'shelf' }, cells);
    return {
      id: `out-${dimm.id}`,
      group: wording.dimms,
      title: wording.takeOut(dimm.id),
      also: 'device_del eject remove unplug',
      hint: sent(lines),
      run: () => send(state, lines),
    };
  });
  return [...out, ...add];
}

/** Whether an entry sends what was typed to a console. */
export const isTyped = ({ id }: Entry): boolean => id.startsWith('line-');

/** Whatever a query names in memory, and the query as a line of a console. */
export function forQuery(query: string, state: Acting): Entry[] {
  const text = query.trim();
  if (text === '') return [];
  const found = find(text, state);
  const places =
    'matches' in found
      ? found.matches.slice(0, 3).map((match): Entry => ({
          id: `go-${match.title}`,
          group: wording.goTo,
          title: match.title,
          run: () => state.select(match.selection),
        }))
      : [];
  const line = (channel: 'shell' | 'monitor', where: string): Entry => ({
    id: `line-${channel}`,
    group: wording.typeIt,
    title: `${where}: ${text}`,
    run: () => {
      void state.send({ channel, line: text }).then(
        (reply) => state.announce(reply.output?.trim() || wording.done(text)),
        () => undefined,
      );
    },
  });
  return [...places, line('shell', wording.inGuestShell), line('monitor', wording.atQemuMonitor)];
}

const TABS: readonly (readonly [tab: InspectorTab, title: string])[] = [
  ['section', wording.section],
  ['zone', wording.zone],
  ['tables', wording.pageTables],
  ['cost', wording.memmapCost],
  ['device', wording.device],
];

/** Everything that stands in the palette before anything is typed. */
export function allEntries(
  state: Acting,
  commands: readonly Command[],
  machines: readonly MachineEntry[],
  stories: readonly StoryEntry[] = [],
  openStory: (story: StoryEntry) => void = () => undefined,
): Entry[] {
  return [
    ...commands.map(({ disabled, ...command }): Entry => {
      const why = disabled?.();
      return { ...command, ...(why !== undefined && { why }) };
    }),
    ...forSelection(state),
    ...forDimms(state),
    ...TABS.map(([tab, title]): Entry => ({
      id: `tab-${tab}`,
      group: wording.view,
      title: wording.inspector(title),
      also: wording.tabShow,
      run: () => state.setTab(tab),
    })),
    ...stories.map((story): Entry => ({
      id: `story-${story.id}`,
      group: wording.stories,
      title: story.title,
      also: wording.storyPlayDemonstration,
      hint: story.summary,
      run: () => openStory(story),
    })),
    ...machines.map((machine): Entry => ({
      id: `machine-${machine.id}`,
      group: wording.machines,
      title: wording.start(machine.title),
      also: wording.openLoad(machine.arch),
      hint: machine.line,
      run: () => void state.load({ kind: 'bundled', id: machine.id }),
    })),
    ...PRESETS.map((preset): Entry => ({
      id: `preset-${preset.id}`,
      group: wording.machines,
      title: wording.start(preset.title),
      also: wording.generatedPreset(preset.arch),
      hint: preset.verified ? preset.line : wording.unverified(preset.line),
      run: () => void state.load({ kind: 'preset', id: preset.id }),
    })),
  ];
}

/** How well an entry fits what was typed: higher is better, 0 is not at all. Every word must fit somewhere. */
export function fitOf(entry: Entry, query: string): number {
  const words = entry.title.toLowerCase().split(' ');
  const rest = `${entry.group} ${entry.also ?? ''} ${entry.hint ?? ''} ${entry.keys ?? ''}`.toLowerCase();
  const title = entry.title.toLowerCase();
  const asked = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  // words that stand together are meant together: "nvdimm node 1" is not "1 GiB NVDIMM … node 0"
  let score = 1 + asked.filter((word, i) => i > 0 && title.includes(`${asked[i - 1]} ${word}`)).length;
  for (const word of asked) {
    // each word of the title answers for one word of the query: "1 gib node 1" is not "1 GiB, node 0"
    const fits = [(w: string) => w === word, (w: string) => w.startsWith(word), (w: string) => w.includes(word)];
    const how = fits.findIndex((fit) => words.some(fit));
    const fit = fits[how];
    if (fit !== undefined) {
      words.splice(words.findIndex(fit), 1);
      score += 6 - 2 * how;
    } else if (rest.includes(word)) score += 1;
    else return 0;
  }
  return entry.why === undefined ? score : score / 2;
}

/** The entries that fit, best first; the order of the list where they fit alike. */
export function fitting(entries: readonly Entry[], query: string): readonly Entry[] {
  if (query.trim() === '') return entries;
  return entries
    .map((entry) => ({ entry, fit: fitOf(entry, query) }))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit)
    .map(({ entry }) => entry);
}
