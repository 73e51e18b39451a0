/**
 * Sessions that this browser keeps, in IndexedDB: one a tab, written as somebody acts. A tab that was closed or crashed
 * leaves its session behind, and the next new page offers it. A tab that lives holds a lock with its name, so that nobody
 * takes its session for a lost one.
 */
import * as words from '#words/store-links.ts';
import { isEmbedded } from './embed.ts';
import { storage } from './keep.ts';
import { parseSessionFile, sessionFileText } from './session-file.ts';
import type { LinkState } from './link-state.ts';

const DATABASE = 'hotplug-atlas';
const STORE = 'sessions';
const TAB = 'hotplug-atlas.tab';
const LOCK = 'hotplug-atlas.tab.';
/** Sessions older than the newest so many are forgotten. */
const MOST = 12;

/** A kept session, without its lines. */
export interface KeptSession {
  readonly id: string;
  /** When it was last written, ms since 1970. */
  readonly when: number;
  readonly title: string;
  readonly lines: number;
}
interface Row extends KeptSession {
  readonly text: string;
}

function isRow(x: unknown): x is Row {
  const row = x as Partial<Record<keyof Row, unknown>> | undefined;
  return (
    typeof row === 'object' &&
    typeof row.id === 'string' &&
    typeof row.when === 'number' &&
    typeof row.title === 'string' &&
    typeof row.lines === 'number' &&
    typeof row.text === 'string'
  );
}

let name: string | undefined;

/** The name under which this tab keeps its session; it outlives a reload. */
export function tabName(): string {
  if (name !== undefined) return name;
  let known: string | undefined;
  try {
    known = storage('sessionStorage')?.getItem(TAB) ?? undefined;
  } catch {
    // a tab that may keep nothing has a new name at each load
  }
  return (name = known ?? newName());
}

function newName(): string {
  const made = crypto.randomUUID().slice(0, 8);
  try {
    storage('sessionStorage')?.setItem(TAB, made);
  } catch {
    // as above
  }
  return made;
}

/** Ms after which the page that holds a name is no longer the one that this page replaced. */
const LEAVES_WITHIN = 1000;

/**
 * Holds this tab's name until the tab is gone, however it goes; call once. A tab that was duplicated finds its name held by
 * the one it is a copy of, and takes another. Answers whether it did.
 */
export async function holdTabName(): Promise<boolean> {
  if (await hold(tabName(), AbortSignal.timeout(LEAVES_WITHIN))) return false;
  name = newName();
  void hold(name);
  return true;
}

/** Whether a name could be held; true where browsers have no locks: nobody can tell, then. */
function hold(tab: string, signal?: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const request = navigator.locks?.request(LOCK + tab, signal === undefined ? {} : { signal }, () => {
      resolve(true);
      return new Promise<never>(() => undefined);
    });
    if (request === undefined) resolve(true);
    else
      void request.catch((error: unknown) =>
        resolve(!(error instanceof DOMException && error.name === 'TimeoutError')),
      );
  });
}

const asked = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error(words.browserKeepsNothing)));
  });

async function rows(mode: IDBTransactionMode): Promise<IDBObjectStore> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore(STORE, { keyPath: 'id' }));
  const database = await asked(opening);
  const transaction = database.transaction(STORE, mode);
  for (const end of ['complete', 'abort']) transaction.addEventListener(end, () => database.close());
  return transaction.objectStore(STORE);
}

/** Keeps the page under this tab's name. Answers false where the browser keeps nothing, and for an embedded page. */
export async function autosave(page: LinkState, title: string): Promise<boolean> {
  if (isEmbedded()) return false;
  const lines = page.machines.reduce((n, m) => n + m.session.lines.length, 0);
  const when = Date.now();
  const row: Row = { id: tabName(), when, title, lines, text: sessionFileText(page, new Date(when).toISOString()) };
  try {
    await asked((await rows('readwrite')).put(row));
    return true;
  } catch {
    return false;
  }
}

/** The page kept under a name, or why there is none. */
export async function keptPage(id: string): Promise<LinkState | { readonly problems: readonly string[] }> {
  try {
    const row: unknown = await asked((await rows('readonly')).get(id));
    return isRow(row) ? parseSessionFile(row.text) : { problems: [words.itsSessionWasToo] };
  } catch (error) {
    return { problems: [error instanceof Error ? error.message : String(error)] };
  }
}

/** Forgets a kept session. */
export async function forget(id: string): Promise<void> {
  try {
    await asked((await rows('readwrite')).delete(id));
  } catch {
    // nothing was kept, then
  }
}

/** Sessions that no tab shows any more, newest first; those beyond the newest few are forgotten. */
export async function lostSessions(): Promise<readonly KeptSession[]> {
  try {
    const all: readonly unknown[] = await asked((await rows('readonly')).getAll());
    const held = new Set((await navigator.locks?.query())?.held?.map((lock) => lock.name));
    const lost = all
      .filter(isRow)
      .filter((row) => row.id !== tabName() && row.lines > 0 && !held.has(LOCK + row.id))
      .sort((a, b) => b.when - a.when);
    for (const old of lost.slice(MOST)) await forget(old.id);
    return lost.slice(0, MOST).map(({ id, when, title, lines }) => ({ id, when, title, lines }));
  } catch {
    return [];
  }
}
