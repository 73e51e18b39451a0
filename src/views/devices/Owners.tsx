import type { CSSProperties, ReactElement } from 'react';
import * as words from '#words/devices.ts';
import type { SubsectionRun } from '../../engine/devices/view.ts';
import { pfn } from '../../engine/units.ts';
import type { SectionNr } from '../../engine/units.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { cx } from '../../ui/cx.ts';
import { formatBytes } from '../../ui/format.ts';
import { Part } from '../inspector/parts.tsx';
import { useAsk } from '../inspector/useAsk.ts';
import styles from './devices.module.css';
import { blockWords, flagsIn, isShared, ownersIn, runWords } from './subsectionWords.ts';

const COLUMNS = 16;

/** The hue of an owner; owners of one hue are told apart by their letter. */
function hueOf(run: SubsectionRun): string {
  if (run.owner.kind === 'hole') return 'var(--absent)';
  if (run.owner.kind === 'reserved') return 'var(--offline-hatch)';
  const zone = run.zone ?? (run.owner.kind === 'device' ? 'Device' : undefined);
  return zone === undefined ? 'var(--offline)' : `var(--zone-${zone.toLowerCase()})`;
}

/** Who has which subsections of the selected section; shown where several share it, or a device has it. */
export function Owners({ section }: { readonly section: SectionNr }): ReactElement | undefined {
  const atlas = useAtlasStore().getState;
  const info = useAtlas((s) => s.info);
  const view = useAsk('subsections', { nr: section }, `${section}`);
  if (info === undefined || view === undefined || Number(view.nr) !== Number(section)) return undefined;
  if (!isShared(view)) return undefined;
  const owners = ownersIn(view);
  const letterOf = (r: SubsectionRun): string =>
    String.fromCharCode(65 + owners.findIndex((o) => o.owner.kind === r.owner.kind && o.owner.name === r.owner.name));
  const bits = view.runs.flatMap((r) => Array.from({ length: r.to - r.from }, (_, i) => ({ run: r, bit: r.from + i })));
  const first = section * info.sizes.pagesPerSection;
  return (
    <Part title={words.whoHasWhichSubsection} aside={flagsIn(view)}>
      {owners.length > 1 && (
        <div
          className={styles['bits']}
          role="img"
          aria-label={view.runs.map((r) => words.bitsTo(r.from, r.to, r.owner.name, r.active)).join('; ')}
          style={{ gridTemplateColumns: `repeat(${Math.min(COLUMNS, view.subsections)}, 1fr)` }}
        >
          {bits.map(({ run, bit }) => {
            const style: CSSProperties = { backgroundColor: hueOf(run) };
            return (
              <i
                key={bit}
                title={words.bit(bit, run.owner.name, run.active)}
                className={cx(styles['bit'], !run.active && styles['bitOff'])}
                style={style}
                onPointerUp={() => {
                  const start = first + bit * info.sizes.pagesPerSubsection;
                  atlas().select({
                    kind: 'range',
                    range: { start: pfn(start), end: pfn(start + info.sizes.pagesPerSubsection) },
                  });
                }}
              >
                {owners.length > 1 && run.owner.kind !== 'hole' ? letterOf(run) : ''}
              </i>
            );
          })}
        </div>
      )}
      <ul className={styles['layout']}>
        {view.runs.map((r) => (
          <li key={r.from}>
            <i style={{ backgroundColor: hueOf(r) }} aria-hidden="true" />
            <span>
              {owners.length > 1 && r.owner.kind !== 'hole' ? `${letterOf(r)} ` : ''}
              {runWords(r)}
            </span>
            <span className={styles['addr']}>{words.bits(r.from, r.to)}</span>
            <b>{formatBytes((r.to - r.from) * info.sizes.subsectionBytes)}</b>
          </li>
        ))}
      </ul>
      <p className={styles['words']}>{blockWords(view)}</p>
    </Part>
  );
}
