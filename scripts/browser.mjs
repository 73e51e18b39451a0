// Finds a Chromium for the browser tests, and installs one where nothing else helps.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { isMain } from './root.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const isRoot = process.getuid?.() === 0;

/** Switches that keep Chromium from calling home, draw the same everywhere, and let it run as root. */
export const browserArgs = [
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
  '--disable-lcd-text',
  ...(isRoot ? ['--no-sandbox'] : []),
];

/** @returns {string | undefined} */
function systemBrowser() {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

/** @returns {string | undefined} */
function playwrightBrowser() {
  try {
    const path = createRequire(import.meta.url)('@playwright/test').chromium.executablePath();
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/** The path of a Chromium: CHROMIUM_PATH, else the system's, else Playwright's own. @returns {string | undefined} */
export const findBrowser = () => process.env['CHROMIUM_PATH'] ?? systemBrowser() ?? playwrightBrowser();

/** As findBrowser, but installs Debian's Chromium where it may, and Playwright's own elsewhere. Throws when both fail. */
export function ensureBrowser() {
  const found = findBrowser();
  if (found !== undefined) return found;
  process.stderr.write('no Chromium found, installing one\n');
  /** @param {string} command @param {string[]} args */
  const run = (command, ...args) =>
    spawnSync(command, args, { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    run('apt-get', 'update', '-q');
    run('apt-get', 'install', '-y', '-q', 'chromium');
  } else {
    run(process.execPath, createRequire(import.meta.url).resolve('@playwright/test/cli'), 'install', 'chromium');
  }
  const installed = findBrowser();
  if (installed === undefined) throw new Error('no Chromium: install one, or set CHROMIUM_PATH');
  return installed;
}

if (isMain(import.meta.url)) process.stdout.write(`${ensureBrowser()}\n`);
