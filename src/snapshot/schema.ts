/** The shape of a snapshot file and of a recording. */
import * as v from 'valibot';
import * as words from '#words/snapshot.ts';
import type { Arch } from '../engine/arch/geometry.ts';
import type { Provenance } from '../engine/kernel/types.ts';
import type { Problems } from './problems.ts';
import { parseVersion } from '../engine/kernel/version.ts';
import type { VersionText } from '../engine/kernel/version.ts';

const Text = v.string();
const Count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const State = v.record(Text, v.nullable(Text));

const KernelSchema = v.object({
  release: Text,
  /** The version whose rules it follows where that is not its own. */
  version: v.optional(
    v.pipe(
      Text,
      v.check((text) => parseVersion(text) !== undefined, words.notKernelVersion),
    ),
  ),
  config: v.record(Text, Text),
  page_size: Count,
  section_size_bits: Count,
  max_physmem_bits: Count,
  va_bits: Count,
  levels: Count,
  traced: v.optional(v.array(Text)),
});

const HEAD = {
  schema: v.literal(1),
  name: v.optional(Text),
  title: v.optional(Text),
  arch: v.picklist(['x86_64', 'arm64', 'riscv64']),
  kernel: KernelSchema,
  qemu: v.object({ version: Text, argv: v.array(Text) }),
  cmdline: Text,
  provenance: v.optional(v.record(Text, v.picklist(['recorded', 'derived', 'modelled']))),
};
const SnapshotSchema = v.object({ ...HEAD, state: State });
/** A recording or a question: the machine is what step 0 left. */
const RecordingSchema = v.object({ ...HEAD, steps: v.pipe(v.array(v.looseObject({})), v.minLength(1)) });
const StepSchema = v.object({ state: State });

/** A real (or generated) machine's files at one moment. */
export interface Snapshot {
  readonly schema: 1;
  readonly name?: string;
  readonly title?: string;
  readonly arch: Arch;
  readonly kernel: {
    readonly release: string;
    readonly version?: VersionText;
    readonly config: Readonly<Record<string, string>>;
    readonly page_size: number;
    readonly section_size_bits: number;
    readonly max_physmem_bits: number;
    readonly va_bits: number;
    readonly levels: number;
    /** Functions a tracer could see. */
    readonly traced?: readonly string[];
  };
  readonly qemu: { readonly version: string; readonly argv: readonly string[] };
  readonly cmdline: string;
  /** Where the contents of each room came from when the machine was saved; a recording has none: it was read from a kernel. */
  readonly provenance?: Readonly<Record<string, Provenance>>;
  /** Path → text; a file that cannot be read has the text `!ERRNO`. */
  readonly state: Readonly<Record<string, string>>;
}

/** A snapshot of the right shape, or of a recording's step 0; undefined: `problems` says what is wrong. Its texts are not read. */
export function shapeOf(value: unknown, problems: Problems): Snapshot | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    problems.add('file', words.isNotJsonObject);
    return undefined;
  }
  const note = (issues: readonly v.BaseIssue<unknown>[], prefix = ''): undefined => {
    for (const issue of issues) problems.add(`${prefix}${v.getDotPath(issue) ?? 'file'}`, whyOf(issue));
  };
  if (!('steps' in value)) {
    const r = v.safeParse(SnapshotSchema, value);
    return r.success ? tidy(r.output, r.output.state) : note(r.issues);
  }
  const r = v.safeParse(RecordingSchema, value);
  if (!r.success) return note(r.issues);
  const first = v.safeParse(StepSchema, r.output.steps[0]);
  return first.success ? tidy(r.output, first.output.state) : note(first.issues, 'steps.0.');
}

const whyOf = (issue: v.BaseIssue<unknown>): string =>
  issue.received === 'undefined'
    ? words.isMissing
    : words.shouldBe(
        issue.expected ?? undefined,
        issue.received.length > 60 ? `${issue.received.slice(0, 57)}…` : issue.received,
      );

function tidy(
  head: Omit<v.InferOutput<typeof SnapshotSchema>, 'state'>,
  state: Readonly<Record<string, string | null>>,
): Snapshot {
  const { name, title, kernel, provenance } = head;
  const { traced } = kernel;
  const version = parseVersion(kernel.version ?? '');
  return {
    schema: 1,
    ...(name === undefined ? {} : { name }),
    ...(title === undefined ? {} : { title }),
    arch: head.arch,
    kernel: {
      release: kernel.release,
      ...(version === undefined ? {} : { version }),
      config: kernel.config,
      page_size: kernel.page_size,
      section_size_bits: kernel.section_size_bits,
      max_physmem_bits: kernel.max_physmem_bits,
      va_bits: kernel.va_bits,
      levels: kernel.levels,
      ...(traced === undefined ? {} : { traced }),
    },
    qemu: head.qemu,
    cmdline: head.cmdline,
    ...(provenance === undefined ? {} : { provenance }),
    // null: the file was not there
    state: Object.fromEntries(Object.entries(state).filter((e): e is [string, string] => e[1] !== null)),
  };
}
