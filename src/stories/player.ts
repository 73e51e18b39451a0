/**
 * Plays a story: brings its machines to a step, forwards by sending the step's lines, backwards by looking at the moment
 * before them. Whoever does something of their own has left the story; their session is kept, and coming back brings the
 * machines to the step again.
 */
import { create } from 'zustand';
import * as words from '#words/story-player.ts';
import type { Line } from '../engine/lines.ts';
import type { MachineSource, SavedSession } from '../link/messages.ts';
import { sameSource } from '../store/address.ts';
import type { AtlasStore } from '../store/atlas.ts';
import { backstageOf } from '../store/atlas.ts';
import type { Cast } from './cast.ts';
import { linesUpTo, machineInView, machineOf, sessionUpTo, standingName, startsWith } from './script.ts';
import { bare } from './script.ts';
import { show } from './show.ts';
import type { Story, StoryEntry, StoryMachine } from './types.ts';

/** A machine and what was done on it, kept to be stood up again. */
export interface KeptMachine {
  readonly name: string;
  readonly source: MachineSource;
  readonly saved: SavedSession;
}

export interface StoryState {
  readonly story: Story | undefined;
  readonly step: number;
  /** `exploring`: somebody did something of their own. */
  readonly phase: 'idle' | 'loading' | 'playing' | 'exploring';
  /** Machines are on their way to the step. */
  readonly moving: boolean;
  /** Why a story could not be loaded or went wrong. */
  readonly problem: string | undefined;
  /** The choice made for the step's question. */
  readonly chosen: number | undefined;
  /** The machines as they were before the story. */
  readonly before: readonly KeptMachine[];
  /** What was explored last, and from which step. */
  readonly explored: { readonly step: number; readonly machines: readonly KeptMachine[] } | undefined;

  /** Opens a story at a step; resolves when the machines stand there. */
  readonly open: (entry: StoryEntry, step?: number) => Promise<void>;
  readonly go: (step: number) => Promise<void>;
  readonly next: () => Promise<void>;
  readonly previous: () => Promise<void>;
  readonly choose: (choice: number | undefined) => void;
  /** Leaves the script at this step: the machines stay as they are, and are the person's. */
  readonly explore: () => Promise<void>;
  /** Back to the step; what was explored is kept. */
  readonly comeBack: () => Promise<void>;
  /** Stands up again what was explored. */
  readonly exploreAgain: () => Promise<void>;
  /** Ends the story. `restore`: the machines of before it stand again; otherwise those of the story stay. */
  readonly close: (restore: boolean) => Promise<void>;
}

const IDLE = {
  story: undefined,
  step: 0,
  phase: 'idle',
  moving: false,
  problem: undefined,
  chosen: undefined,
  before: [],
  explored: undefined,
} as const;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The session of a machine as its page keeps it. */
const savedOf = (store: AtlasStore | undefined): { source: MachineSource; session: SavedSession } | undefined =>
  store === undefined ? undefined : backstageOf(store).client().saved;

