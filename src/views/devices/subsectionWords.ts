/** Who has which subsections of a section, in words. */
import * as words from '#words/devices.ts';
import type { SubsectionRun, SubsectionsView } from '../../engine/devices/view.ts';

/** The owners, each with its first run. */
export const ownersIn = (view: SubsectionsView): readonly SubsectionRun[] => [
  ...new Map(view.runs.map((r) => [`${r.owner.kind} ${r.owner.name}`, r])).values(),
];

/** Several owners share it, or a device has it, or the kernel knows no subsections: there is something to say. */
export function isShared(view: SubsectionsView): boolean {
  const owners = ownersIn(view);
  return owners.length > 1 || view.tainted || owners[0]?.owner.kind === 'device' || !view.subsectionsKnown;
}

/** Flags of the section that bear on it. */
export const flagsIn = (view: SubsectionsView): string =>
  [view.early ? 'EARLY' : '', view.online ? 'ONLINE' : '', view.tainted ? 'TAINT_ZONE_DEVICE' : '']
    .filter((w) => w !== '')
    .join(' · ');

/** A run's owner and zone. */
export const runWords = ({ owner, zone, active }: SubsectionRun): string =>
  `${owner.name === '' ? words.nobody : owner.name}${zone === undefined ? '' : ` · ${zone}`}${active ? '' : words.notActive}`;

/** Why a memory block covers the section, or none does. */
export const blockWords = (view: SubsectionsView): string =>
  `${view.blockWhy}${view.subsectionsKnown ? '' : words.thisKernelKnows}`;
