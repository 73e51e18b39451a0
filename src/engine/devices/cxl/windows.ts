/**
 * Windows of physical addresses that CXL host bridges decode: where QEMU puts them, and what ACPI's CEDT says of them.
 *
 *   … device memory ] 1 MiB host bridge registers ] ^256 MiB [ window 0 ][ window 1 ] …
 */
import { MiB, alignUp } from '../../units.ts';
import { deviceMemory, ramEndAboveHole } from '../dimm/board.ts';
import type { Board } from '../dimm/board.ts';
import { parseOptions, parseSize } from '../dimm/options.ts';
import type { CxlPort, CxlWindow } from './types.ts';

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
  let at = alignUp((region === undefined ? ramEndAboveHole(board) : region.base + region.size) + MiB, UNIT);
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

/** Ports that expanders can be behind: root ports of the host bridges, and ports of switches below those. */
export function portsOf(argv: readonly string[]): readonly CxlPort[] {
  const all = devicesOf(argv);
  const find = (driver: string, id: string): ReadonlyMap<string, string> | undefined =>
    all.find((d) => d.get('driver') === driver && d.get('id') === id);
  const byte = (n: number): string => n.toString(16).padStart(2, '0');
  const nth = new Map<string, number>();
  return all.flatMap((d) => {
    const driver = d.get('driver');
    if (driver !== 'cxl-rp' && driver !== 'cxl-downstream') return [];
    const upstream = driver === 'cxl-rp' ? d.get('bus') : find('cxl-upstream', d.get('bus') ?? '')?.get('bus');
    const bridge = (driver === 'cxl-rp' ? upstream : find('cxl-rp', upstream ?? '')?.get('bus')) ?? '';
    const bus = parseSize(find('pxb-cxl', bridge)?.get('bus_nr') ?? '') ?? 0;
    const n = nth.get(bridge) ?? 0;
    nth.set(bridge, n + 1);
    return [
      {
        id: d.get('id') ?? '',
        bridge,
        slot: parseSize(d.get('slot') ?? '') ?? 0,
        address: `0000:${byte(bus)}:${byte(n)}.0`,
        below: `0000:${byte(bus + 1 + n)}:00.0`,
      },
    ];
  });
}

/** Options of the expanders of the command line. */
export const expandersOf = (argv: readonly string[]): readonly ReadonlyMap<string, string>[] =>
  devicesOf(argv).filter((d) => d.get('driver') === 'cxl-type3');

/** Options that name an expander's memory. */
export const MEMORY_OPTIONS = ['volatile-memdev', 'persistent-memdev', 'memdev'] as const;

/** Whether a command line has CXL at all. */
export const hasCxl = (argv: readonly string[]): boolean =>
  argv.some((word, i) => /^--?(machine|M)$/.test(argv[i - 1] ?? '') && /(^|,)cxl=on(,|$)/.test(word));

/** What QEMU refuses of the expanders and windows, in its words; `newer`: a version after 7.2, which has volatile memory too. */
export function cxlRefusals(argv: readonly string[], board: Board): readonly string[] {
  const out = [...windowsOf(argv, board).wrong];
  if (!hasCxl(argv) && bridgesOf(argv).length > 0) out.push('CXL host bridges present, but cxl=off');
  for (const values of expandersOf(argv)) {
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
