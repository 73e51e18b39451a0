import type { ReactElement } from 'react';
import { Dialog } from '../../ui/Dialog.tsx';

export default function PictureDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  return (
    <Dialog title="Picture" isOpen onClose={onClose}>
      …
    </Dialog>
  );
}
