/**
 * The page tables of recorded machines: read back and written again; and DIMMs that come and go.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Arch } from '../arch/geometry.ts';
import { geometryFor } from '../arch/layout.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { MiB, nodeId, pfn } from '../units.ts';
import type { CountingMemory } from './fixture.ts';
import { mappingFixture } from './fixture.ts';
import type { Mapping } from './mapping.ts';
import type { Altmap, DirectMapBytes, MapRegion } from './types.ts';

interface Recording {
  name: string;
  arch: Arch;
  cmdline: string;
  kernel: {
    traced?: string[];
    page_size: number;
    section_size_bits: number;
    max_physmem_bits: number;
    va_bits: number;
    levels: number;
  };
  steps: { state: Record<string, string | null>; trace?: [number, string, number?][] }[];
}

const FOLDERS = ['test/recordings', '../shared/recordings'].filter((f) => existsSync(f));
const FILES = FOLDERS.flatMap((f) => readdirSync(f).map((n) => join(f, n))).filter((f) => /\.json(\.gz)?$/.test(f));
const load = (file: string): Recording =>
  JSON.parse((file.endsWith('.gz') ? gunzipSync(readFileSync(file)) : readFileSync(file)).toString()) as Recording;

const REGIONS: readonly MapRegion[] = ['direct-map', 'vmemmap'];
/** riscv64 prints where the memmap lies; which pages the allocator gave is not part of the machine's rules. */
const withoutMemmapAddress = (text: string): string =>
  text.replace(/^(0x[0-9a-f]{16}-0x[0-9a-f]{16}\s+)0x[0-9a-f]{16}/gm, '$1PHYS');

function boot(r: Recording): { k: Kernel; mapping: Mapping; memory: CountingMemory } {
  const iomem = r.steps[0]?.state['/proc/iomem'] ?? '';
  const lowest =
    r.arch === 'x86_64'
      ? 0
      : Number.parseInt(/^([0-9a-f]+)-[0-9a-f]+ : (?:System RAM|reserved|Reserved)/m.exec(iomem)?.[1] ?? '0', 16);
  const geometry = geometryFor({
    arch: r.arch,
    pageSize: r.kernel.page_size,
    levels: r.kernel.levels,
    vaBits: r.kernel.va_bits,
    maxPhysmemBits: r.kernel.max_physmem_bits,
    sectionSizeBits: r.kernel.section_size_bits,
    physBase: lowest,
  });
  const made = mappingFixture(geometry, { rodataFull: !/rodata=(on|off|noalias)/.test(r.cmdline) });
  for (const region of REGIONS) made.mapping.importDump(region, r.steps[0]?.state[`ptdump/${region}`] ?? '');
  return made;
}

interface Dimm {
  addr: number;
  size: number;
}
/** The DIMMs the kernel takes: one that is no multiple of memory blocks is refused. */
function dimmsOf(text: string | null | undefined, block: number): Map<string, Dimm> {
  const out = new Map<string, Dimm>();
  for (const m of (text ?? '').matchAll(/Memory device \[dimm\]: "(\w+)"\s+addr: (0x[0-9a-f]+)[\s\S]*?size: (\d+)/g)) {
    const dimm = { addr: Number(m[2]), size: Number(m[3]) };
    if (dimm.addr % block === 0 && dimm.size % block === 0) out.set(`${m[1]}@${m[2]}`, dimm);
  }
  return out;
}

const blockBytes = (r: Recording): number =>
  Number.parseInt(r.steps[0]?.state['/sys/devices/system/memory/block_size_bytes'] ?? '', 16);

/** The pieces in which a DIMM is mapped: whole, or block by block when each block hosts its own memmap. */
function pieces(r: Recording, k: Kernel, d: Dimm): { start: number; end: number; altmap: Altmap | undefined }[] {
  const { pageBytes, pagesPerSection } = k.sizes;
  const end = (d.addr + d.size) / pageBytes;
  const block = blockBytes(r);
  const memmap = (block / pageBytes) * 64;
  if (!/memmap_on_memory=(1|force)/.test(r.cmdline) || memmap % (2 * MiB) !== 0)
    return [{ start: d.addr / pageBytes, end, altmap: undefined }];
  const out: { start: number; end: number; altmap: Altmap | undefined }[] = [];
  for (let at = d.addr / pageBytes; at < end; at += Math.max(pagesPerSection, block / pageBytes)) {
    out.push({
      start: at,
      end: at + block / pageBytes,
      altmap: { basePfn: pfn(at), reserve: 0, free: memmap / pageBytes, align: 0, alloc: 0 },
    });
  }
  return out;
}

