/**
 * What the kernel's predicates say of a page frame, and why: each builds on those before it.
 *
 *   present_section ─► valid_section ─┬─► early_section ──────────────┐
 *                                     └─► pfn_section_valid ──────────┴─► pfn_valid
 *   online_section ─► pfn_section_valid ─► (tainted section) get_dev_pagemap ─► pfn_to_online_page
 */
import * as words from '#words/predicates.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { holds } from '../kernel/version.ts';
import type { Pfn } from '../units.ts';
import { SECTION_TAINT_ZONE_DEVICE } from './sections.ts';
import type { Sections } from './sections.ts';

/** One predicate about a page frame, with its reason. */
export interface PfnPredicate {
  readonly name:
    | 'present_section'
    | 'valid_section'
    | 'early_section'
    | 'online_section'
    | 'pfn_section_valid'
    | 'get_dev_pagemap'
    | 'pfn_valid'
    | 'pfn_to_online_page';
  readonly value: boolean;
  readonly why: string;
  /** Rule that says so. */
  readonly rule: string;
}

/** Sections have a map of active subsections (mm/sparse.c: section_activate). */
export const SUBSECTIONS = { since: 'v5.3' } as const;
/** Sections that device pages share with others are tainted, and their pages asked about one by one (mm/memory_hotplug.c: pfn_to_online_page). */
export const TAINTED_SECTIONS = { since: 'v5.12' } as const;

/**
 * All predicates of a page frame in the order in which they build on each other. `ownerOf`: who has device pages there
 * (get_dev_pagemap); undefined: nobody.
 */
export function pfnPredicates(
  k: Kernel,
  s: Sections,
  at: Pfn,
  ownerOf: (at: Pfn) => string | undefined,
): readonly PfnPredicate[] {
  const nr = s.pfnToSection(at);
  const known = holds(k.config, SUBSECTIONS);
  const asked = holds(k.config, TAINTED_SECTIONS);
  const bit = Math.floor((at % k.sizes.pagesPerSection) / k.sizes.pagesPerSubsection);
  const out: PfnPredicate[] = [];
  const say = (name: PfnPredicate['name'], value: boolean, yes: string, no: string, rule: string): boolean => {
    out.push({ name, value, why: value ? yes : no, rule });
    return value;
  };
  say('present_section', s.isPresent(nr), words.isMarkedPresent(nr), words.isNotThere(nr), 'SUB-1');
  const valid = say('valid_section', s.hasMemmap(nr), words.hasMemmap(nr), words.hasNoMemmap(nr), 'SUB-1');
  const early = say(
    'early_section',
    valid && s.isEarly(nr),
    words.wasThereAtBoot(nr),
    valid ? words.wasAddedAfterBoot(nr) : words.hasNoMemmap(nr),
    'SUB-2',
  );
  const inMap = known
    ? say(
        'pfn_section_valid',
        valid && s.pfnSectionValid(at),
        words.bitIsSet(bit),
        valid ? words.bitIsClear(bit) : words.withoutMemmapNoMap,
        'SUB-1',
      )
    : valid;
  say(
    'pfn_valid',
    valid && (early || inMap),
    !known
      ? words.beforeMapsAllCounts
      : early
        ? inMap
          ? words.earlyAndInUse
          : words.earlyAndEmpty
        : words.subsectionIsInUse,
    valid ? words.subsectionIsNotInUse : words.theSectionHasNoMemmap,
    known ? 'SUB-3' : 'SUB-10',
  );
  const online = say(
    'online_section',
    s.isOnline(nr),
    words.isOnline(nr),
    valid ? words.isNotOnline(nr) : words.hasNoMemmap(nr),
    'SUB-4',
  );
  const tainted = (s.flags.get(nr) & SECTION_TAINT_ZONE_DEVICE) !== 0;
  const owner = ownerOf(at);
  say('get_dev_pagemap', owner !== undefined, words.pageBelongsTo(owner ?? ''), words.noDeviceHasPages, 'SUB-5');
  const hidden = asked && tainted && owner !== undefined;
  say(
    'pfn_to_online_page',
    online && inMap && !hidden,
    !asked && owner !== undefined
      ? words.beforeTaintNobodyLooks
      : tainted
        ? words.taintedWithoutDevicePage
        : words.onlineAndInUse,
    !online ? words.theSectionIsNotOnline : !inMap ? words.onlineButHole : words.onlineButDevicePage(owner ?? ''),
    asked ? 'SUB-6' : 'SUB-11',
  );
  return out;
}
