/**
 * Windows of physical addresses that CXL host bridges decode: where QEMU puts them, and what ACPI's CEDT says of them.
 *
 *   … device memory ] 1 MiB host bridge registers ] ^256 MiB [ window 0 ][ window 1 ] …
 */
import { GiB, MiB, alignUp } from '../../units.ts';
import { deviceMemory } from '../dimm/board.ts';
import type { Board } from '../dimm/board.ts';
import { parseOptions, parseSize } from '../dimm/options.ts';
import type { CxlWindow } from './types.ts';

const GRANULARITY = 256;
/** Windows are multiples of this. */
const UNIT = 256 * MiB;

/** What cxl-fmw.N.…= of -machine asks for; a window that QEMU would refuse comes with why. */
export function windowsOf(
  argv: readonly string[],
  board: Board,
): { readonly windows: readonly CxlWindow[]; readonly wrong: readonly string[] } {
  const wanted = new Map<number, { targets: string[]; size: number | undefined; granularity: number }>();
  const wrong: string[] = [];
  for (const [i, word] of argv.entries()) {
    if (!/^--?(machine|M)$/.test(argv[i - 1] ?? '')) continue;
    for (const [key, value] of parseOptions(word, 'type').values) {
      const m = /^cxl-fmw\.(\d{1,2})\.(?:(targets)\.(\d{1,2})|(size)|(interleave-granularity))$/.exec(key);
      if (m === null) continue;
      const id = Number(m[1]);
      const w = wanted.get(id) ?? { targets: [], size: undefined, granularity: GRANULARITY };
      if (m[2] !== undefined) w.targets[Number(m[3])] = value;
      else if (m[4] !== undefined) w.size = parseSize(value);
      else w.granularity = parseSize(value) ?? 0;
      wanted.set(id, w);
    }
  }
  const region = deviceMemory(board);
  const above = 4 * GiB + (board.ramBytes >= 0xb0000000 ? board.ramBytes - 2 * GiB : 0);
  let at = alignUp((region === undefined ? above : region.base + region.size) + MiB, UNIT);
  const windows: CxlWindow[] = [];
  for (const [id, w] of [...wanted].sort((a, b) => a[0] - b[0])) {
    const size = w.size ?? 0;
    if (size === 0 || size % UNIT !== 0) wrong.push('Size of a CXL fixed memory window must my a multiple of 256MiB');
    else if (![256, 512, 1024, 2048, 4096, 8192, 16384].includes(w.granularity))
      wrong.push(`Interleave granularity: ${w.granularity} invalid`);
    else {
      const bridges = bridgesOf(argv);
      const missing = w.targets.find((t) => !bridges.includes(t));
      if (missing !== undefined) wrong.push(`Could not resolve CXLFM target ${missing}`);
      windows.push({ id, start: at, size, ways: w.targets.length, granularity: w.granularity, targets: w.targets });
      at += size;
    }
  }
  return { windows, wrong };
}

const devicesOf = (argv: readonly string[]): readonly ReadonlyMap<string, string>[] =>
  argv.flatMap((word, i) => (/^--?device$/.test(argv[i - 1] ?? '') ? [parseOptions(word, 'driver').values] : []));

/** Ids of the CXL host bridges. */
const bridgesOf = (argv: readonly string[]): readonly string[] =>
  devicesOf(argv).flatMap((d) => (d.get('driver') === 'pxb-cxl' ? (d.get('id') ?? []) : []));

/** Expanders of the command line, each with its host bridge. */
export function expandersOf(
  argv: readonly string[],
): readonly { readonly values: ReadonlyMap<string, string>; readonly bridge: string }[] {
  const all = devicesOf(argv);
  const busOf = (id: string): string =>
    all.find((d) => d.get('driver') === 'cxl-rp' && d.get('id') === id)?.get('bus') ?? '';
  return all
    .filter((d) => d.get('driver') === 'cxl-type3')
    .map((values) => ({ values, bridge: busOf(values.get('bus') ?? '') }));
}

/** Whether a command line has CXL at all. */
export const hasCxl = (argv: readonly string[]): boolean =>
  argv.some((word, i) => /^--?(machine|M)$/.test(argv[i - 1] ?? '') && /(^|,)cxl=on(,|$)/.test(word));

/** What QEMU refuses of the expanders and windows, in its words; `newer`: a version after 7.2, which has volatile memory too. */
export function cxlRefusals(argv: readonly string[], board: Board): readonly string[] {
  const out = [...windowsOf(argv, board).wrong];
  if (!hasCxl(argv) && bridgesOf(argv).length > 0) out.push('CXL host bridges present, but cxl=off');
  for (const { values } of expandersOf(argv)) {
    const text = [...values].map(([k, v]) => (k === 'driver' ? v : `${k}=${v}`)).join();
    const more = ['volatile-memdev', 'persistent-memdev'].find((name) => values.has(name));
    if (more !== undefined && board.newer !== true)
      out.push(
        `-device ${text}: Property 'cxl-type3.${more}' not found (QEMU 7.2; a newer one knows it, unverified: QEMU_VERSION=9 before the program's name)`,
      );
    else if (more === undefined && !values.has('memdev')) out.push(`-device ${text}: memdev property must be set`);
    else if (values.get('volatile-memdev') === undefined && !values.has('lsa') && board.newer !== true)
      out.push(`-device ${text}: lsa property must be set`);
  }
  return out;
}