/** Makes a player for a cast of machines; the page has one (story.ts). */
export function createPlayer(cast: Cast) {
  return create<StoryState>()((set, get) => {
    /** Watches the machines for what a person does. */
    let unwatch: (() => void)[] = [];
    let target = 0;
    let running: Promise<void> | undefined;
    /** Counts openings and closings: what an older one still does is of no interest. */
    let turn = 0;

    const allOf = (story: Story, name: string) => linesUpTo(story, name, story.steps.length - 1);
    const storeOf = (story: Story, name: string) => cast.find(standingName(story, name));

    /** Whether a machine of the story stands as the script made it: its lines are the first of the script's. */
    function follows(story: Story, machine: StoryMachine): boolean {
      const saved = savedOf(storeOf(story, machine.name));
      return (
        saved !== undefined &&
        sameSource(saved.source, machine.source) &&
        startsWith(
          allOf(story, machine.name),
          saved.session.lines.map((l) => l.line),
        )
      );
    }

    /** Whether what stands under a name was made by the story itself: the page was opened, or reloaded, at a step of it. */
    const ofStory = (story: Story, standing: string): boolean =>
      (savedOf(cast.find(standing))?.session.lines.length ?? 0) > 0 &&
      story.machines.some((machine) => standingName(story, machine.name) === standing && follows(story, machine));

    /** What a step still has to send, as runs of lines of one machine. */
    function runsOf(story: Story, step: number): readonly { readonly name: string; readonly lines: Line[] }[] {
      const runs: { readonly name: string; readonly lines: Line[] }[] = [];
      const counts = new Map<string, number>();
      for (const line of story.steps[step]?.lines ?? []) {
        const name = machineOf(story, line);
        const nth = linesUpTo(story, name, step - 1).length + (counts.get(name) ?? 0) + 1;
        counts.set(name, (counts.get(name) ?? 0) + 1);
        if ((savedOf(storeOf(story, name))?.session.lines.length ?? 0) >= nth) continue;
        const last = runs.at(-1);
        if (last?.name === name) last.lines.push(bare(line));
        else runs.push({ name, lines: [bare(line)] });
      }
      return runs;
    }

    const keep = (names: readonly string[]): readonly KeptMachine[] =>
      names.flatMap((name) => {
        const saved = savedOf(cast.find(name));
        return saved === undefined ? [] : [{ name, source: saved.source, saved: saved.session }];
      });

    function watch(story: Story): void {
      for (const stop of unwatch) stop();
      unwatch = story.machines.flatMap((machine) => {
        const store = storeOf(story, machine.name);
        const check = (): void => {
          const { phase, moving } = get();
          if (phase === 'playing' && !moving && !follows(story, machine)) set({ phase: 'exploring' });
        };
        return store === undefined
          ? []
          : [store.subscribe((now, before) => now.history !== before.history && queueMicrotask(check))];
      });
    }

    async function stand(story: Story, { name, source }: StoryMachine, session: SavedSession): Promise<AtlasStore> {
      const standing = standingName(story, name);
      const store = await cast.open(standing, source, session);
      cast.label(standing, words.machines[name]);
      const saved = savedOf(store);
      if (saved === undefined || !sameSource(saved.source, source)) {
        const { notice } = store.getState();
        throw new Error(
          [notice?.text ?? words.didNotStart(words.machines[name]), ...(notice?.details ?? [])].join(' '),
        );
      }
      return store;
    }

    /** Takes away what a start said of a machine: the narration says what is to be known about it. */
    function hush(store: AtlasStore | undefined): void {
      if (store?.getState().notice?.tone === 'info') store.getState().dismissNotice();
    }

    /** Brings the machines to a step. */
    async function arrive(story: Story, step: number): Promise<void> {
      const at = story.steps[step];
      if (at === undefined) return;
      for (const name of cast.names())
        if (!story.machines.some((m) => standingName(story, m.name) === name)) cast.close(name);
      // a machine that is more than this step behind, or was led astray, gets all its lines at once
      for (const machine of story.machines) {
        const have = savedOf(storeOf(story, machine.name))?.session.lines.length ?? 0;
        if (!follows(story, machine) || have < linesUpTo(story, machine.name, step - 1).length)
          await stand(story, machine, sessionUpTo(story, machine.name, step));
        // one that stood already is called as the story calls it, too
        else cast.label(standingName(story, machine.name), words.machines[machine.name]);
        hush(storeOf(story, machine.name));
      }
      watch(story);
      cast.activate(standingName(story, machineInView(story, at)));
      for (const { name, lines } of runsOf(story, step)) {
        const store = storeOf(story, name);
        // a line goes to the present, whatever moment was on screen
        if (store !== undefined && lines.length > 0) await store.getState().seek(undefined);
        for (let at = 0; at < lines.length;) {
          const replies = await store?.getState().sendAll(lines.slice(at));
          // a refused line ends the gesture; what follows it in the script is still to be sent
          at += Math.max(1, replies?.length ?? lines.length);
        }
      }
      await show(story, step, (name) => storeOf(story, name));
    }

    async function run(story: Story): Promise<void> {
      const mine = turn;
      set({ moving: true, problem: undefined });
      try {
        for (;;) {
          const step = target;
          set({ step });
          await arrive(story, step);
          if (turn !== mine) return;
          if (step === target) break;
        }
        set({ phase: 'playing' });
      } catch (error) {
        if (turn === mine) set({ problem: messageOf(error) });
      } finally {
        if (turn === mine) {
          set({ moving: false });
          running = undefined;
        }
      }
    }

    /** Goes to a step; asked again meanwhile, to the newest one. */
    function go(step: number): Promise<void> {
      const { story } = get();
      if (story === undefined) return Promise.resolve();
      target = Math.max(0, Math.min(story.steps.length - 1, step));
      if (target !== get().step) set({ chosen: undefined });
      set({ step: target });
      return (running ??= run(story));
    }

    /** What a person did on the machines of the story is kept before they are brought back. */
    function keepExplored(): void {
      const { story, phase, step } = get();
      if (story === undefined || phase !== 'exploring') return;
      if (story.machines.every((machine) => follows(story, machine))) return;
      set({ explored: { step, machines: keep(cast.names()) } });
    }

    async function standUp(machines: readonly KeptMachine[]): Promise<void> {
      for (const name of cast.names()) if (!machines.some((m) => m.name === name)) cast.close(name);
      for (const { name, source, saved } of machines) await cast.open(name, source, saved);
    }

    return {
      ...IDLE,
      open: async (entry, step = 0) => {
        const mine = ++turn;
        running = undefined;
        const { story: old, before } = get();
        keepExplored();
        set({
          ...IDLE,
          explored: old?.id === entry.id ? get().explored : undefined,
          phase: 'loading',
          before,
        });
        try {
          const story = await entry.load();
          if (turn !== mine) return;
          if (old === undefined) set({ before: keep(cast.names().filter((name) => !ofStory(story, name))) });
          target = Math.max(0, Math.min(story.steps.length - 1, step));
          set({ story, step: target });
          await go(target);
        } catch (error) {
          if (turn === mine) set({ ...IDLE, problem: words.storyCannotBeLoaded(messageOf(error)) });
        }
      },
      go: (step) => {
        keepExplored();
        return go(step);
      },
      next: () => get().go(get().step + 1),
      previous: () => get().go(get().step - 1),
      choose: (chosen) => set({ chosen }),
      explore: async () => {
        const { story, step } = get();
        if (story === undefined) return;
        await running;
        // what lies ahead in the script is not part of what a person starts from
        for (const machine of story.machines) {
          const ahead =
            (savedOf(storeOf(story, machine.name))?.session.lines.length ?? 0) >
            linesUpTo(story, machine.name, step).length;
          if (ahead) await stand(story, machine, sessionUpTo(story, machine.name, step));
          else await storeOf(story, machine.name)?.getState().seek(undefined);
        }
        set({ phase: 'exploring' });
      },
      comeBack: () => {
        keepExplored();
        return go(get().step);
      },
      exploreAgain: async () => {
        const { explored, story } = get();
        if (explored === undefined || story === undefined) return;
        await running;
        set({ step: explored.step, moving: true });
        await standUp(explored.machines);
        set({ phase: 'exploring', moving: false });
        watch(story);
      },
      close: async (restore) => {
        turn++;
        const { before } = get();
        await running;
        running = undefined;
        for (const stop of unwatch) stop();
        unwatch = [];
        for (const name of cast.names()) cast.label(name, undefined);
        set(IDLE);
        if (restore && before.length > 0) await standUp(before);
      },
    };
  });
}
