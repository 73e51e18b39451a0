import { type FormEvent, type ReactElement, useState } from 'react';
import * as words from '#words/share-dialogs.ts';
import type { Bookmark } from '../../link/messages.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { endsOf, momentText } from '../../store/moments.ts';
import { showsNow } from '../../store/running.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { CloseIcon } from '../../ui/icons.tsx';
import { setPin } from '../compare/pin.ts';
import { goTo } from './goTo.ts';
import styles from './share.module.css';

/** Moments with a name: add, rename, remove, go to. */
export default function BookmarksDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const store = useAtlasStore();
  const bookmarks = useAtlas((s) => s.bookmarks);
  const moment = useAtlas((s) => s.moment);
  const history = useAtlas((s) => s.history);
  const branches = useAtlas((s) => s.session.branches);
  const current = branches.find((b) => b.current)?.id ?? 1;
  const ends = endsOf(history.filter((e) => !e.undone));
  const [label, setLabel] = useState('');
  const set = (next: readonly Bookmark[]): void => store.getState().setBookmarks(next);
  const here = bookmarks.find((b) => b.branch === current && b.line === moment.line && b.step === moment.step);
  const add = (event: FormEvent): void => {
    event.preventDefault();
    const text = label.trim() === '' ? momentText(ends, moment) : label.trim();
    const mark = {
      label: text,
      branch: current,
      line: moment.line,
      ...(moment.step !== undefined && { step: moment.step }),
    };
    set(
      [...bookmarks.filter((b) => b !== here), mark].sort(
        (a, b) => a.branch - b.branch || a.line - b.line || (a.step ?? 1e9) - (b.step ?? 1e9),
      ),
    );
    setLabel('');
    store.getState().announce(words.bookmarked(text));
  };
  const branchName = (id: number): string => branches.find((b) => b.id === id)?.name ?? words.branch(id);
  return (
    <Dialog title={words.bookmarks} isOpen onClose={onClose}>
      <form className={styles['form']} onSubmit={add}>
        <div className={styles['addRow']}>
          <TextField
            label={words.thisMoment(here !== undefined, momentText(ends, moment), showsNow(store.getState()))}
            value={label}
            onChange={setLabel}
            placeholder={here?.label ?? words.beforeDimmIsPulled}
            autoFocus
          />
          <Button type="submit" look="primary">
            {here === undefined ? words.add : words.rename}
          </Button>
        </div>
      </form>
      {bookmarks.length === 0 ? (
        <p className={styles['empty']}>{words.noMomentHasName}</p>
      ) : (
        <ul className={styles['list']} aria-label={words.bookmarks}>
          {bookmarks.map((mark, i) => (
            <li key={`${mark.branch} ${mark.line} ${mark.step ?? ''}`} className={styles['row']}>
              <input
                className={styles['rename']}
                aria-label={words.nameOfBookmark(i)}
                value={mark.label}
                maxLength={200}
                spellCheck={false}
                onChange={(event) => set(bookmarks.with(i, { ...mark, label: event.target.value }))}
              />
              <span className={styles['where']}>
                {mark.branch === current
                  ? momentText(ends, { line: mark.line, step: mark.step })
                  : words.line(branchName(mark.branch), mark.line, mark.step)}
              </span>
              <Button
                size="small"
                aria-label={words.goTo(mark.label)}
                onPress={() => {
                  void goTo(store, mark.branch, { line: mark.line, step: mark.step });
                  onClose();
                }}
              >
                {words.go}
              </Button>
              <Button
                size="small"
                look="quiet"
                aria-label={words.compareWithWhat(mark.label)}
                onPress={() =>
                  setPin({ branch: mark.branch, moment: { line: mark.line, step: mark.step }, label: mark.label })
                }
              >
                {words.compare}
              </Button>
              <IconButton
                size="small"
                label={words.remove(mark.label)}
                onPress={() => set(bookmarks.filter((b) => b !== mark))}
              >
                <CloseIcon />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
