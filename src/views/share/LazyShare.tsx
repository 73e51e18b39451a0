/** The doors to sharing, saving and comparing: each part is loaded when it is first opened. */
import { type ReactElement, Suspense, lazy } from 'react';
import * as words from '#words/share.ts';
import { setComparing, showShare, usePage } from '../../store/page.ts';
import { Dialog } from '../../ui/Dialog.tsx';

const part = (load: () => Promise<{ readonly default: (props: { readonly onClose: () => void }) => ReactElement }>) =>
  lazy(() => load().catch(() => ({ default: Missing })));
const ShareDialog = part(() => import('./ShareDialog.tsx'));
const PictureDialog = part(() => import('./PictureDialog.tsx'));
const ScriptsDialog = part(() => import('./ScriptsDialog.tsx'));
const TableDialog = part(() => import('./TableDialog.tsx'));
const RecoverDialog = part(() => import('./RecoverDialog.tsx'));
const BookmarksDialog = part(() => import('./BookmarksDialog.tsx'));
const BranchesDialog = part(() => import('./BranchesDialog.tsx'));
const CompareBar = part(() => import('../compare/CompareBar.tsx'));

// nobody asked for it: where it cannot be loaded it is not there
const Offer = lazy(() => import('./RecoverOffer.tsx').catch(() => ({ default: () => undefined })));

/** The page may have been moved since it was opened. */
function Missing({ onClose }: { readonly onClose: () => void }): ReactElement {
  return (
    <Dialog title={words.notFound} isOpen onClose={onClose}>
      <p>{words.notLoaded}</p>
    </Dialog>
  );
}

const close = (): void => showShare(undefined);

/** The dialog that is open, if any. */
export function ShareParts(): ReactElement | undefined {
  const open = usePage((p) => p.share);
  if (open === undefined) return undefined;
  return (
    <Suspense fallback={undefined}>
      {open === 'link' && <ShareDialog onClose={close} />}
      {open === 'picture' && <PictureDialog onClose={close} />}
      {open === 'scripts' && <ScriptsDialog onClose={close} />}
      {open === 'table' && <TableDialog onClose={close} />}
      {open === 'recover' && <RecoverDialog onClose={close} />}
      {open === 'bookmarks' && <BookmarksDialog onClose={close} />}
      {open === 'branches' && <BranchesDialog onClose={close} />}
    </Suspense>
  );
}

/** The comparison above the panels, while there is one. */
export function ComparePart(): ReactElement | undefined {
  const comparing = usePage((p) => p.comparing);
  if (!comparing) return undefined;
  return (
    <Suspense fallback={undefined}>
      <CompareBar onClose={() => setComparing(false)} />
    </Suspense>
  );
}

/** The offer to go on with a session that a closed tab left behind. */
export function RecoverOffer(): ReactElement {
  return (
    <Suspense fallback={undefined}>
      <Offer />
    </Suspense>
  );
}
