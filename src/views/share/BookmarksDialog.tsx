import { type FormEvent, type ReactElement, useState } from 'react';
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
    store.getState().announce(`Bookmarked: ${text}`);
  };
  const branchName = (id: number): string => branches.find((b) => b.id === id)?.name ?? `branch ${id}`;
  return (
    <Dialog title="Bookmarks" isOpen onClose={onClose}>
      <form className={styles['form']} onSubmit={add}>
        <div className={styles['addRow']}>
          <TextField
            label={`${here === undefined ? 'Bookmark' : 'Rename'} this moment: ${momentText(ends, moment)}${showsNow(store.getState()) ? ' (now)' : ''}`}
            value={label}
            onChange={setLabel}
            placeholder={here?.label ?? 'Before the DIMM is pulled'}
            autoFocus
          />
          <Button type="submit" look="primary">
            {here === undefined ? 'Add' : 'Rename'}
          </Button>
        </div>
      </form>
      {bookmarks.length === 0 ? (
        <p className={styles['empty']}>
          No moment has a name yet. Bookmarks stay with the session: in its link, in its file, over a reload.
        </p>
      ) : (
        <ul className={styles['list']} aria-label="Bookmarks">
          {bookmarks.map((mark, i) => (
            <li key={`${mark.branch} ${mark.line} ${mark.step ?? ''}`} className={styles['row']}>
              <input
                className={styles['rename']}
                aria-label={`Name of bookmark ${i + 1}`}
                value={mark.label}
                maxLength={200}
                spellCheck={false}
                onChange={(event) => set(bookmarks.with(i, { ...mark, label: event.target.value }))}
              />
              <span className={styles['where']}>
                {mark.branch === current
                  ? momentText(ends, { line: mark.line, step: mark.step })
                  : `${branchName(mark.branch)}, line ${mark.line + 1}${mark.step === undefined ? '' : ` step ${mark.step}`}`}
              </span>
              <Button
                size="small"
                aria-label={`Go to ${mark.label}`}
                onPress={() => {
                  void goTo(store, mark.branch, { line: mark.line, step: mark.step });
                  onClose();
                }}
              >
                Go
              </Button>
              <Button
                size="small"
                look="quiet"
                aria-label={`Compare ${mark.label} with what is on screen`}
                onPress={() =>
                  setPin({ branch: mark.branch, moment: { line: mark.line, step: mark.step }, label: mark.label })
                }
              >
                Compare
              </Button>
              <IconButton
                size="small"
                label={`Remove ${mark.label}`}
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
