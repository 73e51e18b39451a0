import { type KeyboardEvent, type ReactElement, type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import * as words from '#words/console.ts';
import styles from './console.module.css';

/** Closer to the end than this counts as being there. */
const NEAR = 24;

/** Output that stays at its end while one looks at the end. */
export function Log(props: {
  readonly label: string;
  /** Changes whenever something was added. */
  readonly newest: string;
  readonly children: ReactNode;
}): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const help = useId();
  const atEnd = useRef(true);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const stay = (): void => {
      if (atEnd.current) element.scrollTop = element.scrollHeight;
    };
    stay();
    const observer = new ResizeObserver(stay);
    observer.observe(element);
    return () => observer.disconnect();
  }, [props.newest]);
  const keys = (event: KeyboardEvent<HTMLDivElement>): void => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined || box.current === null) return;
    const links = [...box.current.querySelectorAll<HTMLElement>('[data-link]')];
    const at = links.findIndex((link) => link === document.activeElement);
    const to = at < 0 ? links.at(-1) : links[at + by];
    if (to === undefined) return;
    event.preventDefault();
    to.focus();
    to.scrollIntoView({ block: 'nearest' });
  };
  return (
    // a box that scrolls must be reachable by keyboard, and from it the names inside
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={box}
      className={styles['log']}
      role="log"
      aria-label={props.label}
      aria-describedby={help}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onKeyDown={keys}
      onScroll={(event) => {
        const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
        atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR;
      }}
    >
      <span id={help} hidden>
        {words.leftAndRightArrow}
      </span>
      {props.children}
    </div>
  );
}
