/** What keys do, in one list: the help dialog shows it, one listener obeys it. */
import { useEffect } from 'react';
import { activeAtlas } from '../../store/world.ts';
import { toggleClock } from './clock.ts';
import { keysOf } from './keys.ts';
import { openFile } from './openFile.ts';

const atlas = activeAtlas;

/** Something a key does. `keys`: `Mod` is Ctrl, on a Mac ⌘. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly keys: string;
  readonly run: () => void;
}

/** Takes the last gesture back and says so. */
export function undo(): void {
  const { session } = atlas();
  if (!session.canUndo) return;
  void atlas()
    .undo()
    .then(() => atlas().announce(`Taken back: ${session.undoText ?? 'the last change'}`));
}

/** Does again what was taken back last and says so. */
export function redo(): void {
  const { session } = atlas();
  if (!session.canRedo) return;
  void atlas()
    .redo()
    .then(() => atlas().announce(`Done again: ${session.redoText ?? 'the last change'}`));
}

/** The commands of the whole screen. */
export function commands(openHelp: () => void, openKnobs: () => void): readonly Command[] {
  return [
    {
      id: 'undo',
      title: 'Take back the last change',
      keys: 'Mod+Z',
      run: () => atlas().session.canUndo && void atlas().undo(),
    },
    {
      id: 'redo',
      title: 'Do it again',
      keys: 'Mod+Shift+Z',
      run: () => atlas().session.canRedo && void atlas().redo(),
    },
    {
      id: 'clock',
      title: 'Pause or run the workloads',
      keys: 'P',
      run: toggleClock,
    },
    { id: 'now', title: 'Back to now', keys: 'N', run: () => void atlas().seek(undefined) },
    {
      id: 'find',
      title: 'Find in memory',
      keys: '/',
      run: () => document.querySelector<HTMLElement>('search input')?.focus(),
    },
    { id: 'clear', title: 'Select nothing', keys: 'Escape', run: () => atlas().select({ kind: 'none' }) },
    { id: 'next', title: 'Next panel', keys: 'F6', run: () => focusPanel(1) },
    { id: 'previous', title: 'Previous panel', keys: 'Shift+F6', run: () => focusPanel(-1) },
    { id: 'knobs', title: 'Policy knobs of this kernel', keys: 'K', run: openKnobs },
    { id: 'open', title: 'Open a snapshot file', keys: 'Mod+O', run: openFile },
    { id: 'help', title: 'This list', keys: '?', run: openHelp },
  ];
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
      command.run();
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
