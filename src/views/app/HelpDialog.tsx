import type { ReactElement } from 'react';
import { Dialog } from '../../ui/Dialog.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import type { Command } from './commands.ts';
import styles from './TopBar.module.css';

interface KeyLine {
  readonly title: string;
  readonly keys: string;
}

/** What the parts of the screen do with keys while they have the focus. */
const IN_FOCUS: readonly { readonly title: string; readonly keys: readonly KeyLine[] }[] = [
  {
    title: 'A DIMM in the bay',
    keys: [
      { title: 'Pick it up', keys: 'Enter' },
      { title: 'Next place it could go', keys: 'Tab' },
      { title: 'Put it down', keys: 'Enter' },
      { title: 'Leave it where it was', keys: 'Escape' },
      { title: 'Select it', keys: 'Space' },
    ],
  },
  {
    title: 'The map',
    keys: [
      { title: 'Next block', keys: '→' },
      { title: 'Closer, wider', keys: 'Enter, Escape' },
      { title: 'Select, select up to here', keys: 'Space, Shift+→' },
      { title: 'Zoom, all of it', keys: '+, -, 0' },
    ],
  },
  {
    title: 'A page table',
    keys: [
      { title: 'Next entry, next one in use', keys: '→, Ctrl+→' },
      { title: 'Into the table below', keys: 'Enter' },
      { title: 'Back up', keys: 'Backspace' },
    ],
  },
  {
    title: 'The timeline',
    keys: [
      { title: 'A step, ten steps', keys: '→, Shift+→' },
      { title: 'Play', keys: 'Space' },
      { title: 'First, last step', keys: 'Home, End' },
    ],
  },
  {
    title: 'The console',
    keys: [
      { title: 'Earlier lines', keys: '↑' },
      { title: 'Complete', keys: 'Tab' },
      { title: 'Interrupt, clear', keys: 'Ctrl+C, Ctrl+L' },
    ],
  },
];

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
        <Keys
          title="Anywhere"
          keys={props.commands.flatMap(({ title, keys }) => (keys === undefined ? [] : [{ title, keys }]))}
        />
        <div>
          {IN_FOCUS.map(({ title, keys }) => (
            <Keys key={title} title={title} keys={keys} />
          ))}
        </div>
      </div>
    </Dialog>
  );
}

function Keys(props: { readonly title: string; readonly keys: readonly KeyLine[] }): ReactElement {
  return (
    <section>
      <h3 className={styles['helpHead']}>{props.title}</h3>
      <dl className={styles['keys']}>
        {props.keys.map(({ title, keys }) => (
          <div key={title} className={styles['keyRow']}>
            <dt>{title}</dt>
            <dd>
              {keys.split(', ').map((combination) => (
                <Kbd key={combination} keys={combination} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
