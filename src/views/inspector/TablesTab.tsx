import { type ReactElement, useRef, useState } from 'react';
import * as words from '#words/inspector-tabs.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { pfnOfVa } from '../../store/selection.ts';
import { blockId, type Pfn, pfn } from '../../engine/units.ts';
import type { MapRegion } from '../../engine/mapping/types.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { setStage } from '../../store/page.ts';
import { Button } from '../../ui/Button.tsx';
import { Segmented, TextField } from '../../ui/fields.tsx';
import { rich } from '../../ui/rich.ts';
import { parsePlace } from './bits.ts';
import { Descent } from './Descent.tsx';
import styles from './inspector.module.css';
import { Empty } from './parts.tsx';
import { TableCounts } from './TableCounts.tsx';
import { useSubject } from './useSubject.ts';
import { useWidth } from './useWidth.ts';
import { VaBar } from './VaBar.tsx';

/** Below this both walks do not fit beside each other. */
const SIDE_BY_SIDE = 620;

/** A virtual address, split into its indices and walked down the kernel's tables. */
export function TablesTab(): ReactElement {
  const atlas = useAtlasStore().getState;
  const info = useAtlas((s) => s.info);
  const selection = useAtlas((s) => s.selection);
  const subject = useSubject();
  const root = useRef<HTMLDivElement>(null);
  const width = useWidth(root);
  const [wanted, setWanted] = useState<MapRegion>('direct-map');
  if (info === undefined) return <Empty title={words.noMachine}>{words.itsPageTablesAppear}</Empty>;
  const { geometry } = info;
  const given = selection.kind === 'va' ? selection.va : undefined;
  const own = given === undefined ? undefined : regionOf(info, given);
  const region = own ?? wanted;
  const wide = width >= SIDE_BY_SIDE;
  const va = given ?? (subject === undefined ? undefined : vaOf(info, subject.pfn, region));
  const at = given === undefined ? subject?.pfn : pfnOfVa(geometry, given);
  const choose = (to: MapRegion): void => {
    setWanted(to);
    // an address pins its region: go on with the page it is about
    if (given !== undefined && at !== undefined) atlas().select({ kind: 'va', va: vaOf(info, at, to) });
  };
  return (
    <div ref={root} className={styles['tab']}>
      <Button size="small" onPress={() => setStage('tables')}>
        {words.showInPageTables}
      </Button>
      <PlaceField key={va === undefined ? '' : `${va}`} va={va} info={info} />
      {va === undefined ? (
        <Empty title={words.whichAddress}>{rich(words.selectMemoryAnywhere(<code>memoryN</code>))}</Empty>
      ) : (
        <>
          <VaBar va={va} info={info} />
          {at === undefined ? (
            <Descent info={info} ask={{ va }} region={undefined} />
          ) : (
            <>
              {!wide && (
                <div className={styles['regions']}>
                  <Segmented
                    label={words.whichMap}
                    value={region}
                    choices={[
                      { id: 'direct-map', label: words.titlesDirectMap },
                      { id: 'vmemmap', label: 'vmemmap' },
                    ]}
                    onChange={choose}
                  />
                </div>
              )}
              <div className={styles['descents']}>
                {(wide ? (['direct-map', 'vmemmap'] as const) : [region]).map((r) => (
                  <Descent
                    key={r}
                    info={info}
                    ask={own === r && given !== undefined ? { va: given } : { pfn: at, region: r }}
                    region={r}
                  />
                ))}
              </div>
            </>
          )}
        </>
      )}
      <ul className={styles['legend']} aria-label={words.entries}>
        <li className={styles['legendEmpty']}>{words.emptyEntry}</li>
        <li className={styles['legendTable']}>{words.table}</li>
        <li className={styles['legendLeaf']}>{words.mapsPages}</li>
        <li className={styles['legendNew']}>{words.newInLastChange}</li>
      </ul>
      <TableCounts info={info} />
    </div>
  );
}

/** Which region an address lies in. */
function regionOf(info: MachineInfo, va: bigint): MapRegion | undefined {
  const { directMap, vmemmap } = info.geometry;
  if (va >= directMap.start && va < directMap.end) return 'direct-map';
  return va >= vmemmap.start && va < vmemmap.end ? 'vmemmap' : undefined;
}

/** Where a page, or its struct page, is mapped. */
function vaOf(info: MachineInfo, at: Pfn, region: MapRegion): bigint {
  const { geometry, sizes } = info;
  return region === 'direct-map'
    ? geometry.directMap.start + BigInt(at) * BigInt(sizes.pageBytes) - BigInt(geometry.directMapPhysBase)
    : geometry.vmemmap.start + BigInt(at - geometry.vmemmapPfnBase) * BigInt(geometry.structPageBytes);
}

function PlaceField({ va, info }: { readonly va: bigint | undefined; readonly info: MachineInfo }): ReactElement {
  const atlas = useAtlasStore().getState;
  const [text, setText] = useState(va === undefined ? '' : `0x${va.toString(16)}`);
  const [error, setError] = useState<string | undefined>();
  const go = (): void => {
    const place = parsePlace(text);
    if (place === undefined) {
      setError(words.notAddress0xPage);
      return;
    }
    setError(undefined);
    if (place.kind === 'va') atlas().select({ kind: 'va', va: place.va });
    else if (place.kind === 'block') atlas().select({ kind: 'block', id: blockId(place.id) });
    else
      atlas().select({
        kind: 'pfn',
        pfn: pfn(place.kind === 'pfn' ? place.pfn : Math.floor(place.address / info.sizes.pageBytes)),
      });
  };
  return (
    <form
      className={styles['place']}
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <TextField
        label={words.address}
        value={text}
        onChange={setText}
        error={error}
        placeholder={words.addressExamples}
      />
    </form>
  );
}
