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
import { Explain, Facts } from './parts.tsx';
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
          { name: 'subsection_map', value: `${mapHex(detail.map)} ${active}/${sizes.subsectionsPerSection}` },
          { name: 'flags', value: flags.length === 0 ? 'none' : flags.join(' · ') },
          { name: 'state', value: detail.blockState === '' ? 'no memory block device' : detail.blockState },
          {
            name: 'zone',
            value: zone === undefined ? `none (node ${detail.node})` : `${zone.zone} (node ${zone.nid})`,
          },
          { name: 'valid_zones', value: detail.validZones },
          info.sectionsPerBlock > 1
            ? {
                name: 'block',
                value: `memory${detail.block}: ${info.sectionsPerBlock} sections from pfn ${block.start}`,
              }
            : undefined,
          { name: 'memmap', value: memmapWords(detail, sizes.pageBytes) },
          detail.memmap.kind === 'none'
            ? undefined
            : { name: 'struct pages at', value: formatAddress(detail.memmap.va) },
          {
            name: 'in use',
            value: `${formatCount(detail.usedPages)} of ${formatCount(active * sizes.pagesPerSubsection)} pages`,
          },
        ]}
      />
      <Explain
        lines={[
          `memory${detail.block} = 0x${(start * sizes.pageBytes).toString(16)} / ${formatBytes(info.blockBytes)}; section ${detail.nr} = pfn ${start} / ${formatCount(sizes.pagesPerSection)}.`,
          `subsection_map has ${sizes.subsectionsPerSection} bits: ${formatBytes(sizes.sectionBytes)} / ${formatBytes(sizes.subsectionBytes)}. A page is valid when its bit is set, or when the section is EARLY.`,
          `memmap: ${formatCount(sizes.pagesPerSection)} pages × ${info.geometry.structPageBytes} B = ${formatBytes(sizes.memmapPagesPerSection * sizes.pageBytes)}, at vmemmap + (pfn − ${info.geometry.vmemmapPfnBase}) × ${info.geometry.structPageBytes}.`,
        ]}
        source="mm/sparse.c: section_activate · include/linux/mmzone.h: pfn_valid"
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
