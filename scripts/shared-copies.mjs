// Copies the recordings of real kernels that the tests use, and the comparer, from ../shared into this project.
//   node scripts/shared-copies.mjs           copies
//   node scripts/shared-copies.mjs --check   says what differs and fails; silent where ../shared is absent
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { root } from './root.mjs';

const shared = join(root, '../shared');
const recordings = /\.json$/;

/** @typedef {{ from: string, to: string, packed: boolean }} Copy */

/** Every file that is copied. @returns {Copy[]} */
function copies() {
  const files = readdirSync(join(shared, 'recordings')).filter((name) => recordings.test(name));
  return [
    ...files.map((name) => ({ from: `recordings/${name}`, to: `test/recordings/${name}.gz`, packed: true })),
    ...['compare.mjs', 'exempt.json'].map((name) => ({
      from: `check/${name}`,
      to: `test/check/${name}`,
      packed: false,
    })),
  ];
}

/** Compares contents: the packed bytes may differ between versions of zlib. @param {Copy} copy */
function isCurrent({ from, to, packed }) {
  const path = join(root, to);
  if (!existsSync(path)) return false;
  const bytes = readFileSync(path);
  return readFileSync(join(shared, from)).equals(packed ? gunzipSync(bytes) : bytes);
}

/** Packed recordings whose original is gone. @param {Copy[]} wanted */
function leftovers(wanted) {
  const folder = join(root, 'test/recordings');
  const present = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json.gz')) : [];
  return present.map((name) => `test/recordings/${name}`).filter((path) => !wanted.some(({ to }) => to === path));
}

if (existsSync(shared)) {
  const wanted = copies();
  const stale = wanted.filter((copy) => !isCurrent(copy));
  const extra = leftovers(wanted);
  const checking = process.argv.includes('--check');
  for (const { from, to, packed } of stale) {
    process.stdout.write(checking ? `${to} differs from ../shared/${from}\n` : `${to}\n`);
    if (checking) continue;
    mkdirSync(join(root, to, '..'), { recursive: true });
    const bytes = readFileSync(join(shared, from));
    writeFileSync(join(root, to), packed ? gzipSync(bytes, { level: 9 }) : bytes);
  }
  for (const path of extra) {
    process.stdout.write(`${path} has no original in ../shared\n`);
    if (!checking) rmSync(join(root, path));
  }
  if (checking && stale.length + extra.length > 0) process.exitCode = 1;
} else if (!process.argv.includes('--check')) {
  throw new Error('there is no ../shared to copy from');
}
