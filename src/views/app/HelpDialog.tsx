import type { ReactElement } from 'react';
import { Dialog } from '../../ui/Dialog.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import type { Command } from './commands.ts';
import styles from './TopBar.module.css';

const DRAG_KEYS = [
  { title: 'Pick up the focused DIMM', keys: 'Enter' },
  { title: 'Next place it could go', keys: 'Tab' },
  { title: 'Put it down', keys: 'Enter' },
  { title: 'Leave it where it was', keys: 'Escape' },
  { title: 'Select the focused DIMM', keys: 'Space' },
] as const;

/** What the screen is and which keys it knows. */
export function HelpDialog(props: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly commands: readonly Command[];
}): ReactElement {
  return (
    <Dialog title="Keys and what is what" isOpen={props.isOpen} onClose={props.onClose}>
      <p className={styles['helpText']}>
        A simulated Linux machine runs in this page. Everything your hands do is a console line that you could have
        typed; the console shows it. Nothing leaves the page.
      </p>
      <div className={styles['helpColumns']}>
        <Keys title="Anywhere" keys={props.commands} />
        <Keys title="Moving a DIMM by keyboard" keys={DRAG_KEYS} />
      </div>
    </Dialog>
  );
}

function Keys(props: {
  readonly title: string;
  readonly keys: readonly { readonly title: string; readonly keys: string }[];
}): ReactElement {
  return (
    <section>
      <h3 className={styles['helpHead']}>{props.title}</h3>
      <dl className={styles['keys']}>
        {props.keys.map(({ title, keys }) => (
          <div key={title} className={styles['keyRow']}>
            <dt>{title}</dt>
            <dd>
              <Kbd keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
