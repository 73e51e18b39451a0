/**
 * The wire between page and worker: every message either side may send, versioned. Types only; validation of what
 * really arrives stands in validate.ts.
 *
 *   page   --Request-->  worker      each with an id that the answer carries
 *   page  <--Message--   worker      answers, and frames: only what changed since the last one
 */
import type { Geometry, Sizes } from '../engine/arch/geometry.ts';
import type { Fault } from '../engine/devices/faults.ts';
import type { DevicesView, SubsectionsView } from '../engine/devices/view.ts';
import type { AddRule } from '../engine/hotplug/user-policy.ts';
import type { Errno } from '../engine/kernel/errno.ts';
import type { Provenance } from '../engine/kernel/types.ts';
import type { TraceData } from '../engine/kernel/trace.ts';
import type { Line } from '../engine/lines.ts';
import type { TableCounters } from '../engine/mapping/types.ts';
import type { Culprit, SectionUse } from '../engine/pages/types.ts';
import type { PfnPredicate } from '../engine/sparse/predicates.ts';
import type { ElementType } from '../engine/state/store.ts';
import type { BlockId, NodeId, Pfn, SectionNr } from '../engine/units.ts';
import type { PresetId } from './presets.ts';
import { TABLE_QUESTIONS } from './table-questions.ts';
import type { TableQuestions } from './table-questions.ts';
import type {
  Ghost,
  LineSource,
  Moment,
  SavedSession,
  SessionLine,
  SessionState,
  SessionTree,
} from '../session/types.ts';
import type { MemoryGroup, NodeState, ZoneName, ZoneRef } from '../engine/zones/types.ts';

export type {
  Bookmark,
  BranchView,
  Ghost,
  GhostRun,
  LineSource,
  Moment,
  SavedSession,
  SentLine,
  SessionLine,
  SessionState,
  SessionTree,
} from '../session/types.ts';

/** Raised when either side changes what it sends. */
export const PROTOCOL = 2;

/**
 * Which machine to start: bundled by id, a snapshot file's text, a preset (presets.ts), or a QEMU command line as it
 * was pasted; `cmdline` stands for its -append, and its kernel is that of the bundled machine `base`.
 */
export type MachineSource =
  | { readonly kind: 'bundled'; readonly id: string }
  | { readonly kind: 'file'; readonly name: string; readonly text: string }
  | { readonly kind: 'preset'; readonly id: PresetId }
  | { readonly kind: 'qemu'; readonly text: string; readonly cmdline?: string; readonly base?: string };

/** How a machine came up that nobody recorded. */
export interface BootView {
  /** The machine whose kernel it runs. */
  readonly kernelOf: string;
  /** Options and parameters that nothing was made of, as they were written. */
  readonly ignored: readonly string[];
  /** What is not modelled as it was asked for. */
  readonly notes: readonly string[];
}

/** What does not change while a machine runs. */
export interface MachineInfo {
  readonly id: string;
  readonly title: string;
  readonly release: string;
  /** The kernel version whose rules it follows (knob `kernel`), e.g. v6.12. */
  readonly version: string;
  readonly cmdline: string;
  /** The kernel's configuration, as far as it is known. */
  readonly config?: Readonly<Record<string, string>>;
  readonly geometry: Geometry;
  readonly sizes: Sizes;
  readonly blockBytes: number;
  readonly sectionsPerBlock: number;
  /** The board's memory slots, and where hot-plugged memory may lie: [base, base + size). Undefined: no memory hotplug. */
  readonly slots: number;
  readonly hotBase: number;
  readonly hotBytes: number;
  readonly provenance: Readonly<Record<string, Provenance>>;
  /** Real machine (recorded) or generated. */
  readonly modelled: boolean;
  /** Of a machine that was started from a command line. */
  readonly boot?: BootView;
}

/** A plugged DIMM. */
export interface DimmView {
  readonly id: string;
  readonly memdev: string;
  readonly node: NodeId;
  readonly addr: number;
  readonly size: number;
  readonly slot: number;
  readonly hotplugged: boolean;
}
/** A memory backend object on the host. */
export interface BackendView {
  readonly id: string;
  readonly size: number;
  readonly inUseBy: string | undefined;
}
/** A line of /proc/iomem; addresses inclusive, in bytes. */
export interface ResourceView {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly children: readonly ResourceView[];
}

