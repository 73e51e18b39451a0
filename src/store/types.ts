import type { Line, Reply } from '../engine/lines.ts';
import type { BlockId, NodeId, Pfn, PfnRange, SectionNr } from '../engine/units.ts';
import type { ZoneRef } from '../engine/zones/types.ts';
import type { Aim } from './aim.ts';
import type {
  Bookmark,
  Cells,
  Ghost,
  MachineInfo,
  MachineSource,
  Moment,
  QuestionKind,
  Questions,
  SessionLine,
  SessionState,
} from '../link/messages.ts';

import type { DeviceRef } from './devices.ts';

/** What is selected. One selection for the whole screen. */
export type Selection =
  | { readonly kind: 'none' }
  | { readonly kind: 'block'; readonly id: BlockId }
  | { readonly kind: 'section'; readonly nr: SectionNr }
  | { readonly kind: 'range'; readonly range: PfnRange }
  | { readonly kind: 'pfn'; readonly pfn: Pfn }
  | { readonly kind: 'dimm'; readonly id: string }
  | { readonly kind: 'node'; readonly id: NodeId }
  | { readonly kind: 'zone'; readonly ref: ZoneRef }
  /** A virtual address, or the `bytes` from it on: an entry of a page table, a line of its dump. */
  | { readonly kind: 'va'; readonly va: bigint; readonly bytes?: number }
  | { readonly kind: 'device'; readonly ref: DeviceRef };

/** A mirrored array; reads are plain typed-array reads, `version` grows with each received chunk. */
export interface MirrorArray {
  get(i: number): number;
  /** Frame number in which element i, or another of the aligned 8,192 elements around it, last changed. */
  chunkVersion(i: number): number;
  readonly version: number;
}
/** The mirrored arrays of messages.ts Cells' comment, by name. */
export interface Mirror {
  array(name: string): MirrorArray;
  /** Grows with every frame that changed anything. */
  readonly version: number;
}

/** Page frames that are marked on the map, and why in a few words. */
export interface Marked {
  readonly range: PfnRange;
  readonly what: string;
  /** How it is drawn: there only here, only in the other, or in both and different. */
  readonly kind: 'here' | 'there' | 'differs';
}

export type Theme = 'system' | 'dark' | 'light';
/** A pane of the console: the guest's shell, QEMU's monitor, the kernel's log, the world outside. */
export type ConsolePane = 'shell' | 'monitor' | 'dmesg' | 'world';
export type InspectorTab = 'section' | 'zone' | 'tables' | 'cost' | 'device';

/** Everything the page knows. */
export interface AtlasState {
  readonly phase: 'starting' | 'running' | 'restoring' | 'failed';
  /** Words for the failure or the restore, shown in a banner. */
  readonly notice:
    { readonly tone: 'info' | 'error'; readonly text: string; readonly details?: readonly string[] } | undefined;
  readonly source: MachineSource;
  readonly info: MachineInfo | undefined;
  readonly mirror: Mirror;
  /** Number of the last frame; changes whenever the mirror or a cell does. */
  readonly frame: number;
  readonly cells: Partial<Cells>;
  readonly moment: Moment;
  readonly session: SessionState;
  /** Lines as carried out, undone ones kept with `undone` for the console. */
  readonly history: readonly (SessionLine & { readonly undone: boolean })[];
  readonly busy: boolean;
  readonly selection: Selection;
  /** What the pointer is over; drawn lighter than the selection. */
  readonly hover: Selection;
  readonly ghost: Ghost | undefined;
  readonly tab: InspectorTab;
  readonly pane: ConsolePane;
  /** Where the map was last asked to look; a new object each time it is asked. */
  readonly aim: { readonly at: Aim } | undefined;
  /** Zones and states the legend has switched off. */
  readonly hidden: ReadonlySet<string>;
  /** Workload clock: ticks a second, 0 = paused. */
  readonly speed: number;
  /** Line whose steps the timeline shows. */
  readonly traced: number | undefined;
  readonly announcement: string;
  /** Moments with a name, of all branches. */
  readonly bookmarks: readonly Bookmark[];
  /** What differs from the machine it is compared with, marked on the map. */
  readonly marked: readonly Marked[];

  readonly load: (source: MachineSource) => Promise<void>;
  /** Carries out one line of a person. */
  readonly send: (line: Line) => Promise<Reply>;
  /**
   * Carries out the lines of one gesture; undone together. Stops at the first refusal. `shown`: called when what they did
   * comes on screen; what it changes of the page is drawn together with that.
   */
  readonly sendAll: (lines: readonly Line[], shown?: (replies: readonly Reply[]) => void) => Promise<readonly Reply[]>;
  readonly undo: () => Promise<void>;
  readonly redo: () => Promise<void>;
  readonly interrupt: () => Promise<void>;
  readonly showGhost: (lines: readonly Line[] | undefined) => Promise<Ghost | undefined>;
  /** Looks at a moment of the past; undefined = now. */
  readonly seek: (moment: Moment | undefined) => Promise<void>;
  /** Goes to the end of another branch. */
  readonly switchTo: (branch: number) => Promise<void>;
  /** Names a branch; undefined takes its name away. */
  readonly nameBranch: (branch: number, name: string | undefined) => Promise<void>;
  /** Forgets a branch that is not under way, and its bookmarks. */
  readonly dropBranch: (branch: number) => Promise<void>;
  readonly setBookmarks: (bookmarks: readonly Bookmark[]) => void;
  readonly setMarked: (marked: readonly Marked[]) => void;
  readonly ask: <K extends QuestionKind>(
    question: K,
    about: Questions[K]['ask'],
    progress?: (what: string, fraction: number) => void,
  ) => Promise<Questions[K]['answer']>;
  readonly select: (s: Selection) => void;
  readonly setHover: (s: Selection) => void;
  readonly setTab: (t: InspectorTab) => void;
  readonly setPane: (pane: ConsolePane) => void;
  readonly setAim: (at: Aim) => void;
  readonly toggleHidden: (key: string) => void;
  readonly setSpeed: (ticksPerSecond: number) => void;
  readonly setTraced: (line: number | undefined) => void;
  readonly announce: (text: string) => void;
  readonly dismissNotice: () => void;
}