function plug(r: Recording, k: Kernel, mapping: Mapping, d: Dimm): void {
  for (const p of pieces(r, k, d)) {
    mapping.addDirectMap({ start: pfn(p.start), end: pfn(p.end) }, nodeId(0));
    for (let at = p.start; at < p.end; at += k.sizes.pagesPerSection)
      expect(
        mapping.populateVmemmap({ start: pfn(at), end: pfn(at + k.sizes.pagesPerSection) }, nodeId(0), p.altmap),
      ).toBeUndefined();
  }
}
function unplug(r: Recording, k: Kernel, mapping: Mapping, d: Dimm): void {
  for (const p of pieces(r, k, d)) {
    for (let at = p.start; at < p.end; at += k.sizes.pagesPerSection)
      mapping.freeVmemmap({ start: pfn(at), end: pfn(at + k.sizes.pagesPerSection) }, p.altmap);
    mapping.removeDirectMap({ start: pfn(p.start), end: pfn(p.end) });
  }
}

/** x86: the DirectMap lines of meminfo in bytes. */
function directMapOf(meminfo: string | null | undefined): DirectMapBytes {
  const of = (key: string): number =>
    Number(new RegExp(`^DirectMap${key}: +(\\d+) kB$`, 'm').exec(meminfo ?? '')?.[1] ?? 0) * 1024;
  return { k4: of('4k'), m2: of('2M'), g1: of('1G') };
}

/** The functions of the arch's page-table code and of the vmemmap. */
const OWN =
  /^(init_memory_mapping|_*kernel_physical_mapping.*|phys_.*|sync_global_pgds|vmemmap_.*|altmap_.*|remove_.*_?(pagetable|table|mapping)|free_(pagetable|p.._table)|__create_pgd_mapping|unmap_hotplug_range|free_empty_tables|free_hotplug_p.*)$/;

/**
 * Calls of those functions in order, runs of one function as one. The tracer of the recorded arm64 kernels loses some
 * calls of free_hotplug_page_range, so those that follow a table's are left out.
 */
function ownCalls(r: Recording, calls: readonly (readonly [number, string, number?])[]): string[] {
  const traced = new Set(r.kernel.traced);
  const names = calls.map(([, name]) => name).filter((n) => traced.has(n) && OWN.test(n));
  const kept = names.filter((n, i) => n !== 'free_hotplug_page_range' || names[i - 1] === 'unmap_hotplug_range');
  return kept.filter((n, i) => n !== kept[i - 1]);
}

