import { type KeyboardEvent, type ReactElement, useId, useLayoutEffect, useRef, useState } from 'react';
import * as words from '#words/console.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { cx } from '../../ui/cx.ts';
import { commonStart, replaced } from './completion.ts';
import styles from './console.module.css';
import { type Pane, typedBefore, typedLine } from './entries.ts';

const PROMPT: Readonly<Record<Pane, string>> = { shell: 'guest #', monitor: '(qemu)', world: 'world' };
const LABEL: Readonly<Record<Pane, string>> = {
  shell: words.labelShell,
  monitor: words.labelMonitor,
  world: words.labelWorld,
};

interface Offer {
  readonly from: number;
  readonly candidates: readonly string[];
  readonly chosen: number;
}

/** Where one types. Up and down: history; Tab: completion; Ctrl+C: interrupt; Ctrl+L: clear the view. */
export function Prompt({ pane, onClear }: { readonly pane: Pane; readonly onClear: () => void }): ReactElement {
  const atlas = useAtlasStore().getState;
  const history = useAtlas((s) => s.history);
  const pending = useAtlas((s) => s.session.pending);
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const [text, setText] = useState('');
  const [offer, setOffer] = useState<Offer | undefined>();
  /** Steps back in the history; 0: the line being typed, kept in `draft`. */
  const [back, setBack] = useState(0);
  const draft = useRef('');
  /** Where the cursor goes after the next render. */
  const cursor = useRef<number>(undefined);
  /** After Escape, Tab leaves the field. */
  const leaving = useRef(false);

  useLayoutEffect(() => {
    if (cursor.current !== undefined) input.current?.setSelectionRange(cursor.current, cursor.current);
    cursor.current = undefined;
  });
  const put = (next: string, at = next.length): void => {
    setText(next);
    cursor.current = at;
  };
  const run = async (): Promise<void> => {
    const typed = text.trim();
    put('');
    setBack(0);
    setOffer(undefined);
    if (typed === 'clear') onClear();
    else {
      const line = typedLine(typed, pane);
      if (line === undefined) return;
      try {
        const reply = await atlas().send(line);
        if (reply.pending !== undefined) atlas().announce(words.waiting(reply.pending));
      } catch {
        // the store shows why
      }
    }
  };
  const complete = async (): Promise<void> => {
    if (pane === 'world') return;
    const at = input.current?.selectionStart ?? text.length;
    try {
      const { from, candidates } = await atlas().ask('complete', { channel: pane, text, cursor: at });
      if (input.current?.value !== text) return; // typed on meanwhile
      const start = commonStart(candidates);
      if (candidates.length === 1 || start.length > at - from) {
        const done = replaced(text, from, at, start);
        put(done.text, done.cursor);
      }
      setOffer(candidates.length > 1 ? { from, candidates, chosen: -1 } : undefined);
      if (candidates.length === 0) atlas().announce(words.noCompletion);
      else if (candidates.length > 1) atlas().announce(words.completions(candidates.length));
    } catch {
      setOffer(undefined);
    }
  };
  const take = (candidate: string): void => {
    if (offer === undefined) return;
    const done = replaced(text, offer.from, input.current?.selectionStart ?? text.length, candidate);
    put(done.text, done.cursor);
    setOffer(undefined);
    input.current?.focus();
  };
  const recall = (by: number): void => {
    const before = typedBefore(history, pane);
    const to = Math.min(before.length, Math.max(0, back + by));
    if (to === back) return;
    if (back === 0) draft.current = text;
    setBack(to);
    put(to === 0 ? draft.current : (before[before.length - to] ?? ''));
  };
  const choose = (by: number): void => {
    if (offer === undefined) return;
    const n = offer.candidates.length;
    const chosen = (offer.chosen + by + n + (offer.chosen < 0 && by < 0 ? 1 : 0)) % n;
    setOffer({ ...offer, chosen });
  };
  /** @returns whether the key was ours */
  const key = (event: KeyboardEvent<HTMLInputElement>): boolean => {
    const wasLeaving = leaving.current;
    leaving.current = false;
    if (event.ctrlKey && !event.altKey && !event.metaKey) {
      if (event.key === 'l') {
        onClear();
        return true;
      }
      const marked = event.currentTarget.selectionStart !== event.currentTarget.selectionEnd;
      if (event.key !== 'c' || marked) return false;
      if (pending.length > 0)
        void atlas()
          .interrupt()
          .catch(() => undefined);
      else put('');
      return true;
    }
    switch (event.key) {
      case 'Enter': {
        const chosen = offer?.candidates[offer.chosen];
        if (chosen === undefined) void run();
        else take(chosen);
        return true;
      }
      case 'Tab':
        if (wasLeaving || event.shiftKey || text === '') return false;
        if (offer === undefined) void complete();
        else choose(1);
        return true;
      case 'Escape':
        leaving.current = true;
        if (offer === undefined) return false;
        setOffer(undefined);
        return true;
      case 'ArrowUp':
        if (offer === undefined) recall(1);
        else choose(-1);
        return true;
      case 'ArrowDown':
        if (offer === undefined) recall(-1);
        else choose(1);
        return true;
      default:
        return false;
    }
  };
  return (
    <div className={styles['promptBox']}>
      <label className={styles['promptLabel']} htmlFor={`${list}-input`}>
        {PROMPT[pane]}
      </label>
      <input
        ref={input}
        id={`${list}-input`}
        className={styles['input']}
        value={text}
        aria-label={LABEL[pane]}
        role="combobox"
        aria-expanded={offer !== undefined}
        aria-controls={list}
        aria-autocomplete="list"
        aria-describedby={`${list}-help`}
        {...(offer !== undefined && offer.chosen >= 0 && { 'aria-activedescendant': `${list}-${offer.chosen}` })}
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        enterKeyHint="send"
        onChange={(event) => {
          setText(event.target.value);
          setOffer(undefined);
          setBack(0);
        }}
        onKeyDown={(event) => {
          if (key(event)) event.preventDefault();
        }}
        onBlur={() => setOffer(undefined)}
      />
      <span id={`${list}-help`} hidden>
        {words.tabCompletesEscapeThen}
      </span>
      {offer !== undefined && (
        <div id={list} role="listbox" aria-label={words.promptCompletions} tabIndex={-1} className={styles['offer']}>
          {offer.candidates.map((candidate, i) => (
            <div
              key={candidate}
              id={`${list}-${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={i === offer.chosen}
              className={cx(styles['candidate'], i === offer.chosen && styles['chosen'])}
              // keeps the focus in the field
              onPointerDown={(event) => event.preventDefault()}
              onPointerUp={() => take(candidate)}
              ref={i === offer.chosen ? (element) => element?.scrollIntoView({ block: 'nearest' }) : undefined}
            >
              {candidate}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
