import { type FormEvent, type ReactElement, useContext, useState } from 'react';
import * as words from '#words/timeline.ts';
import { mainAtlas, useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { momentText, numberOf, parseMoment } from '../../store/moments.ts';
import { showShare } from '../../store/page.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Chrome } from '../../ui/chrome.ts';
import { WithTooltip } from '../../ui/Tooltip.tsx';
import { formatCount } from '../../ui/format.ts';
import { setPin } from '../compare/pin.ts';
import { BookmarkIcon, PinIcon } from './icons.tsx';
import styles from './timeline.module.css';

/** The number of the moment on screen; another one can be typed or pasted: `#214`, `line 12 step 40`, a bookmark. */
export function MomentField(props: {
  readonly ends: readonly number[];
  readonly onGo: (line: number, step?: number) => void;
}): ReactElement {
  const atlas = useAtlasStore().getState;
  const moment = useAtlas((s) => s.moment);
  const bookmarks = useAtlas((s) => s.bookmarks);
  const [text, setText] = useState<string | undefined>();
  const [why, setWhy] = useState<string | undefined>();
  const number = numberOf(props.ends, moment);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text === undefined || text.trim() === '') return;
    const found = parseMoment(text, props.ends, bookmarks);
    if ('why' in found) {
      setWhy(found.why);
      atlas().announce(words.notMomentOfThis(found.why));
      return;
    }
    setText(undefined);
    setWhy(undefined);
    props.onGo(found.line, found.step);
  };
  return (
    <form className={styles['number']} onSubmit={submit}>
      <input
        className={styles['numberInput']}
        aria-label={words.momentAsNumber}
        aria-invalid={why !== undefined}
        aria-describedby={why === undefined ? undefined : 'moment-why'}
        title={words.typeOrPasteAnother(momentText(props.ends, moment))}
        value={text ?? `#${formatCount(number)}`}
        spellCheck={false}
        autoComplete="off"
        onFocus={(event) => event.target.select()}
        onChange={(event) => {
          setText(event.target.value);
          setWhy(undefined);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          setText(undefined);
          setWhy(undefined);
        }}
        onBlur={() => {
          setText(undefined);
          setWhy(undefined);
        }}
      />
      {why !== undefined && (
        <p className={styles['numberWhy']} id="moment-why" role="alert">
          {why}
        </p>
      )}
    </form>
  );
}

/** Opens the bookmarks; shows how many there are. */
export function Bookmark({ ends }: { readonly ends: readonly number[] }): ReactElement {
  const moment = useAtlas((s) => s.moment);
  const count = useAtlas((s) => s.bookmarks.length);
  return (
    <IconButton
      size="small"
      label={words.bookmarks}
      hint={words.thisIs(count, momentText(ends, moment))}
      keys="B"
      onPress={() => showShare('bookmarks')}
    >
      <BookmarkIcon />
    </IconButton>
  );
}

/** Pins the moment on screen: it stays beside what comes next. Only for the page's own machine: that one is compared. */
export function Pin({ ends }: { readonly ends: readonly number[] }): ReactElement | undefined {
  const store = useAtlasStore();
  if (!useContext(Chrome) || store !== mainAtlas) return undefined;
  return (
    <IconButton
      size="small"
      label={words.pinMoment}
      hint={words.pinHint}
      onPress={() => {
        const { moment, session } = store.getState();
        const branch = session.branches.find((b) => b.current)?.id ?? 1;
        setPin({ branch, moment, label: momentText(ends, moment) });
      }}
    >
      <PinIcon />
    </IconButton>
  );
}

/** Which branch this is, and the way to the others. */
export function BranchButton(): ReactElement | undefined {
  const branches = useAtlas((s) => s.session.branches);
  const current = branches.find((b) => b.current);
  if (branches.length < 2) return undefined;
  return (
    <WithTooltip text={words.allBranchesGo}>
      <Button size="small" look="quiet" className={styles['branch']} onPress={() => showShare('branches')}>
        {current?.name ?? words.branch(current?.id ?? 1)}
        <span className={styles['branchCount']}>{words.branchesOf(branches.length)}</span>
      </Button>
    </WithTooltip>
  );
}
