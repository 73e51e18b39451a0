import { type ComponentType, type ReactElement, Suspense, lazy } from 'react';
import * as words from '#words/ui.ts';

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
      if (typeof requestIdleCallback === 'function') requestIdleCallback(fetched, { timeout: 4000 });
      else setTimeout(fetched, 1500);
    },
  };
}
