import { memo, type ReactElement, useMemo, useRef, useState } from 'react';
import * as words from '#words/bay.ts';
import type { NodeId } from '../../engine/units.ts';
import type { NvdimmView } from '../../engine/devices/view.ts';
import type { DimmView, MachineInfo } from '../../link/messages.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import type { NodeState } from '../../engine/zones/types.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { formatBytes } from '../../ui/format.ts';
import { LazyNodeTier, LazyNvdimm } from '../devices/Lazy.tsx';
import styles from './Bay.module.css';
import { Chips } from './Chips.tsx';
import { type BlockRun, chipsOf, summary } from './chips.ts';
import { useTarget } from './dnd.ts';
import { blockVersion, Stick } from './Stick.tsx';

/** Free slots a card shows before one asks for more. */
const FEW = 8;

/** A NUMA node: its soldered boot memory, the DIMMs that stand on it and the free slots it could take. */
export function NodeCard(props: {
  readonly node: NodeState;
  readonly dimms: readonly DimmView[];
  readonly nvdimms: readonly NvdimmView[];
  readonly free: readonly number[];
  readonly boot: readonly BlockRun[];
  readonly info: MachineInfo;
}): ReactElement {
  const atlas = useAtlasStore().getState;
  const { node, dimms, nvdimms, free, boot, info } = props;
  const ref = useRef<HTMLElement>(null);
  const [all, setAll] = useState(false);
  const anySlot = useTarget(ref, { kind: 'slot', node: node.id, slot: undefined });
  const isSelected = useAtlas((s) => s.selection.kind === 'node' && s.selection.id === node.id);
  const present = node.zones.reduce((sum, zone) => sum + zone.present, 0) * info.sizes.pageBytes;
  const shown = all ? free : free.slice(0, FEW);
  return (
    <section
      {...anySlot.props}
      ref={ref}
      tabIndex={-1}
      className={cx(
        styles['card'],
        styles[`node${node.id % 4}`],
        anySlot.isPossible && styles['possible'],
        anySlot.isOver && styles['over'],
        isSelected && styles['cardSelected'],
      )}
      aria-label={anySlot.isPossible ? words.nodeLowestFreeSlot(node.id) : words.node(node.id)}
    >
      <header className={styles['cardHead']}>
        <button
          type="button"
          className={styles['nodeName']}
          aria-pressed={isSelected}
          onClick={() => atlas().select({ kind: 'node', id: node.id })}
          onMouseEnter={() => atlas().setHover({ kind: 'node', id: node.id })}
          onMouseLeave={() => atlas().setHover({ kind: 'none' })}
        >
          {words.nodeTitle(node.id)}
        </button>
        <span className={styles['nodeFacts']}>
          {!node.online ? words.notOnline : node.hasCpu ? formatBytes(present) : words.noCpu(present)}
        </span>
      </header>
      <LazyNodeTier node={node.id} />
      {boot.length > 0 && <BootMemory node={node} runs={boot} info={info} />}
      {dimms.length + nvdimms.length > 0 && (
        <ul className={styles['dimms']}>
          {dimms.map((dimm) => (
            <li key={dimm.id}>
              <Stick dimm={dimm} info={info} />
            </li>
          ))}
          {nvdimms.map((nvdimm) => (
            <li key={nvdimm.id}>
              <LazyNvdimm nvdimm={nvdimm} info={info} />
            </li>
          ))}
        </ul>
      )}
      {free.length > 0 && (
        <div className={styles['free']} role="group" aria-label={words.freeSlotsNode(node.id)}>
          {shown.map((slot) => (
            <FreeSlot key={slot} node={node.id} slot={slot} />
          ))}
          {free.length > FEW && (
            <Button size="small" look="quiet" onPress={() => setAll(!all)}>
              {all ? words.fewer : `+ ${words.slots(free.length - FEW)}`}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

/** A slot with nothing in it: a place to drop. */
const FreeSlot = memo(({ node, slot }: { readonly node: NodeId; readonly slot: number }): ReactElement => {
  const ref = useRef<HTMLDivElement>(null);
  const { props, isOver, isPossible } = useTarget(ref, { kind: 'slot', node, slot });
  return (
    <div
      {...props}
      ref={ref}
      role={isPossible ? 'button' : 'img'}
      tabIndex={isPossible ? 0 : -1}
      aria-label={words.nodeSlotFree(node, slot)}
      data-slot={`${node}:${slot}`}
      className={cx(styles['freeSlot'], isPossible && styles['possible'], isOver && styles['over'])}
    >
      {slot}
    </div>
  );
});

/** What the node booted with: soldered, it cannot be taken out. */
function BootMemory(props: {
  readonly node: NodeState;
  readonly runs: readonly BlockRun[];
  readonly info: MachineInfo;
}): ReactElement {
  const atlas = useAtlasStore().getState;
  const { node, runs, info } = props;
  const mirror = useAtlas((s) => s.mirror);
  const version = useAtlas((s) => blockVersion(s.mirror));
  const chips = useMemo(
    () => chipsOf(runs, atlas()),
    // oxlint-disable-next-line react/exhaustive-deps -- the mirror changes in place; its version says so
    [runs, info, mirror, version],
  );
  const bytes = node.zones.reduce((sum, zone) => sum + zone.presentEarly, 0) * info.sizes.pageBytes;
  return (
    <div className={styles['boot']} title={words.bootMemoryIsSoldered}>
      <Chips chips={chips} info={info} />
      <span className={styles['print']}>
        <b>{formatBytes(bytes)}</b>
        <span>{words.bootMemory}</span>
        <em>{summary(chips)}</em>
      </span>
    </div>
  );
}
