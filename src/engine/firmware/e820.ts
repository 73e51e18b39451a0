/**
 * The BIOS memory map of an x86 machine and what the kernel's command line makes of it (arch/x86/kernel/e820.c).
 */
import { alignDown, alignUp } from '../units.ts';

/** Types of e820 entries (arch/x86/include/asm/e820/types.h). */
export const E820 = { ram: 1, reserved: 2, acpi: 3, nvs: 4, unusable: 5, pmem: 7, pram: 12, soft: 0xefffffff } as const;

/** One entry: bytes, end exclusive. */
export interface E820Entry {
  readonly start: number;
  readonly end: number;
  readonly type: number;
}

/** Names in /proc/iomem (e820_type_to_string). */
const NAMES: ReadonlyMap<number, string> = new Map([
  [E820.ram, 'System RAM'],
  [E820.acpi, 'ACPI Tables'],
  [E820.nvs, 'ACPI Non-volatile Storage'],
  [E820.unusable, 'Unusable memory'],
  [E820.pmem, 'Persistent Memory'],
  [E820.pram, 'Persistent Memory (legacy)'],
  [E820.reserved, 'Reserved'],
  [E820.soft, 'Soft Reserved'],
]);
export const e820Name = (type: number): string => NAMES.get(type) ?? 'Unknown E820 type';

/** Ascending and without overlap: where entries overlap the larger type wins; equal neighbours are one (e820__update_table). */
export function e820Update(entries: readonly E820Entry[]): E820Entry[] {
  const borders = [...new Set(entries.flatMap((e) => [e.start, e.end]))].sort((a, b) => a - b);
  const out: E820Entry[] = [];
  for (const [i, start] of borders.entries()) {
    const end = borders[i + 1] ?? start;
    const type = entries.reduce(
      (t, e) => (e.start <= start && end <= e.end && e.start < e.end ? Math.max(t, e.type) : t),
      0,
    );
    const last = out.at(-1);
    if (type === 0 || end === start) continue;
    if (last?.end === start && last.type === type) out[out.length - 1] = { ...last, end };
    else out.push({ start, end, type });
  }
  return out;
}

/** Gives the part of every entry inside [start, end) another type; undefined: takes it out. Only entries of type `from`, if told. */
function retype(
  entries: readonly E820Entry[],
  start: number,
  end: number,
  from: number | undefined,
  to: number | undefined,
): E820Entry[] {
  return entries.flatMap((e) => {
    if (e.end <= start || e.start >= end || (from !== undefined && e.type !== from)) return [e];
    const parts: E820Entry[] = [];
    if (e.start < start) parts.push({ ...e, end: start });
    if (to !== undefined) parts.push({ start: Math.max(e.start, start), end: Math.min(e.end, end), type: to });
    if (e.end > end) parts.push({ ...e, start: end });
    return parts;
  });
}

/** The map with RAM that the firmware marked special made soft-reserved (drivers/firmware/efi: EFI_MEMORY_SP). */
export function e820SoftReserve(
  entries: readonly E820Entry[],
  spans: readonly { readonly start: number; readonly end: number }[],
): E820Entry[] {
  return e820Update(
    spans.reduce<readonly E820Entry[]>((map, s) => retype(map, s.start, s.end, E820.ram, E820.soft), entries),
  );
}

/** A number with a suffix K … E at the start of a text (lib/cmdline.c: memparse), and what follows it. */
export function memparse(text: string): { readonly value: number; readonly rest: string } | undefined {
  const m = /^(0[xX][0-9a-fA-F]+|\d+)([KMGTPEkmgtpe]?)/.exec(text);
  if (m === null) return undefined;
  const digits = m[1] ?? '0';
  const n = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  const unit = (m[2] ?? '').toUpperCase();
  return { value: n * 1024 ** (unit === '' ? 0 : 'KMGTPE'.indexOf(unit) + 1), rest: text.slice(m[0].length) };
}

/** One part of memmap= (parse_memmap_one); a part that is wrong changes nothing. */
function memmapOne(entries: readonly E820Entry[], text: string): readonly E820Entry[] {
  if (text === 'exactmap') return [];
  const size = memparse(text);
  if (size === undefined) return entries;
  const sign = size.rest.charAt(0);
  const at = memparse(size.rest.slice(1));
  const add = (type: number): readonly E820Entry[] =>
    at === undefined ? entries : [...entries, { start: at.value, end: at.value + size.value, type }];
  switch (sign) {
    case '@':
      return add(E820.ram);
    case '#':
      return add(E820.acpi);
    case '$':
      return add(E820.reserved);
    case '!':
      return add(E820.pram);
    case '%': {
      if (at === undefined) return entries;
      const m = /^(?:-([^+]+))?(?:\+(.+))?$/.exec(at.rest);
      if (m === null) return entries;
      const [from, to] = [m[1], m[2]].map((t) => (t === undefined ? undefined : memparse(t)?.value));
      const [start, end] = [at.value, at.value + size.value];
      if (to !== undefined && from === undefined) return [...entries, { start, end, type: to }];
      return retype(entries, start, end, from, to);
    }
    default:
      return retype(entries, size.value, Number.POSITIVE_INFINITY, E820.ram, undefined);
  }
}

/** Words of a kernel command line as key and value, in order. */
export const bootWords = (cmdline: string): readonly (readonly [key: string, value: string | undefined])[] =>
  cmdline
    .split(/\s+/)
    .filter((w) => w !== '')
    .map((w) => {
      const eq = w.indexOf('=');
      return eq < 0 ? [w, undefined] : [w.slice(0, eq), w.slice(eq + 1)];
    });

/** The map as the kernel uses it: mem= and memmap= applied in order, then the first page and the BIOS hole taken out (trim_bios_range). */
export function e820ForKernel(firmware: readonly E820Entry[], cmdline: string): E820Entry[] {
  let entries: readonly E820Entry[] = firmware;
  for (const [key, value] of bootWords(cmdline)) {
    if (value === undefined) continue;
    if (key === 'memmap') entries = value.split(',').reduce((list, part) => memmapOne(list, part), entries);
    else if (key === 'mem') {
      const size = memparse(value)?.value ?? 0;
      if (size > 0) entries = retype(entries, size, Number.POSITIVE_INFINITY, E820.ram, undefined);
    }
  }
  entries = retype(e820Update(entries), 0, 0x1000, E820.ram, E820.reserved);
  return e820Update(retype(entries, 0xa0000, 0x100000, E820.ram, undefined));
}

/** Memory as memblock gets it: whole pages of RAM, neighbours joined (e820__memblock_setup). Bytes, end exclusive. */
export function e820Ram(entries: readonly E820Entry[], pageBytes: number): { start: number; end: number }[] {
  return entries
    .filter((e) => e.type === E820.ram)
    .map((e) => ({ start: alignUp(e.start, pageBytes), end: alignDown(e.end, pageBytes) }))
    .filter((e) => e.end > e.start);
}

/** Padding after RAM that does not end on a border, so that devices are not put there (e820__reserve_resources_late). */
export function ramBuffers(entries: readonly E820Entry[]): { start: number; end: number }[] {
  const MiB = 2 ** 20;
  const border = (at: number): number => (at < MiB ? 2 ** 16 : at < 16 * MiB ? MiB : 64 * MiB);
  return entries
    .filter((e) => e.type === E820.ram)
    .flatMap((e) => {
      const end = alignUp(e.end, border(e.end));
      return end > e.end ? [{ start: e.end, end }] : [];
    });
}
