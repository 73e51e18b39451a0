/** mem= where memory is counted from the bottom (mm/memblock.c: memblock_enforce_memory_limit, memblock_mem_limit_remove_map). */
import { bootWords, memparse } from '../../engine/firmware/e820.ts';
import { common, without } from './platform.ts';
import type { Span } from './platform.ts';

/** Memory up to the limit; what is in `keep` stays wherever it lies. */
export function limitMemory(
  memory: readonly Span[],
  cmdline: string,
  { keep = [] }: { readonly keep?: readonly Span[] } = {},
): Span[] {
  const text = bootWords(cmdline).findLast(([k, v]) => k === 'mem' && v !== undefined)?.[1];
  const limit = text === undefined ? undefined : memparse(text)?.value;
  if (limit === undefined || limit === 0) return [...memory];
  let left = limit;
  const out: Span[] = [];
  for (const m of memory) {
    const end = Math.min(m.end, m.start + left);
    left -= end - m.start;
    if (end > m.start) out.push({ start: m.start, end });
  }
  const kept = memory.flatMap((m) => keep.flatMap((k) => common(m, k) ?? []));
  return [...out, ...without(kept, out)].sort((a, b) => a.start - b.start);
}
