import { type ReactElement, type ReactNode, useMemo, useRef } from 'react';
import * as words from '#words/bay.ts';
import { blockId } from '../../engine/units.ts';
import type { DimmView, MachineInfo } from '../../link/messages.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { cx } from '../../ui/cx.ts';
import { formatBytesShort } from '../../ui/format.ts';
import styles from './Bay.module.css';
import { useCarry } from './carry.ts';
import { Chips } from './Chips.tsx';
import { chipsOf, summary } from './chips.ts';
import { DimmMenu } from './DimmMenu.tsx';
import { useLift } from './dnd.ts';
import { partOf } from './moves.ts';

/** A DIMM in its slot. */
export function Stick({ dimm, info }: { readonly dimm: DimmView; readonly info: MachineInfo }): ReactElement {
  const atlas = useAtlasStore().getState;
  const ref = useRef<HTMLDivElement>(null);
  const { refusal } = useCarry();
  const mirror = useAtlas((s) => s.mirror);
  const version = useAtlas((s) => blockVersion(s.mirror));
  const chips = useMemo(
    () => {
      const run = {
        start: Math.floor(dimm.addr / info.blockBytes),
        end: Math.ceil((dimm.addr + dimm.size) / info.blockBytes),
      };
      return chipsOf([run], atlas());
    },
    // oxlint-disable-next-line react/exhaustive-deps -- the mirror changes in place; its version says so
    [dimm.addr, dimm.size, info, mirror, version],
  );
  const isSelected = useAtlas((s) => s.selection.kind === 'dimm' && s.selection.id === dimm.id);
  const isHovered = useAtlas((s) => s.hover.kind === 'dimm' && s.hover.id === dimm.id);
  const { props, isLifted } = useLift(ref, partOf(dimm), () => atlas().select({ kind: 'dimm', id: dimm.id }));
  const state = summary(chips);
  return (
    <div className={styles['slotRow']}>
      <SlotNumber slot={dimm.slot} />
      <div
        {...props}
        ref={ref}
        role="button"
        tabIndex={0}
        data-dimm={dimm.id}
        aria-pressed={isSelected}
        aria-label={words.nodeSlot(dimm.id, dimm.size, dimm.node, dimm.slot, state)}
        className={cx(
          styles['stick'],
          isSelected && styles['stickSelected'],
          isHovered && styles['stickHovered'],
          isLifted && styles['lifted'],
          refusal?.dimm === dimm.id && styles['refused'],
        )}
        onMouseOver={(event) => {
          const block =
            event.target instanceof Element
              ? event.target.closest('[data-block]')?.getAttribute('data-block')
              : undefined;
          const chip =
            block === undefined || block === null ? undefined : chips.find(({ from }) => from === Number(block));
          atlas().setHover(
            chip !== undefined && chip.to - chip.from === 1
              ? { kind: 'block', id: blockId(chip.from) }
              : { kind: 'dimm', id: dimm.id },
          );
        }}
        onMouseLeave={() => atlas().setHover({ kind: 'none' })}
        onFocus={() => atlas().setHover({ kind: 'dimm', id: dimm.id })}
        onBlur={() => atlas().setHover({ kind: 'none' })}
        onDoubleClick={(event) => {
          const block =
            event.target instanceof Element
              ? event.target.closest('[data-block]')?.getAttribute('data-block')
              : undefined;
          if (block !== undefined && block !== null) atlas().select({ kind: 'block', id: blockId(Number(block)) });
        }}
      >
        <StickFace name={dimm.id} size={dimm.size} state={state}>
          <Chips chips={chips} info={info} />
        </StickFace>
      </div>
      <DimmMenu dimm={dimm} info={info} />
    </div>
  );
}

/** What is printed on a stick. */
export function StickFace(props: {
  readonly name: string;
  readonly size: number;
  readonly state?: string;
  readonly children?: ReactNode;
}): ReactElement {
  return (
    <>
      {props.children}
      <span className={styles['print']}>
        <b>{formatBytesShort(props.size)}</b>
        <span>{props.name}</span>
        {props.state !== undefined && <em>{props.state}</em>}
      </span>
    </>
  );
}

export function SlotNumber({ slot }: { readonly slot: number }): ReactElement {
  return (
    <span className={styles['slotNumber']} aria-hidden="true">
      {slot}
    </span>
  );
}

/** Grows whenever a block may have changed its looks. */
export function blockVersion(mirror: { array(name: string): { readonly version: number } }): number {
  return (
    mirror.array('block.state').version +
    mirror.array('block.zone').version +
    mirror.array('section.memmapKind').version
  );
}