/**
 * The cells of a machine that the screen mirrors, by name. The worker sends those that changed.
 * Arrays mirrored by name (see engine rooms): section.flags u8, section.node u8, section.zone u8, section.map u32,
 * section.memmapKind u8, section.memmapNode u8, block.state u8, block.zone u8, block.node u8, block.group u32, pages.usedInSection u32,
 * pages.slot u32, pages.pageblocks u32 (engine/pages/pageblocks.ts).
 */
export interface Cells {
  readonly nodes: readonly NodeState[];
  readonly zoneTypes: readonly ZoneName[];
  readonly dimms: readonly DimmView[];
  readonly backends: readonly BackendView[];
  readonly resources: readonly ResourceView[];
  readonly groups: readonly MemoryGroup[];
  readonly params: Readonly<Record<string, string>>;
  readonly workloads: readonly WorkloadView[];
  /** Free pages of each zone, and its free page count history is not kept. */
  readonly free: readonly { readonly ref: ZoneRef; readonly pages: number }[];
  /** Page frames that are poisoned. */
  readonly poisoned: readonly number[];
  /** One past the highest section that was ever present. */
  readonly highestSection: number;
  readonly tables: Readonly<Record<'direct-map' | 'vmemmap', TableCounters>>;
  /** Bytes mapped by leaf size in the direct map, e.g. {"4K": …, "2M": …, "1G": …}. */
  readonly directMap: Readonly<Record<string, number>>;
  /** What is broken now, and what the rule of user space writes to new blocks (`off`: there is none). */
  readonly faults: readonly Fault[];
  readonly addRule: AddRule;
  readonly ticks: number;
  /** Everything beyond DIMMs. */
  readonly devices: DevicesView;
}
export interface WorkloadView {
  readonly id: string;
  readonly kind: 'pagecache' | 'anon' | 'kernel' | 'pinned';
  readonly node: number;
  readonly pages: number;
  readonly limit: number;
}

/** A piece of a mirrored array that changed. */
export interface ChunkUpdate {
  readonly name: string;
  readonly type: ElementType;
  readonly index: number;
  readonly data: Uint8Array | Uint16Array | Uint32Array | Float64Array;
}

/** Everything that changed since the frame before. `full` replaces all that was known. */
export interface Frame {
  /** Counts the frames of a worker; the page acknowledges it by this number. */
  readonly number: number;
  readonly full: boolean;
  readonly chunks: readonly ChunkUpdate[];
  readonly cells: Partial<Cells>;
  /** The moment shown: after line `line` (−1: boot), and inside it after `step` kernel steps when looking into the past. */
  readonly moment: Moment;
  readonly session: SessionState;
  /** Set when the frame shows another machine than the one before: the session reboots with other words. Such a frame is full. */
  readonly info?: MachineInfo;
}
export interface SectionDetail {
  readonly nr: SectionNr;
  readonly flags: number;
  readonly map: readonly number[];
  readonly block: BlockId;
  readonly blockState: string;
  readonly validZones: string;
  readonly node: NodeId;
  readonly use: SectionUse;
  readonly memmap: {
    readonly kind: 'none' | 'boot' | 'runtime' | 'altmap';
    readonly node: NodeId | undefined;
    readonly zone: ZoneName | undefined;
    readonly pages: number;
    readonly va: bigint;
  };
  readonly whyNot: Culprit | undefined;
  readonly usedPages: number;
}
export interface PfnDetail {
  readonly pfn: Pfn;
  readonly valid: boolean;
  readonly online: boolean;
  readonly owner: Culprit | undefined;
  readonly structPage: bigint;
  readonly direct: bigint;
  /** What the kernel's predicates say of it, each with the reason, in the order in which they build on each other. */
  readonly predicates: readonly PfnPredicate[];
}
export interface MemmapCostRow {
  readonly payer: ZoneRef;
  /** For whose memory: a node's boot memory or a DIMM. */
  readonly forWhat: string;
  /** Memory that was there at boot. */
  readonly boot: boolean;
  readonly pages: number;
  readonly describesBytes: number;
}

