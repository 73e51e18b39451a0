/**
 * Everything that a link, a session file and the autosave hold: which machines stand on the page, their lines and
 * branches, the moment each shows, and how it is looked at. One type, three ways to write it down: link-hash.ts (the
 * address bar), session-file.ts (a file), keep.ts (this browser).
 */
import * as words from '#words/store-links.ts';
import { DEVICE_KINDS } from './devices.ts';
import * as v from 'valibot';
import { bookmarkSchema, savedSchema, sourceSchema } from '../link/validate.ts';
import type { Bookmark, MachineSource, Moment, SavedSession } from '../link/messages.ts';
import { blockId, nodeId, pfn, sectionNr } from '../engine/units.ts';
import type { InspectorTab, Selection, Theme } from './types.ts';

/** One machine of a page. */
export interface LinkMachine {
  /** Its name on the page; the first machine is `main`. */
  readonly name: string;
  readonly source: MachineSource;
  readonly session: SavedSession;
  /** The moment it shows; undefined: now. */
  readonly moment: Moment | undefined;
  readonly bookmarks: readonly Bookmark[];
}

/** Where a story stands. */
export interface LinkStory {
  readonly id: string;
  /** Counted from 1. */
  readonly step: number;
}

/** The map's camera (views/map/camera.ts), rounded. */
export interface LinkCamera {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** A page, as a link describes it. What a link leaves out stays as it is, or is the default on a new page. */
export interface LinkState {
  /** The main machine first; without one the page's default machine stays. */
  readonly machines: readonly LinkMachine[];
  /** The machine that the panels are about. */
  readonly active: string;
  readonly selection: Selection;
  readonly tab: InspectorTab | undefined;
  /** What stands in the middle of the screen: `map`, `tables`, … */
  readonly view: string | undefined;
  readonly theme: Theme | undefined;
  /** Zones and states that the legend has switched off. */
  readonly hidden: readonly string[];
  readonly camera: LinkCamera | undefined;
  readonly story: LinkStory | undefined;
  /** What the link is called. */
  readonly title: string | undefined;
}

/** A page about nothing in particular. */
export const EMPTY_LINK: LinkState = {
  machines: [],
  active: 'main',
  selection: { kind: 'none' },
  tab: undefined,
  view: undefined,
  theme: undefined,
  hidden: [],
  camera: undefined,
  story: undefined,
  title: undefined,
};

/** A session without lines. */
export const NO_LINES: SavedSession = { lines: [], undone: [] };

/** Whether a session is nothing but its boot. */
export const isUntouched = (session: SavedSession): boolean =>
  session.lines.length === 0 && session.undone.length === 0 && (session.others ?? []).length === 0;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const page = v.pipe(count, v.maxValue(2 ** 52));

/** A name of a thing: a machine on the page, a view, a story, a DIMM. */
export const nameSchema = v.pipe(v.string(), v.regex(/^[\w.:+-]{1,80}$/, words.notName));
const ref = v.object({
  nid: v.pipe(count, v.transform(nodeId)),
  zone: v.picklist(['DMA', 'DMA32', 'Normal', 'Movable', 'Device']),
});

/** A selection from outside; virtual addresses come as text, as JSON has no bigint. */
export const selectionSchema: v.GenericSchema<unknown, Selection> = v.variant('kind', [
  v.object({ kind: v.literal('none') }),
  v.object({ kind: v.literal('block'), id: v.pipe(count, v.transform(blockId)) }),
  v.object({ kind: v.literal('section'), nr: v.pipe(count, v.transform(sectionNr)) }),
  v.object({ kind: v.literal('pfn'), pfn: v.pipe(page, v.transform(pfn)) }),
  v.object({
    kind: v.literal('range'),
    range: v.object({ start: v.pipe(page, v.transform(pfn)), end: v.pipe(page, v.transform(pfn)) }),
  }),
  v.object({ kind: v.literal('dimm'), id: nameSchema }),
  v.object({ kind: v.literal('node'), id: v.pipe(count, v.transform(nodeId)) }),
  v.object({ kind: v.literal('zone'), ref }),
  v.object({ kind: v.literal('device'), ref: v.object({ kind: v.picklist(DEVICE_KINDS), id: nameSchema }) }),
  v.object({
    kind: v.literal('va'),
    va: v.pipe(
      v.string(),
      v.regex(/^0x[0-9a-f]{1,16}$/),
      v.transform((text) => BigInt(text)),
    ),
    bytes: v.exactOptional(v.pipe(count, v.minValue(1))),
  }),
]);

export const themeSchema = v.picklist(['system', 'dark', 'light']);
export const tabSchema = v.picklist(['section', 'zone', 'tables', 'cost', 'device']);
export const momentSchema: v.GenericSchema<unknown, Moment> = v.pipe(
  v.object({ line: v.pipe(v.number(), v.safeInteger(), v.minValue(-1)), step: v.exactOptional(count) }),
  v.transform(({ line, step }) => ({ line, step })),
);
const finite = v.pipe(v.number(), v.finite());
export const cameraSchema = v.object({ x: finite, y: finite, scale: v.pipe(finite, v.minValue(1e-9)) });

/** One machine from outside. */
export const machineSchema: v.GenericSchema<unknown, LinkMachine> = v.pipe(
  v.object({
    name: nameSchema,
    source: sourceSchema,
    session: savedSchema,
    moment: v.exactOptional(momentSchema),
    bookmarks: v.exactOptional(v.pipe(v.array(bookmarkSchema), v.maxLength(1000)), []),
  }),
  v.transform(({ moment, ...rest }) => ({ ...rest, moment })),
);
