import type { ReactElement } from 'react';
import { Dialog } from '../../ui/Dialog.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import styles from './TopBar.module.css';

const DRAG_KEYS = [
  ['Pick up the focused DIMM', 'Enter'],
  ['Next place it could go', 'Tab'],
  ['Put it down', 'Enter'],
  ['Leave it where it was', 'Escape'],
] as const;

/** What the screen is and which keys it knows. */
export function HelpDialog(props: { readonly isOpen: boolean; readonly onClose: () => void }): ReactElement {
  return (
    <Dialog title="Keys and what is what" isOpen={props.isOpen} onClose={props.onClose}>
      <p className={styles['helpText']}>
        A simulated Linux machine runs in this page. Everything your hands do is a console line that you could have
        typed; the console shows it. Nothing leaves the page.
      </p>
      <h3 className={styles['helpHead']}>Moving a DIMM by keyboard</h3>
      <dl className={styles['keys']}>
        {DRAG_KEYS.map(([what, keys]) => (
          <div key={what} className={styles['keyRow']}>
            <dt>{what}</dt>
            <dd>
              <Kbd keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
