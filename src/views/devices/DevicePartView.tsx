import type { ReactElement, ReactNode } from 'react';
import * as words from '#words/devices.ts';
import type { CrackView, DaxView, DevicesView, NamespaceView } from '../../engine/devices/view.ts';
import { pfn } from '../../engine/units.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { useAtlasStore } from '../../store/atlas.ts';
import { formatAddress, formatBytes } from '../../ui/format.ts';
import inspector from '../inspector/inspector.module.css';
import { Explain, Facts, Part } from '../inspector/parts.tsx';
import { namespaceParts, regionParts } from './bar.ts';
import { DeviceName } from './CardHead.tsx';
import { Unverified } from './CxlCard.tsx';
import styles from './devices.module.css';
import { Distances } from './Distances.tsx';
import { type DevicePart, crackWords } from './facts.ts';
import { FigureTable } from './FigureTable.tsx';
import { PluggedBitmap } from './PluggedBitmap.tsx';
import { RangeBar } from './RangeBar.tsx';
import { DaxRow } from './RegionCard.tsx';
import { LAYOUT_WORDS } from './words.ts';

/** A part of what the Device tab says, with what can be drawn or pressed beside the figures. */
export function DevicePartView(props: {
  readonly part: DevicePart;
  readonly devices: DevicesView;
  readonly info: MachineInfo;
}): ReactElement {
  const { part, devices: d, info } = props;
  const atlas = useAtlasStore().getState;
  const facts = part.facts.length > 0 && <Facts facts={part.facts} />;
  const around = (children: ReactNode, aside: ReactNode = part.aside): ReactElement => (
    <Part title={part.title} aside={part.unverified === true ? <Unverified /> : aside}>
      {children}
    </Part>
  );
  switch (part.of) {
    case 'dax':
      return <DaxRow dax={part.dax} />;
    case 'region':
      return around(
        <>
          <RangeBar tall span={part.region} parts={regionParts(d, part.region, info.blockBytes)} label={part.title} />
          {facts}
          <ul className={styles['rows']}>
            {d.namespaces
              .filter((n) => n.region === part.region.id)
              .map((n) => (
                <li key={n.name} className={styles['rowMain']}>
                  <DeviceName device={{ kind: 'namespace', id: n.name }} />
                  <span className={styles['size']}>{formatBytes(n.end - n.start)}</span>
                </li>
              ))}
          </ul>
        </>,
      );
    case 'layout':
      return around(
        <>
          <Layout namespace={part.namespace} dax={part.dax} info={info} />
          <Explain
            what={words.whyItsMemmapMust}
            lines={part.note === undefined ? [] : [part.note]}
            source="mm/memremap.c: memunmap_pages · mm/sparse-vmemmap.c: vmem_altmap_free"
          />
        </>,
      );
    case 'pagemap': {
      const first = pfn(part.map.start / info.sizes.pageBytes);
      return around(
        <>
          {facts}
          {part.table !== undefined && <FigureTable className={styles['altmap']} table={part.table} captioned />}
        </>,
        <button type="button" className={inspector['link']} onClick={() => atlas().select({ kind: 'pfn', pfn: first })}>
          {words.firstPage}
        </button>,
      );
    }
    case 'virtio-mem':
      return around(
        <>
          <PluggedBitmap device={part.device} info={info} ghost={false} onPick={(s) => atlas().select(s)} />
          {facts}
        </>,
      );
    case 'cracks':
      return around(<Cracks cracks={part.cracks} />);
    case 'distances':
      return around(<Distances distances={part.distances} table={part.table} />);
    case 'figures':
      return part.note === undefined ? around(facts) : <p className={inspector['note']}>{part.note}</p>;
  }
}

/** How a namespace's range is used: to scale, and in words. */
function Layout(props: {
  readonly namespace: NamespaceView;
  readonly dax: DaxView | undefined;
  readonly info: MachineInfo;
}): ReactElement {
  const { namespace: n, dax, info } = props;
  return (
    <>
      <RangeBar
        tall
        span={n}
        parts={namespaceParts(n, dax, info.blockBytes)}
        label={`${n.name}: ${n.layout.map((l) => `${LAYOUT_WORDS[l.kind].name} ${formatBytes(l.end - l.start)}`).join(', ')}`}
      />
      <ul className={styles['layout']}>
        {n.layout.map((l) => (
          <li key={l.kind + String(l.start)} title={LAYOUT_WORDS[l.kind].what}>
            <i className={styles[`look-${l.kind}`]} aria-hidden="true" />
            <span>{LAYOUT_WORDS[l.kind].name}</span>
            <span className={styles['addr']}>{formatAddress(l.start)}</span>
            <b>{formatBytes(l.end - l.start)}</b>
          </li>
        ))}
      </ul>
    </>
  );
}

function Cracks({ cracks }: { readonly cracks: readonly CrackView[] }): ReactElement {
  return (
    <ul className={styles['rows']}>
      {cracks.map((c) => {
        const { range, size, why } = crackWords(c);
        return (
          <li key={c.start} className={styles['row']}>
            <span className={styles['rowMain']}>
              <span className={styles['addr']}>{range}</span>
              <span className={styles['size']}>{size}</span>
            </span>
            <span className={styles['words']}>{why}</span>
          </li>
        );
      })}
    </ul>
  );
}
