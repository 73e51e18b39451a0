/**
 * Whose struct pages the next DIMM would need, and what that comes to with each value of memmap_on_memory: the DIMM is
 * added and brought online on a fork, three times, by the same code that a plug runs.
 */
import { memmapFit } from '../engine/hotplug/memmap-fit.ts';
import type { Errno } from '../engine/kernel/errno.ts';
import { underHotplugLock } from '../engine/kernel/hotplug-lock.ts';
import type { Machine } from '../engine/machine.ts';
import { GiB, alignUp, blockId, bytes, nodeId, pfn, physAddr } from '../engine/units.ts';
import type { NodeId } from '../engine/units.ts';

/** The DIMM that is asked about. */
export interface MemmapQuestion {
  readonly bytes: number;
  readonly nid: number;
  /** Where it would go online. */
  readonly zone: 'movable' | 'kernel';
}

/** What became of it with one value of the option. Pages, but where it says otherwise. */
export interface MemmapOutcome {
  readonly mode: 'N' | 'Y' | 'force';
  /** Why the option does nothing on this machine; undefined: it works, or it is off. */
  readonly why: string | undefined;
  /** Given up at the start of every block, and what of that holds nothing. */
  readonly carvedPerBlock: number;
  readonly wastedPerBlock: number;
  /** Why adding failed; undefined: it was added. */
  readonly errno: Errno | undefined;
  /** Memory blocks that came online. */
  readonly online: number;
  /** How many of them were brought online on the copy: of very many only the first, and the others are like it. */
  readonly onlined: number;
  /** Taken from kernel zones by adding: struct pages and tables. */
  readonly fromKernel: number;
  /** What later struct pages could still take, when all is online. */
  readonly kernelLeft: number;
  /** What the DIMM gave to the page allocator. */
  readonly usable: number;
  /** What stays of a failed add: sections with struct pages, bytes of the direct map. */
  readonly leftSections: number;
  readonly leftDirectMapBytes: number;
}

/** The machine's kernel memory, and the three outcomes. */
export interface MemmapStory {
  readonly bytes: number;
  readonly nid: number;
  readonly zone: 'movable' | 'kernel';
  readonly blocks: number;
  /** Pages of struct page that the DIMM needs. */
  readonly memmapPages: number;
  /** What struct pages could be taken from now. */
  readonly room: number;
  /** Pages of kernel zones: managed, free, and in use by struct pages of added memory. */
  readonly kernel: { readonly managed: number; readonly free: number };
  /** Memory that the room could describe, in whole blocks. */
  readonly addableBytes: number;
  /** What the machine was booted with. */
  readonly mode: 'N' | 'Y' | 'force';
  readonly outcomes: readonly MemmapOutcome[];
}

/** Kernel zones of all online nodes. */
function kernelPages(m: Machine): { readonly managed: number; readonly free: number } {
  let managed = 0;
  let free = 0;
  for (const node of m.zones.nodes.value)
    for (const zone of node.zones)
      if (zone.name !== 'Movable' && zone.name !== 'Device') {
        managed += zone.managed;
        free += zone.present === 0 ? 0 : m.pages.freeIn({ nid: node.id, zone: zone.name });
      }
  return { managed, free };
}

/** More blocks than this take too long to be brought online for a question. */
const MOST_ONLINED = 256;

/** Runs the three on forks; the machine stays as it is. Undefined without memory hotplug or for a node that cannot be. */
export function memmapStory(m: Machine, question: MemmapQuestion): MemmapStory | undefined {
  const { blocks, zones, k } = m;
  const size = alignUp(Math.max(question.bytes, blocks.blockBytes), blocks.blockBytes);
  const nid = nodeId(question.nid);
  if (!zones.hasNode(nid)) return undefined;
  const room = m.pages.memmapRoom(nid);
  const { structPageBytes } = k.geometry;
  return {
    bytes: size,
    nid,
    zone: question.zone,
    blocks: size / blocks.blockBytes,
    memmapPages: Math.ceil((size / k.sizes.pageBytes) * (structPageBytes / k.sizes.pageBytes)),
    room,
    kernel: kernelPages(m),
    addableBytes: Math.floor((room * k.sizes.pageBytes ** 2) / structPageBytes / blocks.blockBytes) * blocks.blockBytes,
    mode: m.params.value.memmapOnMemory,
    outcomes: outcomes(m, nid, size, question.zone),
  };
}

