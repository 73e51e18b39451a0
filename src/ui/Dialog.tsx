import type { ReactElement, ReactNode } from 'react';
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
  return (
    <ModalOverlay
      className={styles['backdrop'] ?? ''}
      isOpen={props.isOpen}
      isDismissable
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
    >
      <Modal className={styles['modal'] ?? ''}>
        <AriaDialog className={styles['dialog'] ?? ''}>
          <div className={styles['dialogHead']}>
            <Heading slot="title" className={styles['dialogTitle'] ?? ''}>
              {props.title}
            </Heading>
            <IconButton label={words.close} onPress={props.onClose}>
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
