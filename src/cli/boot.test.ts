/** Boots predicted from command line and configuration alone, against what real kernels came up with. */
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { readRecording, recordingFiles } from '../snapshot/testing.ts';
import { compareBoot } from './boot-compare.ts';
import type { BootClass } from './boot-compare.ts';
import { predictBoot } from './boot.ts';

const RecordingSchema = v.looseObject({
  arch: v.string(),
  name: v.string(),
  cmdline: v.string(),
  kernel: v.looseObject({ traced: v.optional(v.array(v.string())) }),
  qemu: v.looseObject({ argv: v.array(v.string()) }),
  steps: v.array(v.looseObject({ state: v.record(v.string(), v.nullable(v.string())) })),
});
type Recording = v.InferOutput<typeof RecordingSchema>;

function recordings(): readonly Recording[] {
  return recordingFiles().map((path) => v.parse(RecordingSchema, readRecording(path)));
}
const stateOf = (question: unknown): Readonly<Record<string, string>> =>
  predictBoot(question).prediction.steps[0].state;

const all = recordings();
const one = (name: string): Recording => {
  const found = all.find((r) => r.name === name);
  if (found === undefined) throw new Error(`no recording ${name}`);
  return found;
};

describe('a boot from argv, cmdline and config', () => {
  it.each(all.map((r) => [r.name, r] as const))('%s', (_, recording) => {
    const { steps, ...head } = recording;
    const result = compareBoot(steps[0]?.state ?? {}, stateOf(head));
    // where in memory the tracer gets its page from is chance: on a traced x86 kernel one large leaf is split anywhere
    const chance: readonly BootClass[] =
      recording.arch === 'x86_64' && recording.kernel.traced !== undefined ? ['leaves', 'directmap'] : [];
    const wrong = Object.entries(result).flatMap(([name, c]) =>
      chance.some((x) => x === name) ? [] : c.wrong.map((w) => `${name}: ${w}`),
    );
    expect(wrong).toEqual([]);
    // … and nothing else
    expect(result.leaves.wrong.filter((w) => w.startsWith('-')).length).toBeLessThanOrEqual(6);
    expect(result.directmap.wrong.filter((w) => w.includes('DirectMap4k'))).toEqual([]);
  });

  it('does not look at the recorded step', () => {
    const { steps, ...head } = one('x86_64-dimm-lifecycle');
    expect(stateOf({ ...head, steps: [{ state: {} }] })).toEqual(stateOf({ ...head, steps }));
  });

  it('takes options in any order', () => {
    const { steps: _, ...head } = one('x86_64-dimm-new-node');
    const [program = '', ...rest] = head.qemu.argv;
    const pairs: string[][] = [];
    for (const word of rest) {
      if (word.startsWith('-')) pairs.push([word]);
      else pairs.at(-1)?.push(word);
    }
    const argv = [program, ...pairs.toReversed().flat()];
    const reversed = stateOf({ ...head, qemu: { ...head.qemu, argv } });
    const straight = stateOf(head);
    expect(reversed).toEqual(straight);
  });

  it('names what played no part', () => {
    const { steps: _, ...head } = one('x86_64-dimm-lifecycle');
    const { notes } = predictBoot({
      ...head,
      cmdline: 'quiet mem=3G',
      qemu: { ...head.qemu, argv: [...head.qemu.argv, '-vga', 'std'] },
    });
    expect(notes).toContain('ignored: -vga std');
    expect(notes).toContain('ignored: quiet');
    expect(notes).not.toContain('ignored: mem=3G');
  });

  it('says what is wrong with a question', () => {
    expect(() => predictBoot({ arch: 'x86_64' })).toThrow(/kernel is missing/);
  });
});

describe('knobs of the boot on a machine of two nodes', () => {
  const { steps: _, ...head } = one('x86_64-dimm-lifecycle');
  const booted = (cmdline: string, argv = head.qemu.argv): Readonly<Record<string, string>> =>
    stateOf({ ...head, cmdline, qemu: { ...head.qemu, argv } });
  const ram = (s: Readonly<Record<string, string>>): string[] =>
    (s['/proc/iomem'] ?? '').split('\n').filter((l) => /System RAM|RAM buffer|Persistent|Soft/.test(l));
  const zone = (s: Readonly<Record<string, string>>, node: number, name: string): number[] => {
    const text = new RegExp(
      `Node ${node}, zone +${name}\\n[^]*?spanned +(\\d+)\\s+present +(\\d+)[^]*?(?=Node|$)`,
    ).exec(s['/proc/zoneinfo'] ?? '');
    const start = /start_pfn: +(\d+)/.exec(text?.[0] ?? '')?.[1];
    return [Number(start), Number(text?.[1]), Number(text?.[2])];
  };

  it('mem= takes RAM away from the top', () => {
    const s = booted('mem=1500M');
    expect(ram(s)).toEqual([
      '00001000-0009fbff : System RAM',
      '00100000-5dbfffff : System RAM',
      '5dc00000-5fffffff : RAM buffer',
    ]);
    expect(s['/sys/devices/system/node/has_memory']).toBe('0\n');
    // node 1 has a CPU
    expect(s['/sys/devices/system/node/online']).toBe('0-1\n');
  });

  it('kernelcore= spreads kernel memory over the nodes', () => {
    const s = booted('kernelcore=3G');
    // node 0 lies below the zone that can be movable and has 2 GiB; node 1 gives the rest of 3 GiB
    expect(zone(s, 1, 'Normal')).toEqual([0x100000, 263168, 263168]);
    expect(zone(s, 1, 'Movable')).toEqual([0x100000 + 263168, 261120, 261120]);
    expect(s['/sys/devices/system/memory/memory40/valid_zones']).toBe('none\n');
  });

  it('numa=off leaves one node', () => {
    const s = booted('numa=off');
    expect(s['/sys/devices/system/node/possible']).toBe('0\n');
    expect(zone(s, 0, 'Normal')).toEqual([0x100000, 524288, 524288]);
  });

  it('the kernel numbers nodes in the order in which SRAT names them', () => {
    const argv = head.qemu.argv.map((w) =>
      w.replace('nodeid=0,cpus=0', 'nodeid=0,cpus=1').replace('nodeid=1,cpus=1', 'nodeid=1,cpus=0'),
    );
    const s = booted('', argv);
    expect(s['/sys/devices/system/memory/memory0/node']).toBe('1\n');
    expect(s['/sys/devices/system/memory/memory32/node']).toBe('0\n');
  });

  it('hugepages= takes memory from all nodes in turn, in chunks that each begin with the first', () => {
    const [plain, s] = [booted(''), booted('hugepages=101')];
    expect(s['/proc/meminfo']).toMatch(/HugePages_Total: +101\n/);
    expect(s['/sys/devices/system/node/node0/meminfo']).toMatch(/HugePages_Free: +53\n/);
    expect(s['/sys/devices/system/node/node1/meminfo']).toMatch(/HugePages_Free: +48\n/);
    const free = (of: Readonly<Record<string, string>>): number =>
      Number(/MemFree: +(\d+)/.exec(of['/proc/meminfo'] ?? '')?.[1]);
    expect(free(plain) - free(s)).toBe(101 * 2048);
  });

  it('memmap= retypes ranges', () => {
    expect(ram(booted('memmap=64M$512M memmap=256M!4G'))).toEqual([
      '00001000-0009fbff : System RAM',
      '00100000-1fffffff : System RAM',
      '24000000-7ffdffff : System RAM',
      '100000000-10fffffff : Persistent Memory (legacy)',
      '110000000-17fffffff : System RAM',
    ]);
  });
});
