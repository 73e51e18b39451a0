/** The session slice: lines sent, undo and redo, ghosts, moments of the past, questions. */
import type { Line } from '../engine/lines.ts';
import { WorkerDied } from '../link/client.ts';
import type { Ghost, Moment } from '../link/messages.ts';
import type { Backstage, Slice } from './backstage.ts';
import { noteGesture, noteTravel } from './gesture-order.ts';
import { latest } from './latest.ts';
import { takeNews } from './machine.ts';

type SessionKeys =
  | 'history'
  | 'busy'
  | 'session'
  | 'moment'
  | 'ghost'
  | 'send'
  | 'sendAll'
  | 'undo'
  | 'redo'
  | 'interrupt'
  | 'showGhost'
  | 'seek'
  | 'switchTo'
  | 'nameBranch'
  | 'dropBranch'
  | 'ask';

export const sessionSlice =
  (back: Backstage): Slice<SessionKeys> =>
  (set, get) => {
    let requests = 0;
    /**
     * Runs a person's request; while one is under way the page is busy. What the machine could not do becomes a notice.
     * What was done, what `shown` makes of it and the end of the wait are drawn together.
     */
    const during = async <R>(work: () => Promise<R>, shown?: (done: R) => void): Promise<R> => {
      requests++;
      set({ busy: true });
      try {
        const done = await work();
        set(takeNews(back, get));
        shown?.(done);
        return done;
      } catch (error) {
        if (!(error instanceof WorkerDied))
          set({ notice: { tone: 'error', text: error instanceof Error ? error.message : String(error) } });
        throw error;
      } finally {
        if (--requests === 0) set({ busy: false });
      }
    };
    const ghost = latest(async (lines: readonly Line[] | undefined): Promise<Ghost | undefined> =>
      lines === undefined ? undefined : back.client().ghost(lines),
    );
    const seek = latest((moment: Moment | undefined) => back.client().moment(moment));
    /** Of a request that a dying worker took along nobody needs to hear: the page says that it died. */
    const unlessDied = <R>(work: Promise<R>): Promise<R | undefined> =>
      work.catch((error: unknown) => {
        if (error instanceof WorkerDied) return undefined;
        throw error;
      });
    /** Counts requests for a ghost: an answer that arrives after the next request is not shown. */
    let wanted = 0;

    return {
      history: [],
      busy: false,
      session: {
        length: 0,
        canUndo: false,
        canRedo: false,
        undoText: undefined,
        redoText: undefined,
        pending: [],
        branches: [],
      },
      moment: { line: -1, step: undefined },
      ghost: undefined,

      send: (line) =>
        during(
          async () => {
            noteGesture(back.mirror);
            const ran = await back.client().line(line, 'person');
            if (ran === undefined) throw new Error('the worker carried the line out and did not say what it answered');
            return ran;
          },
          (ran) => set({ traced: ran.index }),
        ).then((ran) => ran.reply),
      sendAll: async (lines, shown) => {
        const ran = await during(
          () => {
            noteGesture(back.mirror);
            return back.client().lines(lines, 'person');
          },
          (done) => {
            const last = done.at(-1);
            if (last !== undefined) set({ traced: last.index });
            shown?.(done.map((line) => line.reply));
          },
        );
        return ran.map((line) => line.reply);
      },
      undo: () => {
        noteTravel(back.mirror, 'undo');
        return unlessDied(during(() => back.client().undo()));
      },
      redo: () => {
        noteTravel(back.mirror, 'redo');
        return unlessDied(during(() => back.client().redo()));
      },
      interrupt: () => unlessDied(during(() => back.client().interrupt())),
      showGhost: async (lines) => {
        const turn = ++wanted;
        if (lines === undefined) set({ ghost: undefined });
        const answer = await unlessDied(ghost(lines));
        if (turn !== wanted || lines === undefined) return undefined;
        set({ ghost: answer });
        return answer;
      },
      seek: async (moment) => {
        await unlessDied(seek(moment));
      },
      switchTo: (branch) => unlessDied(during(() => back.client().switchTo(branch))),
      nameBranch: (branch, name) => unlessDied(during(() => back.client().nameBranch(branch, name))),
      dropBranch: async (branch) => {
        await unlessDied(during(() => back.client().dropBranch(branch)));
        set({ bookmarks: get().bookmarks.filter((mark) => mark.branch !== branch) });
      },
      ask: (question, about, progress) => back.client().ask(question, about, progress),
    };
  };

/** Whether the screen shows the present. */
export function showsNow(state: { readonly moment: Moment; readonly session: { readonly length: number } }): boolean {
  return state.moment.step === undefined && state.moment.line >= state.session.length - 1;
}
