import { type ComponentProps, type ReactElement, useEffect, useMemo, useState } from 'react';
import * as words from '#words/app.ts';
import { useAtlas } from '../../store/atlas.ts';
import { showGuide, showKnobs, usePage } from '../../store/page.ts';
import { IconButton } from '../../ui/Button.tsx';
import { CommandsIcon, HelpIcon, Logo, RedoIcon, UndoIcon } from '../../ui/icons.tsx';
import { ClockControl } from './ClockControl.tsx';
import { commands, redo, undo, useCommandKeys } from './commands.ts';
import { lazyParts } from '../../ui/lazyPart.tsx';
import type { HelpDialog as Help } from './HelpDialog.tsx';
import { MachineFacts } from './MachineFacts.tsx';
import { MachinePicker } from './MachinePicker.tsx';
import { ThemeSwitch } from './ThemeSwitch.tsx';
import { Guide } from '../guide/LazyGuide.tsx';
import { KnobsIcon, KnobsPanel } from '../knobs/LazyPanel.tsx';
import { StoriesButton } from '../story/LazyStory.tsx';
import { ShareParts } from '../share/LazyShare.tsx';
import { ShareMenu } from '../share/ShareMenu.tsx';
import styles from './TopBar.module.css';

const { part, early } = lazyParts(() => import('./HelpDialog.tsx'));
const HelpDialog = part<ComponentProps<typeof Help>>((all) => all.HelpDialog);

/** Which machine this is, what can be taken back, and how fast its workloads live. */
export function TopBar({ narrow }: { readonly narrow: boolean }): ReactElement {
  const [help, setHelp] = useState(false);
  const knobs = usePage((p) => p.knobs);
  const list = useMemo(
    () =>
      commands(
        () => setHelp(true),
        () => showKnobs(''),
      ),
    [],
  );
  useCommandKeys(list);
  useEffect(early, []);
  return (
    <header className={styles['bar']}>
      <h1 className={styles['name']}>
        <Logo />
        <span className={styles['word']}>{words.hotplugAtlas}</span>
      </h1>
      <MachinePicker />
      {!narrow && <MachineFacts />}
      <div className={styles['spring']} />
      <ShareMenu commands={list} narrow={narrow} />
      <IconButton
        label={words.commands}
        hint={words.everythingPageCanDo}
        keys="Mod+K"
        onPress={() => showGuide('palette')}
      >
        <CommandsIcon />
      </IconButton>
      <TakeBack narrow={narrow} />
      <ClockControl narrow={narrow} />
      <div className={styles['cluster']}>
        <StoriesButton />
        {!narrow && (
          <IconButton label={words.knobs} hint={words.policiesOfThisKernel} keys="K" onPress={() => showKnobs('')}>
            <KnobsIcon />
          </IconButton>
        )}
        {!narrow && <ThemeSwitch />}
        {!narrow && (
          <IconButton label={words.help} hint={words.keysAndWhat} keys="?" onPress={() => setHelp(true)}>
            <HelpIcon />
          </IconButton>
        )}
      </div>
      <ShareParts />
      <KnobsPanel search={knobs} onClose={() => showKnobs(undefined)} />
      <Guide commands={list} />
      {help && <HelpDialog commands={list} isOpen onClose={() => setHelp(false)} />}
    </header>
  );
}

/** Apart from the bar: what can be taken back changes with every line. */
function TakeBack({ narrow }: { readonly narrow: boolean }): ReactElement {
  const session = useAtlas((s) => s.session);
  return (
    <div className={styles['cluster']}>
      <IconButton
        label={words.undo}
        hint={session.undoText === undefined ? words.nothingToTakeBack : words.takeBack(session.undoText)}
        keys="Mod+Z"
        isDisabled={!session.canUndo}
        onPress={undo}
      >
        <UndoIcon />
      </IconButton>
      {!narrow && (
        <IconButton
          label={words.redo}
          hint={session.redoText === undefined ? words.nothingToDoAgain : words.doAgain(session.redoText)}
          keys="Mod+Shift+Z"
          isDisabled={!session.canRedo}
          onPress={redo}
        >
          <RedoIcon />
        </IconButton>
      )}
    </div>
  );
}
