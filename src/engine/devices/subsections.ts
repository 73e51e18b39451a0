/** Who has which subsections of a section: what the map shows of it beside its bits. */
import * as memory from '#words/memory.ts';
import * as words from '#words/sections.ts';
import { holds } from '../kernel/version.ts';
import type { Resource } from '../hotplug/resources.ts';
import { SUBSECTIONS } from '../sparse/predicates.ts';
import { SECTION_TAINT_ZONE_DEVICE } from '../sparse/sections.ts';
import { pfn } from '../units.ts';
import type { Pfn, SectionNr } from '../units.ts';
import type { DeviceHost } from './host.ts';
import type { SubsectionRun, SubsectionsView } from './view.ts';

type Rooms = Pick<DeviceHost, 'k' | 'sections' | 'zones' | 'blocks' | 'dimms' | 'devices' | 'pagemaps' | 'resources'>;
type Owner = SubsectionRun['owner'];

/** The innermost resource at a byte. */
function resourceAt(list: readonly Resource[], at: number): Resource | undefined {
  const r = list.find((x) => x.start <= at && at <= x.end);
  return r === undefined ? undefined : (resourceAt(r.children, at) ?? r);
}

function ownerOf(rooms: Rooms, at: Pfn): Owner {
  const { k, pagemaps, dimms, devices, resources, sections } = rooms;
  const byte = at * k.sizes.pageBytes;
  const mapped = pagemaps.ownerOf(at);
  if (mapped !== undefined) return { kind: 'device', name: mapped };
  const found = resourceAt(resources.tree.value, byte);
  if (found?.systemRam === true && found.busy) {
    const dimm = dimms.list.value.find((d) => d.addr <= byte && byte < d.addr + d.size);
    const device = devices.map((d) => d.nameOf?.(byte)).find((name) => name !== undefined);
    return {
      kind: 'ram',
      name: dimm?.id ?? device ?? memory.bootMemoryOfNode(sections.nodeOf(sections.pfnToSection(at))),
    };
  }
  if (found === undefined) return { kind: 'hole', name: '' };
  // what the kernel image and the firmware have of RAM is RAM to the section
  if (/^Kernel |^Crash kernel/.test(found.name))
    return { kind: 'ram', name: memory.bootMemoryOfNode(sections.nodeOf(sections.pfnToSection(at))) };
  const device = /^(namespace|dax|region|virtio|CXL|Persistent Memory|Soft Reserved)/.test(found.name);
  return { kind: device ? 'device' : 'reserved', name: found.name };
}

const same = (a: SubsectionRun, b: SubsectionRun): boolean =>
  a.active === b.active && a.zone === b.zone && a.owner.kind === b.owner.kind && a.owner.name === b.owner.name;

/** The runs of subsections of a section that exists or could; undefined: beyond what the machine can address. */
export function subsectionsOf(rooms: Rooms, nr: SectionNr): SubsectionsView | undefined {
  const { k, sections, zones, blocks, pagemaps } = rooms;
  const { pagesPerSubsection, subsectionsPerSection } = k.sizes;
  if (nr >= 2 ** (k.geometry.maxPhysmemBits - k.geometry.sectionShift)) return undefined;
  const known = holds(k.config, SUBSECTIONS);
  const first = sections.range(nr).start;
  const runs: SubsectionRun[] = [];
  for (let i = 0; i < subsectionsPerSection; i++) {
    const at = pfn(first + i * pagesPerSubsection);
    const active = sections.hasMemmap(nr) && (!known || sections.pfnSectionValid(at));
    const owner = ownerOf(rooms, at);
    const zone =
      owner.kind === 'device' && pagemaps.ownerOf(at) !== undefined
        ? 'Device'
        : active && owner.kind === 'ram'
          ? zones.pageZone(at)?.zone
          : undefined;
    const run: SubsectionRun = { from: i, to: i + 1, active, owner, zone };
    const last = runs.at(-1);
    if (last !== undefined && same(last, run)) runs[runs.length - 1] = { ...last, to: run.to };
    else runs.push(run);
  }
  const block = Math.floor(nr / blocks.sectionsPerBlock);
  const exists = blocks.exists(block);
  return {
    nr,
    early: sections.isEarly(nr),
    online: sections.isOnline(nr),
    tainted: (sections.flags.get(nr) & SECTION_TAINT_ZONE_DEVICE) !== 0,
    subsections: subsectionsPerSection,
    runs,
    block: exists ? block : undefined,
    blockWhy: exists
      ? words.blockIsWhole
      : sections.hasMemmap(nr)
        ? words.devicePagesHaveNoBlock
        : words.nothingWasAdded,
    subsectionsKnown: known,
  };
}
