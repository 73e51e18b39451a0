/** The doors to the guide: each part is loaded when it is first opened. */
import { type ReactElement, Suspense, lazy, useEffect } from 'react';
import * as words from '#words/guide.ts';
import { showGuide, usePage } from '../../store/page.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import type { Command } from '../app/command.ts';

const loadPalette = () => import('./Palette.tsx');
const Palette = lazy(() => loadPalette().catch(() => ({ default: Missing })));
const Glossary = lazy(() => import('./Glossary.tsx').catch(() => ({ default: Missing })));
const Tour = lazy(() => import('./Tour.tsx').catch(() => ({ default: Missing })));

/** Ms after which the palette is fetched, long after the map is there. */
const AHEAD = 3000;

/** The page may have been moved since it was opened. */
function Missing({ onClose }: { readonly onClose: () => void }): ReactElement {
  return (
    <Dialog title={words.notFound} isOpen onClose={onClose}>
      <p>{words.notLoaded}</p>
    </Dialog>
  );
}

/** The part of the guide that is open, if any. */
export function Guide({ commands }: { readonly commands: readonly Command[] }): ReactElement | undefined {
  const part = usePage((p) => p.guide);
  const onClose = (): void => showGuide(undefined);
  // what is typed right after its keys must find it there
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette().catch(() => undefined), AHEAD);
    return () => clearTimeout(timer);
  }, []);
  if (part === undefined) return undefined;
  return (
    <Suspense fallback={undefined}>
      {part === 'palette' && <Palette commands={commands} onClose={onClose} />}
      {part === 'glossary' && <Glossary onClose={onClose} />}
      {part === 'tour' && <Tour onClose={onClose} />}
    </Suspense>
  );
}
