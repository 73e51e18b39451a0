/**
 * What stories claim. Each of these makes a claim that says itself in words and is checked against the machine: by the
 * tests at every step, and on screen for whoever asks.
 */
import * as words from '#words/claims.ts';
import { machines } from '#words/story-player.ts';
import type { Errno } from '../engine/kernel/errno.ts';
import type { ZoneName } from '../engine/zones/types.ts';
import type { QuestionKind, Questions } from '../link/messages.ts';
import type { Claim, Facts, MachineName } from './types.ts';

type Text = string | RegExp;
const contains = (text: string, part: Text): boolean =>
  typeof part === 'string' ? text.includes(part) : part.test(text);
const shown = (part: Text): string => (typeof part === 'string' ? words.quoted(part) : String(part));
/** What scripts find instead, in so many words. */
export { notThere, nothingInTheWay, nothingKnown } from '#words/claims.ts';

/** Long files are not repeated whole in a message. */
const brief = (text: string): string => (text.length > 400 ? `${text.slice(0, 400)} …` : text);

async function read(facts: Facts, path: string): Promise<{ readonly text: string } | { readonly errno: Errno }> {
  return facts.ask('read', { path });
}

/** The same claim about another machine than the story's first. */
export const onMachine = (machine: MachineName, ...claims: readonly Claim[]): readonly Claim[] =>
  claims.map((claim) => ({ ...claim, machine, says: words.of(machines[machine], claim.says) }));

/** What a file of /proc or /sys holds (or `lsmem`, `ptdump/direct-map`, `ptdump/vmemmap`, `qemu/info-memory-devices`). */
export function file(
  path: string,
  want: { readonly is: string } | { readonly has: Text } | { readonly lacks: Text },
): Claim {
  return {
    says:
      'is' in want
        ? words.reads(path, want.is)
        : 'has' in want
          ? words.contains(path, shown(want.has))
          : words.doesNotContain(path, shown(want.lacks)),
    check: async (facts) => {
      const got = await read(facts, path);
      if ('errno' in got) return words.readingGives(got.errno);
      const holds =
        'is' in want
          ? got.text.trim() === want.is.trim()
          : 'has' in want
            ? contains(got.text, want.has)
            : !contains(got.text, want.lacks);
      return holds ? undefined : brief(got.text);
    },
  };
}

/** A file that is not there. */
export const noFile = (path: string): Claim => ({
  says: words.thereIsNo(path),
  check: async (facts) => {
    const got = await read(facts, path);
    return 'errno' in got && got.errno === 'ENOENT' ? undefined : words.isThere;
  },
});

const dir = (id: number): string => `/sys/devices/system/memory/memory${id}`;

/** The state of memory blocks, first to last; where asked for, their zone (valid_zones) and node. */
export function blocksAre(
  [from, to]: readonly [number, number],
  want: { readonly state: 'online' | 'offline'; readonly zones?: string; readonly node?: number },
): Claim {
  const { state, zones, node } = want;
  return {
    says: words.blocksAre(from, to, state, zones, node),
    check: async (facts) => {
      for (let id = from; id <= to; id++) {
        const got = await read(facts, `${dir(id)}/state`);
        if ('errno' in got) return words.noBlock(id);
        if (got.text.trim() !== state) return words.blockIs(id, got.text.trim());
        if (zones !== undefined) {
          const valid = await read(facts, `${dir(id)}/valid_zones`);
          const text = 'errno' in valid ? valid.errno : valid.text.trim();
          if (text !== zones) return words.blockHasZones(id, text);
        }
        if (node !== undefined) {
          const link = await read(facts, `/sys/devices/system/node/node${node}/memory${id}/state`);
          if ('errno' in link) return words.blockIsNotOf(id, node);
        }
      }
      return undefined;
    },
  };
}

/** Memory blocks that do not exist, first to last. */
export const noBlocks = ([from, to]: readonly [number, number]): Claim => ({
  says: words.noBlocks(from, to),
  check: async (facts) => {
    for (let id = from; id <= to; id++)
      if ('text' in (await read(facts, `${dir(id)}/state`))) return words.blockExists(id);
    return undefined;
  },
});

type Amount = number | { readonly atLeast?: number; readonly atMost?: number };
const amountWords = (want: Amount): string =>
  typeof want === 'number' ? words.exactly(want) : words.between(want.atLeast, want.atMost);
const meets = (got: number, want: Amount): boolean =>
  typeof want === 'number'
    ? got === want
    : got >= (want.atLeast ?? Number.NEGATIVE_INFINITY) && got <= (want.atMost ?? Number.POSITIVE_INFINITY);

type ZoneField = 'free' | 'min' | 'low' | 'high' | 'spanned' | 'present' | 'managed' | 'start_pfn';

/** Figures of a zone in /proc/zoneinfo, in base pages. */
export function zone(node: number, name: ZoneName, want: Readonly<Partial<Record<ZoneField, Amount>>>): Claim {
  const fields = Object.entries(want);
  return {
    says: words.zoneHas(
      node,
      name,
      fields.map(([field, amount]) => ({ field, amount: amountWords(amount) })),
    ),
    check: async (facts) => {
      const got = await read(facts, '/proc/zoneinfo');
      if ('errno' in got) return got.errno;
      const text = got.text.split(/^(?=Node \d)/m).find((t) => new RegExp(`^Node ${node}, zone +${name}\\n`).test(t));
      if (text === undefined) return words.noSuchZone;
      for (const [field, amount] of fields) {
        const found = new RegExp(`^ +(?:pages )?${field}:? +(\\d+)$`, 'm').exec(text)?.[1];
        if (found === undefined || !meets(Number(found), amount)) return words.figureIs(field, found);
      }
      return undefined;
    },
  };
}

