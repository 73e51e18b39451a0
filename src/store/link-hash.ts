/**
 * A page as the part of an address behind #. What a person can read stands in the open, lines and files are packed:
 *
 *   #machine=x86_64-dimm-lifecycle&at=12.40&select=block:37&tab=zone&theme=dark&s=<packed>&v=1
 *
 *   machine  which one: an id, 64TiB, qemu or file (their words are packed)     at      the moment (link-words.ts)
 *   select   what is selected      tab  the inspector's      view  the middle    theme   dark, light
 *   hide     what the legend hides camera  x,y,scale         active  the machine the panels are about
 *   story, step  where a story stands                        name    what the link is called
 *   s        all machines with their lines, packed (link-machines.ts); left out when the main one was only booted
 *   kept     as s, but too long: the number under which this browser keeps it (autosave.ts)
 *
 * Everything that arrives is checked as what it is: untrusted.
 */
import * as v from 'valibot';
import * as words from '#words/store-links.ts';
import type { SentLine } from '../link/messages.ts';
import { hashOf, sourceFromHash } from './address.ts';
import { longMachines, shortMachines } from './link-machines.ts';
import { EMPTY_LINK, NO_LINES, isUntouched, nameSchema, tabSchema, themeSchema } from './link-state.ts';
import type { LinkMachine, LinkState } from './link-state.ts';
import { PackProblem, pack, unpack } from './link-pack.ts';
import { cameraOfWord, cameraWord, momentOfWord, momentWord, selectionOfWord, selectionWord } from './link-words.ts';

/** The version of the readable part. */
export const LINK_VERSION = 1;
/** Longer addresses than this are cut by some chat programs and mail readers: a file is better. */
export const LONGEST_HASH = 8000;

/** A link that was read. What of it is wrong is named, and everything else holds. */
export interface ReadLink {
  readonly state: LinkState;
  /** Set when the session is too long for the address: where this browser keeps it. */
  readonly kept: string | undefined;
  readonly problems: readonly string[];
}

/** Whether the machines need packing: an address can name one machine that was booted and nothing else. */
function packs(machines: readonly LinkMachine[]): boolean {
  const [main] = machines;
  return (
    main !== undefined &&
    (machines.length > 1 ||
      main.name !== 'main' ||
      main.source.kind === 'file' ||
      main.source.kind === 'qemu' ||
      !isUntouched(main.session) ||
      main.bookmarks.length > 0)
  );
}

/**
 * The address of a page. `kept`: written in place of the session where that is too long (more than `longest` letters);
 * without it a long session gives a long address.
 */
export async function writeHash(state: LinkState, kept?: string, longest = LONGEST_HASH): Promise<string> {
  const [main] = state.machines;
  const params = new URLSearchParams(main === undefined ? '' : hashOf(main.source, '').slice(1));
  const put = (key: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') params.set(key, value);
  };
  put('at', main?.moment && momentWord(main.moment));
  put('select', selectionWord(state.selection));
  put('tab', state.tab);
  put('view', state.view);
  put('theme', state.theme);
  put('hide', state.hidden.join(','));
  put('camera', state.camera && cameraWord(state.camera));
  if (state.active !== 'main') put('active', state.active);
  put('story', state.story?.id);
  put('step', state.story === undefined ? undefined : String(state.story.step));
  put('name', state.title);
  const more = [...params.keys()].some((key) => key !== 'machine');
  if (packs(state.machines)) {
    const s = await pack(JSON.stringify(shortMachines(state.machines)));
    if (kept !== undefined && s.length > longest) put('kept', kept);
    else put('s', s);
  } else if (!more) return `#${readable(params)}`;
  params.set('v', String(LINK_VERSION));
  return `#${readable(params)}`;
}

/** Signs that an address may hold as they are stay readable. */
const readable = (params: URLSearchParams): string => params.toString().replaceAll('%3A', ':').replaceAll('%2C', ',');

