import { type ComponentType, type ReactElement, Suspense, lazy, useState } from 'react';
import * as words from '#words/ui.ts';

/** Ms after a part's place is on screen before the part is fetched for later: what the page opens with comes first. */
const SETTLE = 1500;

/** Whether something was ever so: a dialog that was never opened need not be there, one that was keeps what it holds. */
export function useEver(now: boolean): boolean {
  const [ever, setEver] = useState(now);
  if (now && !ever) setEver(true);
  return ever || now;
}

/** The page may have been moved since it was opened. */
const Missing = (): ReactElement => <p>{words.notLoaded}</p>;

/**
 * Parts of the page that come in a chunk of their own. The first use fetches it; `early` fetches it once the page has
 * settled, so that it is there also when the network is gone.
 */
export function lazyParts<All>(load: () => Promise<All>): {
  readonly part: <P extends object>(pick: (all: All) => ComponentType<P>) => ComponentType<P>;
  readonly early: () => void;
} {
  return {
    part: <P extends object>(pick: (all: All) => ComponentType<P>): ComponentType<P> => {
      const Part = lazy(() =>
        load().then(
          (all) => ({ default: pick(all) }),
          () => ({ default: Missing as ComponentType<P> }),
        ),
      );
      return (props: P) => (
        <Suspense fallback={undefined}>
          <Part {...props} />
        </Suspense>
      );
    },
    early: () => {
      const fetched = (): void => void load().catch(() => undefined);
      // a page that waits for its machine is idle, too
      setTimeout(() => {
        if (typeof requestIdleCallback === 'function') requestIdleCallback(fetched, { timeout: 2500 });
        else fetched();
      }, SETTLE);
    },
  };
}
