// Refuses imports that point upwards, cycles, and files that everything passes through.
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { isMain, root } from './root.mjs';

/**
 * `type`: erased before anything runs; `value`: loaded, at once or on demand.
 * @typedef {{ from: string, to: string, kind: 'type' | 'value' }} Import
 */

/** The rooms of the house, lowest first: an import goes to its own room or to one before it. */
const engine =
  'units arch rules state kernel types lines sparse mapping zones pages blocks hotplug firmware devices files machine';
const rooms = [
  'words',
  ...engine.split(' ').map((name) => `engine/${name}`),
  ...'snapshot console session link store stories ui views main worker cli'.split(' '),
];
/** What runs on the main thread. Of the rooms below it loads only the units, the geometry and the words of the rules; their types it may know. */
const mainThread = new Set(['words', 'link', 'store', 'stories', 'ui', 'views', 'main']);
/** What runs anywhere. */
const anywhere = new Set(['words', 'link']);
const loadable = new Set(['engine/units', 'engine/arch', 'engine/rules', ...mainThread]);
/** Tables of words, and what a session is as a list of lines: no behaviour of a machine, so the screen may load them. */
const tables = new Set([
  'engine/kernel/errno.ts',
  'engine/kernel/kconfig.ts',
  'engine/kernel/sources.ts',
  ...['branches', 'script'].map((s) => `session/${s}.ts`),
]);
/** A file that more files load, and that imports more files, than this is a place where everything passes through. */
const hubLimit = 12;

const isTest = (/** @type {string} */ file) => /\.(test|bench)\.tsx?$/.test(file);

/** The room of a file, given relative to src with forward slashes; undefined: in none. @param {string} file */
export function roomOf(file) {
  const [top = '', second = ''] = file.split('/');
  if (top === 'engine') {
    // the vocabulary of a room: what others may say about it, or show of it, without knowing it
    if (/^(types|view)\.ts$/.test(file.split('/')[2] ?? '')) return 'engine/types';
    const name = second.replace(/\.ts$/, '');
    // files that lie in engine itself tie the rooms together
    return rooms.includes(`engine/${name}`) ? `engine/${name}` : second.endsWith('.ts') ? 'engine/machine' : undefined;
  }
  if (top === 'link' && /^worker.*\.ts$/.test(second)) return 'worker';
  if (/^main\.tsx?$/.test(top)) return 'main';
  return file.includes('/') && rooms.includes(top) ? top : undefined;
}

/** The imports of the house in the text of a file: relative ones, and words. @param {string} file @param {string} text @returns {Import[]} */
export function importsOf(file, text) {
  const statement =
    /^(?:import|export)\s+(type\s+(?!from\b|,))?(?:[^'"`;=()]*?\bfrom\s*)?['"]((?:\.|#words\/)[^'"]+)['"]/gm;
  // `import('./x.ts').Name` stands for a type; any other `import()` loads
  const call = /\bimport\(\s*['"]((?:\.|#words\/)[^'"]+)['"]\s*\)(\s*\.\s*[A-Z])?/g;
  const to = (/** @type {string} */ target) =>
    target.startsWith('#')
      ? target.replace('#words', 'words/en')
      : posix.normalize(posix.join(posix.dirname(file), target.replace(/\?.*$/, '')));
  return [
    ...[...text.matchAll(statement)]
      // a worker runs on a thread of its own: whoever starts it does not load it
      .filter(([, , target = '']) => !/\?worker\b/.test(target))
      .map(
        ([, type, target = '']) =>
          /** @type {Import} */ ({ from: file, to: to(target), kind: type === undefined ? 'value' : 'type' }),
      ),
    ...[...text.matchAll(call)].map(
      ([, target = '', type]) =>
        /** @type {Import} */ ({ from: file, to: to(target), kind: type === undefined ? 'value' : 'type' }),
    ),
  ];
}

/** Why an import is refused; undefined: it is not. @param {Import} found */
export function refusal({ from, to, kind }) {
  if (isTest(to)) return 'imports a test';
  if (isTest(from) || !/\.tsx?$/.test(to)) return undefined;
  const [above, below] = [roomOf(from), roomOf(to)];
  if (above === undefined || below === undefined) return undefined; // reported once, as a file in no room
  if (rooms.indexOf(below) > rooms.indexOf(above)) return `points up: ${above} may not know ${below}`;
  if (kind === 'value' && mainThread.has(above) && !loadable.has(below) && !tables.has(to))
    return `loads ${below} into the main thread (only its types may be imported)`;
  if (above === 'cli' && ((mainThread.has(below) && !anywhere.has(below)) || below === 'worker'))
    return `loads ${below}, which needs a browser`;
  if (above === 'worker' && mainThread.has(below) && !anywhere.has(below)) return `loads ${below} into the worker`;
  return undefined;
}

/** Cycles among imports that load, each as the files it passes. @param {readonly Import[]} imports */
export function cycles(imports) {
  /** @type {Map<string, string[]>} */
  const next = new Map();
  for (const { from, to, kind } of imports) if (kind === 'value') next.set(from, [...(next.get(from) ?? []), to]);
  /** @type {string[][]} */
  const found = [];
  const done = new Set();
  /** @type {string[]} */
  const path = [];
  /** @param {string} file */
  const visit = (file) => {
    const at = path.indexOf(file);
    if (at >= 0) found.push([...path.slice(at), file]);
    if (at >= 0 || done.has(file)) return;
    path.push(file);
    for (const target of next.get(file) ?? []) visit(target);
    path.pop();
    done.add(file);
  };
  for (const file of next.keys()) visit(file);
  return found;
}

/** Files with many importers and many imports. @param {readonly Import[]} imports */
export function hubs(imports, limit = hubLimit) {
  const files = new Set(imports.map(({ from }) => from));
  /** @param {'from' | 'to'} side @param {'from' | 'to'} other @param {string} file */
  const count = (side, other, file) =>
    new Set(
      imports
        .filter((found) => found[side] === file && !isTest(found.from))
        .filter((found) => side === 'from' || found.kind === 'value') // whoever knows only its types does not pass through it
        .map((found) => found[other]),
    ).size;
  return [...files].filter(
    (file) => !isTest(file) && count('to', 'from', file) > limit && count('from', 'to', file) > limit,
  );
}

/** All complaints about the sources below a folder. @param {string} folder */
function check(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => name.split(sep).join('/'));
  const imports = files.flatMap((file) => importsOf(file, readFileSync(join(folder, file), 'utf8')));
  const complaints = [
    ...files.filter((file) => roomOf(file) === undefined).map((file) => `${file}: lies in no room of the architecture`),
    ...imports.flatMap((found) => {
      const why = refusal(found);
      return why === undefined ? [] : [`${found.from}: import of ${found.to} ${why}`];
    }),
    ...cycles(imports).map((cycle) => `cycle: ${cycle.join(' -> ')}`),
    ...hubs(imports).map(
      (file) => `${file}: everything passes through it (more than ${hubLimit} importers and imports)`,
    ),
  ];
  return { files: files.length, imports: imports.length, complaints };
}

if (isMain(import.meta.url)) {
  const { files, imports, complaints } = check(join(root, 'src'));
  for (const complaint of complaints) process.stdout.write(`${complaint}\n`);
  if (complaints.length > 0) process.exitCode = 1;
  else process.stdout.write(`${files} files, ${imports} imports, no complaint\n`);
}
