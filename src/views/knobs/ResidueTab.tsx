import type { ReactElement } from 'react';
import * as words from '#words/knobs-panel.ts';
import { useAtlas } from '../../store/atlas.ts';
import { useAsk } from '../inspector/useAsk.ts';
import { useMomentKey } from '../inspector/useMomentKey.ts';
import { rich } from '../../ui/rich.ts';
import styles from './knobs.module.css';
import { leftBehind, residueOf } from './residue.ts';

/** What memory that was taken out has left in the kernel. */
export function ResidueTab(): ReactElement | undefined {
  const info = useAtlas((s) => s.info);
  const plugged = useAtlas((s) => (s.cells.dimms ?? []).some((dimm) => dimm.hotplugged));
  // counting walks over all sections: once a line, not once a frame
  const counts = useAsk('residue', {}, useMomentKey(), false);
  if (info === undefined || counts === undefined) return undefined;
  const list = residueOf(counts, info.geometry.arch, plugged);
  const pages = leftBehind(list);
  return (
    <div className={styles['residue']}>
      <p className={styles['what']}>{words.addingMemoryMakesKernel}</p>
      <p className={styles['sum']}>
        {rich(
          words.leftBehind(
            <strong>{words.pages(pages)}</strong>,
            pages * info.sizes.pageBytes,
            list.some(({ inUse }) => inUse),
          ),
        )}
      </p>
      <ul>
        {list.map((residue) => (
          <li key={residue.id} className={styles['knob']}>
            <div className={styles['line']}>
              <h3 className={styles['name']}>{residue.title}</h3>
              <span className={styles['chip']}>
                {residue.mark ?? `${words.pages(residue.pages ?? 0)}${residue.inUse ? words.inUse : ''}`}
              </span>
            </div>
            <p className={styles['what']}>{residue.says}</p>
            <p className={styles['meta']}>{residue.source}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}
