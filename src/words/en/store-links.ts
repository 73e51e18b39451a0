/** What store-links says. */

// address-bar
export const someOfThisLink = 'Some of this link cannot be read. The rest of it is shown.';
export const shown = (title: string): string => `Shown: ${title}`;

// link-hash
export const keyIsNotWord = (key: string, word: string, what: string): string => `${key}=${word} is not ${what}`;
export const linkIsOfVersion = (value: string, linkVersion: number): string =>
  `the link is of version ${value}; this page reads version ${linkVersion}`;
export const aView = 'a view';
export const aTheme = 'a theme';
export const momentSuchAs12 = 'a moment such as 12 or 12.40';
export const nameOfStory = 'the name of a story';
export const stepOfStory = 'a step of a story';
export const listOfZones = 'a list of zones and states';
export const nameOfMachine = 'the name of a machine';
export const somethingThatCanBe = 'something that can be selected';
export const tabOfInspector = 'a tab of the inspector';
export const placeOnMap = 'a place on the map';
export const numberOfKeptSession = 'the number of a kept session';
export const sessionInLinkCannot = (why: string): string => `the session in the link cannot be read: ${why}`;

// link-machines
export const itDoesNotSay = 'it does not say which version it is';
export const itIsOfVersion = (v: number, packedVersion: number): string =>
  `it is of version ${v}; this page reads up to ${packedVersion}`;

// link-pack
export const itUnfoldsToMore = 'it unfolds to more than a session can be';
export const itHasLettersThat = 'it has letters that no link has';
export const lettersAreMissing = 'letters are missing';
export const linkPackLettersAreMissing = 'letters are missing or were altered';

// link-state
export const notName = 'not a name';

// session-file
export const thisPageReadsVersion = (schema: number): string => `this page reads version ${schema} of session files`;
export const thereIsNoMachine = 'there is no machine in it';
export const itIsNotJson = (message: string): string => `it is not JSON: ${message}`;

// autosave
export const browserKeepsNothing = 'the browser keeps nothing';
export const itsSessionWasToo = 'its session was too long for the link and is kept in the browser where it was made';