/** Questions about the moment on screen; each has one answer type. */
export interface Questions extends TableQuestions {
  readonly section: { readonly ask: { readonly nr: SectionNr }; readonly answer: SectionDetail | undefined };
  readonly pfn: { readonly ask: { readonly pfn: Pfn }; readonly answer: PfnDetail | undefined };
  /** Who has which subsections of a section. */
  readonly subsections: { readonly ask: { readonly nr: SectionNr }; readonly answer: SubsectionsView | undefined };
  readonly memmapCost: { readonly ask: Record<string, never>; readonly answer: readonly MemmapCostRow[] };
  readonly trace: { readonly ask: { readonly line: number }; readonly answer: TraceData | undefined };
  readonly complete: {
    readonly ask: { readonly channel: 'monitor' | 'shell'; readonly text: string; readonly cursor: number };
    readonly answer: { readonly from: number; readonly candidates: readonly string[] };
  };
  readonly read: {
    readonly ask: { readonly path: string };
    readonly answer: { readonly text: string } | { readonly errno: Errno };
  };
  readonly log: { readonly ask: { readonly from: number }; readonly answer: readonly string[] };
  readonly whyNot: { readonly ask: { readonly block: BlockId }; readonly answer: Culprit | undefined };
  readonly snapshot: { readonly ask: Record<string, never>; readonly answer: string };
}
export type QuestionKind = keyof Questions;
/** The questions by name. */
export const QUESTIONS: readonly QuestionKind[] = [
  'section',
  'pfn',
  'subsections',
  'walk',
  ...TABLE_QUESTIONS,
  'memmapCost',
  'trace',
  'complete',
  'read',
  'log',
  'whyNot',
  'snapshot',
];

export type Request =
  /** `text`: the snapshot file, which the page fetched for a bundled machine. `saved`: the session to replay on it. */
  | {
      readonly id: number;
      readonly type: 'load';
      readonly source: MachineSource;
      readonly text: string | undefined;
      readonly saved: SavedSession;
    }
  | { readonly id: number; readonly type: 'line'; readonly line: Line; readonly source: LineSource }
  | { readonly id: number; readonly type: 'lines'; readonly lines: readonly Line[]; readonly source: LineSource }
  | { readonly id: number; readonly type: 'undo' }
  | { readonly id: number; readonly type: 'redo' }
  | { readonly id: number; readonly type: 'ghost'; readonly lines: readonly Line[] }
  | { readonly id: number; readonly type: 'moment'; readonly moment: Moment | undefined }
  | { readonly id: number; readonly type: 'interrupt' }
  /** Branches: to go to one, to name one, to forget one. */
  | { readonly id: number; readonly type: 'switch'; readonly branch: number }
  | { readonly id: number; readonly type: 'name'; readonly branch: number; readonly name: string | undefined }
  | { readonly id: number; readonly type: 'drop'; readonly branch: number }
  | { readonly id: number; readonly type: 'crash' }
  /** The page has shown frame `frame`: the next one may come. Has no answer. */
  | { readonly id: number; readonly type: 'ack'; readonly frame: number }
  | {
      [K in QuestionKind]: {
        readonly id: number;
        readonly type: 'ask';
        readonly question: K;
        readonly about: Questions[K]['ask'];
      };
    }[QuestionKind];

export type Message =
  | { readonly type: 'ready'; readonly protocol: number }
  | {
      readonly type: 'loaded';
      readonly id: number;
      readonly info: MachineInfo;
      readonly history: readonly SessionLine[];
    }
  | {
      readonly type: 'refused';
      readonly id: number;
      readonly problems: readonly { readonly field: string; readonly why: string }[];
    }
  | { readonly type: 'frame'; readonly frame: Frame }
  /**
   * A line was carried out (or waits). `group`: lines of one gesture share it and are undone together. A line with the
   * index of the last one replaces it: ticks in a row are one line.
   */
  | { readonly type: 'ran'; readonly id: number; readonly line: SessionLine; readonly group: number }
  /** A waiting line ended. */
  | { readonly type: 'ended'; readonly line: SessionLine }
  /** The session went back to `length` lines: by undo, by redo (whose lines follow), or to go on as another branch. */
  | {
      readonly type: 'rewound';
      readonly id: number;
      readonly length: number;
      readonly how: 'undo' | 'redo' | 'branch';
    }
  /** The session went to another branch: its lines from `length` on, of which the page knows none. */
  | {
      readonly type: 'switched';
      readonly id: number;
      readonly length: number;
      readonly lines: readonly { readonly line: SessionLine; readonly group: number }[];
    }
  /** The branches are others now. */
  | { readonly type: 'tree'; readonly tree: SessionTree }
  | { readonly type: 'done'; readonly id: number }
  | { readonly type: 'ghost'; readonly id: number; readonly ghost: Ghost }
  | { readonly type: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly type: 'progress'; readonly id: number; readonly what: string; readonly fraction: number }
  | { readonly type: 'failed'; readonly id: number | undefined; readonly message: string };
