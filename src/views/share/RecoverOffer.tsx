import { type ReactElement, useEffect, useLayoutEffect, useState } from 'react';
import * as words from '#words/share.ts';
import { useAtlas } from '../../store/atlas.ts';
import type { KeptSession } from '../../store/autosave.ts';
import { setOffersSession, showShare } from '../../store/page.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { ClockIcon, CloseIcon } from '../../ui/icons.tsx';
import banner from '../app/NoticeBanner.module.css';

/** Ms after which the page asks for lost sessions: long after the machine is there. */
const ASK_AFTER = 800;
/** Sessions left longer ago than this, in ms, are not offered by themselves. */
const RECENT = 7 * 24 * 3600 * 1000;

/** Offers the session of a tab that was closed or crashed, as long as nothing was done on this page. */
export default function RecoverOffer(): ReactElement | undefined {
  const untouched = useAtlas((s) => s.session.length === 0 && s.phase === 'running');
  const [lost, setLost] = useState<KeptSession | undefined>();
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    if (!untouched || asked) return undefined;
    const timer = setTimeout(() => {
      setAsked(true);
      import('../../store/autosave.ts')
        .then((autosave) => autosave.lostSessions())
        .then(
          ([newest]) => setLost(newest !== undefined && Date.now() - newest.when < RECENT ? newest : undefined),
          () => undefined,
        );
    }, ASK_AFTER);
    return () => clearTimeout(timer);
  }, [untouched, asked]);
  const offers = lost !== undefined && untouched;
  useLayoutEffect(() => {
    setOffersSession(offers);
    return () => setOffersSession(false);
  }, [offers]);
  if (!offers) return undefined;
  return (
    <div className={banner['banner']} role="status">
      <ClockIcon />
      <div className={banner['text']}>
        <p>{words.yourLastSessionWas(lost.lines, lost.title)}</p>
      </div>
      <Button
        size="small"
        look="primary"
        onPress={() => {
          setLost(undefined);
          void import('./RecoverDialog.tsx').then(({ recover }) => recover(lost.id));
        }}
      >
        {words.recoverIt}
      </Button>
      <Button size="small" look="quiet" onPress={() => showShare('recover')}>
        {words.all}
      </Button>
      <IconButton
        label={words.forgetIt}
        size="small"
        onPress={() => {
          setLost(undefined);
          void import('../../store/autosave.ts').then((autosave) => autosave.forget(lost.id));
        }}
      >
        <CloseIcon />
      </IconButton>
    </div>
  );
}
