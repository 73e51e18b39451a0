/** What keys do, in one list: the help dialog shows it, one listener obeys it. */
import { useEffect } from 'react';
import { setStage, setStoryPicker, setTheme, setWide, showGuide, usePage } from '../../store/page.ts';
import { showsNow } from '../../store/running.ts';
import { activeAtlas } from '../../store/world.ts';
import { lastGesture } from '../../store/gestures.ts';
import { shareCommands } from '../share/commands.ts';
import { toggleClock } from './clock.ts';
import { keysOf } from './keys.ts';
import { openFile } from './openFile.ts';

const atlas = activeAtlas;

/** Parts of the command palette. */
export type CommandGroup = 'Session' | 'View' | 'Machine' | 'Selection' | 'Share' | 'Help';

/** Something the page can do. `keys`: `Mod` is Ctrl, on a Mac ⌘. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly group: CommandGroup;
  readonly keys?: string;
  /** Words that find it and are not in its title. */
  readonly also?: string;
  /** Why it can do nothing now; undefined: it can. */
  readonly disabled?: () => string | undefined;
  readonly run: () => void;
}

/** Takes the gesture back that was made last, on whichever machine of the page, and says so. */
export function undo(): void {
  const store = lastGesture('undo');
  if (store === undefined) return;
  const { session, announce } = store.getState();
  void store
    .getState()
    .undo()
    .then(() => announce(`Taken back: ${session.undoText ?? 'the last change'}`));
}

/** Does again what was taken back last and says so. */
export function redo(): void {
  const store = lastGesture('redo');
  if (store === undefined) return;
  const { session, announce } = store.getState();
  void store
    .getState()
    .redo()
    .then(() => announce(`Done again: ${session.redoText ?? 'the last change'}`));
}

/** The commands of the whole screen. */
export function commands(openHelp: () => void, openKnobs: () => void): readonly Command[] {
  return [
    {
      id: 'undo',
      title: 'Take back the last change',
      group: 'Session',
      keys: 'Mod+Z',
      also: 'undo',
      disabled: () => (lastGesture('undo') === undefined ? 'nothing to take back' : undefined),
      run: undo,
    },
    {
      id: 'redo',
      title: 'Do it again',
      group: 'Session',
      keys: 'Mod+Shift+Z',
      also: 'redo',
      disabled: () => (lastGesture('redo') === undefined ? 'nothing to do again' : undefined),
      run: redo,
    },
    {
      id: 'clock',
      title: 'Pause or run the workloads',
      group: 'Session',
      keys: 'P',
      also: 'play clock tick memory use',
      run: toggleClock,
    },
    {
      id: 'now',
      title: 'Back to now',
      group: 'Session',
      keys: 'N',
      also: 'present time travel',
      disabled: () => (showsNow(atlas()) ? 'the screen shows the present' : undefined),
      run: () => void atlas().seek(undefined),
    },
    {
      id: 'interrupt',
      title: 'Interrupt the line that waits',
      group: 'Session',
      also: 'signal ctrl+c offline pending',
      disabled: () => (atlas().session.pending.length > 0 ? undefined : 'no line waits'),
      run: () => void atlas().interrupt(),
    },
    {
      id: 'find',
      title: 'Find in memory',
      group: 'View',
      keys: '/',
      also: 'search address pfn block node zone',
      run: () =>
        [...document.querySelectorAll<HTMLElement>('search input')]
          .find((field) => field.offsetParent !== null)
          ?.focus(),
    },
    {
      id: 'stage-map',
      title: 'Map of physical memory',
      group: 'View',
      keys: '1',
      also: 'stage sections blocks',
      run: () => setStage('map'),
    },
    {
      id: 'stage-tables',
      title: 'Page tables',
      group: 'View',
      keys: '2',
      also: 'stage walk vmemmap direct map ptdump leaves pgd pud pmd pte',
      run: () => setStage('tables'),
    },
    {
      id: 'wide',
      title: 'Give the stage the whole page, or take it back',
      group: 'View',
      keys: 'F',
      also: 'maximise full wide projector',
      run: () => setWide(!usePage.getState().wide),
    },
    {
      id: 'clear',
      title: 'Select nothing',
      group: 'Selection',
      keys: 'Escape',
      run: () => atlas().select({ kind: 'none' }),
    },
    { id: 'next', title: 'Next panel', group: 'View', keys: 'F6', also: 'focus', run: () => focusPanel(1) },
    {
      id: 'previous',
      title: 'Previous panel',
      group: 'View',
      keys: 'Shift+F6',
      also: 'focus',
      run: () => focusPanel(-1),
    },
    {
      id: 'knobs',
      title: 'Policy knobs of this kernel',
      group: 'Machine',
      keys: 'K',
      also: 'memhp_default_state online_policy kconfig boot parameter',
      run: openKnobs,
    },
    {
      id: 'stories',
      title: 'Stories',
      group: 'Help',
      keys: 'S',
      also: 'guided demonstration scenario tour talk present',
      run: () => setStoryPicker(true),
    },
    {
      id: 'open',
      title: 'Open a session or snapshot file',
      group: 'Machine',
      keys: 'Mod+O',
      also: 'load recording',
      run: openFile,
    },
    ...shareCommands(),
    ...(['system', 'light', 'dark'] as const).map((theme): Command => ({
      id: `theme-${theme}`,
      title: theme === 'system' ? 'Colours as the system' : `${theme === 'dark' ? 'Dark' : 'Light'} colours`,
      group: 'View',
      also: 'theme',
      disabled: () => (usePage.getState().theme === theme ? 'chosen already' : undefined),
      run: () => setTheme(theme),
    })),
    {
      id: 'palette',
      title: 'Everything the page can do',
      group: 'Help',
      keys: 'Mod+K',
      also: 'command palette',
      run: () => showGuide('palette'),
    },
    {
      id: 'tour',
      title: 'Take the tour',
      group: 'Help',
      also: 'first visit introduction',
      run: () => showGuide('tour'),
    },
    { id: 'glossary', title: 'Glossary', group: 'Help', also: 'words terms meaning', run: () => showGuide('glossary') },
    {
      id: 'help',
      title: 'Keys and what is what',
      group: 'Help',
      keys: '?',
      also: 'shortcuts cheat sheet',
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

/** Where a person types, keys are text; an open menu or dialog has keys of its own. */
function keepsKeys(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [contenteditable], [role=dialog], [role=menu], [role=listbox]') !== null
  );
}

/** Obeys the commands' keys as long as the page shows. */
export function useCommandKeys(list: readonly Command[]): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const keys = keysOf(event);
      if (event.defaultPrevented || (keepsKeys(event.target) && !keys.endsWith('F6'))) return;
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
