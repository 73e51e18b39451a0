import type { ReactElement } from 'react';
import * as words from '#words/inspector-tabs.ts';
import { useAtlas } from '../../store/atlas.ts';
import { blockRange, sectionRange } from '../../store/selection.ts';
import type { MachineInfo, SectionDetail } from '../../link/messages.ts';
import { formatAddress, formatBytes } from '../../ui/format.ts';
import { LazyOwners, LazyPredicates } from '../devices/Lazy.tsx';
import { popcount } from './bits.ts';
import { BlockActions } from './BlockActions.tsx';
import { Pageblocks } from './Pageblocks.tsx';
import { Explain } from '../explain/Explain.tsx';
import { Facts } from './parts.tsx';
import { PagePart } from './PagePart.tsx';
import { sectionWords } from './sectionWords.ts';
import { SubsectionGrid } from './SubsectionGrid.tsx';

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
  const said = sectionWords(detail, info, { info, cells, mirror });
  const active = popcount(detail.map);
  const start = sectionRange(info, detail.nr).start;
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
                {said.map}
              </Explain>
            ),
          },
          { name: words.flags, value: said.flags },
          { name: words.state, value: said.state },
          { name: words.zone, value: said.zone },
          {
            name: 'valid_zones',
            value: (
              <Explain id="ZON-4" room="blocks" label={words.validZones(said.validZones)}>
                {said.validZones}
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
                {said.block}
              </Explain>
            ),
          },
          {
            name: 'memmap',
            value:
              said.structPages === undefined ? (
                said.memmap
              ) : (
                <Explain
                  id="MOM-4"
                  room="sections"
                  label={words.memmap(said.memmap)}
                  values={{
                    memmap_pages: sizes.memmapPagesPerSection,
                    pages: sizes.pagesPerSection,
                    struct_page_bytes: info.geometry.structPageBytes,
                    page_bytes: sizes.pageBytes,
                  }}
                >
                  {said.memmap}
                </Explain>
              ),
          },
          said.structPages === undefined
            ? undefined
            : {
                name: words.structPagesAt,
                value: (
                  <Explain
                    id="SIZ-4"
                    room="mapping"
                    label={words.structPagesAtVa(said.structPages)}
                    values={{
                      struct_page: formatAddress(detail.memmap.va),
                      pfn: start,
                      first_pfn: info.geometry.vmemmapPfnBase,
                      struct_page_bytes: info.geometry.structPageBytes,
                    }}
                  >
                    {said.structPages}
                  </Explain>
                ),
              },
          { name: words.inUse, value: said.inUse },
        ]}
      />
      <BlockActions detail={detail} />
      <PagePart info={info} />
      <LazyPredicates />
      <Pageblocks use={detail.use} pagesPerPageblock={sizes.pagesPerPageblock} />
    </>
  );
}
