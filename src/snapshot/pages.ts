/** Who uses which page: in no file. The counts of each zone are; where the pages lie is modelled (src/engine/pages). */
import type { Machine } from '../engine/machine.ts';
import type { BlocksAtBoot } from '../engine/pages/boot.ts';
import type { BootMemory } from '../engine/pages/pages.ts';
import type { ZoneRef } from '../engine/zones/types.ts';
import { MEMMAP_RUNTIME } from '../engine/sparse/sections.ts';
import { blockId, nodeId, pfn } from '../engine/units.ts';
import type { PfnRange, SectionNr } from '../engine/units.ts';

import type { EarlyRange } from '../engine/zones/zones.ts';
import type { BootState } from './boot-state.ts';
import { freeWithout, hugePagesOf, importHugePages } from './hugepages.ts';
import type { ZoneInfo } from './parse/zoneinfo.ts';
import { sectionsOf } from './sections.ts';

/** Fills the page allocator: boot memory, memory added later (what it gave to its zone), and the memmaps of the latter. */
export function importPages(
  machine: Machine,
  state: BootState,
  online: readonly EarlyRange[],
  added: readonly EarlyRange[],
): void {
  const { zones, pages } = machine;
  const ram = [...online, ...added].toSorted((a, b) => a.range.start - b.range.start);
  // a memmap that a block holds itself is present, but the allocator never had its pages
  const own = added.map(({ ref, range }) => ({ ref, range: ownMemmap(machine, range) }));
  const hide = (sign: 1 | -1): void => {
    for (const { ref, range } of own)
      zones.replaceZone(ref, { present: zones.zone(ref).present + sign * (range.end - range.start) });
  };
  const counted = bootMemory(machine, state, ram);
  const pools = hugePagesOf(machine, state, ram);
  const boot = {
    ...counted,
    free: freeWithout(machine, counted.free, pools),
    hugePages: pools.flatMap((p) => p.heads ?? []),
  };
  hide(-1);
  const paid = payers(machine, boot, (m) => importHugePages(m, pools, state.cpus), runtimeMemmaps(machine, state));
  pages.importBoot({ ...boot, ...paid });
  importHugePages(machine, pools, state.cpus);
  for (const nr of paid.sections) takeMemmap(machine, nr);
  hide(1);
  for (const { ref, range } of own) if (range.end > range.start) pages.placeSelfHostedMemmap(ref, range);
}

/** The pages in front of what a block gave to its zone. */
function ownMemmap({ blocks }: Machine, given: PfnRange): PfnRange {
  return { start: blocks.range(blockId(Math.floor(given.start / blocks.pagesPerBlock))).start, end: given.start };
}

/** Sections whose memmap was allocated while the machine ran. */
function runtimeMemmaps(machine: Machine, state: BootState): SectionNr[] {
  const { blocks, sections } = machine;
  return state.blocks.flatMap((b) =>
    [...sectionsOf(machine, blocks.range(blockId(b.id)))].filter(
      (nr) => sections.memmapKind.get(nr) === MEMMAP_RUNTIME,
    ),
  );
}

/**
 * The free counts include what memmaps of added memory took. Tries on a fork which zone would pay for each, so that boot
 * is charged with the rest alone; a memmap whose zone has not that many pages in use was paid for in other times, and
 * stays with what boot used. So does one that would lie in its own block or a later one: that memory was not there yet.
 */
function payers(
  machine: Machine,
  boot: BootMemory,
  takePools: (m: Machine) => void,
  sections: readonly SectionNr[],
): Pick<BootMemory, 'free' | 'blocks'> & { readonly sections: readonly SectionNr[] } {
  if (sections.length === 0) return { free: boot.free, sections };
  const trial = machine.fork();
  const { pages, zones } = trial;
  pages.importBoot(boot);
  takePools(trial);
  const counts = (): number[] => boot.free.map((f) => pages.freeIn(f.ref));
  const start = counts();
  const kept: SectionNr[] = [];
  for (const nr of sections) {
    const before = counts();
    if (!takeMemmap(trial, nr)) continue;
    const after = counts();
    const possible =
      !liesInLaterMemory(trial, nr) &&
      boot.free.every(
        (f, i) => after[i] === before[i] || f.pages + (start[i] ?? 0) - (after[i] ?? 0) <= zones.zone(f.ref).managed,
      );
    if (possible) kept.push(nr);
    else pages.freeMemmap(trial.sections.range(nr).start, trial.k.sizes.memmapPagesPerSection);
  }
  const end = counts();
  const paid = boot.free.map((f, i) => ({ ref: f.ref, pages: (start[i] ?? 0) - (end[i] ?? 0) }));
  const by = (ref: ZoneRef): number => paid.find((p) => p.ref.nid === ref.nid && p.ref.zone === ref.zone)?.pages ?? 0;
  return {
    free: boot.free.map((f) => ({ ...f, pages: f.pages + by(f.ref) })),
    ...(boot.blocks === undefined ? {} : { blocks: boot.blocks.map((b) => withoutMemmaps(b, by(b.ref))) }),
    sections: kept,
  };
}

/** Memmaps that are placed afterwards leave the unmovable pageblocks they lie in free for themselves. */
const withoutMemmaps = (b: BlocksAtBoot, pages: number): BlocksAtBoot =>
  b.free === undefined ? b : { ...b, free: { ...b.free, unmovable: b.free.unmovable + pages } };

/** Whether a section's memmap was put into memory that came with the section's block or after it. */
function liesInLaterMemory({ pages, sections, blocks }: Machine, nr: SectionNr): boolean {
  const { start } = sections.range(nr);
  const at = pages.memmapAt(start);
  if (at === undefined || sections.isEarly(sections.pfnToSection(at))) return false;
  return at >= blocks.range(blockId(Math.floor(start / blocks.pagesPerBlock))).start;
}

