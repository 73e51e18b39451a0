import { type ReactElement, type ReactNode, useEffect, useEffectEvent } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import * as words from '#words/ui.ts';
import { IconButton } from './Button.tsx';
import styles from './controls.module.css';
import { CloseIcon } from './icons.tsx';

/** A modal dialog with a title and a close button; Escape and a press outside close it too. */
export function Dialog(props: {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactElement {
  const { isOpen, onClose } = props;
  const close = useEffectEvent(onClose);
  useEffect(() => {
    if (!isOpen) return;
    // back, forward, or another link: what it was about is no longer there. One listener as long as it is open: one
    // that is put in the place of another while the event is under way does not hear it
    const leave = (): void => close();
    addEventListener('hashchange', leave);
    return () => removeEventListener('hashchange', leave);
  }, [isOpen]);
  return (
    <ModalOverlay
      className={styles['backdrop'] ?? ''}
      isOpen={isOpen}
      isDismissable
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={styles['modal'] ?? ''}>
        <AriaDialog className={styles['dialog'] ?? ''}>
          <div className={styles['dialogHead']}>
            <Heading slot="title" className={styles['dialogTitle'] ?? ''}>
              {props.title}
            </Heading>
            <IconButton label={words.close} onPress={onClose}>
              <CloseIcon />
            </IconButton>
          </div>
          {props.children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** The row of buttons at the foot of a dialog. */
export function DialogFoot({ children }: { readonly children: ReactNode }): ReactElement {
  return <div className={styles['dialogFoot']}>{children}</div>;
}
