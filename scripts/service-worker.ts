/** Writes sw.js at the end of a build: the page works without a network once it has been opened. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Plugin } from 'vite';

/** Files of a folder, with forward slashes. */
const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));

/** The script. `files`: everything the page may ask for; `version` changes when any of it does. */
const script = (
  files: readonly string[],
  version: string,
): string => `// Written by the build. Serves the page from what was cached when this version was installed.
const CACHE = 'hotplug-atlas-${version}';
const FILES = ${JSON.stringify(files)};
const here = (file) => new URL(file, self.registration.scope).href;
self.addEventListener('install', (event) => {
  event.waitUntil(
    caches.open(CACHE).then((cache) => cache.addAll(FILES.map((file) => new Request(here(file), { cache: 'reload' })))),
  );
});
self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith('hotplug-atlas-') && name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(self.registration.scope)) return;
  const key = request.mode === 'navigate' ? here('index.html') : request.url;
  event.respondWith(
    caches
      .open(CACHE)
      .then((cache) => cache.match(key, { ignoreSearch: true }))
      .then((found) => found ?? fetch(request)),
  );
});
`;

/** The plugin. */
export const serviceWorker: Plugin = {
  name: 'service-worker',
  apply: 'build',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const hash = createHash('sha256');
      const built = Object.values(bundle)
        .filter(({ fileName }) => !fileName.endsWith('.map'))
        .toSorted((a, b) => (a.fileName < b.fileName ? -1 : 1));
      for (const file of built) hash.update(file.type === 'chunk' ? file.code : file.source);
      const folder = this.environment.config.publicDir;
      const served = filesBelow(folder).toSorted();
      for (const file of served) hash.update(readFileSync(join(folder, file)));
      const files = [...new Set([...built.map((f) => f.fileName), ...served])];
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: script(files, hash.digest('hex').slice(0, 16)) });
    },
  },
};
