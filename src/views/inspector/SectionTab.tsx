import type { ReactElement } from 'react';
import { useAtlas } from '../../store/atlas.ts';
import { blockRange, sectionRange, zoneAt } from '../../store/selection.ts';
import type { MachineInfo, SectionDetail } from '../../link/messages.ts';
import { formatAddress, formatAddressRange, formatBytes, formatCount } from '../../ui/format.ts';
import { LazyOwners, LazyPredicates } from '../devices/Lazy.tsx';
import { mapHex, popcount } from './bits.ts';
import { BlockActions } from './BlockActions.tsx';
import styles from './inspector.module.css';
import { Pageblocks } from './Pageblocks.tsx';
import { Overview } from './Overview.tsx';
import { Explain } from '../explain/Explain.tsx';
import { Facts } from './parts.tsx';
import { PagePart } from './PagePart.tsx';
import { SubsectionGrid } from './SubsectionGrid.tsx';
import { useSubject } from './useSubject.ts';
import { useAsk } from './useAsk.ts';

/** Bits in the low part of section_mem_map (include/linux/mmzone.h). */
const FLAGS: readonly (readonly [bit: number, name: string])[] = [
  [1, 'PRESENT'],
  [2, 'HAS_MEM_MAP'],
  [4, 'ONLINE'],
  [8, 'EARLY'],
  [16, 'TAINT_ZONE_DEVICE'],
];

/** One section: its bitmap, its flags, where its struct pages live, who holds its pages, whether it can go offline. */
export function SectionTab(): ReactElement | undefined {
  const info = useAtlas((s) => s.info);
  const subject = useSubject();
  const nr = subject?.section;
  const detail = useAsk('section', nr === undefined ? undefined : { nr }, `${nr}`);
  if (info === undefined) return undefined;
  if (subject === undefined) return <Overview info={info} />;
  const range = sectionRange(info, subject.section);
  const { pageBytes } = info.sizes;
  return (
    <div className={styles['tab']}>
      <header>
        <h2 className={styles['title']}>{subject.title}</h2>
        <p className={styles['range']}>
          <span>{formatAddressRange(range.start * pageBytes, range.end * pageBytes)}</span>
          <span>
            pfn {range.start}…{range.end - 1}
          </span>
        </p>
      </header>
      {detail === undefined || detail.nr !== subject.section ? (
        <>
          <p className={styles['note']}>No memory here: mem_section[{subject.section}] is empty.</p>
          <LazyPredicates />
        </>
      ) : (
        <Detail detail={detail} info={info} />
      )}
    </div>
  );
}

function Detail({ detail, info }: { readonly detail: SectionDetail; readonly info: MachineInfo }): ReactElement {
  const mirror = useAtlas((s) => s.mirror);
  const cells = useAtlas((s) => s.cells);
  const { sizes } = info;
  const flags = FLAGS.filter(([bit]) => (detail.flags & bit) !== 0).map(([, name]) => name);
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
                label={`subsection_map: ${active} of ${sizes.subsectionsPerSection}`}
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
          { name: 'flags', value: flags.length === 0 ? 'none' : flags.join(' · ') },
          { name: 'state', value: detail.blockState === '' ? 'no memory block device' : detail.blockState },
          {
            name: 'zone',
            value: zone === undefined ? `none (node ${detail.node})` : `${zone.zone} (node ${zone.nid})`,
          },
          {
            name: 'valid_zones',
            value: (
              <Explain id="ZON-4" room="blocks" label={`valid_zones: ${detail.validZones}`}>
                {detail.validZones}
              </Explain>
            ),
          },
          {
            name: 'block',
            value: (
              <Explain
                id="SIZ-2"
                room="blocks"
                label={`memory${detail.block}`}
                values={{
                  block: detail.block,
                  address: formatAddress(block.start * sizes.pageBytes),
                  block_bytes: formatBytes(info.blockBytes),
                }}
              >
                memory{detail.block}
                {info.sectionsPerBlock > 1 && `: ${info.sectionsPerBlock} sections from pfn ${block.start}`}
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
                  label={`memmap: ${memmapWords(detail, sizes.pageBytes)}`}
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
                name: 'struct pages at',
                value: (
                  <Explain
                    id="SIZ-4"
                    room="mapping"
                    label={`struct pages at ${formatAddress(detail.memmap.va)}`}
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
            name: 'in use',
            value: `${formatCount(detail.usedPages)} of ${formatCount(active * sizes.pagesPerSubsection)} pages`,
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

function memmapWords(detail: SectionDetail, pageBytes: number): string {
  const { kind, node, zone, pages } = detail.memmap;
  const size = `${formatCount(pages)} pages = ${formatBytes(pages * pageBytes)}`;
  const place = node === undefined ? '' : ` in node ${node}${zone === undefined ? '' : ` ${zone}`}`;
  switch (kind) {
    case 'none':
      return 'none';
    case 'boot':
      return `boot${place}: ${size}`;
    case 'runtime':
      return `allocated${place}: ${size}`;
    case 'altmap':
      return `in the block itself: ${size}`;
  }
}
