// Budgets of the built page, gzip. What is loaded before the map is there, is what its start page asks for.
import { readFileSync } from 'node:fs';

/** @returns {string[]} the scripts that the start page names */
function first() {
  const html = readFileSync('dist/index.html', 'utf8');
  return [...new Set(html.match(/assets\/[\w.-]+\.js/g) ?? [])].map((file) => `dist/${file}`);
}

export default [
  { name: 'scripts before the map is there', path: first(), limit: '250 kB', gzip: true },
  { name: 'panels, when opened', path: 'dist/assets/lazy-*.js', limit: '130 kB', gzip: true },
  { name: 'stories and presenter, when opened', path: 'dist/assets/story-*.js', limit: '90 kB', gzip: true },
  { name: 'worker', path: 'dist/assets/worker-*.js', limit: '100 kB', gzip: true },
  { name: 'shell, devices, booting, when asked for', path: 'dist/assets/late-*.js', limit: '110 kB', gzip: true },
  { name: 'styles', path: 'dist/assets/*.css', limit: '40 kB', gzip: true },
  { name: 'fonts', path: 'dist/fonts/*.woff2', limit: '100 kB', brotli: false },
];
