import { type ReactElement, useLayoutEffect, useRef } from 'react';
import * as words from '#words/bay.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { CloseIcon, WarningIcon } from '../../ui/icons.tsx';
import { cx } from '../../ui/cx.ts';
import { formatAddress } from '../../ui/format.ts';
import type { MachineInfo } from '../../link/messages.ts';
import styles from './Bay.module.css';
import { useCarry, useTrial } from './carry.ts';
import { needsPort } from './moves.ts';
import { nameOfPart, nameOfTarget, outcomeRows } from './words.ts';

/** What would come of letting go here, tried on a copy of the machine. */
export function Outcome({ info }: { readonly info: MachineInfo }): ReactElement | undefined {
  const { root } = useCarry();
  const trial = useTrial();
  const cells = useAtlas((s) => s.cells);
  const card = useRef<HTMLDivElement>(null);
  // beside the bay at the height of the target, so that no target is ever covered or moved
  useLayoutEffect(() => {
    const bay = root.current?.getBoundingClientRect();
    if (card.current === null || bay === undefined) return;
    const over = trial?.over?.getBoundingClientRect();
    const { style } = card.current;
    style.width = over === undefined ? '14rem' : '';
    const { offsetWidth, offsetHeight } = card.current;
    const beside = bay.right + offsetWidth + 16 <= window.innerWidth;
    // upwards from there: what would come lies on the map below what is there already
    const top = (over?.bottom ?? bay.bottom - 8) - offsetHeight;
    style.left = `${over !== undefined && beside ? bay.right + 8 : bay.left + 8}px`;
    style.top = `${beside ? Math.max(bay.top, Math.min(top, window.innerHeight - offsetHeight - 8)) : 8}px`;
  }, [trial, root]);
  if (trial === undefined) return undefined;
  const { part, target, ghost } = trial;
  return (
    <div
      ref={card}
      className={cx(
        styles['outcome'],
        styles['outcomeFloating'],
        ghost?.refused !== undefined && styles['outcomeRefused'],
      )}
    >
      <p className={styles['outcomeTitle']}>
        {nameOfPart(part, cells)} <span aria-hidden="true">→</span> {nameOfTarget(target, part)}
      </p>
      {ghost === undefined ? (
        <p className={styles['outcomeWait']}>{words.tryingItOnCopy}</p>
      ) : ghost.refused !== undefined ? (
        <p className={styles['outcomeText']}>
          <WarningIcon /> {ghost.refused.text}
        </p>
      ) : (
        <dl className={styles['outcomeRows']}>
          {outcomeRows(ghost, info).map(({ label, value, tone }) => (
            <div key={label + value} className={cx(tone === 'caution' && styles['caution'])}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

/** Why the stick went back. */
export function RefusalNote({ info }: { readonly info: MachineInfo }): ReactElement | undefined {
  const atlas = useAtlasStore().getState;
  const { refusal, send, dismiss } = useCarry();
  if (refusal === undefined) return undefined;
  const { title, text, culprit, lines, dimm } = refusal;
  return (
    <div className={cx(styles['outcome'], styles['outcomeRefused'])} role="group" aria-label={words.refused}>
      <div className={styles['outcomeHead']}>
        <p className={styles['outcomeTitle']}>{title}</p>
        <IconButton label={words.dismiss} size="small" onPress={dismiss}>
          <CloseIcon />
        </IconButton>
      </div>
      <p className={styles['outcomeText']}>
        <WarningIcon /> {text}
      </p>
      {needsPort(text) && <p className={styles['culprit']}>{words.onlyRootPortTakes}</p>}
      {culprit !== undefined && (
        <p className={styles['culprit']}>
          {words.inWayPfn(culprit.name, culprit.pfn, formatAddress(culprit.pfn * info.sizes.pageBytes))}
        </p>
      )}
      <div className={styles['outcomeActions']}>
        {culprit !== undefined && (
          <Button size="small" onPress={() => atlas().select({ kind: 'pfn', pfn: culprit.pfn })}>
            {words.showPage}
          </Button>
        )}
        {lines !== undefined && (
          <Button size="small" onPress={() => void send(title, lines, dimm)}>
            {words.sendItAllSame}
          </Button>
        )}
      </div>
    </div>
  );
}