/** One leaf of the vmemmap for a section where that is how the architecture maps it, else base pages. */
function takeMemmap({ pages, sections, k }: Machine, nr: SectionNr): boolean {
  const n = k.sizes.memmapPagesPerSection;
  const order = k.geometry.pageShift === 12 && Number.isInteger(Math.log2(n)) ? Math.log2(n) : 0;
  const { start } = sections.range(nr);
  for (let left = n; left > 0; left -= 2 ** order)
    if (!pages.takeMemmap(sections.nodeOf(nr), start, 2 ** order, order)) return false;
  return true;
}

/** What the page allocator is told: memory by zone, the kernel image, reservations, free counts, pageblock types. */
function bootMemory(machine: Machine, state: BootState, ram: BootMemory['ram']): BootMemory {
  const page = machine.k.sizes.pageBytes;
  const image: PfnRange[] = [];
  const reserved: PfnRange[] = [];
  const pages = (r: { readonly start: number; readonly end: number }): PfnRange => ({
    start: pfn(Math.floor(r.start / page)),
    end: pfn(Math.ceil((r.end + 1) / page)),
  });
  const visit = (list: BootState['resources'], insideRam: boolean): void => {
    for (const r of list) {
      if (/^Kernel (code|rodata|data|bss)$/.test(r.name)) image.push(pages(r));
      else if (/^[Rr]eserved$/.test(r.name) && (insideRam || state.geometry.arch !== 'x86_64')) reserved.push(pages(r));
      visit(r.children, insideRam || r.systemRam);
    }
  };
  visit(state.resources, false);
  const loaded = initrdOf(state, reserved, page);
  // a log can say anything: it is believed where there is memory
  const inMemory = (r: PfnRange): boolean =>
    r.start < r.end && ram.some(({ range }) => range.start <= r.start && r.end <= range.end);
  const initrd = loaded !== undefined && inMemory(loaded) ? loaded : undefined;
  if (state.geometry.arch === 'x86_64') image.push(...brk(machine.k, image));
  return {
    ram,
    kernelImage: image,
    reserved: reserved.map((r) =>
      r.start === initrd?.start ? { start: pfn(Math.min(initrd.end, r.end)), end: r.end } : r,
    ),
    ...(initrd === undefined ? {} : { initrd }),
    free: state.zones.zones
      .filter((z) => z.present > 0)
      .map((z) => {
        const halves = state.pageblocks.find((p) => p.node === z.node && p.zone === z.zone)?.free?.movable[
          machine.k.geometry.pageblockOrder
        ];
        return {
          ref: { nid: nodeId(z.node), zone: z.zone },
          pages: z.free,
          movable: userPages(z),
          ...(halves === undefined ? {} : { halves }),
        };
      }),
    ...(state.pageblocks.length > 0
      ? {
          blocks: state.pageblocks.map((p) => ({
            ref: { nid: nodeId(p.node), zone: p.zone },
            unmovable: p.unmovable,
            reclaimable: p.reclaimable,
            ...(p.free === undefined
              ? {}
              : { free: { unmovable: pagesIn(p.free.unmovable), reclaimable: pagesIn(p.free.reclaimable) } }),
          })),
        }
      : {}),
  };
}

/**
 * The initial RAM disk, which boot reserves and frees when it has been unpacked: x86 says where it is, elsewhere it is the
 * reserved range of which all but the last page was freed.
 */
function initrdOf({ dmesg }: BootState, reserved: readonly PfnRange[], pageBytes: number): PfnRange | undefined {
  const freed = dmesg.map((l) => /^Freeing initrd memory: (\d+)K$/.exec(l)).find((m) => m !== null)?.[1];
  if (freed === undefined) return undefined;
  const said = dmesg.map((l) => /^RAMDISK: \[mem 0x([0-9a-f]+)-0x([0-9a-f]+)\]$/.exec(l)).find((m) => m !== null);
  if (said !== undefined) {
    const at = (hex: string | undefined): number => Number.parseInt(hex ?? '0', 16);
    return { start: pfn(Math.floor(at(said[1]) / pageBytes)), end: pfn(Math.ceil((at(said[2]) + 1) / pageBytes)) };
  }
  const pages = (Number(freed) * 1024) / pageBytes;
  const found = reserved.find((r) => r.end - r.start === pages + 1);
  return found === undefined ? undefined : { start: found.start, end: pfn(found.end - 1) };
}

/** The first page tables of the direct map lie behind the kernel image and stay (arch/x86/mm/init.c: early_alloc_pgt_buf). */
function brk({ config }: Machine['k'], image: readonly PfnRange[]): PfnRange[] {
  const on = (name: string): boolean => config.config[name] === 'y';
  const end = Math.max(0, ...image.map((r) => r.end));
  const tables = (on('CONFIG_RANDOMIZE_MEMORY') ? 4 : 2) * (on('CONFIG_X86_5LEVEL') ? 4 : 3);
  return end === 0 ? [] : [{ start: pfn(end), end: pfn(end + tables) }];
}

/** Pages of free runs that are counted by order. */
const pagesIn = (runs: readonly number[]): number => runs.reduce((sum, n, order) => sum + n * 2 ** order, 0);

/** Pages on a zone's LRU lists: anonymous memory and page cache. */
const userPages = (z: ZoneInfo): number =>
  z.zoneStats.reduce(
    (sum, [name, n]) => sum + (/^nr_zone_(?:(?:in)?active_(?:anon|file)|unevictable)$/.test(name) ? n : 0),
    0,
  );
