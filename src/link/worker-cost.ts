/** Who pays for whose struct pages. */
import { bootMemoryOfNode } from '#words/memory.ts';
import * as words from '#words/worker.ts';
import type { Machine } from '../engine/machine.ts';
import { MEMMAP_ALTMAP, MEMMAP_BOOT, MEMMAP_NONE } from '../engine/sparse/sections.ts';
import { nodeId, sectionNr } from '../engine/units.ts';
import { ZONE_NAMES } from '../engine/zones/types.ts';
import type { ZoneName, ZoneRef } from '../engine/zones/types.ts';
import type { MemmapCostRow } from './messages.ts';

interface Row {
  payer: ZoneRef;
  forWhat: string;
  boot: boolean;
  pages: number;
  describesBytes: number;
}

/** Rows by payer and by whose memory is described, in address order of that memory. */
export function memmapCost(m: Machine): readonly MemmapCostRow[] {
  const { sections, dimms, k } = m;
  const { sectionBytes, memmapPagesPerSection, pageBytes } = k.sizes;
  const rows = new Map<string, Row>();
  const sticks = [...dimms.list.value].sort((a, b) => a.addr - b.addr);
  let stick = 0;
  for (let nr = 0; nr < sections.highest.value; nr++) {
    const kind = sections.memmapKind.get(nr);
    if (kind === MEMMAP_NONE) continue;
    const start = nr * sectionBytes;
    while ((sticks[stick]?.addr ?? Number.POSITIVE_INFINITY) + (sticks[stick]?.size ?? 0) <= start) stick++;
    const dimm = sticks[stick];
    const node = sections.node.get(nr);
    const onDimm = dimm !== undefined && start >= dimm.addr;
    const boot = !onDimm && kind === MEMMAP_BOOT;
    const forWhat = onDimm ? dimm.id : boot ? bootMemoryOfNode(node) : words.hotAddedMemory(node);
    const payer = payerOf(m, nr, kind);
    const key = `${payer.nid} ${payer.zone} ${forWhat}`;
    let row = rows.get(key);
    if (row === undefined) rows.set(key, (row = { payer, forWhat, boot, pages: 0, describesBytes: 0 }));
    // boot memory may fill a section in part: its memmap covers what is there
    const share = kind === MEMMAP_BOOT ? sections.activeSubsections(sectionNr(nr)) / k.sizes.subsectionsPerSection : 1;
    row.pages += Math.ceil(memmapPagesPerSection * share);
    row.describesBytes += Math.round((sectionBytes * share) / pageBytes) * pageBytes;
  }
  return [...rows.values()];
}

function payerOf(m: Machine, nr: number, kind: number): ZoneRef {
  const found = m.pages.memmapOf(sectionNr(nr));
  if (found !== undefined) return { nid: found.nid, zone: found.zone };
  if (kind === MEMMAP_ALTMAP)
    return {
      nid: nodeId(m.sections.node.get(nr)),
      zone: ZONE_NAMES[m.sections.zone.get(nr)] ?? lastKernelZone(m, m.sections.node.get(nr)),
    };
  const nid = m.sections.memmapNode.get(nr);
  return { nid: nodeId(nid), zone: lastKernelZone(m, nid) };
}

/** memblock gives a boot memmap from the top of the node: its highest kernel zone that has memory. */
function lastKernelZone(m: Machine, nid: number): ZoneName {
  const zones = m.zones.nodes.value.find((n) => n.id === nid)?.zones ?? [];
  return zones.findLast((z) => z.present > 0 && z.name !== 'Movable' && z.name !== 'Device')?.name ?? 'Normal';
}
