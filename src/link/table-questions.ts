/** Questions about page tables, and others of one tab only; part of messages.ts: Questions. */
import type {
  DumpLineView,
  LevelName,
  ProcessTables,
  RoundScenario,
  RoundsAnswer,
  TableChanges,
  TableList,
  TableRef,
  TableRow,
  TableView,
} from '../engine/mapping/table-views.ts';
import type { MapRegion, NotWalked, TeardownPolicy, Walk } from '../engine/mapping/types.ts';
import type { ResidueCounts } from '../engine/residue.ts';
import type { Pfn } from '../engine/units.ts';
import type { MemmapQuestion, MemmapStory } from '../session/memmap-story.ts';

export type { NotWalked } from '../engine/mapping/types.ts';

export interface TableQuestions {
  readonly walk: {
    readonly ask: { readonly va: bigint } | { readonly pfn: Pfn; readonly region: MapRegion };
    readonly answer: Walk | NotWalked;
  };
  /**
   * A table with its entries. `since`: first line of the operation whose changes are marked; left out, the last gesture
   * that changed page tables. A table that the operation freed is answered as it was (`gone`).
   */
  readonly table: {
    readonly ask: { readonly table: TableRef; readonly since?: number | undefined };
    readonly answer: TableView | { readonly absent: string };
  };
  /** Table pages, filtered; `limit` at most 1,000. */
  readonly tables: {
    readonly ask: {
      readonly region?: MapRegion | undefined;
      readonly level?: LevelName | undefined;
      /** Tables that span any of [from, to). */
      readonly from?: bigint | undefined;
      readonly to?: bigint | undefined;
      readonly orphans?: boolean | undefined;
      readonly offset: number;
      readonly limit: number;
    };
    readonly answer: TableList;
  };
  /** The table that lies in a page frame. */
  readonly tableAt: { readonly ask: { readonly pfn: Pfn }; readonly answer: TableRow | undefined };
  /** What an operation did to the tables; `since` as in `table`. Undefined: nothing to compare with. */
  readonly tableChanges: {
    readonly ask: { readonly since?: number | undefined };
    readonly answer: TableChanges | undefined;
  };
  /** The kernel's page-table dump of a region, line by line: the same text as the file of the console. */
  readonly ptdump: { readonly ask: { readonly region: MapRegion }; readonly answer: readonly DumpLineView[] };
  readonly processes: { readonly ask: Record<string, never>; readonly answer: ProcessTables };
  /**
   * Plugs and unplugs on a fork, `rounds` times (ascending; residue after each), under a policy of tear-down. `dimmBytes`:
   * size of the DIMM; left out, one memory block.
   */
  readonly rounds: {
    readonly ask: {
      readonly policy: TeardownPolicy;
      readonly scenario: RoundScenario;
      readonly rounds: readonly number[];
      readonly dimmBytes?: number | undefined;
    };
    readonly answer: RoundsAnswer;
  };
  /** What the next DIMM's struct pages come to, with each value of memmap_on_memory. */
  readonly memmapStory: { readonly ask: MemmapQuestion; readonly answer: MemmapStory | undefined };
  /** What memory that came and went has left. */
  readonly residue: { readonly ask: Record<string, never>; readonly answer: ResidueCounts };
}

/** The questions that a part of the worker answers which is fetched when the first of them is asked. */
export type LateTableQuestion = Exclude<keyof TableQuestions, 'walk'>;
export const TABLE_QUESTIONS: readonly LateTableQuestion[] = [
  'table',
  'tables',
  'tableAt',
  'tableChanges',
  'ptdump',
  'processes',
  'rounds',
  'memmapStory',
  'residue',
];
/** Whether a question is one of them. */
export const isLateTableQuestion = (kind: string): kind is LateTableQuestion => TABLE_QUESTIONS.some((k) => k === kind);