describe.skipIf(FILES.length === 0)('recorded page tables', () => {
  it.each(FILES)('%s: the dump read at boot is written again', (file) => {
    const r = load(file);
    const { mapping } = boot(r);
    for (const region of REGIONS) expect(mapping.dump(region)).toBe(r.steps[0]?.state[`ptdump/${region}`]);
  });

  it.each(FILES.filter((f) => /dimm|directmap|big-block|memmap-on-memory/.test(f) && !/riscv/.test(f)))(
    '%s: DIMMs are mapped and unmapped as recorded',
    (file) => {
      const r = load(file);
      const { k, mapping } = boot(r);
      let present = dimmsOf(r.steps[0]?.state['qemu/info-memory-devices'], blockBytes(r));
      const want: Record<MapRegion, string> = { 'direct-map': '', vmemmap: '' };
      let changes = 0;
      const seen: [DirectMapBytes, DirectMapBytes][] = [];
      let meminfo = r.steps[0]?.state['/proc/meminfo'];
      mapping.setDirectMapBytes(directMapOf(meminfo));
      for (const [i, step] of r.steps.entries()) {
        for (const region of REGIONS) want[region] = step.state[`ptdump/${region}`] ?? want[region];
        meminfo = step.state['/proc/meminfo'] ?? meminfo;
        const text = step.state['qemu/info-memory-devices'];
        if (i === 0 || text === undefined) continue;
        k.trace.clear();
        const now = dimmsOf(text, blockBytes(r));
        for (const [id, d] of present) if (!now.has(id)) unplug(r, k, mapping, d);
        for (const [id, d] of now) if (!present.has(id)) plug(r, k, mapping, d);
        changes++;
        present = now;
        if (r.arch === 'x86_64') seen.push([mapping.directMapBytes(), directMapOf(meminfo)]);
        const calls = k.trace.calls();
        // a step without a trace was not traced
        expect(ownCalls(r, calls), `step ${i}`).toEqual(ownCalls(r, step.trace ?? calls));
        for (const region of REGIONS)
          expect(withoutMemmapAddress(mapping.dump(region)), `step ${i}`).toBe(withoutMemmapAddress(want[region]));
      }
      expect(seen.map(([got]) => got)).toEqual(seen.map(([, recorded]) => recorded));
      expect(changes).toBeGreaterThan(0);
    },
  );

  /** What devices of other kinds mapped, from their addresses in the recording. */
  type Op = readonly ['add' | 'add-altmap' | 'add-compound' | 'remove' | 'remove-altmap', start: number, end: number];
  const OTHERS: readonly { name: string; steps: Readonly<Record<number, readonly Op[]>> }[] = [
    {
      name: 'x86_64-pmem-devdax',
      steps: {
        2: [['add-altmap', 0x180000000, 0x199000000]],
        3: [['add-compound', 0x199000000, 0x1ac000000]],
        4: [['add-altmap', 0x1ac000000, 0x1b9000000]],
        6: [['remove-altmap', 0x180000000, 0x199000000]],
        7: [
          ['remove', 0x199000000, 0x1ac000000],
          ['remove-altmap', 0x1ac000000, 0x1b9000000],
        ],
      },
    },
    {
      name: 'riscv64-kmem',
      steps: {
        4: [
          ['remove-altmap', 0x180000000, 0x200000000],
          ['add', 0x188000000, 0x200000000],
        ],
        13: [
          ['remove', 0x188000000, 0x200000000],
          ['add-altmap', 0x180000000, 0x200000000],
        ],
        14: [
          ['remove-altmap', 0x180000000, 0x200000000],
          ['add', 0x188000000, 0x200000000],
        ],
      },
    },
    {
      name: 'riscv64-sv48-kmem',
      steps: {
        4: [
          ['remove', 0x160000000, 0x1a0000000],
          ['add', 0x168000000, 0x1a0000000],
        ],
        6: [
          ['remove', 0x168000000, 0x1a0000000],
          ['add', 0x160000000, 0x1a0000000],
        ],
      },
    },
    {
      name: 'riscv64-kmem-memmap-on-memory',
      steps: {
        2: [
          ['remove', 0x180000000, 0x1c0000000],
          ['add-compound', 0x180000000, 0x1c0000000],
        ],
      },
    },
  ];

  it.each(OTHERS.filter((o) => FILES.some((f) => f.includes(`${o.name}.json`))))(
    '$name: device memory is mapped and unmapped as recorded',
    ({ name, steps }) => {
      const r = load(FILES.find((f) => f.includes(`${name}.json`)) ?? '');
      const { k, mapping } = boot(r);
      const want: Record<MapRegion, string> = { 'direct-map': '', vmemmap: '' };
      const { pageBytes, pagesPerSection } = k.sizes;
      for (const [i, step] of r.steps.entries()) {
        for (const region of REGIONS) want[region] = step.state[`ptdump/${region}`] ?? want[region];
        for (const [what, from, to] of steps[i] ?? []) {
          const whole = { start: pfn(from / pageBytes), end: pfn(to / pageBytes) };
          const altmap: Altmap | undefined = what.endsWith('altmap')
            ? { basePfn: whole.start, reserve: 512, free: 1 << 20, align: 0, alloc: 0 }
            : undefined;
          if (what.startsWith('add')) mapping.addDirectMap(whole, nodeId(0));
          for (
            let at: number = whole.start;
            at < whole.end;
            at = Math.floor(at / pagesPerSection + 1) * pagesPerSection
          ) {
            const part = {
              start: pfn(at),
              end: pfn(Math.min(whole.end, Math.floor(at / pagesPerSection + 1) * pagesPerSection)),
            };
            if (what === 'add-compound') mapping.populateVmemmapCompound(part, nodeId(0), 512, whole.start);
            else if (what.startsWith('add')) mapping.populateVmemmap(part, nodeId(0), altmap);
            else mapping.freeVmemmap(part, altmap);
          }
          if (what.startsWith('remove')) mapping.removeDirectMap(whole);
        }
        if (steps[i] === undefined) continue;
        for (const region of REGIONS)
          expect(withoutMemmapAddress(mapping.dump(region)), `step ${i}`).toBe(withoutMemmapAddress(want[region]));
      }
    },
  );

  it.runIf(FILES.some((f) => f.includes('x86_64-hvo.json')))(
    'x86_64-hvo: huge pages give memmap back as recorded',
    () => {
      const r = load(FILES.find((f) => f.includes('x86_64-hvo.json')) ?? '');
      const { k, mapping, memory } = boot(r);
      const dimm: Dimm = { addr: 0x180000000, size: 0x20000000 };
      const huge = (i: number): ReturnType<typeof pfn> => pfn(dimm.addr / 4096 + i * 512);
      const each = (from: number, to: number, f: (i: number) => void): void => {
        for (let i = from; i < to; i++) f(i);
      };
      const optimize = (i: number): void => expect(mapping.optimizeHugetlb(huge(i), 512, nodeId(2))).toBeUndefined();
      const restore = (i: number): void => expect(mapping.restoreHugetlb(huge(i), 512, nodeId(2))).toBeUndefined();
      const pool: Readonly<Record<number, () => void>> = {
        2: () => plug(r, k, mapping, dimm),
        3: () => each(0, 100, optimize),
        4: () => each(100, 150, optimize),
        // a shrink takes from the head of the list: the pages added last, then the lowest
        5: () => (each(100, 150, restore), each(0, 80, restore)),
        8: () => each(80, 100, restore),
        9: () => unplug(r, k, mapping, dimm),
      };
      for (const [i, step] of r.steps.entries()) {
        pool[i]?.();
        const want = step.state['ptdump/vmemmap'] ?? mapping.dump('vmemmap');
        expect(mapping.dump('vmemmap'), `step ${i}`).toBe(want);
      }
      expect([memory.memmapPages, memory.tables.vmemmap]).toEqual([0, 0]);
    },
  );
});
