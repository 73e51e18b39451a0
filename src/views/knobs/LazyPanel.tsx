/** The door to the panel: it is loaded when it is first opened. */
import { type ReactElement, Suspense, lazy } from 'react';
import * as words from '#words/knobs.ts';
import { Dialog } from '../../ui/Dialog.tsx';

const Panel = lazy(() => import('./Panel.tsx').catch(() => ({ default: Missing })));
const ProvenanceList = lazy(() =>
  import('./Provenance.tsx').then(
    ({ Provenance }) => ({ default: Provenance }),
    () => ({ default: () => <p>{words.partNotLoaded}</p> }),
  ),
);

/** The page may have been moved since it was opened. */
function Missing({ onClose }: { readonly onClose: () => void }): ReactElement {
  return (
    <Dialog title={words.knobs} isOpen onClose={onClose}>
      <p>{words.notLoaded}</p>
    </Dialog>
  );
}

/** The panel of the knobs. */
export function KnobsPanel(props: {
  /** What to find, '' for all knobs; undefined: the panel is closed. */
  readonly search: string | undefined;
  readonly onClose: () => void;
}): ReactElement | undefined {
  if (props.search === undefined) return undefined;
  return (
    <Suspense fallback={undefined}>
      <Panel search={props.search} onClose={props.onClose} />
    </Suspense>
  );
}

/** Where the figures of the machine come from. */
export function LazyProvenance(): ReactElement {
  return (
    <Suspense fallback={<p>…</p>}>
      <ProvenanceList />
    </Suspense>
  );
}

/** Three sliders. */
export function KnobsIcon(): ReactElement {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
    >
      <path d="M3.5 2v3M3.5 9v5M8 2v7M8 13v1M12.5 2v1.5M12.5 7.5V14M1.8 7h3.4M6.3 11h3.4M10.8 5.5h3.4" />
    </svg>
  );
}
