import type { ReactElement } from 'react';
import * as words from '#words/inspector-tabs.ts';
import { useAtlas } from '../../store/atlas.ts';
import { blockRange, sectionRange, zoneAt } from '../../store/selection.ts';
import type { MachineInfo, SectionDetail } from '../../link/messages.ts';
import { formatAddress, formatBytes } from '../../ui/format.ts';
import { LazyOwners, LazyPredicates } from '../devices/Lazy.tsx';
import { mapHex, popcount } from './bits.ts';
import { BlockActions } from './BlockActions.tsx';
import { Pageblocks } from './Pageblocks.tsx';
import { Explain } from '../explain/Explain.tsx';
import { Facts } from './parts.tsx';
import { PagePart } from './PagePart.tsx';
import { SubsectionGrid } from './SubsectionGrid.tsx';

/** Bits in the low part of section_mem_map (include/linux/mmzone.h). */
const FLAGS: readonly (readonly [bit: number, name: string])[] = [
  [1, 'PRESENT'],
  [2, 'HAS_MEM_MAP'],
  [4, 'ONLINE'],
  [8, 'EARLY'],
  [16, 'TAINT_ZONE_DEVICE'],
];

/** The names of the flags that are set in section_mem_map. */
export const flagNames = (flags: number): readonly string[] =>
  FLAGS.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name);

/** What is known of a present section. */
export function SectionParts({
  detail,
  info,
}: {
  readonly detail: SectionDetail;
  readonly info: MachineInfo;
}): ReactElement {
  const mirror = useAtlas((s) => s.mirror);
  const cells = useAtlas((s) => s.cells);
  const { sizes } = info;
  const flags = flagNames(detail.flags);
  const active = popcount(detail.map);
  const start = sectionRange(info, detail.nr).start;
  const zone = zoneAt({ info, cells, mirror }, start);
  const block = blockRange(info, detail.block);
  return (
    <>
      <SubsectionGrid detail={detail} info={info} />
      <LazyOwners section={detail.nr} />
      <Facts
        facts={[
          {
            name: 'subsection_map',
            value: (
              <Explain
                id="SIZ-3"
                room="sections"
                label={words.subsectionMap(active, sizes.subsectionsPerSection)}
                values={{
                  bits: sizes.subsectionsPerSection,
                  section_bytes: formatBytes(sizes.sectionBytes),
                  subsection_bytes: formatBytes(sizes.subsectionBytes),
                }}
              >
                {mapHex(detail.map)} {active}/{sizes.subsectionsPerSection}
              </Explain>
            ),
          },
          { name: words.flags, value: flags.length === 0 ? 'none' : flags.join(' · ') },
          { name: words.state, value: detail.blockState === '' ? words.noMemoryBlockDevice : detail.blockState },
          {
            name: words.zone,
            value: zone === undefined ? words.noneNode(detail.node) : words.node(zone.zone, zone.nid),
          },
          {
            name: 'valid_zones',
            value: (
              <Explain id="ZON-4" room="blocks" label={words.validZones(detail.validZones)}>
                {detail.validZones}
              </Explain>
            ),
          },
          {
            name: words.block,
            value: (
              <Explain
                id="SIZ-2"
                room="blocks"
                label={words.blockName(detail.block)}
                values={{
                  block: detail.block,
                  address: formatAddress(block.start * sizes.pageBytes),
                  block_bytes: formatBytes(info.blockBytes),
                }}
              >
                {words.blockAndSections(detail.block, info.sectionsPerBlock, block.start)}
              </Explain>
            ),
          },
          {
            name: 'memmap',
            value:
              detail.memmap.kind === 'none' ? (
                'none'
              ) : (
                <Explain
                  id="MOM-4"
                  room="sections"
                  label={words.memmap(memmapWords(detail, sizes.pageBytes))}
                  values={{
                    memmap_pages: sizes.memmapPagesPerSection,
                    pages: sizes.pagesPerSection,
                    struct_page_bytes: info.geometry.structPageBytes,
                    page_bytes: sizes.pageBytes,
                  }}
                >
                  {memmapWords(detail, sizes.pageBytes)}
                </Explain>
              ),
          },
          detail.memmap.kind === 'none'
            ? undefined
            : {
                name: words.sectionPartsStructPages,
                value: (
                  <Explain
                    id="SIZ-4"
                    room="mapping"
                    label={words.structPagesAtVa(formatAddress(detail.memmap.va))}
                    values={{
                      struct_page: formatAddress(detail.memmap.va),
                      pfn: start,
                      first_pfn: info.geometry.vmemmapPfnBase,
                      struct_page_bytes: info.geometry.structPageBytes,
                    }}
                  >
                    {formatAddress(detail.memmap.va)}
                  </Explain>
                ),
              },
          {
            name: words.inUse,
            value: words.sectionPartsOfPages(detail.usedPages, active * sizes.pagesPerSubsection),
          },
        ]}
      />
      <BlockActions detail={detail} />
      <PagePart info={info} />
      <LazyPredicates />
      <Pageblocks use={detail.use} pagesPerPageblock={sizes.pagesPerPageblock} />
    </>
  );
}

/** Where a section's struct pages lie and how many pages they take. */
export function memmapWords(detail: SectionDetail, pageBytes: number): string {
  const { kind, node, zone, pages } = detail.memmap;
  const size = words.pages(pages, pages * pageBytes);
  const place = node === undefined ? '' : words.inNode(node, zone);
  switch (kind) {
    case 'none':
      return words.none;
    case 'boot':
      return words.fromBoot(place, size);
    case 'runtime':
      return words.allocatedLater(place, size);
    case 'altmap':
      return words.inBlockItself(size);
  }
}
