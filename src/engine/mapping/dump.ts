/**
 * The text of the kernel's page-table dump (mm/ptdump.c, arch ptdump code): writing and reading lines.
 */
import type { Arch, Geometry } from '../arch/geometry.ts';
import type { MapRegion } from './types.ts';

/** The marker line that opens a region's part of the dump. */
export const MARKERS: Readonly<Record<Arch, Readonly<Record<MapRegion, string>>>> = {
  x86_64: { 'direct-map': '---[ Low Kernel Mapping ]---', vmemmap: '---[ Vmemmap ]---' },
  arm64: { 'direct-map': '---[ Linear Mapping start ]---', vmemmap: '---[ vmemmap start ]---' },
  riscv64: { 'direct-map': '---[ Linear mapping ]---', vmemmap: '---[ vmemmap start ]---' },
};

/** A run of equal entries. */
export interface DumpRun {
  readonly start: bigint;
  /** Exclusive. */
  readonly end: bigint;
  readonly level: string;
  /** As printed; empty where nothing is mapped. */
  readonly attributes: string;
  /** riscv64: physical address of the first page. */
  readonly phys: number | undefined;
}

const UNITS = ['K', 'M', 'G', 'T', 'P', 'E'];
/** A size as the dump prints it: the largest unit that divides it. */
function sizeText(kib: bigint): string {
  let n = kib;
  let unit = 0;
  while (n > 0n && n % 1024n === 0n && unit < UNITS.length - 1) {
    n /= 1024n;
    unit++;
  }
  return `${n}${UNITS[unit] ?? 'K'}`.padStart(10);
}

const hex = (n: bigint | number): string => `0x${n.toString(16).padStart(16, '0')}`;

/** One line of the dump without its newline; undefined for a run that the architecture does not print. */
export function dumpLine(arch: Arch, run: DumpRun): string | undefined {
  const head = `${hex(run.start)}-${hex(run.end)}   `;
  const size = sizeText((run.end - run.start) / 1024n);
  switch (arch) {
    case 'x86_64':
      return `${head}${size} ${run.attributes.padEnd(30)}${run.level.toLowerCase()}`;
    case 'arm64':
      return `${head}${size} ${run.level}${run.attributes}`;
    case 'riscv64':
      return run.attributes === '' ? undefined : `${head} ${hex(run.phys ?? 0)} ${size} ${run.level}${run.attributes}`;
  }
}

const LINE = /^0x([0-9a-f]{16})-0x([0-9a-f]{16}) {3,4}(?:0x([0-9a-f]{16}) )? *\d+[KMGTPE] (.*)$/;

/**
 * Reads the runs of one region's part of a dump.
 * @throws RangeError naming the line that is none.
 */
export function parseDump(arch: Arch, text: string): DumpRun[] {
  const out: DumpRun[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    if (line === '' || line.startsWith('---[')) continue;
    const m = LINE.exec(line);
    const rest = m?.[4] ?? '';
    const split = arch === 'x86_64' ? /^(.{30})(p[g4um]d|pte)$/.exec(rest) : /^(P[G4UM]D|PTE)(.*)$/.exec(rest);
    if (m === null || split === null)
      throw new RangeError(`page-table dump, line ${i + 1}: not a run of entries: ${line}`);
    const [attributes, level] = arch === 'x86_64' ? [split[1] ?? '', split[2] ?? ''] : [split[2] ?? '', split[1] ?? ''];
    const run = {
      start: BigInt(`0x${m[1] ?? '0'}`),
      end: BigInt(`0x${m[2] ?? '0'}`),
      level: level.toUpperCase(),
      attributes: attributes.trim() === '' ? '' : attributes,
      phys: m[3] === undefined ? undefined : Number.parseInt(m[3], 16),
    };
    if (run.end <= run.start || run.start < (out.at(-1)?.end ?? 0n))
      throw new RangeError(`page-table dump, line ${i + 1}: ranges are not in order: ${line}`);
    out.push(run);
  }
  return out;
}

/** First address after the areas that a region's part of the dump covers: where the next marker stands. */
export function dumpEnd(g: Geometry, region: MapRegion, kasan: boolean): bigint {
  switch (g.arch) {
    case 'x86_64':
      if (region === 'direct-map') return g.vmalloc.start;
      if (kasan) return g.levels.length === 5 ? 0xffdf000000000000n : 0xffffec0000000000n;
      // the CPU entry area
      return 0xfffffe0000000000n;
    case 'arm64':
    case 'riscv64':
      return region === 'direct-map' ? g.directMap.end : g.vmemmap.end;
  }
}
