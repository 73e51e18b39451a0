import { type ReactElement, useId, useRef, useState } from 'react';
import * as words from '#words/map.ts';
import { useAtlasStore } from '../../store/atlas.ts';
import { IconButton } from '../../ui/Button.tsx';
import { ChevronIcon, InspectIcon } from '../../ui/icons.tsx';
import styles from './map.module.css';
import { find } from './search.ts';
import type { Match } from './search.ts';
import type { MapView } from './view.ts';

/** Goes to what is typed and selects it; Enter again goes to the next place, Shift+Enter to the one before. */
export function SearchBox({ view }: { readonly view: MapView }): ReactElement {
  const atlas = useAtlasStore().getState;
  const [text, setText] = useState('');
  const [state, setState] = useState<{ readonly matches: readonly Match[]; readonly at: number } | undefined>(
    undefined,
  );
  const [error, setError] = useState<string | undefined>(undefined);
  const input = useRef<HTMLInputElement>(null);
  const help = useId();

  const go = (step: number): void => {
    const store = atlas();
    const found = find(text, store);
    if ('error' in found) {
      setError(found.error);
      setState(undefined);
      view.setMatches([]);
      store.announce(found.error);
      return;
    }
    const n = found.matches.length;
    const before = state === undefined ? -1 : state.at;
    const at = before < 0 ? (step > 0 ? 0 : n - 1) : (before + step + n) % n;
    const match = found.matches[at];
    if (match === undefined) return;
    setError(undefined);
    setState({ matches: found.matches, at });
    view.setMatches(found.matches.length > 1 ? found.matches.flatMap((m) => m.ranges).slice(0, 512) : []);
    store.select(match.selection);
    const [first] = match.ranges;
    const last = match.ranges.at(-1);
    if (first !== undefined && last !== undefined) view.nav.show({ start: first.start, end: last.end });
    store.announce(n > 1 ? words.titleOfAt(match.title, at, n) : match.title);
  };
  const clear = (): void => {
    setText('');
    setState(undefined);
    setError(undefined);
    view.setMatches([]);
  };
  const several = state !== undefined && state.matches.length > 1;
  return (
    <search className={styles['search']}>
      <InspectIcon />
      <input
        ref={input}
        type="text"
        value={text}
        placeholder={words.searchExamples}
        aria-label={words.findInMemory}
        aria-describedby={error === undefined ? undefined : help}
        aria-invalid={error !== undefined}
        spellCheck={false}
        autoComplete="off"
        onChange={(e) => {
          setText(e.target.value);
          setState(undefined);
          setError(undefined);
          view.setMatches([]);
        }}
        onKeyDown={(e) => {
          if (e.key === 'Enter') go(e.shiftKey ? -1 : 1);
          else if (e.key === 'Escape' && text !== '') clear();
          else return;
          e.preventDefault();
          e.stopPropagation();
        }}
      />
      {several && (
        <>
          <span className={styles['searchCount']}>
            {state.at + 1}/{state.matches.length}
          </span>
          <IconButton label={words.previous} keys="Shift+Enter" size="small" onPress={() => go(-1)}>
            <span className={styles['up']}>
              <ChevronIcon />
            </span>
          </IconButton>
          <IconButton label={words.next} keys="Enter" size="small" onPress={() => go(1)}>
            <ChevronIcon />
          </IconButton>
        </>
      )}
      {error !== undefined && (
        <div id={help} className={styles['searchError']}>
          {error}
        </div>
      )}
    </search>
  );
}