function outcomes(m: Machine, nid: NodeId, size: number, zone: 'movable' | 'kernel'): readonly MemmapOutcome[] {
  const out: MemmapOutcome[] = [];
  for (const mode of ['N', 'Y', 'force'] as const) {
    const { pages, wasted, why } = memmapFit(m.k, m.blocks.pagesPerBlock, mode);
    // what gives up the same pages comes to the same
    const same = out.find((o) => o.carvedPerBlock === pages && o.wastedPerBlock === wasted);
    out.push(same === undefined ? outcome(m, nid, size, zone, mode) : { ...same, mode, why });
  }
  return out;
}

function outcome(
  m: Machine,
  nid: NodeId,
  size: number,
  zone: 'movable' | 'kernel',
  mode: 'N' | 'Y' | 'force',
): MemmapOutcome {
  const fork = m.fork();
  const { k, blocks, params, online, sections, add, mapping } = fork;
  params.set({ memmapOnMemory: mode, autoOnlineBlocks: 'offline' });
  fork.userPolicy.cell.value = 'off';
  const start = freePlace(fork, size);
  const before = fork.pages.memmapRoom(nid);
  const managed = managedPages(fork);
  const mapped = mapping.directMapBytes();
  let errno: Errno | undefined;
  let added = before;
  let count = 0;
  const all = size / blocks.blockBytes;
  const tried = all <= MOST_ONLINED ? all : 1;
  k.scheduler.spawn(
    'add',
    underHotplugLock(
      k,
      (function* () {
        errno = yield* add.addMemory({
          nid,
          start: physAddr(start),
          size: bytes(size),
          group: 0,
          memmapOnMemory: true,
        });
        added = fork.pages.memmapRoom(nid);
        const first = start / blocks.blockBytes;
        for (let id = first; errno === undefined && id < first + tried; id++) {
          const status = yield* online.deviceOnline(
            blockId(id),
            zone === 'movable' ? 'online_movable' : 'online_kernel',
          );
          if (status === undefined) count++;
        }
      })(),
    ),
  );
  k.scheduler.run();
  const fit = memmapFit(k, blocks.pagesPerBlock, mode);
  let left = 0;
  const last = pfn(start / k.sizes.pageBytes);
  const first = sections.pfnToSection(last);
  if (errno !== undefined)
    for (let nr = first; nr < first + size / k.sizes.sectionBytes; nr++) if (sections.isPresent(nr)) left++;
  const now = mapping.directMapBytes();
  const usable = managedPages(fork) - managed;
  return {
    mode,
    why: fit.why,
    carvedPerBlock: fit.pages,
    wastedPerBlock: fit.wasted,
    errno,
    online: count === tried ? all : count,
    fromKernel: Math.max(0, before - added),
    kernelLeft:
      fork.pages.memmapRoom(nid) + (zone === 'kernel' && count === tried ? (usable / tried) * (all - tried) : 0),
    usable: count === tried ? (usable / tried) * all : usable,
    onlined: count,
    leftSections: left,
    leftDirectMapBytes: errno === undefined ? 0 : now.k4 + now.m2 + now.g1 - mapped.k4 - mapped.m2 - mapped.g1,
  };
}

const managedPages = (m: Machine): number =>
  m.zones.nodes.value.reduce((sum, node) => sum + node.zones.reduce((of, zone) => of + zone.managed, 0), 0);

/** The lowest addresses above 4 GiB where nothing is and a DIMM of this size fits; QEMU would have made room for it. */
function freePlace({ resources, blocks, sections, k }: Machine, size: number): number {
  const align = Math.max(blocks.blockBytes, GiB);
  const used = resources.tree.value.map(({ start, end }) => ({ start, end: end + 1 }));
  let at = alignUp(4 * GiB, align);
  for (const { start, end } of used.toSorted((a, b) => a.start - b.start))
    if (end > at && start < at + size) at = alignUp(end, align);
  // sections may be there without a resource: what failed before left them
  while (sections.isPresent(sections.pfnToSection(pfn(at / k.sizes.pageBytes)))) at += align;
  return at;
}
