/** The machine slice: which machine, its frames, and what happens when its worker dies. */
import * as words from '#words/store.ts';
import type { Listener } from '../link/client.ts';
import { LoadProblem } from '../link/client.ts';
import type { MachineInfo, SavedSession, SessionLine } from '../link/messages.ts';
import type { Backstage, GetState, SetState, Slice } from './backstage.ts';
import type { AtlasState } from './types.ts';
import { historyOf, withEnded, withRan, withRewound, withSwitched } from './history.ts';
import { DEFAULT_MACHINE } from './machine-file.ts';
import { machineText } from './machines.ts';
import { lineText } from './words.ts';

type History = AtlasState['history'];
type MachineKeys = 'phase' | 'notice' | 'source' | 'info' | 'mirror' | 'frame' | 'cells' | 'load';

const EMPTY: SavedSession = { lines: [], undone: [] };

/** What has come and is not shown yet; whoever takes it shows it. Empty where nothing has. */
export function takeNews(back: Backstage, get: GetState): Partial<AtlasState> {
  const { heard } = back;
  back.heard = {};
  const frames = back.frames.splice(0);
  const last = frames.at(-1);
  if (last === undefined) return heard;
  let { cells } = get();
  const info = frames.findLast((frame) => frame.info !== undefined)?.info;
  for (const frame of frames) {
    back.mirror.apply(frame);
    cells = frame.full ? frame.cells : { ...cells, ...frame.cells };
  }
  back.client().acknowledge(last);
  return {
    ...heard,
    cells,
    frame: back.mirror.version,
    moment: last.moment,
    session: last.session,
    // the session rebooted: nothing that was pointed at is sure to be there
    ...(info !== undefined && { info, selection: { kind: 'none' }, hover: { kind: 'none' }, ghost: undefined }),
  };
}

/** Has the next paint show what has come: lines and the frame that they led to are drawn together. */
function showSoon(back: Backstage, set: SetState, get: GetState): void {
  if (back.waiting) return;
  back.waiting = true;
  back.surroundings.nextFrame(() => {
    back.waiting = false;
    const news = takeNews(back, get);
    if (Object.keys(news).length > 0) set(news);
  });
}

/** What the client tells the store. */
export function listener(back: Backstage, set: SetState, get: GetState): Listener {
  const hear = (change: (history: History) => History, more?: { readonly traced: undefined }): void => {
    back.heard = { ...back.heard, history: change(back.heard.history ?? get().history), ...more };
    showSoon(back, set, get);
  };
  return {
    frame: (frame) => {
      back.frames.push(frame);
      showSoon(back, set, get);
    },
    ran: (line, redone) => hear((history) => withRan(history, line, redone)),
    ended: (line) => hear((history) => withEnded(history, line)),
    rewound: (length) => hear((history) => withRewound(history, length), { traced: undefined }),
    switched: (length, lines) => hear((history) => withSwitched(history, length, lines), { traced: undefined }),
    progress: (what, fraction) => {
      if (get().phase !== 'running')
        set({ notice: { tone: 'info', text: `${what} (${Math.round(fraction * 100)} %)` } });
    },
    restoring: (why) =>
      set({
        phase: 'restoring',
        notice: { tone: 'error', text: words.machineStoppedWorkingIts, details: [why] },
      }),
    restored: (history, info, lost) => {
      const kept = words.sessionWasRestoredReplayed(history.length);
      const details = lost.map((line) => words.leftOutBecauseMachine(lineText(line)));
      const { notice } = get();
      back.heard = {};
      set({
        phase: 'running',
        info,
        history: historyOf(history),
        ghost: undefined,
        notice: { tone: 'info', text: kept, details: [...(notice?.details ?? []), ...details] },
      });
    },
    gone: (why) =>
      set({ phase: 'failed', notice: { tone: 'error', text: words.machineCannotBeBrought, details: [why] } }),
  };
}

/** Loads a machine with the session it had. A machine that cannot be loaded leaves the one before it alone. */
export async function loadMachine(
  back: Backstage,
  set: SetState,
  get: GetState,
  source: AtlasSource,
  saved: SavedSession = EMPTY,
): Promise<boolean> {
  const before = get();
  try {
    back.client().open();
    const { info, history } = await back.client().load(source, await machineText(source), saved);
    // what was asked for first and could not be loaded is still to be said over the machine that stands in for it
    const refused = before.info === undefined && before.phase === 'failed' ? { notice: before.notice } : {};
    back.heard = {};
    // a machine and its first frame are drawn together
    set({ ...loaded(source, info, history), ...takeNews(back, get), ...refused });
    return true;
  } catch (error) {
    const details =
      error instanceof LoadProblem
        ? error.problems.map((p) => (p.field === '' ? p.why : `${p.field}: ${p.why}`))
        : [error instanceof Error ? error.message : String(error)];
    const name = nameOf(source);
    const stays = before.info === undefined ? '' : words.machineOnScreenStays;
    set({
      phase: before.info === undefined ? 'failed' : get().phase,
      notice: { tone: 'error', text: words.cannotBeLoaded(name, stays), details },
    });
    return false;
  }
}
type AtlasSource = Parameters<typeof machineText>[0];

function nameOf(source: AtlasSource): string {
  if (source.kind === 'qemu') return words.commandLine;
  return source.kind === 'file' ? source.name : source.id;
}

/** What a machine from a command line owes to another one, and what of the line played no part. */
function bootNotice({ boot, title, release }: MachineInfo): AtlasState['notice'] {
  if (boot === undefined) return undefined;
  const { ignored, kernelOf, notes } = boot;
  const rest = ignored.length === 0 ? '' : words.theseWordsOfCommand;
  return {
    tone: 'info',
    text: words.wasStartedWithKernel(title, kernelOf, release, rest),
    details: [...notes, ...ignored],
  };
}

function loaded(source: AtlasSource, info: MachineInfo, history: readonly SessionLine[]) {
  return {
    phase: 'running',
    source,
    info,
    history: historyOf(history),
    notice: bootNotice(info),
    ghost: undefined,
    traced: undefined,
    selection: { kind: 'none' },
    hover: { kind: 'none' },
  } as const;
}

export const machineSlice =
  (back: Backstage): Slice<MachineKeys> =>
  (set, get) => ({
    phase: 'starting',
    notice: undefined,
    source: { kind: 'bundled', id: DEFAULT_MACHINE },
    info: undefined,
    mirror: back.mirror,
    frame: 0,
    cells: {},
    load: async (source) => {
      await loadMachine(back, set, get, source);
    },
  });
