/** What a session says about itself: lines as carried out, moments, and the outcome of lines that were only tried. */
import type { DevicesView } from '../engine/devices/view.ts';
import type { Errno } from '../engine/kernel/errno.ts';
import type { Line, Reply } from '../engine/lines.ts';
import type { Culprit } from '../engine/pages/types.ts';
import type { SectionNr } from '../engine/units.ts';
import type { ZoneRef } from '../engine/zones/types.ts';

/** Who sent a line: decides what undo returns to. */
export type LineSource = 'person' | 'clock';

/** A line as it is kept to be replayed. Lines of one gesture share their group and are undone together. */
export interface SentLine {
  readonly line: Line;
  readonly source: LineSource;
  readonly group: number;
}

/** A session as it is kept outside the worker: enough to replay it byte for byte. */
export interface SavedSession {
  readonly lines: readonly SentLine[];
  /** What redo would do again, the next step last. `at`: lines that stood when it was taken back. */
  readonly undone: readonly { readonly at: number; readonly lines: readonly SentLine[] }[];
  /** Number of the branch under way, counted from 1; left out, 1. */
  readonly branch?: number;
  /** What a person called it. */
  readonly branchName?: string;
  /** The other branches. */
  readonly others?: readonly SavedBranch[];
}

/** A branch that is not the one under way: lines that were left when somebody acted in the past. */
export interface SavedBranch {
  readonly id: number;
  readonly name?: string;
  /** Its first `lines` lines are those of branch `of`: of the one under way, or of one listed before it. */
  readonly shares?: { readonly of: number; readonly lines: number };
  /** Its own lines, after those. */
  readonly lines: readonly SentLine[];
}

/** A moment with a name. */
export interface Bookmark {
  readonly label: string;
  /** The branch it lies on. */
  readonly branch: number;
  readonly line: number;
  readonly step?: number;
}

/** One line of the session as it was carried out. */
export interface SessionLine {
  readonly index: number;
  readonly line: Line;
  readonly source: LineSource;
  readonly reply: Reply;
  /** Kernel steps (trace events) the line took. */
  readonly steps: number;
  /** Lines the kernel logged meanwhile. */
  readonly dmesg: readonly string[];
}

/** A moment of a session: after line `line` (−1: boot), and inside it after `step` kernel steps. */
export interface Moment {
  readonly line: number;
  readonly step: number | undefined;
}
/** A branch as the page lists it. */
export interface BranchView {
  readonly id: number;
  /** What a person called it. */
  readonly name: string | undefined;
  readonly length: number;
  /** The branch it leaves and after how many lines; undefined: it is the first one. */
  readonly from: { readonly branch: number; readonly lines: number } | undefined;
  /** The first line that it alone has; undefined: none yet. */
  readonly text: string | undefined;
  /** Under way. */
  readonly current: boolean;
}
/** What the session could do next. */
export interface SessionState {
  /** Lines carried out (undone ones not counted). */
  readonly length: number;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** What undo and redo would take back or do again, as text. */
  readonly undoText: string | undefined;
  readonly redoText: string | undefined;
  /** Lines that have not ended, oldest first. */
  readonly pending: readonly { readonly index: number; readonly why: string }[];
  /** All branches, by number; that of the one under way as it was when they last changed. */
  readonly branches: readonly BranchView[];
}
/** The branches of a session, whole: what the page keeps so that they survive a worker that dies. */
export interface SessionTree {
  readonly branch: number;
  readonly name: string | undefined;
  /** All branches but the one under way. */
  readonly others: readonly SavedBranch[];
}

/** A run of sections that a ghost changes, and to what. */
export interface GhostRun {
  readonly from: SectionNr;
  readonly to: SectionNr;
  readonly flags: number;
  readonly zone: number;
  readonly node: number;
  readonly change: 'added' | 'removed' | 'changed';
}
/** The outcome of lines that were run on a fork. */
export interface Ghost {
  readonly lines: readonly Line[];
  readonly replies: readonly Reply[];
  /** Set when the machine or the kernel refuses: the reason in their own words, and the page in the way where there is one. */
  readonly refused:
    { readonly text: string; readonly errno: Errno | undefined; readonly culprit: Culprit | undefined } | undefined;
  readonly runs: readonly GhostRun[];
  readonly blocks: { readonly added: number; readonly removed: number; readonly online: number };
  /** Leaf entries added to the direct map and the vmemmap, by size. */
  readonly leaves: Readonly<Record<string, number>>;
  readonly tablePages: number;
  /** Pages of struct page and who pays for them. */
  readonly memmap: readonly { readonly ref: ZoneRef; readonly pages: number }[];
  readonly dmesg: readonly string[];
  /** The devices afterwards; undefined: the lines leave them alone. */
  readonly devices: DevicesView | undefined;
}
