/** Commands of sharing, saving, time travel and comparing. */
import { activeAtlas, useWorld } from '../../store/world.ts';
import { endsOf, momentOf, momentText, numberOf } from '../../store/moments.ts';
import { setComparing, showShare } from '../../store/page.ts';
import { showsNow } from '../../store/running.ts';
import type { Command } from '../app/commands.ts';

const atlas = activeAtlas;
const lines = () => atlas().history.filter((entry) => !entry.undone);
const noLines = (): string | undefined => (lines().length === 0 ? 'no line was sent yet' : undefined);

/** Goes some moments on (kernel steps and ends of lines), or some lines. */
export function travel(by: number, unit: 'step' | 'line'): void {
  const state = atlas();
  const all = lines();
  const ends = endsOf(all);
  const number = numberOf(ends, state.moment);
  const at = momentOf(ends, number);
  // inside a line the line before ends before it, and the line itself after it
  const line = at.step === undefined ? at.line + by : by < 0 ? at.line + by : at.line + by - 1;
  const to =
    unit === 'step'
      ? momentOf(ends, number + by)
      : { line: Math.max(-1, Math.min(all.length - 1, line)), step: undefined };
  if (to.line >= 0) state.setTraced(to.line);
  const now = to.step === undefined && to.line >= all.length - 1;
  void state.seek(now ? undefined : to).then(() => state.announce(momentText(ends, to)));
}

async function save(what: 'saveSession' | 'copyLink'): Promise<void> {
  const { saveSession, copyLink } = await import('./save.ts');
  if (what === 'saveSession') saveSession();
  else await copyLink();
}

/** Pins the moment on screen: it stays beside what comes next. */
async function pin(): Promise<void> {
  const { setPin } = await import('../compare/pin.ts');
  const { moment, session } = atlas();
  const branch = session.branches.find((b) => b.current)?.id ?? 1;
  setPin({ branch, moment, label: momentText(endsOf(lines()), moment) });
}

const atBoot = (): string | undefined => (atlas().moment.line < 0 ? 'the screen shows the boot' : undefined);
const atNow = (): string | undefined => (showsNow(atlas()) ? 'the screen shows the present' : undefined);

export const shareCommands = (): readonly Command[] => [
  {
    id: 'copy-link',
    title: 'Copy a link to this page',
    group: 'Share',
    keys: 'Mod+Shift+C',
    also: 'url address share',
    run: () => void save('copyLink'),
  },
  {
    id: 'share',
    title: 'Share…',
    group: 'Share',
    also: 'link to a thing name embed iframe slide',
    run: () => showShare('link'),
  },
  {
    id: 'save',
    title: 'Save the session as a file',
    group: 'Share',
    keys: 'Mod+S',
    also: 'json download',
    run: () => void save('saveSession'),
  },
  {
    id: 'recover',
    title: 'Earlier sessions…',
    group: 'Share',
    also: 'recover autosave crash closed tab',
    run: () => showShare('recover'),
  },
  {
    id: 'picture',
    title: 'Picture of a view…',
    group: 'Share',
    also: 'svg png export image slide screenshot',
    run: () => showShare('picture'),
  },
  {
    id: 'scripts',
    title: 'Scripts for a real guest…',
    group: 'Share',
    also: 'shell bash qemu monitor hmp export replay',
    disabled: noLines,
    run: () => showShare('scripts'),
  },
  {
    id: 'table',
    title: 'The timeline as a table…',
    group: 'Share',
    also: 'csv tsv export spreadsheet',
    disabled: noLines,
    run: () => showShare('table'),
  },
  {
    id: 'bookmark',
    title: 'Bookmarks…',
    group: 'Session',
    keys: 'B',
    also: 'label name this moment time travel',
    run: () => showShare('bookmarks'),
  },
  {
    id: 'branches',
    title: 'Branches…',
    group: 'Session',
    also: 'fork tree time travel switch',
    disabled: () =>
      atlas().session.branches.length < 2 ? 'there is one branch only: act in the past to begin another' : undefined,
    run: () => showShare('branches'),
  },
  {
    id: 'pin',
    title: 'Pin this moment and compare',
    group: 'Session',
    also: 'difference side by side',
    run: () => void pin(),
  },
  {
    id: 'compare',
    title: 'Compare what stands side by side',
    group: 'Session',
    also: 'differences two machines branches moments',
    disabled: () =>
      useWorld.getState().machines.length < 2
        ? 'nothing stands beside this machine: pin a moment, choose a branch, or open a machine beside it'
        : undefined,
    run: () => setComparing(true),
  },
  {
    id: 'step-back',
    title: 'One kernel step back',
    group: 'Session',
    keys: ',',
    disabled: atBoot,
    run: () => travel(-1, 'step'),
  },
  {
    id: 'step-forward',
    title: 'One kernel step forward',
    group: 'Session',
    keys: '.',
    disabled: atNow,
    run: () => travel(1, 'step'),
  },
  {
    id: 'line-back',
    title: 'One line back',
    group: 'Session',
    keys: '[',
    disabled: atBoot,
    run: () => travel(-1, 'line'),
  },
  {
    id: 'line-forward',
    title: 'One line forward',
    group: 'Session',
    keys: ']',
    disabled: atNow,
    run: () => travel(1, 'line'),
  },
  {
    id: 'moment',
    title: 'Go to a moment by its number',
    group: 'Session',
    keys: 'G',
    also: 'jump time travel step line',
    run: () =>
      [...document.querySelectorAll<HTMLElement>('input[aria-label^="Moment, as"]')]
        .find((field) => field.offsetParent !== null)
        ?.focus(),
  },
];
