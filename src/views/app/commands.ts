/** What keys do, in one list: the help dialog shows it, one listener obeys it. */
import { useEffect } from 'react';
import * as words from '#words/app.ts';
import { setStage, setStoryPicker, setTheme, setWide, showGuide, usePage } from '../../store/page.ts';
import { showsNow } from '../../store/running.ts';
import { activeAtlas } from '../../store/world.ts';
import { lastGesture } from '../../store/gestures.ts';
import { shareCommands } from '../share/commands.ts';
import type { Command } from './command.ts';
import { toggleClock } from './clock.ts';
import { keysOf } from './keys.ts';
import { openFile } from './openFile.ts';

const atlas = activeAtlas;

/** Takes the gesture back that was made last, on whichever machine of the page, and says so. */
export function undo(): void {
  const store = lastGesture('undo');
  if (store === undefined) return;
  const { session, announce } = store.getState();
  void store
    .getState()
    .undo()
    .then(() => announce(words.takenBack(session.undoText)));
}

/** Does again what was taken back last and says so. */
export function redo(): void {
  const store = lastGesture('redo');
  if (store === undefined) return;
  const { session, announce } = store.getState();
  void store
    .getState()
    .redo()
    .then(() => announce(words.doneAgain(session.redoText)));
}

/** The commands of the whole screen. */
export function commands(openHelp: () => void, openKnobs: () => void): readonly Command[] {
  return [
    // the palette lights the first one that can be done: a stray Enter is to change nothing
    {
      id: 'find',
      title: words.findInMemory,
      group: words.view,
      keys: '/',
      also: words.alsoFind,
      run: () =>
        [...document.querySelectorAll<HTMLElement>('search input')]
          .find((field) => field.offsetParent !== null)
          ?.focus(),
    },
    {
      id: 'undo',
      title: words.takeBackLastChange,
      group: words.session,
      keys: 'Mod+Z',
      also: words.alsoUndo,
      disabled: () => (lastGesture('undo') === undefined ? words.nothingToTakeBack : undefined),
      run: undo,
    },
    {
      id: 'redo',
      title: words.doItAgain,
      group: words.session,
      keys: 'Mod+Shift+Z',
      also: words.alsoRedo,
      disabled: () => (lastGesture('redo') === undefined ? words.nothingToDoAgain : undefined),
      run: redo,
    },
    {
      id: 'clock',
      title: words.pauseOrRunWorkloads,
      group: words.session,
      keys: 'P',
      also: words.alsoPlay,
      run: toggleClock,
    },
    {
      id: 'now',
      title: words.backToNow,
      group: words.session,
      keys: 'N',
      also: words.alsoPresent,
      disabled: () => (showsNow(atlas()) ? words.screenShowsPresent : undefined),
      run: () => void atlas().seek(undefined),
    },
    {
      id: 'interrupt',
      title: words.interruptLineThatWaits,
      group: words.session,
      also: words.alsoInterrupt,
      disabled: () => (atlas().session.pending.length > 0 ? undefined : words.noLineWaits),
      run: () => void atlas().interrupt(),
    },
    {
      id: 'stage-map',
      title: words.mapOfPhysicalMemory,
      group: words.view,
      keys: '1',
      also: words.alsoMap,
      run: () => setStage('map'),
    },
    {
      id: 'stage-tables',
      title: words.pageTables,
      group: words.view,
      keys: '2',
      also: words.alsoTables,
      run: () => setStage('tables'),
    },
    {
      id: 'wide',
      title: words.giveStageWholePage,
      group: words.view,
      keys: 'F',
      also: words.alsoWide,
      run: () => setWide(!usePage.getState().wide),
    },
    {
      id: 'clear',
      title: words.selectNothing,
      group: words.selection,
      keys: 'Escape',
      run: () => atlas().select({ kind: 'none' }),
    },
    { id: 'next', title: words.nextPanel, group: words.view, keys: 'F6', also: words.focus, run: () => focusPanel(1) },
    {
      id: 'previous',
      title: words.previousPanel,
      group: words.view,
      keys: 'Shift+F6',
      also: words.focus,
      run: () => focusPanel(-1),
    },
    {
      id: 'knobs',
      title: words.policyKnobsOfThis,
      group: words.machineGroup,
      keys: 'K',
      also: words.alsoKnobs,
      run: openKnobs,
    },
    {
      id: 'stories',
      title: words.stories,
      group: words.help,
      keys: 'S',
      also: words.alsoStories,
      run: () => setStoryPicker(true),
    },
    {
      id: 'open',
      title: words.openSessionOrSnapshot,
      group: words.machineGroup,
      keys: 'Mod+O',
      also: words.alsoOpen,
      run: openFile,
    },
    ...shareCommands(),
    ...(['system', 'light', 'dark'] as const).map((theme): Command => ({
      id: `theme-${theme}`,
      title: theme === 'system' ? words.coloursAsSystem : words.colours(theme),
      group: words.view,
      also: words.alsoTheme,
      disabled: () => (usePage.getState().theme === theme ? words.chosenAlready : undefined),
      run: () => setTheme(theme),
    })),
    {
      id: 'palette',
      title: words.everythingCommand,
      group: words.help,
      keys: 'Mod+K',
      also: words.alsoPalette,
      run: () => showGuide('palette'),
    },
    {
      id: 'tour',
      title: words.takeTour,
      group: words.help,
      also: words.alsoTour,
      run: () => showGuide('tour'),
    },
    {
      id: 'glossary',
      title: words.glossary,
      group: words.help,
      also: words.alsoGlossary,
      run: () => showGuide('glossary'),
    },
    {
      id: 'help',
      title: words.keysCommand,
      group: words.help,
      keys: '?',
      also: words.alsoKeys,
      run: openHelp,
    },
  ];
}

/** Does what a command does, or says why it cannot. */
export function runCommand(command: Command): void {
  const why = command.disabled?.();
  if (why === undefined) command.run();
  else atlas().announce(`${command.title}: ${why}`);
}

/**
 * Where a person types, keys are text, but for those that move to another panel and open the palette; an open menu or
 * dialog has keys of its own.
 */
function keepsKeys(target: EventTarget | null, keys: string): boolean {
  if (!(target instanceof Element) || keys.endsWith('F6')) return false;
  if (target.closest('[role=dialog], [role=menu], [role=listbox]') !== null) return true;
  return keys !== 'Mod+K' && target.closest('input, textarea, select, [contenteditable]') !== null;
}

/** Obeys the commands' keys as long as the page shows. */
export function useCommandKeys(list: readonly Command[]): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const keys = keysOf(event);
      if (event.defaultPrevented || keepsKeys(event.target, keys)) return;
      const command = list.find((known) => known.keys === keys);
      if (command === undefined) return;
      event.preventDefault();
      runCommand(command);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [list]);
}

/** Moves the focus to the panel before or after the one that has it. */
function focusPanel(step: 1 | -1): void {
  const panels = [...document.querySelectorAll<HTMLElement>('[data-panel-frame]')].filter(
    (panel) => panel.offsetParent !== null,
  );
  const at = panels.findIndex((panel) => panel.contains(document.activeElement));
  const next = panels[(at + step + panels.length) % panels.length];
  next?.focus();
}
