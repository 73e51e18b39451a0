// npm start: installs, builds, serves and opens the dashboard.
import { spawn } from 'node:child_process';
import { ensureInstalled } from './install.mjs';
import { root } from './root.mjs';

ensureInstalled();
const { build, preview } = await import('vite');
await build({ root, logLevel: 'warn' });
// a port that is taken gives way to the next free one
const server = await preview({ root, preview: { host: '127.0.0.1', port: 4173 } });
const url = server.resolvedUrls?.local[0];
if (url === undefined) throw new Error('the server has no address');
process.stdout.write(`Hotplug Atlas: ${url}\n(Ctrl-C ends it)\n`);

const opener = openerOf(process.platform);
if (opener !== undefined) {
  spawn(opener.command, [...opener.args, url], { stdio: 'ignore', detached: true })
    .on('error', () => {}) // no browser here: the address is printed
    .unref();
}

/** What opens an address in the person's browser; nothing where there is no screen. @param {NodeJS.Platform} platform */
function openerOf(platform) {
  if (process.env['CI'] !== undefined || !process.stdout.isTTY) return undefined;
  if (platform === 'darwin') return { command: 'open', args: [] };
  if (platform === 'win32') return { command: 'cmd', args: ['/c', 'start', ''] };
  const screen = process.env['WAYLAND_DISPLAY'] ?? process.env['DISPLAY'];
  return screen === undefined ? undefined : { command: 'xdg-open', args: [] };
}
