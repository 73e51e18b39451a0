/** The worker: the only place where the engine meets a browser. */
import type { Message } from './messages.ts';
import { PROTOCOL } from './messages.ts';
import { Desk } from './worker-desk.ts';

const post = (message: Message, transfer: readonly ArrayBufferLike[]): void => {
  globalThis.postMessage(message, { transfer: transfer.filter((b) => b instanceof ArrayBuffer) });
};
/** Ms between the first frame shown and the fetching of code that may be needed later: the map comes first. */
const PREFETCH_AFTER = 500;
let prefetching = false;
const desk = new Desk(post, () => performance.now());

/** A fault of the program: the page is told, and replaces this worker. */
function failed(error: unknown, id: number | undefined): void {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  post({ type: 'failed', id, message }, []);
  globalThis.close();
}

async function receive(data: unknown): Promise<void> {
  try {
    await desk.receive(data);
    if (prefetching || !desk.shown) return;
    prefetching = true;
    setTimeout(() => void desk.prefetch(), PREFETCH_AFTER);
  } catch (error) {
    failed(error, desk.working);
  }
}

globalThis.addEventListener('message', (event: MessageEvent<unknown>) => void receive(event.data));
globalThis.addEventListener('messageerror', () =>
  failed(new Error('a message of the page could not be read'), undefined),
);
post({ type: 'ready', protocol: PROTOCOL }, []);
desk.expectDevices();
