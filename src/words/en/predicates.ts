/** Why the kernel's predicates say what they say of a page frame. */

// the section
export const isMarkedPresent = (section: number): string => `section ${section} is marked present`;
export const isNotThere = (section: number): string =>
  `section ${section} is not there: no memory was ever added to it, or all of it was removed`;
export const hasMemmap = (section: number): string => `section ${section} has a memmap`;
export const hasNoMemmap = (section: number): string => `section ${section} has no memmap`;
export const wasThereAtBoot = (section: number): string =>
  `section ${section} was there at boot: its whole memmap was allocated then and stays`;
export const wasAddedAfterBoot = (section: number): string => `section ${section} was added after boot`;
export const isOnline = (section: number): string => `section ${section} is online`;
export const isNotOnline = (section: number): string =>
  `section ${section} is not online: offline memory, or device pages only`;

// its map
export const bitIsSet = (bit: number): string => `bit ${bit} of the section's map is set: the subsection is in use`;
export const bitIsClear = (bit: number): string =>
  `bit ${bit} of the section's map is clear: nobody has added this subsection`;
export const withoutMemmapNoMap = 'a section without memmap has no map';

// pfn_valid
export const beforeMapsAllCounts = 'before v5.3 a section has no map: its whole memmap counts';
export const earlyAndInUse = 'the section is early, and its subsection is in use';
export const earlyAndEmpty = 'the section is early: its struct pages exist, also where nobody has memory';
export const subsectionIsInUse = 'the subsection is in use';
export const subsectionIsNotInUse = 'the section was added after boot and this subsection is not in use';
export const theSectionHasNoMemmap = 'the section has no memmap';

// device pages
export const pageBelongsTo = (owner: string): string => `the page belongs to ${owner}`;
export const noDeviceHasPages = 'no device has pages there';

// pfn_to_online_page
export const beforeTaintNobodyLooks =
  'before v5.12 nobody looks whether the page is a device page: the section is online, and that is all';
export const taintedWithoutDevicePage = 'the section is online and tainted by ZONE_DEVICE, and no device has this page';
export const onlineAndInUse = 'the section is online and the subsection in use';
export const theSectionIsNotOnline = 'the section is not online';
export const onlineButHole = 'the section is online, but this subsection is not in use: a hole';
export const onlineButDevicePage = (owner: string): string =>
  `the section is online, but tainted by ZONE_DEVICE, and the page belongs to ${owner}`;
