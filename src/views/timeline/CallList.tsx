import { type KeyboardEvent, type ReactElement, useMemo, useRef, useState } from 'react';
import * as words from '#words/timeline.ts';
import { type CallTree, childrenOf } from './calls.ts';
import styles from './timeline.module.css';
import { callWords, sourceWords } from './words.ts';

/** Children listed at once; an add of a terabyte has thousands. */
const LISTED = 200;

interface Item {
  readonly call: number;
  readonly level: number;
  readonly open: boolean | undefined;
  /** Children that are not listed, after this item's last one. */
  readonly more: number;
}

/** The calls as a tree of text: what the chart shows, for those who do not look at it. */
export function CallList(props: {
  readonly tree: CallTree;
  readonly head: number;
  readonly onSeek: (step: number) => void;
}): ReactElement {
  const { tree, head, onSeek } = props;
  const box = useRef<HTMLUListElement>(null);
  const [open, setOpen] = useState<ReadonlySet<number>>(() => new Set(childrenOf(tree, -1).slice(0, 1)));
  const [focus, setFocus] = useState(0);
  const items = useMemo(() => flatten(tree, open), [tree, open]);
  const toggle = (call: number, to: boolean): void => {
    const next = new Set(open);
    if (to) next.add(call);
    else next.delete(call);
    setOpen(next);
  };
  const to = (i: number): void => {
    if (i < 0 || i >= items.length) return;
    setFocus(i);
    box.current?.querySelector<HTMLElement>(`[data-at="${i}"]`)?.focus();
  };
  const keys = (event: KeyboardEvent): void => {
    const item = items[focus];
    if (item === undefined) return;
    switch (event.key) {
      case 'ArrowDown':
        to(focus + 1);
        break;
      case 'ArrowUp':
        to(focus - 1);
        break;
      case 'Home':
        to(0);
        break;
      case 'End':
        to(items.length - 1);
        break;
      case 'ArrowRight':
        if (item.open === false) toggle(item.call, true);
        else if (item.open === true) to(focus + 1);
        break;
      case 'ArrowLeft':
        if (item.open === true) toggle(item.call, false);
        else to(items.findLastIndex((above, i) => i < focus && above.level < item.level));
        break;
      case 'Enter':
      case ' ':
        onSeek((tree.start[item.call] ?? 0) + 1);
        break;
      default:
        return;
    }
    event.preventDefault();
  };
  return (
    <ul ref={box} role="tree" aria-label={words.calls} className={styles['list']}>
      {items.map((item, i) => {
        const start = tree.start[item.call] ?? 0;
        const end = tree.end[item.call] ?? 0;
        const running = start < head && end > head;
        return (
          <li
            key={item.call}
            role="treeitem"
            data-at={i}
            tabIndex={i === Math.min(focus, items.length - 1) ? 0 : -1}
            aria-level={item.level}
            aria-selected={running}
            {...(item.open !== undefined && { 'aria-expanded': item.open })}
            className={styles['item']}
            style={{ paddingLeft: `${item.level * 0.9 - 0.2}rem` }}
            onKeyDown={keys}
            onFocus={() => setFocus(i)}
            onClick={() => {
              setFocus(i);
              if (item.open !== undefined) toggle(item.call, !item.open);
            }}
            onDoubleClick={() => onSeek(start + 1)}
          >
            <span className={styles['twist']} aria-hidden="true">
              {item.open === undefined ? '·' : item.open ? '▾' : '▸'}
            </span>
            <span>{callWords(tree, item.call)}</span>
            <span className={styles['itemNote']}>
              {words.step(sourceWords(tree.names[tree.nameOf[item.call] ?? 0] ?? ''), start, item.more)}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function flatten(tree: CallTree, open: ReadonlySet<number>): Item[] {
  const out: Item[] = [];
  const add = (calls: readonly number[], level: number): void => {
    calls.slice(0, LISTED).forEach((call, i) => {
      const inside = childrenOf(tree, call);
      const more = i === LISTED - 1 ? calls.length - LISTED : 0;
      out.push({ call, level, open: inside.length === 0 ? undefined : open.has(call), more });
      if (open.has(call)) add(inside, level + 1);
    });
  };
  add(childrenOf(tree, -1), 1);
  return out;
}