/** Reads an address; whatever it holds, this answers. */
export async function readHash(hash: string): Promise<ReadLink> {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  const problems: string[] = [];
  /** A part of the address, checked; a wrong one is named and left out. */
  const part = <T>(key: string, what: string, read: (word: string) => T | undefined): T | undefined => {
    const word = params.get(key);
    if (word === null || word === '') return undefined;
    const value = read(word);
    if (value === undefined) problems.push(words.keyIsNotWord(key, word.slice(0, 60), what));
    return value;
  };
  const checked =
    <T>(schema: v.GenericSchema<unknown, T>) =>
    (word: string): T | undefined => {
      const parsed = v.safeParse(schema, word);
      return parsed.success ? parsed.output : undefined;
    };
  const version = Number(params.get('v') ?? LINK_VERSION);
  if (version !== LINK_VERSION)
    problems.push(words.linkIsOfVersion(String(params.get('v')).slice(0, 20), LINK_VERSION));

  const moment = part('at', words.momentSuchAs12, momentOfWord);
  const machines = await machinesOf(params, hash, problems);
  const [main, ...others] = machines;
  const story = part('story', words.nameOfStory, checked(nameSchema));
  const step = part('step', words.stepOfStory, (word) => (/^[1-9]\d{0,3}$/.test(word) ? Number(word) : undefined));
  const hidden = part('hide', words.listOfZones, (word) => {
    const names = word.split(',').map(checked(nameSchema));
    return names.every((name) => name !== undefined) ? names : undefined;
  });
  return {
    state: {
      ...EMPTY_LINK,
      machines: main === undefined ? [] : [moment === undefined ? main : { ...main, moment }, ...others],
      active: part('active', words.nameOfMachine, checked(nameSchema)) ?? 'main',
      selection: part('select', words.somethingThatCanBe, selectionOfWord) ?? { kind: 'none' },
      tab: part('tab', words.tabOfInspector, checked(tabSchema)),
      view: part('view', words.aView, checked(nameSchema)),
      theme: part('theme', words.aTheme, checked(themeSchema)),
      hidden: hidden ?? [],
      camera: part('camera', words.placeOnMap, cameraOfWord),
      story: story === undefined ? undefined : { id: story, step: step ?? 1 },
      title: params.get('name')?.slice(0, 200) ?? undefined,
    },
    kept: part('kept', words.numberOfKeptSession, checked(nameSchema)),
    problems,
  };
}

/** The machines of an address: the packed ones, else the one it names. */
async function machinesOf(params: URLSearchParams, hash: string, problems: string[]): Promise<readonly LinkMachine[]> {
  const named = (): readonly LinkMachine[] => {
    const source = sourceFromHash(hash);
    return source === undefined ? [] : [{ name: 'main', source, session: NO_LINES, moment: undefined, bookmarks: [] }];
  };
  const packed = params.get('s');
  if (packed === null) return named();
  try {
    const data: unknown = JSON.parse(await unpack(packed));
    const machines = longMachines(data);
    if (!('problems' in machines)) return machines;
    problems.push(...machines.problems.slice(0, 5).map((why) => words.sessionInLinkCannot(why)));
  } catch (error) {
    const why = error instanceof PackProblem || error instanceof SyntaxError ? error.message : String(error);
    problems.push(words.sessionInLinkCannot(why));
  }
  return named();
}

/** A page that stands in a slide or a page of docs. */
export interface Embed extends ReadLink {
  /** The view shown alone: `map` where none is named. */
  readonly view: string;
}

/**
 * What `?embed` asks for: the keys are those of the address, in the query or behind #; `line` (as often as wanted) adds a
 * line: of the monitor, after `$ ` of the guest's shell, after `% ` of the world. Undefined: the page is no embedded one.
 */
export async function readEmbed(search: string, hash = ''): Promise<Embed | undefined> {
  const query = new URLSearchParams(search);
  const embed = query.get('embed');
  if (embed === null) return undefined;
  const asked = query.getAll('line');
  query.delete('embed');
  query.delete('line');
  for (const [key, value] of new URLSearchParams(hash.replace(/^#/, ''))) query.set(key, value);
  const read = await readHash(`#${query.toString()}`);
  const view = embed === '' || embed === '1' || embed === 'true' ? (read.state.view ?? 'map') : embed;
  const [main, ...others] = read.state.machines;
  if (asked.length === 0 || main === undefined) return { ...read, view };
  const group = main.session.lines.reduce((most, sent) => Math.max(most, sent.group), 0);
  const lines = [...main.session.lines, ...asked.slice(0, 1000).map((line, i) => typed(line, group + 1 + i))];
  const machines = [{ ...main, session: { ...main.session, lines } }, ...others];
  return { ...read, view, state: { ...read.state, machines } };
}

function typed(text: string, group: number): SentLine {
  const channel = text.startsWith('$ ') ? 'shell' : text.startsWith('% ') ? 'world' : 'monitor';
  return { line: { channel, line: channel === 'monitor' ? text : text.slice(2) }, source: 'person', group };
}

/** The same link with another theme; undefined: the system's. */
export function withTheme(hash: string, theme: LinkState['theme']): string {
  const parts = hash
    .replace(/^#/, '')
    .split('&')
    .filter((part) => part !== '' && !part.startsWith('theme='));
  return `#${[...parts, ...(theme === undefined ? [] : [`theme=${theme}`])].join('&')}`;
}
