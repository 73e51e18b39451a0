/** What a story is made of. README.md says how to write one. */
import type { Line } from '../engine/lines.ts';
import type { PfnRange } from '../engine/units.ts';
import type { MachineInfo, MachineSource, QuestionKind, Questions, SessionLine } from '../link/messages.ts';
import type { Aim } from '../store/aim.ts';
import type { InspectorTab, Selection } from '../store/types.ts';

/** The picker shows stories by chapter, in this order; words/story-list.ts names them. */
export const CHAPTERS = ['basics', 'physical', 'virtual', 'model', 'zones', 'tables', 'devices'] as const;
export type Chapter = (typeof CHAPTERS)[number];

/** What the picker and the address need to know of a story before its script is loaded. */
export interface StoryEntry {
  /** Lower case words joined by hyphens; part of links, so it stays for ever. */
  readonly id: string;
  readonly title: string;
  /** One line. */
  readonly summary: string;
  readonly chapter: Chapter;
  readonly load: () => Promise<Story>;
}

/** Where a story has its facts from. */
export type Source =
  /** `fn`: file and function of Linux 6.12, such as `mm/sparse.c: section_activate`. */
  | { readonly kind: 'kernel'; readonly fn: string }
  /**
   * A thread on a mailing list. `subject`: as the mails have it, without what stands in brackets before it. `version`: of
   * the patches. `part`: which of the thread is meant, in words. `month`: `2019-09`.
   */
  | {
      readonly kind: 'thread';
      readonly subject: string;
      readonly version?: string;
      readonly part?: string;
      readonly month: string;
      readonly list: string;
    }
  /** A file below the kernel's Documentation folder. */
  | { readonly kind: 'doc'; readonly file: string };

/** How lines, claims and backings refer to a machine; words/story-player.ts names it for the reader. */
export type MachineName = 'machine' | 'server' | 'host' | 'guest';

/** A machine of a story. The first one is the page's main machine, the others stand beside it. */
export interface StoryMachine {
  readonly name: MachineName;
  readonly source: Exclude<MachineSource, { readonly kind: 'file' }>;
}

/** A DIMM of one machine whose memory is a range of another one: what a guest believes to be a DIMM, its host paid for. */
export interface Backing {
  readonly guest: MachineName;
  /** The DIMM's id on the guest. */
  readonly dimm: string;
  readonly host: MachineName;
  /** Page frames of the host. */
  readonly range: PfnRange;
  /** First and last step (by number, from 0) at which the link is drawn, both included. */
  readonly from: number;
  readonly to: number;
}

/** A line of a story; left out, the machine is the story's first. */
export type StoryLine = Line & { readonly machine?: MachineName };

/** Stops inside one of the story's operations, at a call of a kernel function. */
export interface Inside {
  /** How many steps back the line was sent; 0: in this step. */
  readonly back?: number;
  /** Position of the line among that step's lines. */
  readonly line: number;
  /** The function: the screen shows the moment when it has just been entered or left. */
  readonly at: string;
  readonly edge?: 'enter' | 'leave';
  /** Which call of it, from 1. */
  readonly nth?: number;
}

/** Panels that a step can point at. */
export type PanelName = 'bay' | 'map' | 'inspector' | 'timeline' | 'console';

/** Where to look. What is left out is reset: nothing selected, all of memory on the map. */
export interface Look {
  /** Which machine the panels are about; left out: the one the step's last line went to, else the first. */
  readonly machine?: MachineName;
  readonly select?: Selection;
  readonly tab?: InspectorTab;
  /** What the middle of the screen shows; left out: the map. */
  readonly stage?: 'map' | 'tables';
  readonly map?: Aim;
  /** Position of a line of this step whose calls the timeline shows; left out: the last one of the machine. */
  readonly line?: number;
  /** The panel where it can be seen; in the presenter view this panel is the picture. Left out: the map. */
  readonly panel?: PanelName;
}

/** What a claim may look at: the machine at the moment that the step shows, and what its lines answered. */
export interface Facts {
  readonly info: MachineInfo;
  readonly ask: <K extends QuestionKind>(question: K, about: Questions[K]['ask']) => Promise<Questions[K]['answer']>;
  /** The step's line at this position as it was carried out; undefined: it was not. */
  readonly line: (position: number) => SessionLine | undefined;
}

/** Something a step says that is checked against the machine. */
export interface Claim {
  /** In words, for the screen and for a failing test. */
  readonly says: string;
  /** Left out: the story's first machine. */
  readonly machine?: MachineName;
  /** Position of the line whose answer it is about. */
  readonly line?: number;
  /** Undefined: it holds. Otherwise what was found instead. */
  readonly check: (facts: Facts) => Promise<string | undefined>;
}

/** “What happens next?” */
export interface StoryQuestion {
  readonly ask: string;
  readonly choices: readonly { readonly text: string; readonly right?: boolean }[];
  /** Why the right choice is right; narration text. */
  readonly answer: string;
}

export interface Step {
  readonly title: string;
  /**
   * Plain English in the tiny format of text.ts: `code`, *emphasis*, paragraphs parted by an empty line, lists with “- ”.
   * At most 90 words: it is read from the back row.
   */
  readonly narration: string;
  /** For the speaker only. */
  readonly notes?: string;
  readonly lines?: readonly StoryLine[];
  readonly inside?: Inside;
  readonly look?: Look;
  readonly claims?: readonly Claim[];
  /** Asked before the next step. */
  readonly question?: StoryQuestion;
}

export interface Story {
  readonly id: string;
  readonly sources: readonly Source[];
  readonly machines: readonly [StoryMachine, ...StoryMachine[]];
  readonly backing?: readonly Backing[];
  readonly steps: readonly Step[];
}
