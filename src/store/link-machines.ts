/**
 * Machines as they are packed into a link: lines in short, versions with upgraders. A line becomes
 *
 *   ['m', group, 'device_del dimm1']   ['w', group, path, value, timeout?]   ['s', …] shell   ['x', …] world
 *
 * with a capital letter when the clock sent it.
 */
import * as v from 'valibot';
import * as wording from '#words/store-links.ts';
import type { Line } from '../engine/lines.ts';
import { bookmarkSchema, problemsOf, savedSchema, sourceSchema } from '../link/validate.ts';
import type { SavedSession, SentLine } from '../link/messages.ts';
import { machineSchema, momentSchema, nameSchema } from './link-state.ts';
import type { LinkMachine } from './link-state.ts';

/** The version written today. */
export const PACKED_VERSION = 2;

const text = v.string();
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const short = v.union([
  v.tuple([v.picklist(['m', 's', 'x', 'M', 'S', 'X']), count, text]),
  v.tuple([v.picklist(['w', 'W']), count, text, text, v.number()]),
  v.tuple([v.picklist(['w', 'W']), count, text, text]),
]);
type Short = v.InferOutput<typeof short>;

const LETTERS = { monitor: 'm', shell: 's', world: 'x' } as const;
const CHANNELS = { m: 'monitor', s: 'shell', x: 'world' } as const;
const isLetter = (letter: string): letter is keyof typeof CHANNELS => letter in CHANNELS;

function shortLine({ line, source, group }: SentLine): readonly unknown[] {
  const small = line.channel === 'write' ? 'w' : LETTERS[line.channel];
  const letter = source === 'clock' ? small.toUpperCase() : small;
  if (line.channel !== 'write') return [letter, group, line.line];
  return [letter, group, line.path, line.value, ...(line.timeout_s === undefined ? [] : [line.timeout_s])];
}

function longLine([letter, group, a, b, timeout_s]: Short): SentLine {
  const small = letter.toLowerCase();
  const line: Line = isLetter(small)
    ? { channel: CHANNELS[small], line: a }
    : { channel: 'write', path: a, value: b ?? '', ...(timeout_s !== undefined && { timeout_s }) };
  return { line, source: letter === small ? 'person' : 'clock', group };
}

const lines = v.pipe(v.array(short), v.maxLength(100_000));
const version2 = v.object({
  v: v.literal(2),
  m: v.pipe(
    v.array(
      v.object({
        n: nameSchema,
        s: sourceSchema,
        l: lines,
        u: v.exactOptional(v.array(v.tuple([count, lines])), []),
        b: v.exactOptional(v.tuple([count, text])),
        o: v.exactOptional(
          v.array(
            v.object({ i: count, n: v.exactOptional(text), s: v.exactOptional(v.tuple([count, count])), l: lines }),
          ),
        ),
        t: v.exactOptional(momentSchema),
        k: v.exactOptional(v.array(bookmarkSchema), []),
      }),
    ),
    v.minLength(1),
    v.maxLength(8),
  ),
});
/** Before branches: one machine and its session, as a browser kept them over a reload. */
const version1 = v.object({ v: v.literal(1), source: sourceSchema, saved: savedSchema });

/** A version that is no longer written: what it was, how to make the next one of it, and one of its kind to check that with. */
interface Upgrader {
  readonly schema: v.GenericSchema<unknown, unknown>;
  readonly up: (old: unknown) => unknown;
  readonly example: unknown;
}

/** Upgraders by the version they take; each leads to the next. */
export const UPGRADERS: Readonly<Record<number, Upgrader>> = {
  1: {
    schema: version1,
    up: (old) => {
      const { source, saved } = v.parse(version1, old);
      return {
        v: 2,
        m: [
          {
            n: 'main',
            s: source,
            l: saved.lines.map(shortLine),
            u: saved.undone.map((u) => [u.at, u.lines.map(shortLine)]),
          },
        ],
      };
    },
    example: {
      v: 1,
      source: { kind: 'preset', id: '64TiB' },
      saved: {
        lines: [{ line: { channel: 'monitor', line: 'info numa' }, source: 'person', group: 1 }],
        undone: [
          {
            at: 1,
            lines: [
              { line: { channel: 'write', path: '/sys/x', value: '1', timeout_s: 2 }, source: 'clock', group: 2 },
            ],
          },
        ],
      },
    },
  },
};

/** Machines as they are packed. */
export function shortMachines(machines: readonly LinkMachine[]): unknown {
  return {
    v: PACKED_VERSION,
    m: machines.map(({ name, source, session, moment, bookmarks }) => ({
      n: name,
      s: source,
      l: session.lines.map(shortLine),
      ...(session.undone.length > 0 && { u: session.undone.map((u) => [u.at, u.lines.map(shortLine)]) }),
      ...((session.branch !== undefined || session.branchName !== undefined) && {
        b: [session.branch ?? 1, session.branchName ?? ''],
      }),
      ...(session.others !== undefined && {
        o: session.others.map((o) => ({
          i: o.id,
          ...(o.name !== undefined && { n: o.name }),
          ...(o.shares !== undefined && { s: [o.shares.of, o.shares.lines] }),
          l: o.lines.map(shortLine),
        })),
      }),
      ...(moment !== undefined && { t: moment.step === undefined ? { line: moment.line } : moment }),
      ...(bookmarks.length > 0 && { k: bookmarks }),
    })),
  };
}

/** What is wrong with packed machines. */
export interface PackedProblems {
  readonly problems: readonly string[];
}

/** Machines of any version, from outside. */
export function longMachines(data: unknown): readonly LinkMachine[] | PackedProblems {
  let now = data;
  for (;;) {
    const version = v.safeParse(v.object({ v: count }), now);
    if (!version.success) return { problems: [wording.itDoesNotSay] };
    if (version.output.v === PACKED_VERSION) break;
    const upgrader = UPGRADERS[version.output.v];
    if (upgrader === undefined) return { problems: [wording.itIsOfVersion(version.output.v, PACKED_VERSION)] };
    const old = v.safeParse(upgrader.schema, now);
    if (!old.success) return words(old.issues);
    now = upgrader.up(now);
  }
  const parsed = v.safeParse(version2, now);
  if (!parsed.success) return words(parsed.issues);
  const made = v.safeParse(
    v.array(machineSchema),
    parsed.output.m.map((m) => ({
      name: m.n,
      source: m.s,
      session: sessionOf(m),
      bookmarks: m.k,
      ...(m.t !== undefined && { moment: m.t.step === undefined ? { line: m.t.line } : m.t }),
    })),
  );
  return made.success ? made.output : words(made.issues);
}

function sessionOf(m: v.InferOutput<typeof version2>['m'][number]): SavedSession {
  return {
    lines: m.l.map(longLine),
    undone: m.u.map(([at, undone]) => ({ at, lines: undone.map(longLine) })),
    ...(m.b !== undefined && { branch: m.b[0], ...(m.b[1] !== '' && { branchName: m.b[1] }) }),
    ...(m.o !== undefined && {
      others: m.o.map((o) => ({
        id: o.i,
        ...(o.n !== undefined && { name: o.n }),
        ...(o.s !== undefined && { shares: { of: o.s[0], lines: o.s[1] } }),
        lines: o.l.map(longLine),
      })),
    }),
  };
}

const words = (issues: Parameters<typeof problemsOf>[0]): PackedProblems => ({
  problems: problemsOf(issues).map((p) => (p.field === '' ? p.why : `${p.field}: ${p.why}`)),
});
