/**
 * The page's first script, small enough to run while the others are still on their way: it starts the worker and fetches
 * the file of the machine that will be asked for. A page that turns out to need another one fetches that, too.
 */
import { startAhead } from '../link/ahead.ts';
import { sourceFromHash } from './address.ts';
import { DEFAULT_MACHINE, fileOf } from './machine-file.ts';
import { fetchAhead } from './served.ts';

const query = new URLSearchParams(location.search);
// the speaker's window has no machine of its own
if (!query.has('notes')) {
  startAhead();
  // a story's machine and an embedded page's are named elsewhere, a file and a command line are kept in the tab
  const elsewhere = query.has('embed') || /[#&](?:machine=(?:file|qemu)|story=)/.test(location.hash);
  const id = elsewhere ? undefined : fileOf(sourceFromHash(location.hash) ?? { kind: 'bundled', id: DEFAULT_MACHINE });
  if (id !== undefined) fetchAhead(`${id}.json`);
}
