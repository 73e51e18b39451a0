import type { ReactElement } from 'react';
import * as words from '#words/help.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import type { Command } from './command.ts';
import styles from './TopBar.module.css';

interface KeyLine {
  readonly title: string;
  readonly keys: string;
}

/** What the parts of the screen do with keys while they have the focus. */
const IN_FOCUS: readonly { readonly title: string; readonly keys: readonly KeyLine[] }[] = [
  {
    title: words.inFocusTitle,
    keys: [
      { title: words.inFocusKeysTitle, keys: 'Enter' },
      { title: words.nextPlaceItCould, keys: 'Tab' },
      { title: words.putItDown, keys: 'Enter' },
      { title: words.leaveItWhereIt, keys: 'Escape' },
      { title: words.selectIt, keys: 'Space' },
    ],
  },
  {
    title: words.map,
    keys: [
      { title: words.nextBlock, keys: '→' },
      { title: words.closerWider, keys: 'Enter, Escape' },
      { title: words.selectSelectUp, keys: 'Space, Shift+→' },
      { title: words.zoomAllOfIt, keys: '+, -, 0' },
    ],
  },
  {
    title: words.pageTable,
    keys: [
      { title: words.nextEntryNextOne, keys: '→, Ctrl+→' },
      { title: words.intoTableBelow, keys: 'Enter' },
      { title: words.backUp, keys: 'Backspace' },
    ],
  },
  {
    title: words.timeline,
    keys: [
      { title: words.stepTenSteps, keys: '→, Shift+→' },
      { title: words.play, keys: 'Space' },
      { title: words.firstLastStep, keys: 'Home, End' },
    ],
  },
  {
    title: words.console,
    keys: [
      { title: words.earlierLines, keys: '↑' },
      { title: words.complete, keys: 'Tab' },
      { title: words.interruptClear, keys: 'Ctrl+C, Ctrl+L' },
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
    <Dialog title={words.keysAndWhat} isOpen={props.isOpen} onClose={props.onClose}>
      <p className={styles['helpText']}>{words.simulatedLinuxMachineRuns}</p>
      <div className={styles['helpColumns']}>
        <Keys
          title={words.anywhere}
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
