import type { ReactElement } from 'react';
import * as words from '#words/map.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { sectionOf, sectionRuns } from '../../store/selection.ts';
import type { Selection } from '../../store/types.ts';
import { formatAddress } from '../../ui/format.ts';
import { pfnTitle, sectionFacts, sectionTitle } from './describe.ts';
import styles from './map.module.css';
import type { MapView } from './view.ts';

/** What the pointer is over. Follows the pointer, never under it, never outside of the map. */
export function HoverCard(props: {
  readonly view: MapView;
  readonly selection: Selection;
  readonly at: { readonly px: number; readonly py: number };
}): ReactElement | null {
  const atlas = useAtlasStore().getState;
  const { view, selection, at } = props;
  // renders again when the machine changes under a pointer that rests
  useAtlas((s) => s.frame);
  const known = atlas();
  const { info } = known;
  if (info === undefined) return null;
  const hit = view.hitAt(at.px, at.py);
  const [run] = sectionRuns(info, view.rangesOf(selection));
  if (run === undefined) return null;
  const nr = hit === undefined || hit.kind === 'fold' ? run.from : hit.section;
  view.details.want(nr, view.machine?.cells.stateOf(nr) ?? 0);
  const { width, height } = view.viewport;
  const left = at.px > width - 320;
  const above = at.py > height - 210;
  return (
    <div
      className={styles['card']}
      aria-hidden="true"
      style={{
        left: left ? undefined : at.px + 16,
        right: left ? width - at.px + 12 : undefined,
        top: above ? undefined : at.py + 14,
        bottom: above ? height - at.py + 12 : undefined,
      }}
    >
      <strong>{sectionTitle(known, nr)}</strong>
      {selection.kind === 'pfn' && (
        <span className={styles['cardLine']}>
          {pfnTitle(known, selection.pfn)} · {formatAddress(selection.pfn * info.sizes.pageBytes)}
          <br />
          {words.structPage(
            formatAddress(
              info.geometry.vmemmap.start +
                BigInt(selection.pfn - info.geometry.vmemmapPfnBase) * BigInt(info.geometry.structPageBytes),
            ),
          )}
        </span>
      )}
      <dl>
        {sectionFacts(known, selection.kind === 'pfn' ? sectionOf(info, selection.pfn) : nr, view.details.get(nr)).map(
          (fact) => (
            <div key={fact.name}>
              <dt>{fact.name}</dt>
              <dd>{fact.value}</dd>
            </div>
          ),
        )}
      </dl>
    </div>
  );
}
