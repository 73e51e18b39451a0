import type { ReactElement } from 'react';
import { declineTour, showGuide, usePage } from '../../store/page.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { CloseIcon } from '../../ui/icons.tsx';
import styles from './TourOffer.module.css';

/** Offers the tour on the first visit, out of the way of what one came for. */
export function TourOffer(): ReactElement | undefined {
  const offers = usePage((p) => p.offersTour && p.guide === undefined);
  if (!offers) return undefined;
  return (
    <aside className={styles['offer']} aria-label="A tour">
      <p>
        <strong>New here?</strong> Five stops, one minute.
      </p>
      <Button size="small" look="primary" onPress={() => showGuide('tour')}>
        Take the tour
      </Button>
      <IconButton label="No tour" hint="it stays in the help and among the commands" size="small" onPress={declineTour}>
        <CloseIcon />
      </IconButton>
    </aside>
  );
}
