/** What a boot is predicted from (the command line as words, or as text that is pasted): kernel, QEMU command line, kernel command line. Step 0's files are not looked at. */
import * as v from 'valibot';
import * as words from '#words/boot.ts';
import { isMissing, notKernelVersion } from '#words/snapshot.ts';
import { parseVersion } from '../../engine/kernel/version.ts';
import { splitCommandLine } from './command-line.ts';
import type { Problems } from '../problems.ts';

const Text = v.string();
const Count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));

const BootQuestionSchema = v.object({
  name: v.optional(Text),
  title: v.optional(Text),
  arch: v.picklist(['x86_64', 'arm64', 'riscv64']),
  kernel: v.object({
    release: v.optional(Text, ''),
    /** The version whose rules it follows where that is not its own. */
    version: v.optional(
      v.pipe(
        Text,
        v.check((text) => parseVersion(text) !== undefined, notKernelVersion),
      ),
    ),
    config: v.record(Text, Text),
    page_size: Count,
    section_size_bits: Count,
    max_physmem_bits: Count,
    va_bits: Count,
    levels: Count,
    traced: v.optional(v.array(Text)),
    /** arm64: in words, what the initrd's SRAT says beyond QEMU's. */
    srat_override: v.optional(Text),
    /** riscv64: in words, what the machine's own device tree says. */
    device_tree: v.optional(Text),
  }),
  qemu: v.object({
    version: v.optional(Text, ''),
    argv: v.union([v.array(Text), v.pipe(Text, v.transform(splitCommandLine))]),
  }),
  cmdline: v.optional(Text),
  /** Memory the firmware marks for special purposes; `carried`: what the kernel before this one made of it. */
  special: v.optional(
    v.array(v.object({ start: Count, end: Count, carried: v.optional(v.picklist(['soft', 'ram'])) })),
  ),
});

/** A checked question. */
export type BootQuestion = v.InferOutput<typeof BootQuestionSchema>;

/** Checks a question; what is wrong goes to `problems`, and then the answer is undefined. */
export function readBootQuestion(value: unknown, problems: Problems): BootQuestion | undefined {
  const r = v.safeParse(BootQuestionSchema, value);
  if (r.success) return r.output;
  for (const issue of r.issues)
    problems.add(
      v.getDotPath(issue) ?? 'file',
      issue.received === 'undefined' ? isMissing : words.shouldBe(issue.expected ?? undefined),
    );
  return undefined;
}
