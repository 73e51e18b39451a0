import type { ReactElement } from 'react';
import * as words from '#words/guide.ts';
import { useAtlas } from '../../store/atlas.ts';
import { declineTour, showGuide, usePage } from '../../store/page.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { CloseIcon } from '../../ui/icons.tsx';
import { rich } from '../../ui/rich.ts';
import styles from './TourOffer.module.css';

/** Offers the tour on the first visit, out of the way of what one came for. */
export function TourOffer(): ReactElement | undefined {
  const offers = usePage((p) => p.offersTour && !p.offersSession && p.guide === undefined);
  // one thing at a time: what the page has to say itself comes first
  const busy = useAtlas((s) => s.notice !== undefined);
  if (!offers || busy) return undefined;
  return (
    <aside className={styles['offer']} aria-label={words.tour}>
      <p>{rich(words.fiveStopsOneMinute(<strong>{words.newHere}</strong>))}</p>
      <Button size="small" look="primary" onPress={() => showGuide('tour')}>
        {words.takeTour}
      </Button>
      <IconButton label={words.noTour} hint={words.itStaysInHelp} size="small" onPress={declineTour}>
        <CloseIcon />
      </IconButton>
    </aside>
  );
}
