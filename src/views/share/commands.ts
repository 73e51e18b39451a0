/** Commands of sharing, saving, time travel and comparing. */
import * as words from '#words/share.ts';
import { activeAtlas, useWorld } from '../../store/world.ts';
import { endsOf, momentOf, momentText, numberOf } from '../../store/moments.ts';
import { setComparing, showShare } from '../../store/page.ts';
import { showsNow } from '../../store/running.ts';
import type { Command } from '../app/command.ts';

const atlas = activeAtlas;
const lines = () => atlas().history.filter((entry) => !entry.undone);
const noLines = (): string | undefined => (lines().length === 0 ? words.noLineWasSent : undefined);

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

const atBoot = (): string | undefined => (atlas().moment.line < 0 ? words.screenShowsBoot : undefined);
const atNow = (): string | undefined => (showsNow(atlas()) ? words.screenShowsPresent : undefined);

export const shareCommands = (): readonly Command[] => [
  {
    id: 'copy-link',
    title: words.copyLinkToThis,
    group: words.groupsShareTitle,
    keys: 'Mod+Shift+C',
    also: words.urlAddressShare,
    run: () => void save('copyLink'),
  },
  {
    id: 'share',
    title: words.share,
    group: words.groupsShareTitle,
    also: words.linkToThingName,
    run: () => showShare('link'),
  },
  {
    id: 'save',
    title: words.saveSessionAsFile,
    group: words.groupsShareTitle,
    keys: 'Mod+S',
    also: words.jsonDownload,
    run: () => void save('saveSession'),
  },
  {
    id: 'recover',
    title: words.earlierSessions,
    group: words.groupsShareTitle,
    also: words.recoverAutosaveCrashClosed,
    run: () => showShare('recover'),
  },
  {
    id: 'picture',
    title: words.pictureOfView,
    group: words.groupsShareTitle,
    also: words.svgPngExportImage,
    run: () => showShare('picture'),
  },
  {
    id: 'scripts',
    title: words.scriptsForRealGuest,
    group: words.groupsShareTitle,
    also: words.shellBashQemuMonitor,
    disabled: noLines,
    run: () => showShare('scripts'),
  },
  {
    id: 'table',
    title: words.timelineAsTable,
    group: words.groupsShareTitle,
    also: words.csvTsvExportSpreadsheet,
    disabled: noLines,
    run: () => showShare('table'),
  },
  {
    id: 'bookmark',
    title: words.bookmarks,
    group: words.session,
    keys: 'B',
    also: words.labelNameThisMoment,
    run: () => showShare('bookmarks'),
  },
  {
    id: 'branches',
    title: words.branches,
    group: words.session,
    also: words.forkTreeTimeTravel,
    disabled: () => (atlas().session.branches.length < 2 ? words.thereIsOneBranch : undefined),
    run: () => showShare('branches'),
  },
  {
    id: 'pin',
    title: words.pinThisMoment,
    group: words.session,
    also: words.differenceSideBySide,
    run: () => void pin(),
  },
  {
    id: 'compare',
    title: words.compareWhatStandsSide,
    group: words.session,
    also: words.differencesTwoMachinesBranches,
    disabled: () => (useWorld.getState().machines.length < 2 ? words.nothingStandsBesideThis : undefined),
    run: () => setComparing(true),
  },
  {
    id: 'step-back',
    title: words.oneKernelStepBack,
    group: words.session,
    keys: ',',
    disabled: atBoot,
    run: () => travel(-1, 'step'),
  },
  {
    id: 'step-forward',
    title: words.oneKernelStepForward,
    group: words.session,
    keys: '.',
    disabled: atNow,
    run: () => travel(1, 'step'),
  },
  {
    id: 'line-back',
    title: words.oneLineBack,
    group: words.session,
    keys: '[',
    disabled: atBoot,
    run: () => travel(-1, 'line'),
  },
  {
    id: 'line-forward',
    title: words.oneLineForward,
    group: words.session,
    keys: ']',
    disabled: atNow,
    run: () => travel(1, 'line'),
  },
  {
    id: 'moment',
    title: words.goToMoment,
    group: words.session,
    keys: 'G',
    also: words.jumpTimeTravelStep,
    run: () =>
      [...document.querySelectorAll<HTMLElement>('input[aria-label^="Moment, as"]')]
        .find((field) => field.offsetParent !== null)
        ?.focus(),
  },
];