/** What a line of this step answered. `ok`: nothing complained. */
export function replied(
  position: number,
  want:
    | 'ok'
    | 'waits'
    | { readonly errno: Errno }
    | { readonly has: Text }
    | { readonly lacks: Text }
    | { readonly status: number }
    | { readonly event: string },
): Claim {
  const nth = position + 1;
  const says =
    typeof want === 'string'
      ? want === 'ok'
        ? words.works(nth)
        : words.hasToWait(nth)
      : 'errno' in want
        ? words.isRefused(nth, want.errno)
        : 'has' in want
          ? words.answers(nth, shown(want.has))
          : 'lacks' in want
            ? words.doesNotAnswer(nth, shown(want.lacks))
            : 'status' in want
              ? words.endsWith(nth, want.status)
              : words.causes(nth, want.event);
  return {
    says,
    line: position,
    check: async (facts) => {
      const line = facts.line(position);
      if (line === undefined) return words.wasNotSent;
      const { reply } = line;
      const answer = JSON.stringify(reply);
      if (want === 'ok') return complaint(reply) === undefined ? undefined : answer;
      if (want === 'waits') return reply.pending === undefined ? answer : undefined;
      const holds =
        'errno' in want
          ? reply.errno === want.errno
          : 'has' in want
            ? contains(reply.output ?? '', want.has)
            : 'lacks' in want
              ? !contains(reply.output ?? '', want.lacks)
              : 'status' in want
                ? reply.status === want.status
                : reply.events.some((e) => e.event === want.event);
      return holds ? undefined : brief(answer);
    },
  };
}

/** Why a reply is no success; undefined: it is one. Every complaint in a story has to be claimed. */
export function complaint(reply: {
  readonly errno?: Errno | undefined;
  readonly status?: number;
  readonly output?: string;
  readonly pending?: string;
}): string | undefined {
  if (reply.errno !== undefined) return reply.errno;
  if (reply.pending !== undefined) return words.waits(reply.pending);
  if (reply.status !== undefined && reply.status !== 0) return words.statusIs(reply.status, reply.output ?? '');
  return /^(Error|usage|unknown command|load:|tick:|fault:|boot:|policy:)/i.test(reply.output ?? '')
    ? reply.output
    : undefined;
}

/** What the kernel logged during a line of this step. */
export const logged = (position: number, text: Text): Claim => ({
  says: words.kernelLogs(shown(text)),
  check: async (facts) => {
    const line = facts.line(position);
    if (line === undefined) return words.lineWasNotSent;
    return line.dmesg.some((l) => contains(l, text))
      ? undefined
      : brief(line.dmesg.join('\n') || words.nothingWasLogged);
  },
});

const ENTER = 0;
const MANY = 5;

/** Kernel functions that a line of this step called, in this order (others may lie between them). */
export const called = (position: number, ...names: readonly string[]): Claim => ({
  says: words.calls(position + 1, names),
  check: async (facts) => {
    const calls = await callsOf(facts, position);
    if (calls === undefined) return words.lineWasNotSent;
    let next = 0;
    for (const name of calls) if (name === names[next]) next++;
    return next === names.length ? undefined : words.notCalledAtItsPlace(names[next] ?? '');
  },
});

/** Kernel functions that a line of this step did not call. */
export const notCalled = (position: number, ...names: readonly string[]): Claim => ({
  says: words.neverCalls(position + 1, names),
  check: async (facts) => {
    const calls = await callsOf(facts, position);
    if (calls === undefined) return words.lineWasNotSent;
    const found = names.find((name) => calls.includes(name));
    return found === undefined ? undefined : words.isCalled(found);
  },
});

async function callsOf(facts: Facts, position: number): Promise<readonly string[] | undefined> {
  const index = facts.line(position)?.index;
  const trace = index === undefined ? undefined : await facts.ask('trace', { line: index });
  if (trace === undefined) return undefined;
  return [...trace.kinds].flatMap((kind, i) =>
    kind === ENTER || kind === MANY ? [trace.names[trace.nameOf[i] ?? 0] ?? ''] : [],
  );
}

/** Anything a question of the page can answer. `says`: in words. `holds`: undefined or true when it does, else what is wrong. */
export function asked<K extends QuestionKind>(
  question: K,
  about: Questions[K]['ask'],
  says: string,
  holds: (answer: Questions[K]['answer']) => boolean | string | undefined,
): Claim {
  return {
    says,
    check: async (facts) => {
      const answer = await facts.ask(question, about);
      const verdict = holds(answer);
      if (verdict === true || verdict === undefined) return undefined;
      return verdict === false ? brief(JSON.stringify(answer, bigints) ?? 'undefined') : verdict;
    },
  };
}

const bigints = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? `0x${value.toString(16)}` : value);
