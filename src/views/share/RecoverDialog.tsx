import { type ReactElement, useEffect, useState } from 'react';
import * as words from '#words/share-dialogs.ts';
import { LANGUAGE } from '#words/numbers.ts';
import { type KeptSession, forget, keptPage, lostSessions } from '../../store/autosave.ts';
import { mainAtlas } from '../../store/atlas.ts';
import { showPage } from '../../store/page-link.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { CloseIcon } from '../../ui/icons.tsx';
import styles from './share.module.css';

/** When, as a person would say it. */
function whenText(when: number): string {
  return new Date(when).toLocaleString(LANGUAGE, { dateStyle: 'medium', timeStyle: 'short' });
}

/** Brings a kept session back. What is wrong with it is said, and the page stays. */
export async function recover(id: string): Promise<void> {
  const page = await keptPage(id);
  if ('problems' in page) {
    mainAtlas.setState({
      notice: { tone: 'error', text: words.thatSessionCannotBe, details: page.problems },
    });
    return;
  }
  if (await showPage(page)) {
    await forget(id);
    mainAtlas.getState().announce(words.sessionIsBack);
  }
}

/** Sessions of tabs that were closed or crashed. */
export default function RecoverDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const [lost, setLost] = useState<readonly KeptSession[] | undefined>();
  useEffect(() => {
    void lostSessions().then(setLost);
  }, []);
  return (
    <Dialog title={words.earlierSessionsInThis} isOpen onClose={onClose}>
      {lost?.length === 0 && <p className={styles['empty']}>{words.thereIsNoneSessions}</p>}
      <ul className={styles['list']} aria-label={words.earlierSessions}>
        {lost?.map((kept) => (
          <li key={kept.id} className={styles['row']}>
            <span className={styles['branch']}>
              <span>{kept.title}</span>
              <span className={styles['plain']}>
                {whenText(kept.when)} · {kept.lines} {kept.lines === 1 ? words.lineColumn : words.lines}
              </span>
            </span>
            <Button
              size="small"
              look="primary"
              aria-label={words.recover(kept.title, whenText(kept.when))}
              onPress={() => {
                void recover(kept.id);
                onClose();
              }}
            >
              {words.recoverIt}
            </Button>
            <IconButton
              size="small"
              label={words.forgetSession(kept.title, whenText(kept.when))}
              onPress={() => {
                void forget(kept.id).then(() => setLost((rest) => rest?.filter((k) => k.id !== kept.id)));
              }}
            >
              <CloseIcon />
            </IconButton>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
